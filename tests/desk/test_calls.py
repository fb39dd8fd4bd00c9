"""The evening round: whom a call helps and why, what is written down, the number, the next good hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from childdesk.desk import cadences, calls, drafting, due, file, history, records
from childdesk.desk.calls import AGREED, AWAY, DUE, HOMECOMING, TALK, Said
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.store import access, reader
from tests.desk import made


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def day(back):
    return (made.TODAY - timedelta(back)).isoformat()


def family(session, name, **texts):
    """A child whose father is away, with his telephone."""
    child = made.child(session, name, **{"risk": "绿", **texts})
    made.visit(session, child, day(10))
    father = records.add(session, "father", {"child": child, "name": "周建军"}).id
    records.add(session, "absence", {"child": child, "holder": father, "begins": "2026-02-20"})
    phone = {"child": child, "holder": father, "number": "10400001234", "best_hour": "晚上9点"}
    return child, father, records.add(session, "phone", phone).id


def whom(session):
    return {call.child: call for call in calls.round_of(session)}


def tasks(session, child):
    return [raw for _, raw in reader.about(session.ledger.connection, "task", [child]).get(child, ())]


def test_parents_who_were_long_not_heard_of_are_called_and_those_of_yesterday_are_not(session):
    long, _, _ = family(session, "周一", last_contact=day(12))
    never, _, _ = family(session, "周二")
    fresh, _, _ = family(session, "周三", last_contact=day(2))
    home = made.child(session, "周四", risk="绿")
    made.visit(session, home, day(10))
    found = whom(session)
    assert found[long].why == ((TALK, "上次联系11月11日"),)
    assert found[never].why == ((TALK, "还没问过父母多久联系一次"),)
    assert fresh not in found
    assert home not in found


def test_a_call_stands_in_for_a_visit_only_where_the_colour_allows_it(session):
    blue = made.child(session, "周蓝", risk="蓝", categories="")
    yellow = made.child(session, "周黄", risk="黄", categories="")
    for child, back in ((blue, 28), (yellow, 13)):
        made.visit(session, child, day(back))
    found = whom(session)
    assert found[blue].kinds == {DUE}
    assert yellow not in found
    calls.save(session, blue, Said(words="都好"))
    assert blue not in whom(session)
    assert cadences.some(session, [blue])[blue].base == made.TODAY.toordinal()


def test_nobody_met_is_called_to_make_a_day(session):
    child = made.child(session, "周一", risk="红", categories="")
    made.visit(session, child, day(5))
    made.visit(session, child, day(1), nobody_home="是")
    assert whom(session)[child].why == ((AWAY, "昨天去过，没见到人，先约时间"),)


def test_before_new_year_those_are_asked_who_did_not_say_when_they_come(tmp_path):
    session = made.session_in(tmp_path / "home", SetClock(datetime(2027, 1, 4, 1, tzinfo=UTC)))
    child, father, _ = family(session, "周一", last_contact="2027-01-03")
    made.visit(session, child, "2027-01-02")
    assert whom(session)[child].kinds == {HOMECOMING}
    assert any("哪天到家过年" in line for line in calls.script(session, whom(session)[child]))
    calls.save(session, child, Said(words="腊月二十到家", home={father: ("2027-1-28", "2027-2-16")}))
    [raw] = [one for _, one in reader.everyone(session.ledger.connection, "homecoming")]
    assert (raw["holder"], raw["begins"], raw["ends"]) == (father, "2027-01-28", "2027-02-16")
    assert child not in whom(session)
    session.ledger.close()


def test_one_call_is_one_entry_with_the_visit_the_number_the_contact_and_the_next_call(session):
    child, _, phone = family(session, "周一", last_contact=day(12))
    drafting.keep(session, calls.PAGE, child, {"words": "说"})
    saved = calls.save(
        session, child, Said(number=phone, words="爸爸说下月回来", contact="昨天", again="11-27", hour="中午")
    )
    [visit] = [one for _, one in reader.about(session.ledger.connection, "visit", [child])[child] if
               one["visit_type"] == "电话走访"]  # fmt: skip
    assert visit["findings"] == "爸爸说下月回来"
    raw = reader.get(session.ledger.connection, "phone", phone)
    assert (raw["best_hour"], raw["state"], raw["checked_on"]) == ("中午", "可用", "2026-11-23")
    assert reader.get(session.ledger.connection, "child", child)["last_contact"] == day(1)
    [task] = tasks(session, child)
    assert (task["due"], task["title"]) == ("2026-11-27", "再打一次电话，中午方便")
    assert drafting.waiting(session) == []
    assert child not in whom(session), "called today"
    history.apply_undo(session, saved.entry)
    assert tasks(session, child) == []
    assert whom(session)[child].kinds == {TALK}


def test_who_did_not_answer_is_called_again_tomorrow_and_stays_last_today(session):
    child, _, phone = family(session, "周一", last_contact=day(12))
    other, _, _ = family(session, "周二", last_contact=day(12))
    calls.save(session, child, Said(result="没人接", number=phone, hour="晚上9点"))
    assert [(call.child, call.tried) for call in calls.round_of(session)] == [
        (other, ""),
        (child, "明天再打"),
    ]
    assert reader.get(session.ledger.connection, "phone", phone)["checked_on"] is None
    assert [one.kind for one in due.due(session, days=1) if one.child == child and one.kind == "task"]
    session.clock.moment += timedelta(days=1)
    assert calls.round_of(session)[0].child == child
    assert calls.round_of(session)[0].why[0] == (AGREED, "11月23日没人接，晚上9点方便")
    calls.save(session, child, Said(number=phone, words="通了"))
    assert {raw["state"] for raw in tasks(session, child)} == {"已办"}


def test_a_wrong_number_is_marked_and_no_visit_is_written(session):
    child, _, phone = family(session, "周一", last_contact=day(12))
    before = file.file(session, child).visits
    calls.save(session, child, Said(result="空号", number=phone))
    assert file.dialling(session, child)[0].state == "空号"
    assert file.file(session, child).visits == before
    assert tasks(session, child) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(), "words"),
        (Said(result="也许"), "result"),
        (Said(words="好", again="2026-11-20"), "again"),
        (Said(words="好", again="11-31"), "again"),
        (Said(words="好", contact="2027-01-01"), "last_contact"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(session, said, field):
    child, _, _ = family(session, "周一")
    before = reader.count(session.ledger.connection, "visit")
    with pytest.raises(Refused) as refused:
        calls.save(session, child, said)
    assert refused.value.field == field
    assert reader.count(session.ledger.connection, "visit") == before


def test_seeing_the_numbers_is_noted(session):
    child, father, phone = family(session, "周一")
    opened = calls.opened(session, whom(session)[child])
    assert [(one.row, one.whose, one.number, one.hour) for one in opened.numbers] == [
        (phone, "周建军", "10400001234", "晚上9点")
    ]
    assert opened.parents == ((father, "父亲"),)
    assert opened.script[0] == "您好，我是云溪镇河湾村的儿童主任陈桂兰，想问问周一的情况"
    assert access.lines(session.ledger.connection, 1)[0].reason == "打电话"
