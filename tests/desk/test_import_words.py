"""Holds what cells say in words to what they mean: no name is 去世, a certificate says all."""

from __future__ import annotations

from childdesk.desk import import_words, importing
from childdesk.files import values
from childdesk.store import reader
from tests.desk.test_odd_ledgers import RAN, SI, YU, number

FOURTH = number("20160215", 579)


def told(made, row):
    return [(one.column, one.level, one.text, one.became) for one in made.sheets[0].issues if one.row == row]


def texts(made):
    return [row.texts for row in made.sheets[0].rows]


def test_a_parent_whose_name_is_a_state_has_no_name_and_that_state(planned, session):
    head = ["姓名", "身份证号", "父亲姓名", "母亲姓名"]
    made = planned(
        [
            head,
            ["石雨桐", YU, "去世", "向春花"],
            ["石浩然", RAN, "父已故", "改嫁"],
            ["龙思雨", SI, "龙安平", ""],
        ]
    )
    first, second, third = texts(made)
    assert (first["father.name"], first["father.status"], first["mother.name"]) == ("", "死亡", "向春花")
    assert (second["father.status"], second["mother.status"], second["mother.name"]) == ("死亡", "再婚", "")
    assert (third["father.name"], third.get("father.status")) == ("龙安平", None)
    assert (2, "note", import_words.AS_STATE.format(who="父亲"), "死亡") in told(made, 2)
    assert not [one for one in made.sheets[0].issues if one.level == "impossible"]
    importing.apply(session, made)
    named = {raw["name"] for _, raw in reader.everyone(session.ledger.connection, "father")}
    assert named == {None, "龙安平"}
    again = planned(
        [
            head,
            ["石雨桐", YU, "去世", "向春花"],
            ["石浩然", RAN, "父已故", "改嫁"],
            ["龙思雨", SI, "龙安平", ""],
        ]
    )
    assert again.sheets[0].same == 3


def test_a_guardian_called_father_is_the_father_of_the_row_and_one_called_grandfather_is_asked_about(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "监护人姓名", "监护人电话"],
            ["石雨桐", YU, "石大勇", "父亲", "13907360001"],
            ["石浩然", RAN, "", "爷爷", "13907360002"],
            ["龙思雨", SI, "龙安平", "村委会", "13907360003"],
        ]
    )
    first, second, third = texts(made)
    assert (first["guardian.name"], first["guardian.relation"]) == ("石大勇", "父亲")
    assert (second["guardian.name"], second["guardian.relation"]) == ("爷爷", "祖父")
    assert third["guardian.name"] == "村委会"
    assert (3, "note", import_words.AS_PARENT.format(who="父亲"), "石大勇") in told(made, 2)
    assert (3, "doubtful", import_words.NO_NAME, "") in told(made, 3)
    assert told(made, 4) == []


def test_a_certificate_gives_kind_and_level_by_its_own_order_where_the_list_is_silent(planned, session):
    made = planned(
        [
            ["姓名", "残疾人证号", "残疾类别", "残疾等级"],
            ["石雨桐", YU + "42", None, None],
            ["石浩然", RAN + "11", "听力", None],
            ["龙思雨", SI + "89", None, None],
        ]
    )
    first, second, third = texts(made)
    assert (first["child.disability_type"], first["child.disability_level"]) == ("肢体残疾", "二级")
    assert (second["child.disability_type"], second["child.disability_level"]) == ("听力", "一级")
    assert not third.get("child.disability_type")
    assert told(made, 2) == [(1, "note", import_words.BY_CERTIFICATE, "肢体残疾、二级")]
    assert (2, "doubtful", "残疾证号上写的是视力残疾", "") in told(made, 3)
    importing.apply(session, made)
    raws = [raw for _, raw in reader.everyone(session.ledger.connection, "child")]
    assert {raw["name"]: raw["disability_level"] for raw in raws} == {
        "石雨桐": "二级",
        "石浩然": "一级",
        "龙思雨": None,
    }


