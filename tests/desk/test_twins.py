"""Two villages' files of one child: found, joined with both histories, or told apart for good."""

from __future__ import annotations

import pytest

from childdesk.desk import conflicts, records, today, torn, twins, villages
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made, paired


@pytest.fixture
def session(tmp_path):
    opened = paired.desk(tmp_path / "town", paired.TOWN)
    villages.take_in(opened, villages.look(opened, "990101001001 河湾村\n990101001002 石桥村"))
    yield opened
    opened.ledger.close()


def child(session, unit, **about):
    values = {"name": "林小舟", "sex": "女", "birth": "2016-03-02", "unit": unit} | about
    ops, row = records.creation(session, "child", values, source="")
    session.ledger.writer.write("import", session.person, ops)
    return row


@pytest.fixture
def pair(session):
    first, second = child(session, paired.ONE, school="甲校"), child(session, paired.TWO, school="乙校")
    records.add(session, "visit", {"child": second, "date": "2026-11-02", "visit_type": "日常走访"})
    return first, second


def question(session):
    (case,) = torn.cases(session)
    (asked,) = case.questions
    return asked


def test_files_of_one_child_in_two_villages_stand_side_by_side_and_become_one(session, pair):
    asked = question(session)
    assert {side.where for side in asked.sides} == {"河湾村的档案", "石桥村的档案"}
    assert all("林小舟，女，2016-03-02" in side.value for side in asked.sides)
    assert torn.theirs(torn.cases(session)) == {}, "never in bulk"
    keep = next(side.number for side in asked.sides if side.where == "河湾村的档案")
    torn.settle(session, {asked.id: conflicts.Taken(number=keep)})
    (left,) = dict(reader.everyone(session.ledger.connection, "child"))
    assert left == pair[0]
    visits = [raw["child"] for _, raw in reader.everyone(session.ledger.connection, "visit")]
    assert visits == [pair[0]]
    assert torn.cases(session) == []


def test_who_is_said_not_to_be_one_is_not_asked_again(session, pair):
    asked = question(session)
    torn.settle(session, {asked.id: conflicts.Taken(value=twins.NOT_ONE)})
    assert torn.cases(session) == []
    assert len(dict(reader.everyone(session.ledger.connection, "child"))) == 2
    with pytest.raises(Refused, match="请选留哪一份"):
        twins.settle(session, asked.id, conflicts.Taken())


def test_two_of_one_village_twins_by_number_and_strangers_are_not_asked_about(session):
    child(session, paired.ONE, name="王大毛", birth="2015-01-01")
    child(session, paired.ONE, name="王大毛", birth="2015-01-01", school="乙校")
    child(session, paired.ONE, name="李同名", birth="2014-02-02", id_number=made.NUMBER)
    child(session, paired.TWO, name="张不同", birth="2012-05-06")
    assert twins.pairs(session) == []


def test_what_waits_for_a_decision_is_counted_on_today(session):
    row = child(session, paired.ONE)
    base = session.ledger.writer.state("child", row).base("school")
    for school in ("甲校", "乙校"):
        op = records.Set("child", row, "school", school, base)
        session.ledger.writer.write("edit", session.person, [op])
    assert today.today(session).torn == conflicts.count(session) == 1


def test_pairs_are_counted_with_what_waits_and_held_against_each_other_only_when_a_child_came_or_went(
    session, pair, monkeypatch
):
    assert today.today(session).torn == torn.count(session) == 1
    asked = []
    whole = twins.pairs
    monkeypatch.setattr(twins, "pairs", lambda one: asked.append(1) or whole(one))
    records.edit(session, "child", pair[0], {"village_group": "3组"})
    assert torn.count(session) == 1
    assert asked == []
    child(session, paired.TWO, name="林小舟")
    assert torn.count(session) == 2
    twins.settle(session, whole(session)[0].id, conflicts.Taken(value=twins.NOT_ONE))
    assert torn.count(session) == 1
    assert len(asked) == 2


def test_of_one_child_it_is_asked_quickly_whether_a_pair_with_it_waits(session, pair, monkeypatch):
    alone = child(session, paired.TWO, name="张不同", birth="2012-05-06")
    asked = question(session)
    monkeypatch.setattr(twins, "pairs", lambda _session: pytest.fail("all were held against each other"))
    assert [twins.waits(session, row) for row in (*pair, alone, "")] == [True, True, False, False]
    twins.settle(session, asked.id, conflicts.Taken(value=twins.NOT_ONE))
    assert not twins.waits(session, pair[0])


def test_the_badge_holds_the_pairs_that_were_counted_until_a_child_comes_or_goes(session, pair, monkeypatch):
    assert torn.known(session) == 0, "nothing has been counted yet"
    assert torn.count(session) == 1
    whole = twins.pairs
    monkeypatch.setattr(twins, "pairs", lambda _session: pytest.fail("counted for the badge"))
    records.edit(session, "child", pair[0], {"village_group": "3组"})
    assert torn.known(session) == 1
    child(session, paired.TWO, name="林小舟")
    assert torn.known(session) == 0, "an old number is not told"
    assert len(whole(session)) == torn.known(session) == 2
    twins.settle(session, whole(session)[0].id, conflicts.Taken(value=twins.NOT_ONE))
    assert torn.known(session) == 0
    assert len(whole(session)) == torn.known(session) == 1
