"""A township's own form, filled: everything that it had is still there and stands where it should."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Silent
from childdesk.files.filling import choices, form, source
from childdesk.files.filling.cells import Said
from childdesk.files.filling.form import Filled, Form
from childdesk.files.filling.lines import Words
from childdesk.files.filling.package import Package
from tests.files import feature_form
from tests.files.feature_form import FIRST, LAST, SHEET

DAY = date(2026, 11, 26)
WORDS = Words("云溪镇河湾村", "陈桂兰", DAY, date(2026, 10, 31))


def opened(data: bytes, at: int = 0) -> Form:
    given = source.read_form(data, Silent())
    sheet = given.book.sheets[at]
    return form.opened(Package(given.package), given.book, sheet, form.tables(sheet))


def person(number: int) -> dict[int, Said]:
    """One invented child in the columns of the feature form."""
    return {
        1: Said("3组"),
        2: Said(f"王小{number}"),
        3: Said("男" if number % 2 else "女"),
        4: Said("990101201703020326"),
        5: Said("2017-03-02", day=date(2017, 3, 2)),
        6: Said("何梅"),
        7: Said("祖母"),
        8: Said("10412345678"),
        9: Said("留守儿童" if number % 3 else "孤儿"),
        10: Said("950.5", 950.5),
    }


def filled(data: bytes, number: int) -> Filled:
    return form.fill(opened(data), [person(n) for n in range(number)], {}, WORDS)


def last_of(number: int) -> int:
    return max(LAST, FIRST + number - 1)


def book(data: bytes, values: bool = False) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says what it would lose
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def small(write: object = None) -> bytes:
    """A plain form: title, header, four ruled rows, a total."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("名册")
    line = made.add_format({"border": 1})
    sheet.write(0, 0, "儿童名册")
    for at, head in enumerate(("姓名", "性别", "身份证号", "金额", "备注")):
        sheet.write(1, at, head, line)
    for row in range(2, 6):
        for at in range(5):
            sheet.write_blank(row, at, None, line)
    if callable(write):
        write(made, sheet, line)
    made.close()
    return out.getvalue()


# ── nothing is lost ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [5, 40, 500])
def test_nothing_of_forty_features_is_lost_and_most_parts_keep_every_byte(number: int) -> None:
    data = feature_form.make()
    assert feature_form.lost(data, LAST) == []
    made = filled(data, number)
    assert feature_form.lost(made.data, last_of(number)) == []
    same, parts = feature_form.same_parts(data, made.data)
    assert same / parts >= 0.8


def test_a_form_without_a_free_row_takes_everybody_behind_its_only_row() -> None:
    data = feature_form.make(blank=1)
    made = filled(data, 30)
    assert feature_form.lost(made.data, FIRST + 29) == []


def test_what_formulas_show_stands_beside_them_for_previews() -> None:
    number = 40
    sheet = book(filled(feature_form.make(), number).data, values=True)
    total = sheet[SHEET].cell(FIRST + number, 11).value
    assert total == pytest.approx(950.5 * number)
    assert sheet[SHEET].cell(FIRST + number, 3).value == f"{number}人"
    assert sheet["汇总"]["B2"].value + sheet["汇总"]["B6"].value == number
    assert sheet["汇总"]["C7"].value == pytest.approx(total)


def test_values_stand_as_the_cell_is_dressed() -> None:
    sheet = book(filled(feature_form.make(), 20).data)[SHEET]
    row = sheet[FIRST + 15]
    assert row[4].value == "990101201703020326"
    assert row[4].number_format == "@"
    assert row[5].value.date() == date(2017, 3, 2)
    assert row[10].value == 950.5
    assert row[2].border.left.style == "thin"


def test_unit_and_day_are_filled_and_what_is_signed_by_hand_stays_blank() -> None:
    sheet = book(filled(feature_form.make(), 3).data)[SHEET]
    assert sheet["A2"].value.strip() == "填报单位（盖章）：云溪镇河湾村"
    assert sheet["G2"].value == "填报日期：2026年11月26日"
    assert sheet[f"A{LAST + 2}"].value == "负责人（签字）："
    assert sheet[f"G{LAST + 2}"].value == "填表人：陈桂兰"


def test_a_title_in_two_colours_stays_so() -> None:
    made = filled(feature_form.make(), 3).data
    assert b"<rPr>" in feature_form.Look(made).all_of("xl/sharedStrings")


def test_filling_twice_gives_the_same_bytes() -> None:
    data = feature_form.make()
    assert filled(data, 40).data == filled(data, 40).data


# ── rows and formulas ────────────────────────────────────────────────────────────────────────────


def test_shared_formulas_are_written_out_where_rows_are_added() -> None:
    data = small(
        lambda _, sheet, line: [sheet.write_formula(row, 4, f"=D{row + 1}*12", line) for row in range(2, 6)]
    )
    parts = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in parts.namelist():
            body = parts.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = body.replace(b"<f>D3*12</f>", b'<f t="shared" ref="E3:E6" si="0">D3*12</f>')
                body = re.sub(rb"<f>D[456]\*12</f>", b'<f t="shared" si="0"/>', body)
            file.writestr(name, body)
    made = form.fill(opened(out.getvalue()), [{0: Said("王一"), 3: Said("5", 5.0)}] * 7, {}, WORDS)
    sheet = book(made.data)["名册"]
    assert [sheet.cell(row, 5).value for row in range(3, 10)] == [f"=D{row}*12" for row in range(3, 10)]
    assert book(made.data, values=True)["名册"]["E9"].value == 60


