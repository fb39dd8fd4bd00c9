"""Holds the search for the table in a sheet: header, persons, and the reason for every other row."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.files.layout import BLANK_CARD, CARD, EMPTY, FORM, NO_HEADER, NO_ROWS, layout
from childdesk.files.sheets import Merge
from tests.files.handmade import table
from tests.files.messy import messy

HEADER = ["序号", "姓名", "性别", "身份证号", "联系电话"]
WANG = [1, "王小明", "男", "430722201105204023", "13800000001"]
LI = [2, "李小红", "女", "430722201205204021", "13800000002"]


def why(rows, merges=()):
    return {one.row: one.why for one in layout(table(rows, merges)).passed}


def test_titles_and_unit_lines_stand_above_the_header():
    rows = [
        ["附件1"],
        ["青山村留守儿童花名册"],
        ["填报单位（盖章）：青山村", None, "2026年11月"],
        HEADER,
        WANG,
        LI,
    ]
    made = layout(table(rows, [Merge(2, 0, 2, 4)]))
    assert made.header is not None
    assert made.header.rows == (4,)
    assert made.records == (5, 6)
    assert (made.title, made.unit) == ("青山村留守儿童花名册", "青山村")


def test_merged_headers_become_paths():
    rows = [
        ["序号", "姓名", "监护人情况", None, "备注"],
        [None, None, "姓名", "电话", None],
        [1, "王小明", "王强", "13800000001", None],
    ]
    merges = [Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4)]
    for with_merges in (merges, []):
        made = layout(table(rows, with_merges))
        assert made.header is not None
        assert made.header.rows == (1, 2)
        assert made.path(1) == ("姓名",)
        assert made.path(3) == ("监护人情况", "电话")
        assert made.records == (3,)


def test_three_rows_of_header_are_one_header():
    rows = [
        ["姓名", "家庭情况", None, None, None],
        [None, "父亲", None, "母亲", None],
        [None, "姓名", "电话", "姓名", "电话"],
        ["王小明", "王强", "13800000001", "李芳", "13800000002"],
    ]
    merges = [Merge(1, 0, 3, 0), Merge(1, 1, 1, 4), Merge(2, 1, 2, 2), Merge(2, 3, 2, 4)]
    made = layout(table(rows, merges))
    assert made.header is not None
    assert made.header.rows == (1, 2, 3)
    assert made.path(4) == ("家庭情况", "母亲", "电话")
    assert made.records == (4,)


def test_a_line_of_signatures_below_an_empty_form_is_not_its_header():
    rows = [
        ["孩子姓名", "性别", "民族", "与儿童关系"],
        [],
        ["负责人：", None, None, "填表人："],
        ["王小明", "男"],
    ]
    made = layout(table(rows))
    assert made.header is not None
    assert made.header.rows == (1,)
    assert [made.path(column) for column in (0, 3)] == [("孩子姓名",), ("与儿童关系",)]
    assert made.records == (4,)


def test_numbering_and_unit_rows_belong_to_the_header():
    made = layout(table([HEADER, [1, 2, 3, 4, 5], WANG, LI]))
    assert made.header is not None
    assert made.header.rows == (1, 2)
    assert made.records == (3, 4)


def test_every_row_that_is_no_person_has_its_reason():
    rows = [
        HEADER,
        ["第一村民小组"],
        WANG,
        ["小计", None, "1人"],
        HEADER,
        LI,
        ["例：", "张三", "男", "430722201105204023"],
        [3],
        [4],
        ["合计", "2人"],
        ["注：本表一式两份"],
        ["填表人：张三", None, "审核人：李四"],
    ]
    assert why(rows) == {
        2: "分组的一行",
        4: "合计",
        5: "重复的表头",
        7: "填写示例",
        8: "没有填写的行",
        9: "没有填写的行",
        10: "合计",
        11: "表尾",
        12: "表尾",
    }
    made = layout(table(rows))
    assert made.records == (3, 6)
    assert made.village_groups[3] == "第一村民小组"


def test_blank_rows_with_formulas_and_filled_in_places_are_not_persons():
    header = ["序号", "村", "姓名", "性别", "年龄", "身份证号"]
    rows = [
        header,
        [1, "青山村", "王小明", "男", 9, "430722201105204023"],
        [2, "青山村", None, "女", 126, None],
    ]
    assert why(rows) == {3: "没有填写的行"}


def test_a_child_without_a_name_is_still_a_row():
    rows = [HEADER, WANG, [2, None, "女", None, "13800000002"]]
    assert layout(table(rows)).records == (2, 3)


def test_what_is_merged_over_siblings_belongs_to_each():
    rows = [["户主", "姓名", "性别"], ["王强", "王一", "男"], [None, "王二", "女"]]
    made = layout(table(rows, [Merge(2, 0, 3, 0)]))
    assert [made.cells(row)[0].text for row in made.records] == ["王强", "王强"]


def test_columns_without_a_header_are_part_of_the_table():
    made = layout(table([HEADER, [*WANG, "寄宿"], LI]))
    assert made.columns == (0, 1, 2, 3, 4, 5)
    assert made.path(5) == ()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], EMPTY),
        ([["关于开展排查的通知"], ["各村："], ["请认真填报。"]], NO_HEADER),
        ([HEADER], NO_ROWS),
        ([HEADER, [1], [2], [3]], NO_ROWS),
        (
            [
                ["留守儿童登记表"],
                ["姓名", "王小明", "性别", "男"],
                ["民族", "汉族", "出生日期", "2015-03-05"],
                ["学校", None, "年级", None],
                ["监护人姓名", None, "联系电话", None],
                ["家庭住址", None, "备注", None],
            ],
            CARD,
        ),
        ([["姓名", "李小", "性别", "女"], ["监护人", "李大", "联系电话", "10400001111"]], CARD),
        ([["儿童基本情况卡"], ["姓名", None, "性别"], ["监护人", None, "联系电话"]], BLANK_CARD),
        (
            [
                ["留守儿童登记表"],
                ["姓名", None, "性别", None, "民族"],
                ["身份证号", None, None, None, "学校"],
                ["家庭住址"],
            ],
            BLANK_CARD,
        ),
        (
            [
                ["儿童登记卡"],
                ["姓名：", None, "性别："],
                ["身份证号：", None, "民族："],
                ["住址：", None, "电话："],
            ],
            BLANK_CARD,
        ),
        ([["姓名"], ["性别"], ["身份证号"], ["监护人"], ["联系电话"], ["家庭住址"]], BLANK_CARD),
        ([["姓名", None, "性别", None, "身份证号", None, "监护人"]], NO_ROWS),
        ([["姓名", "性别", "监护人情况"], [None, None, "姓名", "关系", "电话"]], NO_ROWS),
    ],
)
def test_what_is_no_table_of_persons_says_why(rows, reason):
    assert layout(table(rows)).why_not == reason


@pytest.mark.parametrize("seed", range(0, 3000, 75))
def test_every_person_of_a_messy_ledger_is_found_and_nobody_else(seed):
    ledger = messy(seed)
    made = layout(ledger.sheet)
    assert set(made.records) == set(ledger.records)
    header = set(made.header.rows) if made.header else set()
    below = {row for row in ledger.sheet.rows if made.header and row > made.header.bottom}
    assert below == set(made.records) | {one.row for one in made.passed}
    assert not header & set(made.records)


def test_words_with_a_wide_place_behind_each_are_a_form_to_fill_in_and_a_list_of_names_is_not():
    words = ["培训机构名称", "培训地点", "检查时间", "检查情况", "负责人签名"]
    rows = [["实地检查情况表"], *([word] for word in words)]
    wide = [Merge(1, 0, 1, 3), *(Merge(row, 1, row, 3) for row in range(2, 7))]
    assert layout(table(rows, wide)).why_not == FORM
    assert layout(table(rows, wide[:3])).why_not == NO_HEADER
    names = table([["名单"], *([name] for name in ("王小明", "李小红", "张一鸣", "周大力", "吴小军"))])
    assert layout(names).why_not == NO_HEADER


WIDE_HEADER = ["序号", "姓名", "性别", "身份证号", "监护人", "电话", "住址", "备注"]
SIGNERS = [
    "儿童主任",
    "督导员",
    "核对人",
    "登记人签字",
    "联系人",
    "校长",
    "审核",
    "村主任签字",
    "制表人：",
    "统计员",
]


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_child_whose_row_is_one_remark_behind_the_name_is_still_a_child(at):
    """She has moved: 3 | 王小明 | 2025年3月随父母迁往外省, over the rest of the row."""
    moved = [3, "王小明", *[None] * 6]
    moved[at] = "2025年3月随父母迁往外省"
    rows = [WIDE_HEADER, [1, *WANG[1:4]], moved, [4, *LI[1:4]]]
    assert layout(table(rows, [Merge(3, at, 3, 7)] if at < 4 else [])).records == (2, 3, 4)
    group = [WIDE_HEADER, [1, *WANG[1:4]], ["王家组"], [4, *LI[1:4]]]
    assert layout(table(group, [Merge(3, 0, 3, 7)])).records == (2, 4)


@pytest.mark.parametrize("who", SIGNERS)
@pytest.mark.parametrize("further", [(), ("电话", "13800000002"), ("日期", "2026年11月20日")])
def test_who_signs_a_list_is_no_child(who, further):
    rows = [WIDE_HEADER, [1, *WANG[1:4]], [2, *LI[1:4]], [who, "王大力", None, *further]]
    made = layout(table(rows))
    assert made.records == (2, 3)
    assert [(one.row, one.why) for one in made.passed] == [(4, "表尾")]


EDGES = [
    ["合计", "2人"],
    ["小计", None, 2],
    [None, "共计2人"],
    ["本页合计：2人"],
    ["注：以上为全部儿童"],
    ["填表人：王大力", None, None, "审核人：李小红"],
    ["登记人", "王大力"],
    ["一组"],
    [3],
    WIDE_HEADER,
]
CHILDREN = [
    [1, "王小明", "男", "430722201105204023", "王大力", "13800000002", "一组3号", None],
    [2, "李小红（新增）", "女", "无", None, None, None, "刚回来"],
    [3, "计小平", "男", "43072220110520402", None, None, None, None],
    [4, "阿依努尔·买买提", "女", None, "买买提·吐尔逊", None, None, None],
    [5, "乜一", "女", None, "乜大", "13800000002", None, None],
    [6, "毛毛", "女", None, "向大勇", None, "二组1号", None],
    [7, None, "女", "430722201105204023", None, None, None, None],
    [8, "总小计", "男", "430722201105204023", None, None, None, None],
]


@given(st.lists(st.one_of(st.sampled_from(CHILDREN), st.sampled_from(EDGES)), min_size=2, max_size=14))
@settings(max_examples=150, deadline=None)
def test_between_and_behind_whatever_lines_no_child_is_lost_and_no_line_is_a_child(lines):
    lines = [CHILDREN[0], *lines]
    made = layout(table([WIDE_HEADER, *lines]))
    assert set(made.records) == {row for row, line in enumerate(lines, 2) if line in CHILDREN}
    assert {*made.records, *(one.row for one in made.passed)} == set(range(2, len(lines) + 2))
