"""Holds a workbook's rosters together: rows field by field, nothing vanished, strangers refused."""

from __future__ import annotations

import random
from datetime import date

import pytest

from childdesk.files.rosters import ADULTS, FIGURES, NO_NAME, read_roster, shape_of
from tests.files.handmade import first, table, xlsx
from tests.files.messy import messy
from tests.files.people import TODAY, a_name, an_id, children


def roster(rows, **more):
    return read_roster(table(rows), TODAY, **more)


def test_a_row_says_field_by_field_what_stands_in_it():
    child = children(1)[0]
    rows = [["序号", "姓名", "身份证号", "出生日期", "鞋码"]]
    rows += [[1, f"{child.name}（转学）", child.id_number.lower(), "2015.3.5", 31]] * 3
    row = next(roster(rows).rows())
    assert row.number == 2
    assert (row.values["child.name"].text, row.values["child.name"].note) == (child.name, "转学")
    assert row.values["child.id_number"].text == child.id_number
    assert row.values["child.birth"].text == "2015-03-05"
    assert row.extras == {"鞋码": "31"}


def test_as_above_is_filled_in_and_said():
    rows = [["姓名", "家庭住址"], ["王一", "青山村一组"], ["王二", "同上"], ["同上", "青山村二组"]]
    found = list(roster(rows).rows())
    assert found[1].values["child.live_address"].text == "青山村一组"
    assert found[1].values["child.live_address"].repairs[0].was == "同上"
    assert found[2].values["child.name"].problem


def test_columns_that_are_asked_about_or_dropped_are_listed_row_by_row():
    rows = [["姓名", "联系电话"], *[[c.name, c.id_number] for c in children(4)]]
    assert all(row.listed["联系电话"] for row in roster(rows).rows())
    dropped = roster(rows, answers={"联系电话": "drop"})
    assert all(row.listed["联系电话"] for row in dropped.rows())


def test_struck_and_hidden_rows_are_told():
    word = '<c r="{0}" s="{1}" t="inlineStr"><is><t>{2}</t></is></c>'
    body = "".join(
        f'<row r="{n}"{hidden}>{word.format(f"A{n}", style, words)}{word.format(f"B{n}", style, "男")}</row>'
        for n, hidden, style, words in ((2, "", 0, "王一"), (3, "", 4, "王二"), (4, ' hidden="1"', 0, "王三"))
    )
    head = f'<row r="1">{word.format("A1", 0, "姓名")}{word.format("B1", 0, "性别")}</row>'
    found = list(read_roster(first(xlsx(f"<sheetData>{head}{body}</sheetData>")), TODAY).rows())
    assert [(row.struck, row.hidden) for row in found] == [(False, False), (True, False), (False, True)]


def test_a_list_of_adults_is_refused():
    chance = random.Random(1)
    rows = [["姓名", "性别", "身份证号", "职务"]]
    rows += [[a_name(chance), "男", an_id(chance, date(1980, 1, 2), male=True), "委员"] for _ in range(6)]
    assert roster(rows).why_not == ADULTS
    aged = [["姓名", "年龄", "职务"], *[[a_name(chance), 45, "委员"] for _ in range(6)]]
    assert roster(aged).why_not == ADULTS


def test_a_table_of_figures_is_refused():
    rows = [["序号", "区域", "合计", "男", "女"], [1, "青山村", 12, 7, 5], [2, "石桥村", 9, 4, 5]]
    assert roster(rows).why_not == FIGURES


def test_a_list_of_something_else_is_refused():
    rows = [["序号", "学校名称", "地址", "联系电话"]]
    rows += [[n, "青山小学", "青山镇", "0736-5212345"] for n in range(1, 5)]
    assert roster(rows).why_not == NO_NAME


def test_shapes_are_those_of_the_records():
    assert shape_of("child.id_number") == "id_number"
    assert shape_of("child.age") == "whole"
    assert shape_of("row.number") == "text"


@pytest.mark.parametrize("seed", range(20, 3000, 100))
def test_no_cell_of_a_messy_ledger_vanishes_and_names_are_right(seed):
    ledger = messy(seed)
    read = read_roster(ledger.sheet, TODAY)
    assert read.why_not == ""
    rows = list(read.rows())
    assert [row.number for row in rows] == sorted(ledger.records)
    for row in rows:
        filled = len(ledger.sheet.texts(row.number))
        assert filled == len(row.values) + len(row.extras) + len(row.listed)
        child = ledger.records[row.number]
        assert row.values["child.name"].text == child.name
        if "child.id_number" in row.values:
            assert row.values["child.id_number"].text == child.id_number
        if "child.birth" in row.values and not row.values["child.birth"].problem:
            assert row.values["child.birth"].text == child.birth.isoformat()
