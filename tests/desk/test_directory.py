"""Whom to call: national numbers, own ones in their place, and which to try at this hour."""

from __future__ import annotations

from datetime import UTC, datetime

import openpyxl
import pytest

from childdesk.desk import directory, directory_import, history
from childdesk.domain import contact
from childdesk.domain.errors import Refused
from tests.desk import made

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)
SCHOOL = {"name": "石桥小学", "kind": "学校", "phone": "0990-1000001", "hours": "工作日 8:00-17:00"}
STATION = {"name": "云溪镇社工站", "kind": "社工站", "phone": "0990-1000002", "night_phone": "10400000002"}


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


def names(session, urgency, at, **where):
    found = directory.propose(session, urgency, where.pop("age", 10), at, in_school=True, **where)
    return [(one.entry.name, one.number) for one in found]


def test_the_national_numbers_are_there_and_the_three_that_always_answer_come_first(session):
    found = directory.entries(session)
    assert [one.phone for one in found[:3]] == ["110", "120", "119"]
    phones = {one.phone for one in found}
    assert {"12356", "12355", "12345", "12309", "12338", "12348", "12349"} <= phones
    hotline = next(one for one in found if one.phone == "12356")
    assert "18小时" in hotline.hours
    assert not hotline.verified
    assert hotline.checked_words == "没核对过"


def test_an_own_entry_of_the_same_number_stands_in_its_place_and_gets_checked(session):
    row = directory.save(session, {"name": "市12355", "kind": "青少年服务台", "phone": "12355"}).id
    (one,) = [one for one in directory.entries(session) if one.phone == "12355"]
    assert (one.name, one.verified) == ("市12355", False)
    directory.checked(session, row)
    (one,) = [one for one in directory.entries(session) if one.phone == "12355"]
    assert (one.verified, one.checked_words) == (True, "最后核对2026-11-23")


@pytest.mark.parametrize(
    ("texts", "field"), [({"name": ""}, "name"), ({"phone": ""}, "phone"), ({"phone": "问村长"}, "phone")]
)
def test_a_contact_without_name_or_number_is_refused_at_its_field(session, texts, field):
    with pytest.raises(Refused) as refused:
        directory.save(session, SCHOOL | texts)
    assert refused.value.field == field
    row = directory.save(session, SCHOOL).id
    with pytest.raises(Refused) as refused:
        directory.save(session, texts, row)
    assert refused.value.field == field


def test_an_urgent_one_goes_to_who_always_answers(session):
    directory.save(session, STATION)
    assert names(session, "紧急", NIGHT)[:2] == [("120急救", "120"), ("110报警", "110")]


def test_at_night_only_who_answers_at_night_is_proposed_with_that_number(session):
    directory.save(session, SCHOOL)
    directory.save(session, STATION)
    assert names(session, "一般", NOON)[:2] == [
        ("石桥小学", "0990-1000001"),
        ("云溪镇社工站", "0990-1000002"),
    ]
    night = names(session, "一般", NIGHT)
    assert ("石桥小学", "0990-1000001") not in night
    assert ("云溪镇社工站", "10400000002") in night


def test_a_small_child_is_not_sent_to_the_youth_line_and_every_proposal_says_why(session):
    directory.save(session, {"name": "市12355", "kind": "青少年服务台", "phone": "12355", "hours": "全天"})
    assert ("市12355", "12355") in names(session, "一般", NOON)
    assert ("市12355", "12355") not in names(session, "一般", NOON, age=4)
    for urgency in ("紧急", "加急", "一般"):
        assert all(one.why for one in directory.propose(session, urgency, None, NIGHT, in_school=False))


def test_of_several_the_one_of_this_place_comes_first_and_says_so(session):
    for name, area in (("甲县社工站", "别的镇"), ("云溪镇社工站", "云溪镇"), ("乙县社工站", "")):
        directory.save(session, {"name": name, "kind": "社工站", "phone": "0990-1000002", "area": area})
    found = directory.propose(session, "一般", 10, NOON, in_school=False)
    assert (found[0].entry.name, found[0].why.partition("；")[0]) == ("云溪镇社工站", "管云溪镇")
    elsewhere = directory.propose(session, "一般", 10, NOON, in_school=False, place="别的镇石桥村")
    assert elsewhere[0].entry.name == "甲县社工站"


def test_at_spring_festival_who_is_closed_is_not_proposed(session):
    directory.save(session, SCHOOL)
    eve = datetime(2027, 2, 5, 12, tzinfo=UTC)
    assert ("石桥小学", "0990-1000001") not in names(session, "一般", eve)


def test_on_a_holiday_the_holiday_number_is_the_one(session):
    directory.save(session, STATION | {"night_phone": "", "holiday_phone": "10400000009"})
    eve = datetime(2027, 2, 5, 12, tzinfo=UTC)
    assert ("云溪镇社工站", "10400000009") in names(session, "一般", eve)


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in (
        ("云溪镇服务机构通讯录",),
        ("序号", "单位名称", "联系电话", "机构类型", "夜间电话", "核对日期"),
        *rows,
    ):
        book.active.append(row)
    book.save(path)
    return path