def test_a_running_total_goes_on_and_a_share_keeps_its_total() -> None:
    def write(_: object, sheet: xlsxwriter.worksheet.Worksheet, line: object) -> None:
        for row in range(2, 6):
            sheet.write_formula(row, 3, f"=SUM(B$3:B{row + 1})", line)
            sheet.write_formula(row, 4, f"=B{row + 1}/SUM(B$3:B$6)", line)

    made = form.fill(opened(small(write)), [{0: Said("王一")}] * 6, {}, WORDS)
    sheet = book(made.data)["名册"]
    assert [sheet.cell(row, 4).value for row in (3, 6, 8)] == ["=SUM(B$3:B3)", "=SUM(B$3:B6)", "=SUM(B$3:B8)"]
    assert [sheet.cell(row, 5).value for row in (3, 8)] == ["=B3/SUM(B$3:B$8)", "=B8/SUM(B$3:B$8)"]


def test_rows_are_added_above_the_total_and_a_town_that_stands_in_each_row_goes_on() -> None:
    def write(_: object, sheet: xlsxwriter.worksheet.Worksheet, line: object) -> None:
        for row in range(2, 6):
            sheet.write(row, 4, "云溪镇", line)
        sheet.write(6, 0, "合计", line)
        sheet.write_formula(6, 3, "=SUM(D3:D6)", line)

    opened_ = opened(small(write))
    opened_.columns = (0, 1, 2, 3)
    made = form.fill(opened_, [{0: Said(f"王{n}"), 3: Said("1", 1.0)} for n in range(9)], {}, WORDS)
    sheet = book(made.data)["名册"]
    assert [sheet.cell(row, 5).value for row in range(3, 12)] == ["云溪镇"] * 9
    assert (sheet["A12"].value, sheet["D12"].value) == ("合计", "=SUM(D3:D11)")


def test_lists_side_by_side_are_filled_one_after_the_other() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("名册")
    line = made.add_format({"border": 1})
    for block in (0, 3):
        for at, head in enumerate(("序号", "姓名", "性别")):
            sheet.write(0, block + at, head, line)
            for row in range(1, 4):
                sheet.write_blank(row, block + at, None, line)
    made.close()
    people = [{0: Said(str(n), float(n)), 1: Said(f"王{n}"), 2: Said("女")} for n in range(1, 9)]
    got = book(form.fill(opened(out.getvalue()), people, {}, WORDS).data)["名册"]
    assert [got.cell(row, 2).value for row in range(2, 6)] == ["王1", "王2", "王3", "王4"]
    assert [got.cell(row, 5).value for row in range(2, 6)] == ["王5", "王6", "王7", "王8"]


def test_merged_cells_inside_a_row_stand_in_every_new_row() -> None:
    def write(_: object, sheet: xlsxwriter.worksheet.Worksheet, line: object) -> None:
        for row in range(2, 6):
            sheet.merge_range(row, 3, row, 4, "", line)

    made = form.fill(opened(small(write)), [{0: Said("王一")}] * 6, {}, WORDS)
    merged = {str(area) for area in book(made.data)["名册"].merged_cells.ranges}
    assert {f"D{row}:E{row}" for row in range(3, 9)} <= merged


# ── what cannot be filled ────────────────────────────────────────────────────────────────────────


def test_cells_merged_over_several_free_rows_are_refused() -> None:
    data = small(lambda _, sheet, line: sheet.merge_range(2, 0, 3, 0, "", line))
    with pytest.raises(Refused, match="上下合并"):
        opened(data)


def test_a_workbook_without_a_header_has_no_list() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    made.add_worksheet("空").write(0, 0, "通知")
    made.close()
    given = source.read_form(out.getvalue(), Silent())
    assert form.tables(given.book.sheets[0])[0].header is None


def test_a_document_type_in_a_part_is_refused() -> None:
    parts = zipfile.ZipFile(io.BytesIO(small()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in parts.namelist():
            body = parts.read(name)
            if name == "xl/styles.xml":
                body = body.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            file.writestr(name, body)
    with pytest.raises(Refused):
        opened(out.getvalue())


# ── the form's words ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "ours", "options", "theirs"),
    [
        ("child.sex", "女", ("1.男", "2.女"), "2.女"),
        ("child.nation", "汉族", ("汉", "苗", "回"), "汉"),
        ("child.categories", "留守儿童、困境儿童", ("困境儿童", "流动儿童"), "困境儿童"),
        ("child.boarding", "寄宿生", ("走读", "寄宿"), "寄宿"),
        ("guardian.agreement", "有", ("是", "否"), "是"),
        ("child.sex", "女", ("甲", "乙"), None),
        ("", "3组", ("3组", "4组"), "3组"),
    ],
)
def test_our_words_are_said_in_the_words_of_the_form(
    field: str, ours: str, options: tuple[str, ...], theirs: str | None
) -> None:
    kind = catalogue.FIELDS[field].kind if field else None
    assert choices.chosen(ours, options, kind) == theirs


def test_options_are_found_in_old_and_new_rules_and_on_hidden_sheets() -> None:
    options = opened(feature_form.make()).options
    assert options[3] == ("男", "女")
    assert options[7][0] == "祖母"
    assert options[9] == feature_form.CATEGORIES
