"""Holds the import to what a title says of its children: one kind, proposed, told, left out by one click."""

from __future__ import annotations

import pytest
from openpyxl.styles import Font

from childdesk.desk import importing
from childdesk.desk.import_kinds import BY_TITLE, asked, of_title
from childdesk.store import reader
from tests.desk.test_import_ticks import categories
from tests.desk.test_odd_ledgers import RAN, SI, YU, number

HEAD = "序号 姓名 身份证号 监护人姓名".split()
TEEN = number("20100105", 11)
ROWS = [[1, "石雨桐", YU, "石老太"], [2, "石浩然", RAN, "石老太"], [3, "龙思雨", TEEN, "龙安平"]]


def under(*above):
    return [*([line] for line in above), HEAD, *ROWS]


def told(made):
    return [one.text for one in made.sheets[0].issues if "标题" in one.text]


def test_a_title_with_one_kind_gives_it_and_says_so(planned, session):
    made = planned(under("附件2", "云溪镇桃花村农村留守儿童花名册", "填报单位：桃花村"))
    assert told(made) == [
        "标题是“云溪镇桃花村农村留守儿童花名册”，没有类别一列：2人记作留守儿童（来自标题）",
        "满16周岁的1人没有照标题记类别",
    ]
    assert not made.waits
    importing.apply(session, made)
    assert categories(session, made) == ["留守儿童", "留守儿童", None]
    again = planned(under("附件2", "云溪镇桃花村农村留守儿童花名册", "填报单位：桃花村"))
    assert [row.outcome for row in again.sheets[0].rows] == ["same"] * 3


def test_what_a_title_says_is_left_out_when_a_person_does_not_want_it(planned, session):
    for said in (BY_TITLE, asked("Sheet")):
        made = planned(under("孤儿名单"), answers={said: "drop"})
        assert told(made) == ["标题是“孤儿名单”：照您的意思，3人不记作孤儿"]
        assert (made.sheets[0].stored, made.sheets[0].listed) == (9, 3)
    importing.apply(session, made)
    assert categories(session, made) == [None] * 3
    assert not [row for row, _ in reader.everyone(session.ledger.connection, "category")]


@pytest.mark.parametrize(
    ("above", "sheet", "kind"),
    [
        (["留 守 儿 童 花 名 册"], "Sheet1", "留守儿童"),
        (["附件2：桃花村留守儿童台账", "填报单位：桃花村"], "Sheet1", "留守儿童"),
        (["农村留守儿童花名册（12人）", "共有留守儿童12人"], "1组", "留守儿童"),
        (["曾家村困境儿童一人一档汇总表"], "Sheet1", "困境儿童"),
        (["社会散居孤儿基本情况登记表"], "Sheet1", "社会散居孤儿"),
        (["事实无人抚养儿童花名册"], "Sheet1", "事实无人抚养儿童"),
        (["桃花村残疾儿童台账"], "Sheet1", "残疾儿童"),
        (["桃花村儿童台账"], "留守儿童", "留守儿童"),
        ([], "3.孤儿名单", "孤儿"),
        (["留守儿童和困境儿童花名册"], "Sheet1", ""),
        (["留守（困境）儿童花名册"], "Sheet1", ""),
        (["留守儿童花名册"], "困境儿童", ""),
        (["桃花村儿童花名册", "其中：留守儿童12人，困境儿童3人"], "Sheet1", ""),
        (["桃花村儿童花名册", "共有留守儿童12人"], "Sheet1", ""),
        (["留守儿童花名册", "其中困境儿童3人"], "Sheet1", ""),
        (["留守儿童退出名单"], "Sheet1", ""),
        (["困境儿童摸底排查表"], "Sheet1", ""),
        (["拟认定孤儿名单"], "Sheet1", ""),
        (["云溪镇中心小学留守儿童花名册"], "Sheet1", ""),
        (["持证残疾儿童名单（县残联）"], "Sheet1", ""),
        (["农村低保家庭儿童名册"], "Sheet1", ""),
        (["留守妇女儿童花名册"], "留守", ""),
        (["注：留守儿童指父母双方外出"], "Sheet1", ""),
        (["桃花村儿童台账"], "Sheet1", ""),
    ],
)
def test_a_title_says_a_kind_only_where_it_names_one_and_lists_who_is_of_it(above, sheet, kind):
    assert of_title(above, sheet)[0] == kind


@pytest.mark.parametrize(
    ("head", "cell"), [("儿童类别", "困境儿童"), ("留守", "√"), ("困境类型", "重残"), ("是否留守儿童", "否")]
)
def test_a_column_of_kinds_rules_over_the_title(planned, head, cell):
    rows = [[*row, cell] for row in ROWS[:2]]
    made = planned([["桃花村留守儿童花名册"], [*HEAD, head], *rows, [3, "龙思雨", SI, "龙安平", None]])
    assert told(made) == []
    child = made.sheets[0].rows[2].child
    assert not [
        op for op in made.ops() if op.record == "category" and getattr(op, "values", {}).get("child") == child
    ]


def test_lines_between_the_rows_say_the_kind_of_those_below_them(planned, session):
    made = planned(
        [
            ["桃花村留守儿童和困境儿童台账"],
            HEAD,
            ["一、留守儿童（2人）"],
            *ROWS[:2],
            ["二、困境儿童"],
            [1, "龙思雨", SI, "龙安平"],
        ]
    )
    assert told(made) == [
        "标题是“一、留守儿童（2人）”，没有类别一列：2人记作留守儿童（来自标题）",
        "标题是“二、困境儿童”，没有类别一列：1人记作困境儿童（来自标题）",
    ]
    importing.apply(session, made)
    assert categories(session, made) == ["留守儿童", "留守儿童", "困境儿童"]


def test_who_is_crossed_out_is_not_said_to_be_of_the_kind(planned, session):
    def cross_out(sheet):
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    made = planned(under("桃花村困境儿童花名册"), dress=cross_out)
    assert told(made)[1] == "划掉的1人没有照标题记类别"
    importing.apply(session, made)
    assert categories(session, made) == [None, "困境儿童", "困境儿童"]


def test_a_title_over_blocks_side_by_side_is_that_of_each_of_them(planned, session):
    head = ["序号", "姓名", "身份证号"]
    made = planned(
        [["桃花村困境儿童花名册"], [*head, None, *head], [1, "石雨桐", YU, None, 2, "石浩然", RAN]], "A1:G1"
    )
    importing.apply(session, made)
    connection = session.ledger.connection
    assert [raw["kind"] for _, raw in reader.everyone(connection, "category")] == ["困境儿童"] * 2
