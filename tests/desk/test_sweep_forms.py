"""The sender's own form: its columns become the questions, the answers go back into it, or a zero report."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from childdesk.desk import sweep_forms, sweeps
from childdesk.domain.errors import Refused
from tests.desk import made

HEADS = ("序号", "姓名", "性别", "身份证号", "是否单独下河", "监护人是否知道", "备注")


@pytest.fixture
def desk(tmp_path):
    opened = made.session_in(tmp_path / "home")
    for at, name in enumerate(("周一", "周二", "周三"), 1):
        made.child(opened, name, birth=f"2015-0{at}-02", village_group=f"{at}组")
    yield opened
    opened.ledger.close()


@pytest.fixture
def form(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["附件1：防溺水排查表"])
    sheet.merge_cells("A1:G1")
    sheet.append(list(HEADS))
    for _ in range(8):
        sheet.append([])
    choice = DataValidation(type="list", formula1='"没有,有"')
    choice.add("E3:E10")
    sheet.add_data_validation(choice)
    path = tmp_path / "防溺水排查表.xlsx"
    book.save(path)
    return path


def begun(desk, form):
    lines = [f"{line}*" if "/" in line else line for line in sweep_forms.questions_of(desk, form)]
    return sweeps.new(desk, "防溺水排查", "\n".join(lines), "2026-11-23", asker="镇里")[0].id


def rows(path):
    sheet = openpyxl.load_workbook(path).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=3, max_col=7, values_only=True)]


def answer(desk, sweep, *answers, note=""):
    for line, given in zip(sweeps.opened(desk, sweep).lines, answers, strict=False):
        sweeps.answer(desk, line.id, {1: given, 2: "知道"}, note=note)


def test_the_columns_that_nobody_knows_become_the_questions(desk, form):
    assert sweep_forms.questions_of(desk, form) == ("是否单独下河：没有/有", "监护人是否知道")


def test_the_answers_stand_in_the_senders_form_beside_what_the_register_knows(desk, form, tmp_path):
    before, sweep = form.read_bytes(), begun(desk, form)
    answer(desk, sweep, "没有", "有", "没有", note="问了奶奶")
    made_ = sweep_forms.report_into(desk, sweep, form, tmp_path / "已填.xlsx", done=True)
    assert (made_.rows, made_.left, made_.zero) == (3, 0, False)
    found = rows(tmp_path / "已填.xlsx")
    assert [row[1] for row in found[:3]] == ["周一", "周二", "周三"]
    assert [row[4:] for row in found[:3]] == [
        ["没有", "知道", "问了奶奶"], ["有", "知道", "问了奶奶"], ["没有", "知道", "问了奶奶"]
    ]  # fmt: skip
    assert form.read_bytes() == before
    assert sweeps.statuses(desk)[0].state == sweeps.TOLD


def test_only_those_with_something_stand_in_it_or_it_is_a_zero_report(desk, form, tmp_path):
    sweep = begun(desk, form)
    answer(desk, sweep, "没有", "有")
    with_one = sweep_forms.report_into(desk, sweep, form, tmp_path / "有.xlsx", found_only=True)
    assert with_one.rows == 1
    assert [row[1] for row in rows(tmp_path / "有.xlsx") if row[1]] == ["周二"]
    calm = begun(desk, form)
    answer(desk, calm, "没有", "没有")
    with pytest.raises(Refused, match="还有1个没问，不能写零报告"):
        sweep_forms.report_into(desk, calm, form, tmp_path / "零.xlsx", found_only=True)
    assert not (tmp_path / "零.xlsx").exists()
    answer(desk, calm, "没有", "没有", "没有")
    told = sweep_forms.report_into(desk, calm, form, tmp_path / "零.xlsx", found_only=True)
    assert (told.rows, told.zero) == (0, True)
    assert [row[1] for row in rows(tmp_path / "零.xlsx") if row[1]] == [sweep_forms.ZERO]


def test_another_form_is_refused(desk, form, tmp_path):
    sweep = sweeps.new(desk, "别的", "家里有没有农药：没有/有*", "2026-11-23")[0].id
    with pytest.raises(Refused, match="没有这次问的题目"):
        sweep_forms.report_into(desk, sweep, form, tmp_path / "已填.xlsx")
    known = openpyxl.Workbook()
    known.active.append(["序号", "姓名", "性别", "身份证号"])
    known.save(tmp_path / "名册.xlsx")
    with pytest.raises(Refused, match="台账里都有"):
        sweep_forms.questions_of(desk, tmp_path / "名册.xlsx")
