"""Whom to call: national numbers, own ones in their place, and which to try at this hour."""

from __future__ import annotations

from datetime import UTC, datetime

import openpyxl
import pytest

from childdesk.desk import directory, directory_import, history
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