def test_a_guardian_among_the_numbered_members_is_kept_as_one(planned, session):
    head = ["姓名", "身份证件号", "成员1姓名", "成员1关系", "成员1是否监护人"]
    rows = [["石雨桐", YU, "石老太", "祖母", "是"], ["石浩然", RAN, "石大勇", "父亲", "是"]]
    made = planned([head, *rows, ["龙思雨", SI, "龙老汉", "祖父", "1"]])
    assert [row.get("guardian.kind") for row in texts(made)] == ["监护人", None, "监护人"]
    sheet = made.sheets[0]
    assert (sheet.stored, sheet.extra, sheet.listed) == (14, 1, 0)
    importing.apply(session, made)
    kinds = {raw["name"]: raw["kind"] for _, raw in reader.everyone(session.ledger.connection, "guardian")}
    assert kinds == {"石老太": "监护人", "龙老汉": "监护人"}


def test_a_certificate_in_the_column_of_numbers_says_the_same(planned):
    made = planned([["姓名", "身份证号"], ["石雨桐", YU + "42"], ["石浩然", RAN]])
    first = texts(made)[0]
    assert (first["child.id_number"], first["child.disability_type"]) == (YU, "肢体残疾")
    assert texts(made)[1].get("child.disability_type") is None


def test_what_stands_in_brackets_goes_where_it_belongs(planned):
    made = planned(
        [
            ["姓名", "身份证号", "监护人", "联系电话"],
            ["石雨桐（肢残）", YU, "石大勇（爷爷）", "13907360002（爷爷）13907360003"],
            ["王小二（曾用名：王二）", RAN, "王老五[低保户]", "13907360004"],
        ]
    )
    first, second = texts(made)
    assert (first["child.name"], first["guardian.name"], first["guardian.relation"]) == (
        "石雨桐",
        "石大勇",
        "祖父",
    )
    assert (second["child.name"], second["child.former_name"]) == ("王小二", "王二")
    notes = [op.values.get("note") for row in made.sheets[0].rows for op in row.ops if op.record == "child"]
    assert notes == ["肢残；监护人联系电话：爷爷", "监护人姓名：低保户"]


def test_two_telephones_in_a_cell_are_both_kept_and_that_is_said(planned):
    cells = ["13907360001 15807360001", "1390736000115807360001", "13907360001，15807360001"]
    rows = [
        [name, card, "石大勇", words]
        for name, card, words in zip("甲乙丙", (YU, RAN, SI), cells, strict=True)
    ]
    made = planned([["姓名", "身份证号", "监护人", "监护人电话"], *rows])
    for row in made.sheets[0].rows:
        assert told(made, row.row) == [(3, "note", values.MANY_PHONES, "13907360001")]
        kept = [op.values.get("number") for op in row.ops if op.record == "phone"]
        assert kept == ["13907360001", "15807360001"]


def test_every_sign_for_the_same_as_above_is_known(planned):
    signs = ["同上", "〃", "″", "”", '"', "“”", "＂"]
    rows = [
        [f"石{at}儿", number(f"2015030{at}", 122), sign] for at, sign in zip("1234567", signs, strict=True)
    ]
    made = planned([["姓名", "身份证号", "母亲姓名"], ["石雨桐", YU, "向春花"], *rows])
    assert [row["mother.name"] for row in texts(made)] == ["向春花"] * 8


def test_like_the_father_is_said_to_be_open_where_the_list_has_no_such_column(planned):
    made = planned([["姓名", "身份证号", "民族"], ["石雨桐", YU, "随父"], ["石浩然", RAN, "苗族"]])
    assert told(made, 2) == [(2, "note", "写的是“随父”，表里没有父亲的这一项，没有记", "")]


def test_a_telephone_of_one_household_over_its_children_is_no_question(planned):
    rows = [
        ["户主姓名", "联系电话", "儿童姓名", "身份证号"],
        ["石大勇", "13907360001", "石雨桐", YU],
        [None, None, "石浩然", RAN],
        [None, None, "石小妹", FOURTH],
        ["龙安平", "13907360002", "龙思雨", SI],
    ]
    made = planned(rows, "A2:A4", "B2:B4")
    assert [one.text for one in made.sheets[0].issues if "这个电话" in one.text] == []
    apart = [
        rows[0],
        *([head, "13907360001", *row[2:]] for head, row in zip("甲乙丙", rows[1:4], strict=True)),
    ]
    made = planned(apart)
    assert [one.row for one in made.sheets[0].issues if "这个电话" in one.text] == [2]
