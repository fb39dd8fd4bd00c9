"""A form of before 2007 is made again as .xlsx: what could come along did, what could not is said."""

from __future__ import annotations

import io
import random
from pathlib import Path

import openpyxl
import pytest
import xlwt

from childdesk.domain.errors import Refused
from childdesk.domain.progress import Silent
from childdesk.files import read
from childdesk.files.filling import form, source
from childdesk.files.filling.cells import Said
from childdesk.files.filling.package import Package
from childdesk.files.rebuilding import old_book
from childdesk.files.xls_read import Sealed
from tests.files.test_fill_forms import WORDS, book

OLD = Path(__file__).with_name("old_form.xls").read_bytes()
"""Made by LibreOffice: a list with drop-downs, totals, a comment, print titles, two more sheets."""


@pytest.fixture(scope="module")
def again() -> tuple[openpyxl.Workbook, tuple[str, ...]]:
    data, lost = read.rebuilt(OLD)
    return book(data), lost


def test_words_and_dress_come_along(again: tuple[openpyxl.Workbook, tuple[str, ...]]) -> None:
    sheet = again[0]["花名册"]
    assert [cell.value for cell in sheet[3]][
        :7
    ] == "序号 姓名 性别 身份证号 监护人电话 健康状况 补助金额".split()
    assert sheet["A1"].font.b
    assert sheet["A1"].font.sz == 18
    assert sheet["A1"].alignment.horizontal == "center"
    assert sheet["B3"].border.left.style == sheet["G9"].border.bottom.style == "thin"
    assert sheet["B3"].fill.patternType == "solid"
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A1:G1"]


def test_formulas_stay_formulas_on_every_sheet(again: tuple[openpyxl.Workbook, tuple[str, ...]]) -> None:
    sheet = again[0]["花名册"]
    assert [sheet[f"H{row}"].value for row in range(4, 10)] == [f"=G{row}*12" for row in range(4, 10)]
    assert sheet["G10"].value == "=SUM(G4:G9)"
    assert sheet["B10"].value == '=COUNTIF(C4:C9,"男")'
    assert again[0]["汇总"]["B1"].value == "=花名册!G10+1"


def test_drop_downs_comments_and_the_page_come_along(
    again: tuple[openpyxl.Workbook, tuple[str, ...]],
) -> None:
    sheet = again[0]["花名册"]
    lists = {str(d.sqref): d.formula1 for d in sheet.data_validations.dataValidation}
    assert lists == {"C4:C9": '"男,女"', "F4:F9": "字典!$A$1:$A$3"}
    assert sheet["B3"].comment is not None
    assert "户口簿" in sheet["B3"].comment.text
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.print_area == "'花名册'!$A$1:$H$11"


def test_what_cannot_come_along_is_said_before(again: tuple[openpyxl.Workbook, tuple[str, ...]]) -> None:
    assert again[1] == ("原表是旧格式，照样做成xlsx时，1处数据有效性（不是下拉的）没有带过来",)


def test_an_old_form_is_filled_with_its_own_words_and_totals() -> None:
    given = source.read_form(OLD, Silent())
    assert given.lost[0] == source.MADE_AGAIN
    sheet = given.book.sheets[0]
    opened = form.opened(Package(given.package), given.book, sheet, form.tables(sheet))
    assert opened.options[2] == ("男", "女")
    assert opened.options[5] == ("健康", "残疾", "重病")
    people = [{1: Said(f"王小{n}"), 2: Said("男"), 6: Said("100", 100.0)} for n in range(20)]
    made = form.fill(opened, people, {}, WORDS)
    shown = book(made.data, values=True)["花名册"]
    assert [shown.cell(row, 2).value for row in range(4, 24)] == [f"王小{n}" for n in range(20)]
    assert [cell.value for cell in shown[24]][:8] == ["合计", 20, None, None, None, None, 2000, 24000]


def old(**said: object) -> xlwt.Workbook:
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("表一")
    for column, (head, value) in enumerate(said.items()):
        sheet.write(0, column, head)
        sheet.write(1, column, value)
    return made


def bytes_of(made: xlwt.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_every_kind_of_value_is_as_it_was() -> None:
    made = old(名=" 00123", 数=12.5, 真=True, 式=xlwt.Formula("B2*2"))
    data, _ = read.rebuilt(bytes_of(made))
    sheet = book(data)["表一"]
    assert [cell.value for cell in sheet[2]] == [" 00123", 12.5, True, "=B2*2"]


def test_an_old_form_that_was_broken_anywhere_is_refused_or_read_never_a_crash() -> None:
    rng = random.Random(7)
    for _ in range(150):
        broken = bytearray(OLD)
        for _ in range(rng.randint(1, 12)):
            broken[rng.randrange(512, len(broken))] = rng.randrange(256)
        try:
            old_book.rebuild(bytes(broken))
        except (Refused, Sealed):
            continue


@pytest.mark.parametrize("suffix", ["html", "csv"])
def test_a_form_of_another_kind_keeps_its_words_and_merges(suffix: str) -> None:
    heads = "序号 姓名 性别 身份证号 监护人电话".split()
    if suffix == "csv":
        data = ("花名册\n" + ",".join(heads) + "\n1,,,,\n2,,,,\n").encode("utf-8-sig")
    else:
        cells = "".join(f"<td>{head}</td>" for head in heads)
        data = f"<html><table><tr><td colspan=5>花名册</td></tr><tr>{cells}</tr></table></html>".encode()
    given = source.read_form(data, Silent())
    assert given.lost == (source.MADE_AGAIN, source.ONLY_WORDS)
    sheet = given.book.sheets[0]
    opened = form.opened(Package(given.package), given.book, sheet, form.tables(sheet))
    made = form.fill(opened, [{1: Said("王小一")}, {1: Said("王小二")}], {}, WORDS)
    shown = book(made.data).worksheets[0]
    assert [shown.cell(row, 2).value for row in (2, 3, 4)] == ["姓名", "王小一", "王小二"]
