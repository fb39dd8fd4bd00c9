"""The village roster: one row a child on its day, checked, masked where asked, its export noted."""

from __future__ import annotations

from datetime import date, timedelta

import openpyxl
import pytest

from childdesk.desk import children, records, reports, village_roster
from childdesk.desk.leaving import Terms
from childdesk.desk.report_view import Asked
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.store import access
from childdesk.store.snapshot import Snapshot
from tests.desk.made import NOW, NUMBER, TODAY, child, session_in, visit

HEADERS = [column.header for column in village_roster.COLUMNS]


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def row_of(session, on=TODAY, until=None):
    sheet = village_roster.sheet(session, Snapshot(session.ledger.connection, on, until))
    return [dict(zip(HEADERS, row, strict=True)) for row in sheet.rows]


def test_a_row_holds_the_child_its_guardian_its_absent_parents_and_its_last_visit(session):
    row = child(
        session, "周小禾", id_number=NUMBER, left_type="父母双方外出务工", school="中心小学", grade="三年级"
    )
    records.add(
        session, "guardian", {"child": row, "name": "王秀英", "relation": "祖母", "phone": "13800001111"}
    )
    records.add(
        session, "father", {"child": row, "name": "周建军", "work_place": "宁波", "phone": "13900002222"}
    )
    visit(session, row, "2026-10-01", living="旧的")
    visit(session, row, "2026-11-20", living="床铺整洁")
    [told] = row_of(session)
    assert told["姓名"] == "周小禾"
    assert told["身份证号码"] == NUMBER
    assert (told["年龄"], told["性别"], told["儿童类别"]) == (9, "女", "留守儿童")
    assert (told["监护人姓名"], told["监护关系"], told["监护人电话"]) == ("王秀英", "祖母", "13800001111")
    assert (told["外出务工家长"], told["家长电话"], told["务工地址"]) == ("周建军", "13900002222", "宁波")
    assert (told["最近走访"], told["走访记录"]) == ("2026-11-20", "床铺整洁")


def test_a_closed_child_is_not_on_it_from_its_day_on(session):
    row = child(session, "周小禾")
    children.close(session, row, "随父母生活", "2026-11-20")
    assert row_of(session) == []
    assert len(row_of(session, date(2026, 11, 19))) == 1


def test_as_of_a_past_day_it_is_what_was_known_then(session):
    row = child(session, "周小禾", phone="13800001111")
    later = session_in(session.ledger.home, SetClock(NOW + timedelta(days=30)))
    records.edit(later, "child", row, {"name": "王梓涵", "live_address": "镇上"})
    child(later, "后来的", birth="2015-01-01")
    then = row_of(later, TODAY, TODAY)
    assert [(told["姓名"], told["现住址"]) for told in then] == [("周小禾", "云溪镇河湾村3组12号")]
    assert len(row_of(later, later.today)) == 2
    later.ledger.close()


def test_its_checks_name_the_children_behind_a_broken_one(session):
    whole = child(session, "周小禾", id_number=NUMBER)
    without = child(session, "毛毛", birth="", sex="")
    sheet = village_roster.sheet(session, Snapshot(session.ledger.connection, TODAY))
    told = {check.rule: (check.holds, check.children) for check in sheet.checks}
    assert told["每人都有身份证号"] == (False, (without,))
    assert told["每人都有性别"] == (False, (without,))
    assert told["证件号没有重复"] == (True, ())
    assert told["男＋女＋未采集＝总人数"][0]
    assert whole in sheet.children


def test_a_written_roster_opens_and_its_export_is_noted_with_its_purpose(tmp_path, session):
    child(session, "周小禾", id_number=NUMBER, phone="13800001111")
    terms = Terms(recipient="云溪镇民政办", purpose="季报")
    made = reports.make(session, Asked("village-roster"), tmp_path / "a.xlsx", terms)
    cells = [cell.value for line in openpyxl.load_workbook(made.path).active for cell in line]
    assert NUMBER in cells
    assert made.rows == 1
    assert made.holds["id"] == 1
    [line] = access.lines(session.ledger.connection)
    assert (line.act, line.record, line.reason) == ("export", "village-roster", "季报")
    assert "民政办" in line.fields


def test_a_masked_roster_holds_no_whole_number(tmp_path, session):
    child(session, "周小禾", id_number=NUMBER)
    reports.make(session, Asked("village-roster"), tmp_path / "a.xlsx", Terms("部分遮盖"))
    cells = [str(c.value) for line in openpyxl.load_workbook(tmp_path / "a.xlsx").active for c in line]
    assert NUMBER not in cells
    assert "9901**********0326" in cells


@pytest.mark.parametrize(
    ("name", "as_of", "sentence"),
    [("cake", None, "没有叫"), ("village-roster", date(2026, 11, 24), "还没到")],
)
def test_what_cannot_be_made_leaves_no_file_and_no_note(tmp_path, session, name, as_of, sentence):
    with pytest.raises(Refused, match=sentence):
        reports.make(session, Asked(name, as_of=as_of), tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    assert access.lines(session.ledger.connection) == []


def test_a_deputy_takes_nothing_out(tmp_path):
    session = session_in(tmp_path / "home", role="副手")
    with pytest.raises(Refused, match="不能导出"):
        reports.make(session, Asked("village-roster"), tmp_path / "a.xlsx")
    session.ledger.close()
