"""What waits for a person: every value with who and when, masked apart, settled by an ordinary change."""

from __future__ import annotations

import shutil

import pytest

from childdesk.desk import conflicts, records
from childdesk.domain.change import ALIVE
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.domain.privacy import SEALED
from childdesk.store import checking, journal, reader
from tests.desk.made import NUMBER, PERSON, child, session_in, visit

OTHER = NUMBER[:-3] + "119"


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def torn(session, row, key, *values, record="child"):
    """One field written by several forms that had seen the same."""
    base = session.ledger.writer.state(record, row).base(key)
    for value in values:
        session.ledger.writer.write("edit", session.person, [Set(record, row, key, value, base)])
    [one] = [one for one in conflicts.waiting(session) if one.row == row]
    return one


def now(session, row, key, record="child"):
    return (reader.get(session.ledger.connection, record, row) or {}).get(key)


def test_every_value_stands_with_its_writer_and_what_was_before(session):
    row = child(session, "周小禾", school="中心小学")
    one = torn(session, row, "school", "镇中学", "教学点")
    assert (one.field, one.label, one.base) == ("child.school", "学校", "中心小学")
    assert [(value.value, value.person) for value in one.values] == [("镇中学", PERSON), ("教学点", PERSON)]
    assert len(one.id) == 32


@pytest.mark.parametrize(
    ("how", "school"),
    [
        ({"take": 1}, "镇中学"),
        ({"take": 2}, "教学点"),
        ({"value": "第三个"}, "第三个"),
        ({"side": "mine"}, "镇中学"),
    ],
)
def test_it_is_settled_by_number_by_side_or_by_another_word(session, how, school):
    row = child(session, "周小禾", school="中心小学")
    one = torn(session, row, "school", "镇中学", "教学点")
    assert conflicts.resolve(session, one.id[:8], **how)
    assert now(session, row, "school") == school
    assert conflicts.waiting(session) == []


def test_ours_and_theirs_are_told_apart(tmp_path, session):
    row = child(session, "周小禾", school="中心小学")
    session.ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(session.ledger.home, tmp_path / "other")
    other = session_in(tmp_path / "other")
    other.ledger.new_incarnation()
    records.edit(session, "child", row, {"school": "镇中学"})
    records.edit(other, "child", row, {"school": "教学点"})
    session.ledger.writer.receive(journal.everything(other.ledger.connection))
    [one] = conflicts.waiting(session)
    assert {value.value: value.own for value in one.values} == {"镇中学": True, "教学点": False}
    conflicts.resolve(session, one.id, side="theirs")
    assert now(session, row, "school") == "教学点"
    other.ledger.writer.receive(journal.everything(session.ledger.connection))
    assert conflicts.waiting(other) == []
    assert now(other, row, "school") == "教学点"
    other.ledger.close()


def test_a_side_that_wrote_nothing_and_one_that_wrote_several_are_said(tmp_path, session):
    row = child(session, "周小禾", school="中心小学")
    one = torn(session, row, "school", "镇中学", "教学点")
    with pytest.raises(Refused, match="都是本机写的，没有对方的"):
        conflicts.resolve(session, one.id, side="theirs")
    with pytest.raises(Refused, match="没有第3个，只有2个可选"):
        conflicts.resolve(session, one.id, take=3)
    conflicts.resolve(session, one.id, take=1)
    session.ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(session.ledger.home, tmp_path / "other")
    other = session_in(tmp_path / "other")
    other.ledger.new_incarnation()
    torn(other, row, "school", "乙校", "丙校")
    session.ledger.writer.receive(journal.everything(other.ledger.connection))
    [one] = conflicts.waiting(session)
    with pytest.raises(Refused, match="都不是本机写的"):
        conflicts.resolve(session, one.id, side="mine")
    with pytest.raises(Refused, match="对方有好几个写法"):
        conflicts.resolve(session, one.id, side="theirs")
    assert len(conflicts.waiting(session)) == 1
    other.ledger.close()


def test_a_mask_hides_no_place_in_which_two_numbers_differ(session):
    row = child(session, "周小禾")
    one = torn(session, row, "id_number", NUMBER, OTHER)
    shown = [value.value for value in one.values]
    assert len(set(shown)) == 2
    assert all("*" in word for word in shown)
    different = [at for at in range(18) if NUMBER[at] != OTHER[at]]
    assert [shown[0][at] for at in different] == [NUMBER[at] for at in different]


def test_sealed_values_wait_only_for_those_who_may_see_them_and_are_not_shown(session):
    row = visit(session, child(session, "周小禾"), "2026-11-20", mind="怕黑")
    one = torn(session, row, "mind", "夜里哭", "好些了", record="visit")
    assert {value.value for value in one.values} == {SEALED}
    without = session_in(session.ledger.home, s3=False)
    assert conflicts.waiting(without) == []
    with pytest.raises(Refused, match="没有找到"):
        conflicts.resolve(without, one.id, take=1)
    without.ledger.close()


@pytest.fixture
def withdrawn_and_edited(session):
    """A record withdrawn by somebody who had not seen the latest edit."""
    row = child(session, "周小禾")
    seen = journal.seen(session.ledger.connection, "child", row)
    records.edit(session, "child", row, {"note": "看病去了"})
    mark = {"alive": False, "reason": "重复", "seen": seen}
    session.ledger.writer.write("withdraw_child", session.person, [Set("child", row, ALIVE, mark, ())])
    [one] = conflicts.waiting(session)
    return row, one


@pytest.mark.parametrize(("take", "stays"), [(1, False), (2, True)])
def test_a_withdrawal_against_an_edit_can_be_settled_both_ways(session, withdrawn_and_edited, take, stays):
    row, one = withdrawn_and_edited
    assert (one.label, [value.value for value in one.values]) == ("撤回与修改", ["撤回", "留着"])
    conflicts.resolve(session, one.id, take=take)
    assert (now(session, row, "note") is not None) == stays
    assert conflicts.waiting(session) == []
    assert checking.check(session.ledger.connection) == []


def test_another_word_is_none_for_a_withdrawal(session, withdrawn_and_edited):
    with pytest.raises(Refused, match="只能选一个"):
        conflicts.resolve(session, withdrawn_and_edited[1].id, value="也许")


@pytest.mark.parametrize("how", [{"take": 9}, {"side": "theirs"}, {"value": "12345"}])
def test_a_choice_that_is_none_is_refused_and_it_still_waits(session, how):
    row = child(session, "周小禾")
    one = torn(session, row, "id_number", NUMBER, OTHER)
    with pytest.raises(Refused):
        conflicts.resolve(session, one.id, **how)
    assert [waiting.id for waiting in conflicts.waiting(session)] == [one.id]


def test_conflicts_in_what_only_a_newer_program_knows_are_left_to_it(session):
    row = new_id()
    session.ledger.connection.execute("INSERT INTO conflict VALUES ('robot', ?, 'wheels')", (row,))
    session.ledger.connection.commit()
    assert conflicts.waiting(session) == []


def test_a_deputy_does_not_settle_who_may_do_what(session):
    row = new_id()
    values = {"name": "李副", "role": "副手", "s3": "否", "active": "是"}
    session.ledger.writer.write("add_person", session.person, [New("person", row, values)])
    one = torn(session, row, "role", "主任", "审计员", record="person")
    deputy = session_in(session.ledger.home, role="副手")
    with pytest.raises(Refused, match="不能管人员"):
        conflicts.resolve(deputy, one.id, take=1)
    deputy.ledger.close()
