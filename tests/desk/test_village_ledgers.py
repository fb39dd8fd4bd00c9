"""Holds the import to further ways in which villages keep their ledgers: each was a fault once."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import import_cells, import_checks, import_view, import_words, importing
from childdesk.domain.errors import Refused
from childdesk.files import values
from childdesk.store import reader
from tests.desk.test_odd_ledgers import ANPING, DAYONG, RAN, SI, YU, fields, number, remarks, rows

FOURTH = number("20160215", 579)


def outcomes(made):
    return [row.outcome for row in made.sheets[0].rows]


def test_two_lists_with_other_columns_below_each_other_are_each_read_by_its_own_header(planned):
    made = planned(
        [
            ["一、留守儿童"],
            ["序号", "姓名", "身份证号", "监护人", "电话"],
            [1, "石雨桐", YU, "石大勇", "13907360001"],
            ["二、困境儿童"],
            ["序号", "姓名", "性别", "出生日期", "困境类型", "监护人"],
            [1, "龙思雨", "女", "2012-01-30", "孤儿", "龙安平"],
        ]
    )
    first, second = made.sheets
    assert first.rows[0].texts["guardian.phone"] == "13907360001"
    told = second.rows[0].texts
    assert (told["child.birth"], told["child.categories"], told["guardian.name"]) == (
        "2012-01-30",
        "孤儿",
        "龙安平",
    )
    assert not [one for sheet in made.sheets for one in sheet.issues if one.level == "impossible"]


def test_grown_ups_of_a_register_of_households_are_no_children_and_an_elder_son_is_asked_about(planned):
    head = ["户号", "姓名", "与户主关系", "性别", "身份证号"]
    son = number("20070809", 131)
    family = [["001", "石大勇", "户主", "男", DAYONG], ["001", "石雨桐", "长女", "女", YU]]
    made = planned([head, *family, ["001", "石老大", "长子", "男", son], ["002", "龙思雨", "孙女", "女", SI]])
    assert outcomes(made) == ["reject", "add", "add", "add"]
    assert (None, "doubtful", import_checks.GROWN_UP) in remarks(made, 2)
    sheet = made.sheets[0]
    assert sheet.stored + sheet.extra + sheet.listed == 20
    assert (
        outcomes(planned([["姓名", "身份证号"], ["石大勇", DAYONG], ["石雨桐", YU], ["龙思雨", SI]]))[0]
        == "add"
    )


def test_two_children_in_one_cell_are_asked_apart_and_two_guardians_are_both_kept(planned):
    head = ["姓名", "身份证号", "监护人"]
    made = planned(
        [
            head,
            ["石雨桐、石浩然", "", "石大勇"],
            ["龙思雨", SI, "龙安平，向春花"],
            ["田一鸣", FOURTH, "田老汉"],
        ]
    )
    assert outcomes(made) == ["reject", "add", "add"]
    assert (0, "impossible", import_cells.TWO_CHILDREN) in remarks(made, 2)
    assert rows(made)[1]["guardian.name"] == "龙安平"
    assert (2, "doubtful", values.MANY_NAMES) in remarks(made, 3)
    notes = [op.values.get("note") for row in made.sheets[0].rows for op in row.ops if op.record == "child"]
    assert notes == ["监护人姓名：向春花", None]


def test_arrows_and_dots_are_no_names_and_point_to_the_row_above(planned):
    head = ["姓名", "身份证号", "监护人", "住址"]
    made = planned(
        [head, ["石雨桐", YU, "石大勇", "一组"], ["石浩然", RAN, "↓", "↑"], ["龙思雨", SI, "…", "同上一户"]]
    )
    assert [(row["guardian.name"], row["child.live_address"]) for row in rows(made)] == [
        ("石大勇", "一组"),
        ("石大勇", "一组"),
        ("", "一组"),
    ]
    assert (0, "impossible", "这里没有写名字") in remarks(planned([head, ["▁", YU], ["石浩然", RAN]]), 2)


def test_how_a_parent_is_stands_under_his_word_and_is_no_name(planned):
    head = ["姓名", "身份证号", "父亲情况", "母亲"]
    made = planned(
        [
            head,
            ["石雨桐", YU, "死亡", "向春花"],
            ["石浩然", RAN, "广东打工", "龙小妹"],
            ["龙思雨", SI, "失联", "石三妹"],
        ]
    )
    assert fields(made)[2:] == ["father.status", "mother.name"]
    named = planned([head[:3], ["石雨桐", YU, "石大勇"], ["石浩然", RAN, "石大勇"], ["龙思雨", SI, "龙安平"]])
    assert fields(named)[2] == "father.name"
    rare = [["石雨桐", YU, "縢大勇"], ["石浩然", RAN, "昝安平"], ["龙思雨", SI, "逄老五"]]
    assert fields(planned([["姓名", "身份证号", "父亲（姓名）"], *rare]))[2] == "father.name"
    assert fields(planned([["姓名", "身份证号", "父亲"], *rare]))[2] == "father.name"


def test_who_is_called_before_the_name_is_the_relation(planned):
    head = ["姓名", "身份证号", "监护人"]
    lines = [["石雨桐", YU, "爷爷石老汉"], ["石浩然", RAN, "奶奶：向老太"], ["龙思雨", SI, "本人"]]
    made = planned([head, *lines, ["田一鸣", FOURTH, "田老汉"]])
    told = [(row["guardian.name"], row.get("guardian.relation")) for row in rows(made)]
    assert told[:2] == [("石老汉", "爷爷"), ("向老太", "奶奶")]
    assert (2, "note", import_words.CALLED) in remarks(made, 2)
    assert (2, "doubtful", import_words.NO_NAME) in remarks(made, 4)
    assert told[3] == ("田老汉", None)


def test_an_age_is_kept_where_nothing_else_says_when_a_child_was_born(planned):
    head = ["姓名", "年龄", "监护人"]
    made = planned(
        [head, ["石雨桐", "2015-03-12", "石大勇"], ["石浩然", 8, "石大勇"], ["龙思雨", "14岁", "龙安平"]]
    )
    assert [row.get("child.birth") for row in rows(made)] == ["2015-03-12", None, None]
    assert (1, "note", import_words.BORN) in remarks(made, 2)
    sheet = made.sheets[0]
    assert (sheet.stored, sheet.extra, sheet.listed) == (6, 3, 0)
    known = planned([[*head, "身份证号"], ["石雨桐", 11, "石大勇", YU]]).sheets[0]
    assert (known.stored, known.extra, known.listed) == (3, 0, 1)


def test_a_hidden_sheet_with_people_is_named_and_one_with_words_to_choose_is_not(session, tmp_path):
    book = openpyxl.Workbook()
    for title, lines in (
        ("一组", [["姓名", "身份证号"], ["石雨桐", YU]]),
        ("旧表", [["姓名", "身份证号"], ["石浩然", RAN]]),
        ("字典", [["男"], ["女"]]),
    ):
        sheet = book.create_sheet(title)
        sheet.sheet_state = "visible" if title == "一组" else "hidden"
        for line in lines:
            sheet.append(line)
    book.remove(book.worksheets[0])
    book.save(tmp_path / "ledger.xlsx")
    made = importing.plan(session, tmp_path / "ledger.xlsx")
    assert [(sheet.name, sheet.why_not) for sheet in made.sheets] == [
        ("一组", ""),
        ("旧表", importing.HIDDEN),
    ]
    assert len(importing.plan(session, tmp_path / "ledger.xlsx", only="旧表").sheets[0].rows) == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([["姓", "名", "身份证号"], ["石", "雨桐", YU], ["龙", "思雨", SI]], "姓和名分在两列"),
        (
            [
                ["姓名", "石雨桐", "石浩然"],
                ["性别", "女", "男"],
                ["身份证号", YU, RAN],
                ["监护人", "石大勇", "石大勇"],
                ["监护人身份证号", DAYONG, ANPING],
            ],
            "一个孩子一列",
        ),
    ],
)
def test_a_name_in_two_columns_and_a_table_on_its_side_are_refused_with_what_to_do(planned, lines, why):
    with pytest.raises(Refused, match=why):
        planned(lines)


def test_the_number_of_a_household_is_called_by_its_name_once():
    assert import_view.words("household.number") == "户号"
    assert import_view.words("father.phone") == "父亲联系电话"


@pytest.mark.parametrize("merges", [(), ("A2:A3", "B2:B3")])
def test_a_second_line_that_names_the_mother_belongs_to_the_child_above(planned, session, merges):
    head = ["儿童姓名", "身份证号", "家长姓名", "与儿童关系", "联系电话"]
    lines = [
        ["石雨桐", YU, "石大勇", "父亲", "13907360001"],
        [None, None, "向春花", "母亲", "15807360001/15807360002"],
        ["石浩然", RAN, "石大勇", "父亲", "13907360001"],
        [None, None, "石老太", "奶奶", "15207360009"],
        ["龙思雨", SI, "龙安平", "父亲", "13907360003"],
        [None, None, "龙二", "父亲", "13907360004"],
    ]
    made = planned([head, *lines], *merges)
    assert outcomes(made) == ["add", "add", "reject", "add", "reject"]
    first = rows(made)[0]
    assert (first["guardian.name"], first["mother.name"]) == ("石大勇", "向春花")
    assert (None, "note", "和第2行是一个孩子，记到母亲") in remarks(made, 3)
    sheet = made.sheets[0]
    assert sheet.stored + sheet.extra + sheet.listed == 24
    importing.apply(session, made)
    assert [raw["name"] for _, raw in reader.everyone(session.ledger.connection, "mother")] == ["向春花"]
    numbers = {raw["number"] for _, raw in reader.everyone(session.ledger.connection, "phone")}
    assert {"15807360001", "15807360002"} <= numbers
    again = planned([head, *lines], *merges).sheets[0]
    assert (again.added, again.changed, again.same, again.rejected) == (0, 0, 3, 2)


def test_a_word_written_downwards_beside_the_children_takes_nobody_into_the_header(planned):
    lines = [["留\n守\n儿\n童", "姓名", "身份证号"], [None, "石雨桐", YU], [None, "石浩然", RAN]]
    made = planned([*lines, ["困\n境", "龙思雨", SI]], "A1:A3")
    assert [row["child.name"] for row in rows(made)] == ["石雨桐", "石浩然", "龙思雨"]
    assert made.sheets[0].header_rows == (1,)


def test_name_number_and_relation_behind_the_childs_are_the_guardians(planned):
    head = ["姓名", "身份证号", "姓名", "身份证号", "关系"]
    made = planned([head, ["石雨桐", YU, "石大勇", DAYONG, "父"], ["石浩然", RAN, "石大勇", DAYONG, "父"]])
    assert fields(made)[2:] == ["guardian.name", "guardian.id_number", "guardian.relation"]


def test_a_carer_and_the_relation_in_one_column_are_both_kept(planned):
    head = ["姓名", "身份证号", "主要照料人及关系"]
    lines = [["石雨桐", YU, "石老汉（爷爷）"], ["石浩然", RAN, "奶奶石老太"], ["龙思雨", SI, "龙安平，父亲"]]
    told = rows(planned([head, *lines]))
    assert [(row["guardian.name"], row["guardian.relation"]) for row in told] == [
        ("石老汉", "祖父"),
        ("石老太", "奶奶"),
        ("龙安平", "父亲"),
    ]
    both = planned(
        [["姓名", "身份证号", "父母姓名"], ["石雨桐", YU, "父：石大勇 母：向春花"], ["石浩然", RAN, "石大勇"]]
    )
    assert (2, "doubtful", values.NAMED_TWICE) in remarks(both, 2)


def test_year_month_and_day_in_three_columns_are_kept_and_none_of_them_is_a_day(planned):
    head = [["姓名", "出生", None, None, "监护人"], [None, "年", "月", "日", None]]
    lines = [
        ["石雨桐", 2015, 3, 12, "石大勇"],
        ["石浩然", 2017, 8, 9, "石大勇"],
        ["龙思雨", 2012, 1, 30, "龙安平"],
    ]
    made = planned([*head, *lines], "A1:A2", "B1:D1", "E1:E2")
    assert fields(made)[1:4] == [None, None, None]
    assert not [one for one in made.sheets[0].issues if one.level == "impossible"]


def test_words_of_a_program_abroad_and_short_words_for_nations_are_known(planned):
    made = planned([["Name", "身份证号", "民族"], ["石雨桐", YU, "蒙"], ["石浩然", RAN, "维"]])
    assert fields(made)[0] == "child.name"
    assert remarks(made, 2) == remarks(made, 3) == []


def test_what_is_carried_over_from_page_to_page_is_no_child(planned):
    made = planned(
        [["序号", "姓名", "身份证号"], [1, "石雨桐", YU], ["过次页", 2], ["承前页", 2], [2, "石浩然", RAN]]
    )
    assert outcomes(made) == ["add", "add"]
    assert [text for row in (3, 4) for _, _, text in remarks(made, row)] == ["不是孩子：合计"] * 2
