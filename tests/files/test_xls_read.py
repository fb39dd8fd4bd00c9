"""Holds the reader of old workbooks to what the same cells say in a new one: one cell, one meaning."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from childdesk.domain.errors import Refused
from childdesk.files import sentences
from childdesk.files.layout import layout
from childdesk.files.sheets import Merge, Sheet
from tests.files.handmade import first, here, through_the_child

FORMATS = (
    "General",
    "0",
    "000",
    "0.00",
    'yyyy"年"m"月"',
    "yyyy\\-mm\\-dd",
    '0"岁"',
    "@",
    "[DBNum1]yyyy年m月d日",
)


def old(*sheets: xlwt.Workbook) -> bytes:
    made = io.BytesIO()
    sheets[0].save(made)
    return made.getvalue()


def style(code: str = "General", *, struck: bool = False, red: bool = False) -> xlwt.XFStyle:
    made = xlwt.XFStyle()
    made.num_format_str = code
    made.font.struck_out = struck
    if red:
        made.pattern.pattern = xlwt.Pattern.SOLID_PATTERN
        made.pattern.pattern_fore_colour = 10
    return made


def roster() -> xlwt.Workbook:
    """A roster as a village keeps it, of invented people."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("花名册")
    sheet.write_merge(0, 0, 0, 3, "青山村儿童花名册")
    for column, word in enumerate(("姓名", "身份证号", "出生日期", "在校")):
        sheet.write(1, column, word)
    sheet.write(2, 0, "王小明", style(struck=True, red=True))
    sheet.write(2, 1, 430722201105204030.0)
    sheet.write(2, 2, date(2015, 3, 5), style("yyyy-mm-dd"))
    sheet.write(2, 3, True)
    sheet.write(3, 0, "李红")
    sheet.write(3, 3, xlwt.Formula("1/0"))
    sheet.row(3).hidden = True
    sheet.col(1).hidden = True
    sheet.write(4, 2, "", style(red=True))
    aside = book.add_sheet("旧")
    aside.visibility = 1
    aside.write(0, 0, "x")
    return book


def test_an_old_workbook_is_read_with_dress_merges_and_what_is_hidden(tmp_path):
    book = through_the_child(old(roster()), tmp_path, "花名册.xls")
    sheet = book.sheets[0]
    assert (book.kind, [one.name for one in book.sheets], [one.hidden for one in book.sheets]) == (
        "xls",
        ["花名册", "旧"],
        [False, True],
    )
    assert sheet.texts(1) == {0: "青山村儿童花名册"}
    assert sheet.texts(3) == {0: "王小明", 1: "4.30722E+17", 2: "2015-03-05", 3: "TRUE"}
    assert [cell.kind for cell in sheet.cells(3).values()] == ["text", "number", "date", "bool"]
    assert (sheet.cell(3, 0).struck, sheet.cell(3, 0).fill, sheet.cell(3, 2).number) == (
        True,
        "FF0000",
        42068,
    )
    assert sheet.merges == (Merge(1, 0, 1, 3),)
    assert (sheet.hidden_rows, sheet.column_hidden(1), sheet.column_hidden(0)) == ({4}, True, False)
    assert list(sheet.rows) == [1, 2, 3, 4]
    assert layout(sheet).records == (3, 4)


def test_days_of_a_workbook_from_a_mac_are_the_days_that_one_sees():
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("a")
    sheet.write(0, 0, 42068 - 1462, style("yyyy-mm-dd"))
    cell = first(old(book)).cell(1, 0)
    assert (cell.text, cell.kind, cell.number) == ("2015-03-05", "date", 42068)


def test_a_text_whose_every_piece_is_struck_through_is_struck():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    crossed, plain = style(struck=True).font, style().font
    sheet.write_rich_text(0, 0, (("王", crossed), ("明", crossed)))
    sheet.write_rich_text(0, 1, (("王", crossed), ("明", plain)))
    assert [cell.struck for cell in first(old(book)).cells(1).values()] == [True, False]


