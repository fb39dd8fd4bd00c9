"""Holds tables that stand below one another apart: other columns begin another, a page’s header does not."""

from __future__ import annotations

from childdesk.files.layout import layout
from childdesk.files.sheets import Merge
from childdesk.files.stacks import parts
from tests.files.handmade import table
from tests.files.people import children

LEFT = ["序号", "姓名", "身份证号", "监护人", "电话"]
POOR = ["序号", "姓名", "性别", "出生日期", "困境类型", "监护人"]
FIRST = [[at, c.name, c.id_number, c.father, c.phone] for at, c in enumerate(children(3, 1), 1)]
SECOND = [[at, c.name, "女", "2015-03-12", "重残", c.father] for at, c in enumerate(children(2, 2), 1)]


def cut(rows, merges=()):
    """(name, header rows, records) of each table."""
    made = [layout(part) for part in parts(table(rows, merges))]
    return [(one.sheet.name, one.header.rows if one.header else (), one.records) for one in made]


def test_a_second_list_with_other_columns_is_a_table_of_its_own():
    rows = [["一、留守儿童"], LEFT, *FIRST, [], ["二、困境儿童"], POOR, *SECOND]
    made = cut(rows)
    assert [one[1:] for one in made] == [((2,), (3, 4, 5)), ((8,), (9, 10))]
    assert made[0][0].endswith("（1）")
    assert layout(parts(table(rows))[1]).above == ("二、困境儿童",)


def test_every_row_and_cell_is_in_one_of_the_tables():
    rows = [LEFT, *FIRST, ["合计", 3], ["填表人：石大勇"], ["困境儿童名册"], POOR, *SECOND, LEFT, *FIRST]
    whole = table(rows)
    made = parts(whole)
    assert len(made) == 3
    assert sorted(row for part in made for row in part.rows) == list(whole.rows)
    assert sum(len(part.grid) for part in made) == len(whole.grid)
    assert all(part.texts(row) == whole.texts(row) for part in made for row in part.rows)


def test_a_header_of_two_lines_below_a_table_is_taken_whole():
    upper = ["序号", "儿童", None, "监护人"]
    rows = [LEFT, *FIRST, upper, [None, "姓名", "出生日期", "姓名", "电话"]]
    rows += [[at, c.name, "2015-03-12", c.father, c.phone] for at, c in enumerate(children(2, 2), 1)]
    made = cut(rows, [Merge(5, 1, 5, 2), Merge(5, 3, 5, 4), Merge(5, 0, 6, 0)])
    assert [one[1:] for one in made] == [((1,), (2, 3, 4)), ((5, 6), (7, 8))]


def test_a_header_on_each_page_a_card_and_one_list_stay_whole():
    assert len(parts(table([LEFT, *FIRST, ["花名册"], LEFT, *FIRST]))) == 1
    assert len(parts(table([LEFT, *FIRST]))) == 1
    assert len(parts(table([]))) == 1
    card = [["姓名", "石雨桐", "性别", "女"], ["出生日期", "2015-03-12", "民族", "汉族"]]
    assert len(parts(table([*card, ["父亲姓名", "石大勇", "电话", "13900000001"]]))) == 1
