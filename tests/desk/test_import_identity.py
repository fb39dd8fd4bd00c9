"""Whose row a row is: new names, former names, newborns named, whoever is missing; cells mended in place."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from childdesk.desk import finding, history, import_beside, importing, viewing
from childdesk.desk.import_plan import Said
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made
from tests.desk.test_importing import FIRST, HEAD, SECOND, number, only, workbook

THIRD = ["3", "王丙和", "女", number("20150811", 42), "2015-08-11", "王老三", "祖父", "13900000913", "35"]
FOURTH = ["4", "赵丁", "男", number("20140911", 61), "2014-09-11", "赵老四", "祖父", "13900000914", "36"]


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def taken_in(session, path):
    plan = importing.plan(session, path)
    importing.apply(session, plan)
    return plan


def with_name(row, name):
    return [row[0], name, *row[2:]]


def child(session, name):
    return finding.find(session, name).hits[0].id


def test_the_same_number_under_another_name_is_a_change_of_name_and_the_old_one_still_finds_the_child(
    session, tmp_path
):
    taken_in(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND))
    same = child(session, "周甲禾")

    plan = taken_in(session, workbook(tmp_path / "b.xlsx", with_name(FIRST, "黄甲禾"), SECOND))

    assert (only(plan).changed, only(plan).added) == (1, 0)
    assert any("改名：原来叫周甲禾" in remark.text for remark in only(plan).issues)
    assert child(session, "黄甲禾") == child(session, "周甲禾") == same
    assert viewing.view(session, "child", same).fields["former_name"] == "周甲禾"


@pytest.mark.parametrize(
    ("paper", "outcome"), [("R510001234", "change"), ("办理中", "reject"), ("", "reject")]
)
def test_a_newborn_is_known_by_its_birth_certificate_and_asked_about_without_one(
    session, tmp_path, paper, outcome
):
    head = [*HEAD, "出生医学证明号"]
    mother = ["黄秀英", "母亲", "13800005678", ""]
    row = ["1", "周毛毛", "女", "", "2026-03-02", *mother, paper]
    taken_in(session, workbook(tmp_path / "a.xlsx", row, head=head))
    newborn = child(session, "周毛毛")
    named = ["1", "黄思雨", "女", number("20260302", 12), "2026-03-02", *mother, paper.lower()]
    plan = importing.plan(session, workbook(tmp_path / "b.xlsx", named, head=head))
    assert [(one.outcome, one.child) for one in only(plan).rows] == [(outcome, newborn)]
    assert any("正式名字" in one.text for one in only(plan).issues)
    importing.apply(session, plan)
    if outcome == "change":
        assert child(session, "周毛毛") == child(session, "黄思雨") == newborn


def test_last_years_list_does_not_give_a_child_its_former_name_back(session, tmp_path):
    before = workbook(tmp_path / "a.xlsx", FIRST, SECOND)
    taken_in(session, before)
    taken_in(session, workbook(tmp_path / "b.xlsx", with_name(FIRST, "黄甲禾"), SECOND))

    plan = importing.plan(session, before)

    assert [row.outcome for row in only(plan).rows] == ["same", "same"]
    assert any("姓名还是黄甲禾" in remark.text for remark in only(plan).issues)


def test_a_newborn_that_was_named_keeps_what_it_was_called_as_a_pet_name(session, tmp_path):
    head = [word for word in HEAD if word != "身份证号"]
    row = ["1", "周毛毛", "女", "2026-03-02", "黄秀英", "祖母", "13800005678", ""]
    taken_in(session, workbook(tmp_path / "a.xlsx", row, head=head))
    newborn = child(session, "周毛毛")
    named = ["1", "周甲禾", "女", number("20260302", 12), "2026-03-02", "黄秀英", "祖母", "13800005678", ""]
    path = workbook(tmp_path / "b.xlsx", named)
    asked = importing.plan(session, path)
    assert only(asked).rows[0].outcome == "reject"
    assert only(asked).rows[0].child == newborn

    plan = importing.plan(session, path, decisions={("台账", only(asked).rows[0].row): newborn})
    importing.apply(session, plan)

    names = [raw for _, raw in reader.about(session.ledger.connection, "name", [newborn])[newborn]]
    assert [(raw["name"], raw["kind"]) for raw in names] == [("周毛毛", "乳名")]
    assert reader.count(session.ledger.connection, "child") == 1


def test_whoever_a_newer_list_leaves_out_is_listed_and_not_closed(session, tmp_path):
    taken_in(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND, THIRD, FOURTH))

    plan = taken_in(session, workbook(tmp_path / "b.xlsx", FIRST, SECOND, THIRD))

    assert [one.name for one in plan.missing] == ["赵丁"]
    assert any("表里没有：赵丁" in remark.text for remark in only(plan).issues)
    assert viewing.view(session, "child", child(session, "赵丁")).fields["exit_on"] is None


def in_groups(*groups):
    """Rows of one child each: name, number, village group."""
    return [
        [f"周小{'甲乙丙丁戊己庚辛壬癸'[at]}", number(f"201{at}0312", 21), group]
        for at, group in enumerate(groups)
    ]


@pytest.mark.parametrize(
    ("before", "kept", "missing"),
    [
        ("一组 一组 二组 二组 三组", 4, ["周小戊"]),  # with its last family a group is gone from the list
        ("一组 一组 一组 二组 二组 三组 三组 三组", 5, []),  # a list of two groups leaves a third out
        ("一组 一组 一组 二组", 3, []),  # a list of one group
    ],
)
def test_with_its_last_family_a_group_is_missing_from_a_list_of_the_whole_village(
    session, tmp_path, before, kept, missing
):
    head, rows = ["姓名", "身份证号", "村民组"], in_groups(*before.split())
    taken_in(session, workbook(tmp_path / "a.xlsx", *rows, head=head))
    plan = importing.plan(session, workbook(tmp_path / "b.xlsx", *rows[:kept], head=head))
    assert [one.name for one in plan.missing] == missing


def test_two_in_one_list_who_share_a_pet_name_alone_are_two(session, tmp_path):
    head = "姓名 出生日期 曾用名 监护人姓名".split()
    rows = [["龙子博", "2025-11-28", "丫丫", "龙少华"], ["龙梦萱", "2025-11-28", "丫丫", ""]]
    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", *rows, head=head))
    assert [row.outcome for row in only(plan).rows] == ["add", "add"]
    assert any("曾用名相同，别的不一样，当两个孩子收" in remark.text for remark in only(plan).issues)


ONLY_A_FATHER = "姓名 父亲姓名 母亲姓名 监护人姓名 监护人电话".split()


def test_where_no_birth_is_known_one_name_in_common_beside_two_others_makes_nobody_one(session, tmp_path):
    row = ["古丽·阿依努尔", "阿依努尔·阿卜杜拉", "阿孜古丽·木合塔尔", "阿卜杜拉·玉素甫", "13807360001"]
    other = [*row[:2], "迪丽努尔·买买提", "艾力·库尔班", "13807360002"]

    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", row, other, head=ONLY_A_FATHER))
    assert [one.outcome for one in only(plan).rows] == ["add", "add"]
    assert any("当两个孩子收" in remark.text for remark in only(plan).issues)

    taken_in(session, workbook(tmp_path / "b.xlsx", row, head=ONLY_A_FATHER))
    plan = importing.plan(session, workbook(tmp_path / "c.xlsx", other, head=ONLY_A_FATHER))
    assert [one.outcome for one in only(plan).rows] == ["reject"]
    assert any("家人大多不同" in remark.text for remark in only(plan).issues)

    moved = [*row[:3], "艾力·库尔班", "13807360002"]
    plan = importing.plan(session, workbook(tmp_path / "d.xlsx", moved, head=ONLY_A_FATHER))
    assert [one.outcome for one in only(plan).rows] == ["change"]


def test_two_of_one_name_in_two_households_of_one_list_are_two_children(session, tmp_path):
    head = ["户号", "姓名", "性别", "是否寄宿"]
    rows = [["5760", "阿依·买买提", "男", "寄宿"], ["5766", "阿依·买买提", "男", "寄宿"]]

    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", *rows, rows[1], head=head))

    assert [row.outcome for row in only(plan).rows] == ["add", "add", "reject"]
    assert any("当两个孩子收" in remark.text for remark in only(plan).issues)


def test_a_list_of_other_children_says_nothing_about_those_it_does_not_name(session, tmp_path):
    taken_in(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND, THIRD, FOURTH))
    new = ["1", "钱戊", "女", number("20160302", 71), "2016-03-02", "钱大", "祖母", "13800005671", "34"]

    assert importing.plan(session, workbook(tmp_path / "b.xlsx", new, FIRST)).missing == []


def test_a_cell_that_was_mended_in_place_counts_and_the_file_stays_as_it_is(session, tmp_path):
    wrong = [*FIRST[:3], FIRST[3][:17], *FIRST[4:]]
    path = workbook(tmp_path / "a.xlsx", wrong, SECOND)
    bytes_before = path.read_bytes()
    plan = importing.plan(session, path)
    row = only(plan).rows[0].row
    assert any(remark.row == row and remark.level == "impossible" for remark in only(plan).issues)

    mended = importing.plan(session, path, said=Said(fixes={("台账", row, 3): FIRST[3]}, book=plan.said.book))

    assert not any(r.row == row and r.level == "impossible" for r in only(mended).issues)
    assert only(mended).rows[0].texts["child.id_number"] == FIRST[3]
    assert any(remark.became == FIRST[3] and remark.column == 3 for remark in only(mended).issues)
    assert path.read_bytes() == bytes_before


def test_a_likely_match_is_shown_side_by_side_and_joined_field_by_field(session, tmp_path):
    taken_in(session, workbook(tmp_path / "a.xlsx", FIRST))
    same = child(session, "周甲禾")
    other = [*FIRST[:3], number("20160302", 412), *FIRST[4:6], "外祖母", "13800009999", "34"]
    path = workbook(tmp_path / "b.xlsx", other)
    asked = importing.plan(session, path)
    line = only(asked).rows[0]
    assert (line.outcome, line.child) == ("reject", same)

    apart = {d.field: (d.ours, d.theirs) for d in import_beside.differences(session, line)}
    assert set(apart) == {"child.id_number", "guardian.relation", "guardian.phone"}
    assert apart["guardian.relation"] == ("祖母", "外祖母")
    assert apart["guardian.phone"][0].endswith("5678") and "****" in apart["guardian.phone"][0]
    assert apart["child.id_number"][0] != apart["child.id_number"][1]

    at = ("台账", line.row)
    said = Said(picks={at: {"child.id_number": "ask", "guardian.relation": "keep"}})
    plan = importing.plan(session, path, decisions={at: same}, said=said)
    entry = importing.apply(session, plan)

    guardian = viewing.view(session, "child", same).related["guardian"][0]
    shown = viewing.view(session, "guardian", guardian).fields
    assert (shown["relation"], shown["phone"]) == ("祖母", "138****9999")
    assert reader.get(session.ledger.connection, "child", same)["id_number"] == FIRST[3]
    assert any("待核实" in remark.text for remark in only(plan).issues)
    sheet = only(plan)
    assert sheet.stored + sheet.extra + sheet.listed == 9 + 2
    history.apply_undo(session, entry)
    assert viewing.view(session, "guardian", guardian).fields["phone"] == "138****5678"


def test_what_was_copied_out_of_a_table_is_read_like_a_file(session, tmp_path):
    words = "\n".join("\t".join(row) for row in (HEAD, FIRST, SECOND))

    book = importing.pasted(words)
    plan = importing.plan(session, tmp_path / "粘贴的表格", said=Said(book=book))

    assert [row.name for row in only(plan).rows] == ["周甲禾", "李乙然"]
    with pytest.raises(Refused, match="复制来的不是表格"):
        importing.pasted("周甲禾")


@pytest.mark.parametrize("marks", ["大小", ("老大", "老二"), ("双胞胎大", "双胞胎小"), "哥弟"])
def test_one_name_with_big_and_small_behind_it_is_two_children_and_stays_two(planned, session, marks):
    rows = [
        "姓名 出生日期 监护人 监护人电话 备注".split(),
        *([f"石雨桐（{mark}）", "2015-03-12", "石大勇", "13907360001", "好"] for mark in marks),
    ]
    plan = planned(rows)
    assert [row.outcome for row in only(plan).rows] == ["add", "add"]
    importing.apply(session, plan)
    assert [row.outcome for row in only(planned(rows)).rows] == ["same", "same"]
    turned = planned([rows[0], rows[2], rows[1]])
    assert [row.child for row in only(turned).rows] == [row.child for row in only(plan).rows][::-1]


def test_one_name_with_one_remark_behind_it_twice_is_still_one_child(planned):
    row = ["石雨桐（大）", "2015-03-12", "石大勇", "13907360001"]
    plan = planned(["姓名 出生日期 监护人 监护人电话".split(), row, row])
    assert only(plan).rows[0].outcome == "add"
    assert only(plan).added == 1


def test_a_dragged_birth_beside_a_number_makes_no_second_child_of_one_name(session, tmp_path):
    """In the first sheet Excel ate the number's end, in the second somebody pulled a date down the column."""
    book = Workbook()
    first = book.active
    first.title = "事实无人抚养儿童"
    for row in (["姓名", "身份证号", "监护人姓名"], ["周小甲", "371302201207100000", "王桂英"]):
        first.append(row)
    second = book.create_sheet("留守儿童")
    whole = number("20120710", 21)
    for row in (["姓名", "身份证号", "出生日期", "监护人姓名"], ["周小甲", whole, "2022-11-29", "王桂英"]):
        second.append(row)
    book.save(tmp_path / "a.xlsx")

    plan = importing.plan(session, tmp_path / "a.xlsx")

    assert [[row.outcome for row in sheet.rows] for sheet in plan.sheets] == [["add"], ["reject"]]
    assert not any("当两个孩子收" in one.text for sheet in plan.sheets for one in sheet.issues)