def test_error_cells_say_what_one_sees():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for column, code in enumerate((0x07, 0x17, 0x1D, 0x2A)):
        sheet.row(0).set_cell_error(column, code)
    cells = first(old(book)).cells(1)
    assert [(cell.text, cell.kind) for cell in cells.values()] == [
        ("#DIV/0!", "error"),
        ("#REF!", "error"),
        ("#NAME?", "error"),
        ("#N/A", "error"),
    ]


def test_a_workbook_of_wps_is_named_et():
    data = old(roster())
    marked = data + "ETExtData".encode("utf-16-le").ljust(512, b"\0")
    assert here(marked).kind == "et"


def test_a_workbook_without_its_container_is_read():
    bare = roster().get_biff_data()
    assert first(bare).texts(2) == {0: "姓名", 1: "身份证号", 2: "出生日期", 3: "在校"}


@pytest.mark.parametrize("keep", [600, 1500, 3000])
def test_a_torn_workbook_is_called_broken(keep, tmp_path):
    with pytest.raises(Refused) as refused:
        through_the_child(old(roster())[:keep], tmp_path, "台账.xls")
    assert refused.value.sentence in (sentences.BROKEN, sentences.NOT_A_WORKBOOK)


@settings(max_examples=60, deadline=None)
@given(st.integers(512, 5000), st.binary(min_size=1, max_size=8))
def test_no_damage_is_beyond_the_reader(place, noise):
    data = bytearray(old(roster()))
    data[place : place + len(noise)] = noise
    try:
        assert here(bytes(data)).sheets
    except Refused as refused:
        assert refused.sentence


VALUES = st.one_of(
    st.none(),
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12),
    st.integers(0, 10**17),
    st.floats(0, 60_000).map(lambda number: round(number, 3)),
    st.booleans(),
)
CELLS = st.lists(
    st.lists(st.tuples(VALUES, st.sampled_from(FORMATS), st.booleans(), st.booleans()), max_size=5),
    min_size=1,
    max_size=6,
)


def both(rows: list[list[tuple[object, str, bool, bool]]]) -> tuple[Sheet, Sheet]:
    """The same cells in an old and in a new workbook, read."""
    ancient, recent = xlwt.Workbook(), openpyxl.Workbook()
    left, right = ancient.add_sheet("a"), recent.active
    for row, cells in enumerate(rows):
        for column, (value, code, struck, red) in enumerate(cells):
            if value is None:
                continue
            left.write(row, column, value, style(code, struck=struck, red=red))
            cell = right.cell(row + 1, column + 1)
            cell.value, cell.number_format = value, code
            cell.data_type = "b" if isinstance(value, bool) else "s" if isinstance(value, str) else "n"
            cell.font = Font(strike=struck)
            if red:
                cell.fill = PatternFill("solid", fgColor="FFFF0000")
    made = io.BytesIO()
    recent.save(made)
    return first(old(ancient)), first(made.getvalue())


@settings(max_examples=60, deadline=None)
@given(CELLS)
def test_old_and_new_workbooks_say_the_same(rows):
    ancient, recent = both(rows)
    assert list(ancient.rows) == list(recent.rows)
    for row in ancient.rows:
        mine = {c: cell._replace(ink="", format="") for c, cell in ancient.cells(row).items()}
        other = {c: cell._replace(ink="", format="") for c, cell in recent.cells(row).items()}
        assert mine == other


def test_what_another_program_wrote_is_read_the_same():
    book = here((Path(__file__).parent / "made_by_libreoffice.xls").read_bytes())
    sheet = book.sheets[0]
    assert [(one.name, one.hidden) for one in book.sheets] == [("花名册", False), ("旧", True)]
    assert sheet.texts(3) == {0: "王小明", 1: "4.30722E+17", 2: "2015-03-05", 3: "2024年9月", 4: "9岁"}
    assert [cell.kind for cell in sheet.cells(3).values()] == ["text", "number", "date", "date", "number"]
    assert (sheet.cell(3, 0).struck, sheet.cell(3, 0).fill) == (True, "FF0000")
    assert sheet.texts(4) == {0: "李红", 1: "430722201501010012", 2: "2015.1", 3: "#DIV/0!", 4: "TRUE"}
    assert sheet.merges == (Merge(1, 0, 1, 4),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({4}, ((1, 1),))