def test_contacts_come_in_from_a_workbook_as_one_entry_and_every_row_is_told(session, tmp_path):
    path = workbook(
        tmp_path / "通讯录.xlsx",
        (1, "石桥小学", "0990-1000001", "学校", None, "2026-11-01"),
        (2, "县未保中心", "0990-1000003", "未保站", "10400000003", "去年"),
        (3, "没有电话的", None, "学校", None, None),
        (4, None, "0990-1000004", "学校", None, None),
        (5, "石桥小学", "0990-1000001", "学校", None, None),
        (6, "奇怪机构", "0990-1000005", "不知道", None, None),
    )
    taken = directory_import.look(session, path)
    assert [one["name"] for one in taken.add] == ["石桥小学", "县未保中心", "奇怪机构"]
    assert (taken.same, [row for row, _ in taken.left]) == (1, [5, 6])
    entry = directory_import.apply(session, taken).entry
    own = {one.name: one for one in directory.entries(session) if one.id}
    assert (own["石桥小学"].kind, own["石桥小学"].verified) == ("学校", True)
    assert (own["县未保中心"].kind, own["县未保中心"].night_phone) == ("未保中心", "10400000003")
    assert own["奇怪机构"].kind == "其他"
    again = directory_import.look(session, path)
    assert (len(again.add), again.same) == (0, 4)
    with pytest.raises(Refused, match="没有新的"):
        directory_import.apply(session, again)
    history.apply_undo(session, entry)
    assert not [one for one in directory.entries(session) if one.id]


def test_a_workbook_without_both_columns_is_refused_with_the_next_step(session, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(("姓名", "年龄"))
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(Refused, match="名称"):
        directory_import.look(session, tmp_path / "x.xlsx")


# ── messy workbooks ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0990-1000001", ("0990-1000001", "", "", ())),
        ("110", ("110", "", "", ())),
        ("0990-1000001/10400000003", ("0990-1000001", "", "", ("10400000003",))),
        ("0990-1000001（夜间10400000003）", ("0990-1000001", "10400000003", "", ())),
        ("0990-100、夜间：10400000003、节假日1040009", ("0990-100", "10400000003", "1040009", ())),
        ("10400000003（24小时值班）\n0990-1000001(白天)", ("0990-1000001", "10400000003", "", ())),
        ("10400000003（夜间）", ("10400000003", "10400000003", "", ())),
        ("0990-1000001转802", ("0990-1000001转802", "", "", ())),
        ("没有", ("", "", "", ())),
    ],
)  # fmt: skip
def test_several_numbers_in_one_cell_are_each_for_their_hour(text, told):
    found = contact.numbers(text)
    assert (found.phone, found.night, found.holiday, found.more) == told


def messy(path):
    """Two rows of heads with joined cells, a name over two rows, several numbers in one cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("云溪镇未成年人保护服务机构通讯录", *[None] * 7),
        ("填表：云溪镇  2026年11月", *[None] * 7),
        ("序号", "机构名称\n（全称）", "联 系 电 话", None, None, "机构类型", "负责人", "备注"),
        (None, None, "白天", "夜间", "节假日", None, None, None),
        (1, "石桥小学", "0990-1000001", None, "10400000009", "学校", "李老师", None),
        (2, "云溪镇社工站", "0990-1000002、0990-1000012", "10400000002", None, "社工站", "王芳", "二楼"),
        (3, "县未保中心", "0990-1000003（夜间10400000003）", None, None, "未保站", "刘敏", None),
        (None, None, "0990-1000013", None, None, "未保站", "赵强", None),
        ("说明：电话有变请告诉镇民政办", *[None] * 7),
    ):
        sheet.append(row)
    for cells in ("A1:H1", "A2:H2", "A3:A4", "B3:B4", "C3:E3", "F3:F4", "G3:G4", "H3:H4", "B7:B8"):
        sheet.merge_cells(cells)
    book.save(path)
    return path


def test_a_messy_workbook_comes_in_and_comes_in_again_as_the_same(session, tmp_path):
    path = messy(tmp_path / "通讯录.xlsx")
    taken = directory_import.look(session, path)
    assert [(one["name"], one["phone"]) for one in taken.add] == [
        ("石桥小学", "0990-1000001"), ("云溪镇社工站", "0990-1000002"), ("县未保中心", "0990-1000003"),
        ("县未保中心", "0990-1000013"),
    ]  # fmt: skip
    school, station, centre, _ = taken.add
    assert (school["holiday_phone"], school["person"], "night_phone" in school) == (
        "10400000009",
        "李老师",
        False,
    )
    assert (station["night_phone"], station["note"]) == ("10400000002", "二楼；另有电话0990-1000012")
    assert (centre["night_phone"], centre["kind"]) == ("10400000003", "未保站")
    assert taken.left == ()
    directory_import.apply(session, taken)
    again = directory_import.look(session, path)
    assert (again.add, again.change, again.same) == ((), (), 4)
    night = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert ("县未保中心", "10400000003") in names(session, "一般", night)


def test_a_new_number_of_a_known_place_changes_it_and_what_the_list_leaves_out_stays(session, tmp_path):
    first = workbook(
        tmp_path / "1.xlsx", (1, "石桥小学", "0990-1000001", "学校", "10400000001", "2026-11-01")
    )
    directory_import.apply(session, directory_import.look(session, first))
    newer = workbook(tmp_path / "2.xlsx", (1, "石桥小学", "0990-1000099", None, None, "2026-11-20"))
    taken = directory_import.look(session, newer)
    assert (taken.add, [dict(texts) for _, texts in taken.change]) == (
        (), [{"phone": "0990-1000099", "checked_on": "2026-11-20"}],
    )  # fmt: skip
    entry = directory_import.apply(session, taken).entry
    [own] = [one for one in directory.entries(session) if one.id]
    assert (own.phone, own.night_phone, own.kind) == ("0990-1000099", "10400000001", "学校")
    history.apply_undo(session, entry)
    [own] = [one for one in directory.entries(session) if one.id]
    assert own.phone == "0990-1000001"
