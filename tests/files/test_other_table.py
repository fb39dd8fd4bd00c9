"""Holds tables that list nobody to what they are called: ticks and days, indicators and tasks."""

from __future__ import annotations

import pytest

from childdesk.files.columns import read_columns
from childdesk.files.header_block import find
from childdesk.files.layout import layout
from childdesk.files.other_table import INDICATORS, MATRIX
from childdesk.files.verdict import FIGURES, why_no_children
from tests.files.handmade import table
from tests.files.people import TODAY, children

NAMES = ["王小明", "李小红", "张一鸣", "周大力"]
MONTHS = [f"{month}月" for month in range(1, 13)]
TICKS = ["√", "", "√", "√"] * 3


def why_not(rows):
    made = layout(table(rows))
    return made.why_not or why_no_children(made, read_columns(made, TODAY), TODAY)


@pytest.mark.parametrize(
    "rows",
    [
        [["2026年走访情况"], ["儿童", *MONTHS], *([name, *TICKS] for name in NAMES)],
        [["姓名", *MONTHS], *([name, *TICKS] for name in NAMES)],
        [["序号", "姓名", *(f"{one}走访" for one in MONTHS)], *([1, name, *TICKS] for name in NAMES)],
        [["月份", *NAMES], *([month, *TICKS[:4]] for month in MONTHS)],
        [["村", "一季度", "二季度", "三季度", "四季度"], *([v, 1, 2, 0, 4] for v in ("河湾村", "大坪村"))],
        [["", *map(str, range(1, 32))], *([name, *["到", ""] * 15, "到"] for name in NAMES)],
        [["", "星期一", "星期二", "星期三"], ["上午", *NAMES[:3]], ["下午", *NAMES[1:]]],
        [["序号", "姓名", "组别", "防溺水", "绘画", "体检"], *([1, n, "一组", "√", "", "√"] for n in NAMES)],
    ],
)
def test_ticks_and_days_are_a_matrix(rows):
    assert why_not(rows) == MATRIX


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "标准", "完成情况"], ["场地面积", "不少于20平方米", "已达标"], ["图书", "50册", "未达标"]],
        [["考核内容", "分值", "自评", "复评"], ["阵地建设", 20, 18, 18], ["队伍建设", 20, 20, 19]],
        [["序号", "工作任务", "责任单位", "完成时限"], [1, "建立台账", "村委会", "2026-03"]],
        [["指标名称", "数值"], ["留守儿童数", 23], ["困境儿童数", 5]],
        [["项目", "单位", "数量"], ["留守儿童", "人", 23], ["儿童之家", "个", 1]],
        [["检查项目", "检查内容", "是否达标", "备注"], ["安全", "消防器材", "√", ""]],
    ],
)
def test_what_is_looked_at_and_marked_is_a_list_of_indicators(rows):
    assert why_not(rows) == INDICATORS


def test_figures_under_kinds_of_children_are_figures_and_no_line_of_column_numbers():
    assert why_not([["留守儿童", "困境儿童", "孤儿"], [23, 5, 0]]) == FIGURES
    assert find(table([["姓名", "性别", "民族"], [1, 2, 3], ["王小明", "男", "汉族"]])).numbering == (2,)


def test_a_list_with_months_or_ticks_beside_more_than_names_is_one_of_children():
    rows = [["姓名", "身份证号", *MONTHS], *([c.name, c.id_number, *[600] * 12] for c in children(4))]
    assert why_not(rows) == ""
    kinds = [["序号", "姓名", "组别", "是否留守", "是否困境", "是否残疾"]]
    assert why_not([*kinds, *([1, name, "一组", "是", "否", "否"] for name in NAMES)]) == ""
