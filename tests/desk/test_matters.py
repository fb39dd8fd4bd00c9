"""Alarms, exits and tasks: they speak up by the facts, stay away once answered, and hide what shames."""

from __future__ import annotations

from datetime import date

import pytest

from childdesk.desk import children, due, records, tasks
from childdesk.domain.errors import Refused
from childdesk.domain.privacy import SEALED
from tests.desk import made


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def waiting(desk, on=None, days=0):
    return [(one.kind, one.due, one.days_late) for one in due.due(desk, on, days) if one.kind != "visit"]


def live_alone(desk, child, since="2026-11-20"):
    row = {"child": child, "place": "云溪镇河湾村3组", "with_whom": "独自居住", "begins": since}
    return records.add(desk, "residence", row).id


def away(desk, child, since, who="father"):
    holder = records.add(desk, who, {"child": child, "name": "周大"}).id
    records.add(desk, "absence", {"child": child, "holder": holder, "begins": since, "cross_county": "是"})
    return holder


@pytest.mark.parametrize(("birth", "heard"), [("2010-11-24", True), ("2010-11-23", False), ("", True)])
def test_nobody_under_sixteen_lives_alone_unheard(desk, birth, heard):
    live_alone(desk, made.child(desk, "周小禾", birth=birth))
    assert ("alarm.alone" in [kind for kind, _, _ in waiting(desk)]) is heard


@pytest.mark.parametrize(
    ("texts", "heard"),
    [
        ({"birth": "2018-11-24"}, True),
        ({"birth": "2018-11-23"}, False),
        (
            {
                "birth": "2012-01-01",
                "health": "残疾",
                "disability_type": "智力残疾",
                "disability_level": "三级",
            },
            True,
        ),
        ({"birth": "2012-01-01", "health": "重病"}, True),
        ({"birth": "2012-01-01", "health": "慢性病"}, False),
    ],
)
def test_under_eight_or_in_need_of_special_care_left_unattended(desk, texts, heard):
    child = made.child(desk, "周小禾", **texts)
    made.visit(desk, child, "2026-11-20", attended="否")
    assert ("alarm.unattended" in [kind for kind, _, _ in waiting(desk)]) is heard
    made.visit(desk, child, "2026-11-22", attended="是")
    assert "alarm.unattended" not in [kind for kind, _, _ in waiting(desk)]


def test_parents_both_away_without_anybody_entrusted_is_heard_until_somebody_is(desk):
    child = made.child(desk, "周小禾")
    away(desk, child, "2026-03-01")
    assert "alarm.entrust" not in [kind for kind, _, _ in waiting(desk)]
    away(desk, child, "2026-05-01", "mother")
    assert ("alarm.entrust", "2026-05-01", 206) in waiting(desk)
    texts = {"child": child, "name": "黄秀英", "relation": "祖母", "kind": "受委托照料人"}
    records.add(desk, "guardian", texts)
    assert "alarm.entrust" not in [kind for kind, _, _ in waiting(desk)]


@pytest.mark.parametrize(("contact", "heard"), [("2026-11-12", True), ("2026-11-13", False)])
def test_parents_out_of_contact_are_a_finding_of_the_visit_and_never_of_today(desk, contact, heard):
    child = made.child(desk, "周小禾", risk="绿", categories="")
    made.visit(desk, child, "2026-11-20", last_contact=contact)
    assert (("task", "2026-11-27", -4) in waiting(desk, days=7)) is heard
    assert (("task", "2026-11-27", 30) in waiting(desk, date(2026, 12, 27))) is heard


def test_a_release_is_said_sixty_thirty_and_seven_days_before_and_only_to_who_may_know(desk):
    child = made.child(desk, "周小禾")
    father = records.add(desk, "father", {"child": child, "name": "周大"}).id
    row = {
        "child": child,
        "holder": father,
        "state": "服刑在押",
        "begins": "2025-01-01",
        "ends": "2027-01-10",
    }
    records.add(desk, "parent_state", row)
    assert waiting(desk) == [("alarm.release", "2026-11-11", 12)]
    assert waiting(desk, date(2027, 1, 3)) == [("alarm.release", "2027-01-03", 0)]
    key = next(one.record for one in due.due(desk) if one.kind == "alarm.release")
    tasks.finish(desk, key=key)
    assert waiting(desk) == []
    assert waiting(desk, date(2026, 12, 11)) == [("alarm.release", "2026-12-11", 0)]
    without = made.session_in(desk.ledger.home, s3=False)
    items = [one for one in due.due(without, date(2026, 12, 11)) if one.kind != "visit"]
    assert [(one.kind, one.reason) for one in items] == [("alarm", SEALED)]
    without.ledger.close()


def test_sixteen_and_eighteen_are_seen_coming(desk):
    made.child(desk, "孙雨桐", birth="2010-12-03", risk="绿")
    made.child(desk, "孙困境", birth="2010-12-04", categories="困境儿童", risk="绿")
    made.child(desk, "孙成年", birth="2008-11-23", categories="困境儿童", risk="绿")
    assert waiting(desk) == [("exit.18", "2026-11-23", 0)]
    assert waiting(desk, days=30) == [("exit.18", "2026-11-23", 0), ("exit.16", "2026-12-03", -10)]


def test_an_alarm_is_done_put_off_or_dropped_and_comes_back_with_a_new_fact(desk):
    child = made.child(desk, "周小禾")
    row = live_alone(desk, child)
    key = f"alarm.alone:{row}"
    with pytest.raises(Refused):
        tasks.put_off(desk, "2026-11-25", "", key=key)
    entry = tasks.put_off(desk, "2026-11-25", "奶奶明天回来", key=key).entry
    assert entry
    assert waiting(desk) == []
    assert waiting(desk, days=2) == [("alarm.alone", "2026-11-25", -2)]
    task = next(one.record for one in due.due(desk, days=2) if one.kind == "alarm.alone")
    tasks.finish(desk, task, why="住到舅舅家了")
    assert waiting(desk, days=60) == []
    records.edit(desk, "residence", row, {"ends": "2026-11-21"})
    live_alone(desk, child, "2026-11-22")
    assert waiting(desk) == [("alarm.alone", "2026-11-22", 1)]
    with pytest.raises(Refused):
        tasks.finish(desk, key="alarm.alone:gone")


def test_a_task_waits_until_it_is_done(desk):
    child = made.child(desk, "周小禾", risk="绿")
    one = tasks.add(desk, "插座换好了没有", "2026-11-23", child=child, kind="隐患整改").id
    tasks.add(desk, "村里交月报", "2026-11-30")
    assert waiting(desk, days=7) == [("task", "2026-11-23", 0), ("task", "2026-11-30", -7)]
    tasks.finish(desk, one)
    assert waiting(desk, days=7) == [("task", "2026-11-30", -7)]
    with pytest.raises(Refused):
        tasks.add(desk, "过去的事", "2026-11-22")


def test_a_closed_file_raises_no_alarm(desk):
    child = made.child(desk, "周小禾")
    live_alone(desk, child)
    children.close(desk, child, "随父母生活")
    assert waiting(desk) == []
