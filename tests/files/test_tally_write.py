"""A table of counts as a workbook: merged heads, sums by formula with their values, print set-up, chart."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from datetime import date

import openpyxl
import pytest

from childdesk.domain.report import heads
from childdesk.domain.report.tally import Branch, Cell, Line, Tally, counted
from childdesk.files import tally_write
from tests.domain.test_report_heads import told

DAY = date(2026, 11, 23)
ROWS = [("男", 4, "幼儿园", "健康", "农村居民户口", {"无"}, "甲"), ("女", 9, "小学", "", "", set(), "乙")] * 3


@pytest.fixture(scope="module")
def tally():
    children, head = told(ROWS), heads.left_behind(DAY)
    lines = tuple(
        Line((f"{unit}村",), counted(head, [child for child in children if child.unit == unit]))
        for unit in "甲乙"
    )
    total = Line(("合计",), counted(head, children))
    return Tally(
        "汇总表", "云溪镇", "统计时间：截止到2026-11-23", ("区域",), head, lines, total, notes=("参考",),
        chart=("age.0-5", "age.6-13"),
    )  # fmt: skip


def opened(tally, *, values, practice=False):
    content = tally_write.content(tally, practice=practice)
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def test_the_head_has_three_rows_merged_as_on_the_screen(tally):
    sheet = opened(tally, values=True)["统计表"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:A5", "B3:B5", "C3:C5", "D3:M3", "D4:F4", "M4:M5"} <= merged
    assert (sheet["A3"].value, sheet["D3"].value, sheet["D4"].value) == ("区域", "年龄段情况", "0-5周岁")
    assert [sheet.cell(5, column).value for column in (4, 5, 6)] == ["小计", "男", "女"]


def test_sums_and_shares_are_formulas_whose_value_is_ours(tally):
    formulas, values = (opened(tally, values=one)["统计表"] for one in (False, True))
    assert formulas["B8"].value == "=SUM(B6:B7)"
    assert values["B8"].value == 6
    assert formulas["C6"].value == "=IF(B8=0,0,ROUND(B6/B8*100,2))"
    assert values["C6"].value == 50
    for column in range(2, 2 + len(tally.leaves())):
        cell = values.cell(8, column).value
        leaf = tally.leaves()[column - 2]
        assert cell == (100 if leaf.share else tally.total.cells[column - 2].number)


def test_the_page_repeats_its_head_fits_the_width_and_is_signed(tally):
    sheet = opened(tally, values=True)["统计表"]
    assert sheet.print_title_rows == "$1:$5"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 8)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    words = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {
        "负责人：",
        "复核人：",
        "填表人：",
        "填报单位：云溪镇（盖章）",
        "统计时间：截止到2026-11-23",
    } <= set(words)
    assert sheet.freeze_panes == "B6"


def test_a_practice_table_says_so(tally):
    assert opened(tally, values=True, practice=True)["统计表"]["A1"].value == "【演练】汇总表"


def test_the_picture_reads_its_figures_from_the_table(tally):
    book = opened(tally, values=False)
    assert book["图"]["B2"].value == "='统计表'!D8"
    assert book["图"].row_dimensions[2].height >= 20, "nothing is cut off above or below"
    names = zipfile.ZipFile(io.BytesIO(tally_write.content(tally))).namelist()
    assert any(name.startswith("xl/charts/") for name in names)


def test_the_same_village_in_several_lines_stands_once_and_differences_are_formulas():
    head = (Branch("本", "this"), Branch("上", "last"), Branch("增减", "change", adds=("this", "-last")))
    lines = tuple(Line(("甲村", kind), (Cell(3), Cell(1), Cell(2))) for kind in ("留守", "流动"))
    made = Tally("表", "单位", "时间", ("区域", "类型"), head, lines, None)
    formulas = opened(made, values=False)["统计表"]
    assert "A4:A5" in {str(area) for area in formulas.merged_cells.ranges}
    assert formulas["E4"].value == "=C4-D4"
    assert opened(made, values=True)["统计表"]["E4"].value == 2


def test_a_table_of_nobody_still_adds_up():
    made = Tally("表", "单位", "时间", ("区域",), (Branch("数", "n"),), (), Line(("合计",), (Cell(),)))
    assert opened(made, values=True)["统计表"]["B4"].value == 0


@pytest.mark.parametrize(("part", "whole", "told"), [(1, 3, 33.33), (2, 3, 66.67), (0, 0, 0.0), (1, 8, 12.5)])
def test_a_share_is_rounded_as_the_formula_rounds(part, whole, told):
    assert tally_write.share(part, whole) == told


@pytest.mark.parametrize("name", ["村", "康吊移民安置小区村"])
def test_no_village_stands_on_two_pages(name):
    kinds, villages = 8, 7
    head = tuple(Branch(word, word) for word in ("小计", "新增", "修改", "退出", "当前数量"))
    lines = tuple(
        Line((f"{number}{name}", f"事实无人抚养儿童{kind}"), (Cell(1),) * len(head))
        for number in range(villages)
        for kind in range(kinds)
    )
    total = Line(("合计", ""), (Cell(len(lines)),) * len(head))
    made = Tally("变动表", "云溪镇", "", ("区域", "对象类型"), head, lines, total)
    sheet = opened(made, values=True)["统计表"]
    first = tally_write.first_row(made)
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks, "it takes several pages"
    assert all((row + 1 - first) % kinds == 0 for row in breaks)
    pages = [
        after - before
        for before, after in zip([first - 1, *breaks], [*breaks, first + len(lines)], strict=True)
    ]
    assert max(pages) <= tally_write.PAGE_LINES + 1
    assert pages[-1] + tally_write.FOOT_LINES <= tally_write.PAGE_LINES, (
        "the signatures stand below something"
    )
    assert not sheet.page_setup.fitToHeight
    taken = sum(one.width for one in sheet.column_dimensions.values() for _ in range(one.min, one.max + 1))
    assert taken * (sheet.page_setup.scale or 100) / 100 <= tally_write.UPRIGHT, "all columns on one page"
    few = dataclasses.replace(made, lines=lines[: 2 * kinds])
    assert opened(few, values=True)["统计表"].row_breaks.brk == []


def test_a_table_that_can_be_read_on_a4_stands_on_a4():
    for many, paper in ((16, 9), (50, 8)):
        head = tuple(Branch(f"第{at}栏", f"k{at}") for at in range(many))
        line = Line(("河湾村",), tuple(Cell(at) for at in range(many)))
        made = Tally(
            "表", "云溪镇", "时间", ("区域",), head, (line,), dataclasses.replace(line, labels=("合计",))
        )
        assert int(opened(made, values=True)["统计表"].page_setup.paperSize) == paper


def test_the_figures_of_a_county_have_room():
    head = tuple(Branch(f"栏{at}", f"k{at}") for at in range(31))
    line = Line(("河湾村",), tuple(Cell(123_456 if at == 1 else 1) for at in range(31)))
    made = Tally(
        "表", "云溪县", "时间", ("区域",), head, (line,), dataclasses.replace(line, labels=("合计",))
    )
    sheet = opened(made, values=True)["统计表"]
    assert sheet.column_dimensions["C"].width >= 6 * 12 / 10.5 + 1
    assert sheet.column_dimensions["B"].width < 6


def test_words_in_place_of_a_figure_have_room_in_one_line():
    head = tuple(Branch(f"栏{at}", f"k{at}") for at in range(31))
    cells = (Cell(said="不显示"), *(Cell(1) for _ in range(30)))
    line = Line(("河湾村",), cells)
    made = Tally(
        "表", "云溪镇", "时间", ("区域",), head, (line,), dataclasses.replace(line, labels=("合计",))
    )
    sheet = opened(made, values=True)["统计表"]
    assert sheet.column_dimensions["B"].width >= 6 * 12 / 10.5 + 1
    assert sheet.column_dimensions["C"].width < 6
