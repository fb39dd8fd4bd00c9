"""Holds lists of children apart from lists of others, and messy ledgers whole: no cell vanishes."""

from __future__ import annotations

import random
from datetime import date

import pytest

from childdesk.domain import catalogue
from childdesk.files import values
from childdesk.files.columns import read_columns
from childdesk.files.layout import layout
from childdesk.files.verdict import ADULTS, FIGURES, NO_NAME, VISITS, WHY_NOT, why_no_children
from tests.files.handmade import first, table, xlsx
from tests.files.messy import messy
from tests.files.people import TODAY, a_name, an_id, children


def why_not(rows):
    made = layout(table(rows))
    return made.why_not or why_no_children(made, read_columns(made, TODAY), TODAY)


def test_a_list_of_children_has_no_reason_against_it():
    rows = [["姓名", "身份证号", "监护人姓名", "监护人身份证号"]]
    rows += [[c.name, c.id_number, c.guardian, c.guardian_id] for c in children(5)]
    assert why_not(rows) == ""


def test_a_list_of_adults_is_refused():
    chance = random.Random(1)
    rows = [["姓名", "性别", "身份证号", "职务"]]
    rows += [[a_name(chance), "男", an_id(chance, date(1980, 1, 2), male=True), "委员"] for _ in range(6)]
    assert why_not(rows) == ADULTS
    aged = [["姓名", "年龄", "职务"], *[[a_name(chance), 45, "委员"] for _ in range(6)]]
    assert why_not(aged) == ADULTS


@pytest.mark.parametrize("oldest", [5, 17])
def test_helpers_of_twenty_among_those_of_forty_are_grown_up_and_pupils_are_not(oldest):
    chance = random.Random(2)
    head = ["序号", "姓名", "性别", "出生日期", "年龄", "联系电话"]
    ages = [24, 30, 49, 22, 43, 32, 56, 25, 37, 24, 40, 41]
    for some, reason in ((ages, ADULTS), ([oldest - n % 4 for n in range(12)] + [19], "")):
        rows = [[n, a_name(chance), "男", f"{2026 - age}-03-05", age, ""] for n, age in enumerate(some, 1)]
        assert why_not([head, *rows]) == reason


def test_a_table_of_figures_is_refused():
    rows = [["序号", "区域", "合计", "男", "女"], [1, "青山村", 12, 7, 5], [2, "石桥村", 9, 4, 5]]
    assert why_not(rows) == FIGURES


def test_a_list_of_something_else_is_refused():
    rows = [["序号", "学校名称", "地址", "联系电话"]]
    rows += [[n, "青山小学", "青山镇", "0736-5212345"] for n in range(1, 5)]
    assert why_not(rows) == NO_NAME


@pytest.mark.parametrize(
    ("heads", "times", "reason"),
    [
        (["走访日期", "走访情况"], 3, VISITS),
        (["发放时间", "发放物资"], 2, VISITS),
        (["走访日期", "走访情况"], 1, ""),
        (["家庭住址", "备注"], 2, ""),
    ],
)
def test_what_was_done_visit_by_visit_is_no_list_of_children(heads, times, reason):
    rows = [["序号", "姓名", "身份证号", *heads]]
    for month in range(times):
        rows += [
            [n, c.name, c.id_number, f"2026-0{month + 3}-1{n}", "一切正常"]
            for n, c in enumerate(children(6), 1)
        ]
    assert why_not(rows) == reason


def test_reasons_are_short_sentences():
    assert all(len(reason) <= 20 for reason in WHY_NOT)


def test_struck_and_hidden_rows_are_told():
    word = '<c r="{0}" s="{1}" t="inlineStr"><is><t>{2}</t></is></c>'
    body = "".join(
        f'<row r="{n}"{hidden}>{word.format(f"A{n}", style, words)}{word.format(f"B{n}", style, "男")}</row>'
        for n, hidden, style, words in ((2, "", 0, "王一"), (3, "", 4, "王二"), (4, ' hidden="1"', 0, "王三"))
    )
    head = f'<row r="1">{word.format("A1", 0, "姓名")}{word.format("B1", 0, "性别")}</row>'
    made = layout(first(xlsx(f"<sheetData>{head}{body}</sheetData>")))
    assert [made.sheet.struck(row) for row in made.records] == [False, True, False]
    assert [row in made.sheet.hidden_rows for row in made.records] == [False, False, True]


@pytest.mark.parametrize("seed", range(20, 3000, 100))
def test_every_cell_of_a_messy_ledger_belongs_to_a_column_and_says_what_is_true(seed):
    ledger = messy(seed)
    made = layout(ledger.sheet)
    columns = {column.index: column for column in read_columns(made, TODAY)}
    assert why_no_children(made, tuple(columns.values()), TODAY) == ""
    for row in made.records:
        child = ledger.records[row]
        truth = {
            "child.name": child.name,
            "child.id_number": child.id_number,
            "child.birth": child.birth.isoformat(),
        }
        for index, cell in made.cells(row).items():
            name = columns[index].field
            if name in truth:
                said = values.read(cell, catalogue.FIELDS[name].kind.name)
                assert said.problem or said.text == truth[name]
