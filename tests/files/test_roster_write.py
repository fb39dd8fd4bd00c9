"""Holds the written roster to what an office needs, and to the reader: what goes out comes back the same."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.domain import catalogue
from childdesk.domain.errors import Cancelled, Refused
from childdesk.domain.progress import Silent, Stoppable
from childdesk.files import values
from childdesk.files.columns import read_columns
from childdesk.files.layout import layout
from childdesk.files.read import read_workbook
from childdesk.files.roster_widths import (
    LARGE,
    PADDING,
    PAGE,
    SMALLEST,
    column_widths,
    lines,
    row_height,
    taken,
    wide,
)
from childdesk.files.roster_write import Roster, RosterColumn, content, write_roster
from tests.files.handmade import first
from tests.files.people import TODAY, children

COLUMNS = (
    (RosterColumn("序号", 4, "number"), "row.number"),
    (RosterColumn("村民组", 8), "child.village_group"),
    (RosterColumn("姓名", 8), "child.name"),
    (RosterColumn("性别", 4), "child.sex"),
    (RosterColumn("身份证号码", 18, "id"), "child.id_number"),
    (RosterColumn("出生日期", 10), "child.birth"),
    (RosterColumn("就读学校", 14), "child.school"),
    (RosterColumn("年级", 8), "child.grade"),
    (RosterColumn("监护人姓名", 8), "guardian.name"),
    (RosterColumn("监护关系", 8), "guardian.relation"),
    (RosterColumn("监护人电话", 11, "id"), "guardian.phone"),
    (RosterColumn("务工地址", 14), None),
    (RosterColumn("备注", 16), "child.note"),
)


def rows_of(count, seed=1):
    return [
        [
            number,
            c.group,
            c.name,
            c.sex,
            c.id_number,
            c.birth.isoformat(),
            c.school,
            c.grade,
            c.guardian,
            c.relation,
            c.phone,
            c.work_place,
            "父母离异，随祖父母生活" if number % 5 == 0 else None,
        ]
        for number, c in enumerate(children(count, seed), start=1)
    ]


def roster(rows, **more):
    columns = [column for column, _ in COLUMNS]
    return Roster("青山村农村留守儿童花名册", "青山村村民委员会", "2026-11-23", columns, rows, **more)


def opened(made):
    return openpyxl.load_workbook(io.BytesIO(content(made, Silent()))).active


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 30), st.integers(0, 10**6))
def test_what_goes_out_comes_back_the_same(count, seed):
    rows = rows_of(count, seed)
    table = layout(first(content(roster(rows, notes=["仅供工作使用"]), Silent())))
    columns = {column.index: column.field for column in read_columns(table, TODAY)}
    assert [columns[at] for at in range(len(COLUMNS))] == [field for _, field in COLUMNS]
    assert len(table.records) == count
    for written, record in zip(rows, table.records, strict=True):
        cells = table.cells(record)
        for at, name in columns.items():
            shape = catalogue.FIELDS[name].kind.name if name in catalogue.FIELDS else "text"
            said = values.read(cells[at], shape) if at in cells else values.Reading()
            assert said.text == str(written[at] or "")
            assert not (said.problem or said.doubt or said.repairs)


def test_the_title_the_unit_and_the_day_are_told_back():
    table = layout(first(content(roster(rows_of(3)), Silent())))
    assert table.title == "青山村农村留守儿童花名册"
    assert table.unit == "青山村村民委员会（盖章）"


def test_numbers_of_persons_are_text_and_make_no_green_corner(tmp_path):
    path = tmp_path / "花名册.xlsx"
    write_roster(path, roster(rows_of(3)))
    sheet = openpyxl.load_workbook(path).active
    assert sheet["E4"].data_type == "s"
    assert sheet["E4"].number_format == "@"
    assert sheet["A4"].value == 1
    assert b"numberStoredAsText" in _part(path, "xl/worksheets/sheet1.xml")


def _part(path, name):

    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_it_prints_on_a4_across_with_the_header_on_every_page():
    sheet = opened(roster(rows_of(60)))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.oddFooter.center.text == "第&P页，共&N页"
    assert sheet.freeze_panes == "D4"
    signed = [cell.value for cell in sheet[sheet.max_row] if cell.value]
    assert signed == ["负责人：", "复核人：", "填表人："]


def test_a_list_that_nobody_could_read_on_a4_stands_on_a3():
    columns = [RosterColumn(f"电话{number}", 13, "id") for number in range(20)]
    rows = [["10400000001"] * 20] * 3
    made = Roster("名册", "河湾村", "2026-11-23", columns, rows)
    assert opened(made).page_setup.paperSize == 8


def test_neither_a_day_nor_a_number_is_ever_broken():
    heads = ["出生日期", "家长电话", *(f"说明{at}" for at in range(9))]
    kinds = ["text", "id", *["text"] * 9]
    rows = [["2018-03-11", "10400000001、10400000002", *["很长的话" * 6] * 9], ["约2019年", "", *[""] * 9]]
    widths = column_widths(heads, kinds, [12] * 11, rows)
    assert widths[0] >= len("2018-03-11") + PADDING
    assert widths[1] >= wide("10400000001、10400000002") + PADDING
    assert taken(widths) <= LARGE / SMALLEST


def test_the_edges_of_many_columns_count_for_the_page():
    columns = [RosterColumn(f"栏{at}", 5, "id") for at in range(32)]
    made = Roster("名册", "河湾村", "2026-11-23", columns, [["1234"] * 32] * 3)
    assert opened(made).page_setup.paperSize == 8, "192 for the words, 23 for the edges"


def test_empty_and_narrow_rosters_are_written_too():
    assert opened(roster([])).max_row >= 3
    narrow = Roster("名单", "青山村", "2026-11-23", [RosterColumn("姓名")], [["王一"], [None]])
    assert opened(narrow)["A4"].value == "王一"


def test_a_name_like_a_formula_stays_a_name():
    columns = [RosterColumn("姓名"), RosterColumn("备注")]
    made = Roster("名单", "青山村", "2026-11-23", columns, [["=1+1", "http://x.invalid"]])
    assert opened(made)["A4"].data_type == "s"
    assert first(content(made, Silent())).texts(4) == {0: "=1+1", 1: "http://x.invalid"}


def test_widths_count_a_chinese_character_twice():
    assert wide("王小明") == 6
    assert wide("A1\n王小明") == 6
    widths = column_widths(["姓名", "身份证号"], ["text", "id"], [8, 18], [["王小明", "430722201105204023"]])
    assert widths == [8, 20]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 10**6), st.text(max_size=60)), min_size=4, max_size=4),
        max_size=20,
    )
)
def test_no_number_is_ever_cut_and_every_line_has_room(rows):
    widths = column_widths(["甲"] * 4, ["number", "id", "text", "text"], [5, 18, 10, 10], rows)
    assert all(5 <= width <= 42 for width in widths)
    for row in rows:
        needed = max((lines(value, width) for value, width in zip(row, widths, strict=True)), default=1)
        assert row_height(row, widths) >= needed * 14
    assert sum(widths) <= PAGE or widths[2] >= 5


def test_a_target_that_is_open_elsewhere_is_refused_and_untouched(tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(b"before")
    mark = tmp_path / "~$花名册.xlsx"
    mark.write_bytes(b"")
    with pytest.raises(Refused):
        write_roster(path, roster(rows_of(2)))
    assert path.read_bytes() == b"before"
    mark.unlink()
    write_roster(path, roster(rows_of(2)))
    assert read_workbook(path).sheets[0].rows


def test_a_missing_folder_and_a_folder_as_target_are_refused(tmp_path):
    for path in (tmp_path / "没有" / "花名册.xlsx", tmp_path):
        with pytest.raises(Refused):
            write_roster(path, roster(rows_of(2)))


def test_nothing_is_left_behind_when_it_is_stopped(tmp_path):
    told = Stoppable()
    told.stop()
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(Cancelled):
        write_roster(path, roster(rows_of(2)), told)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_many_rows_look_like_the_first_and_words_stay_words(tmp_path):
    odd = ["=SUM(A1:A9)", '<a>&"', "两行\n字", "\x0b控制\x07", " 空 格 ", "00123", None]
    columns = [RosterColumn("序号", 5, "number"), RosterColumn("姓名"), RosterColumn("身份证号", 20, "id")]
    rows = [[at, odd[at % len(odd)], "990101201703020326"] for at in range(700)]
    path = tmp_path / "a.xlsx"
    write_roster(path, Roster("台账", "村", "2026-11-23", columns, rows))
    sheet = openpyxl.load_workbook(path).active
    for at in range(700):
        wanted = odd[at % len(odd)]
        clean = wanted.replace("\x0b", "").replace("\x07", "") if wanted and at else wanted
        cells = [sheet.cell(4 + at, column) for column in (1, 2, 3)]
        if at:
            assert [cell.value for cell in cells] == [at, clean, "990101201703020326"], at
        assert cells[1].data_type in ("s", "inlineStr", "n")
        assert [cell.style_id for cell in cells] == [sheet.cell(4, c).style_id for c in (1, 2, 3)]
    assert sheet.auto_filter.ref == "A3:C703"
    assert sheet.row_dimensions[6].height > sheet.row_dimensions[5].height
