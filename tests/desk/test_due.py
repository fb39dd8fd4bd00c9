"""What is due: the date that the last visit named, the clocks of referrals; late ones first."""

from __future__ import annotations

from datetime import date

import pytest

from childdesk.desk import children, due, records
from childdesk.domain.privacy import SEALED
from tests.desk.made import TODAY, child, session_in, visit


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def kinds(session, on=None, days=0):
    return [(item.kind, item.due, item.days_late) for item in due.due(session, on, days)]


def refer(session, whose, day, **texts):
    return records.add(session, "referral", {"child": whose, "date": day, "reason": "要看病"} | texts).id


def test_the_next_date_of_the_last_visit_counts(session):
    row = child(session, "周小禾", risk="绿")
    visit(session, row, "2026-09-01", next_date="2026-10-01")
    visit(session, row, "2026-11-01", next_date="2026-11-20")
    assert kinds(session) == [("visit", "2026-11-20", 3)]
    visit(session, row, "2026-11-22")
    assert kinds(session) == []


@pytest.mark.parametrize(("days", "seen"), [(0, 0), (9, 0), (10, 1)])
def test_what_is_not_yet_due_is_seen_as_far_ahead_as_asked(session, days, seen):
    visit(session, child(session, "周小禾", risk="绿"), "2026-11-01", next_date="2026-12-03")
    assert len(due.due(session, days=days)) == seen


def test_another_day_as_today_moves_today_and_nothing_else(session):
    visit(session, child(session, "周小禾", risk="绿"), "2026-11-01", next_date="2026-12-03")
    assert kinds(session, date(2026, 12, 5)) == [("visit", "2026-12-03", 2)]
    assert kinds(session, TODAY) == []


def test_a_closed_file_asks_for_nothing(session):
    row = child(session, "周小禾", risk="绿")
    visit(session, row, "2026-11-01", next_date="2026-11-20")
    children.close(session, row, "随父母生活")
    assert kinds(session) == []


def test_a_withdrawn_visit_gives_way_to_the_one_before(session):
    row = child(session, "周小禾", risk="绿")
    visit(session, row, "2026-11-01", next_date="2026-11-20")
    last = visit(session, row, "2026-11-10", next_date="2026-12-20")
    assert kinds(session) == []
    records.withdraw(session, "visit", last, "写错")
    assert kinds(session) == [("visit", "2026-11-20", 3)]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"state": "草稿", "urgency": "紧急"}, ("referral.leave", "2026-11-10", 13)),
        ({"state": "已转出", "urgency": "加急"}, ("referral.accept", "2026-11-13", 10)),
        ({"state": "已转出", "urgency": "一般"}, ("referral.accept", "2026-11-17", 6)),
        ({"state": "已接收", "accepted_on": "2026-10-20"}, ("referral.answer", "2026-11-19", 4)),
        ({"state": "服务中", "next_date": "2026-11-21"}, ("referral.follow_up", "2026-11-21", 2)),
        (
            {"state": "已反馈", "answered_on": "2026-11-15", "look_1_on": "2026-11-20"},
            ("referral.close", "2026-11-22", 1),
        ),
        ({"state": "拒绝", "consent": "拒绝"}, ("referral.again", "2026-11-17", 6)),
    ],
)
def test_an_open_referral_has_the_clock_of_its_state(session, texts, told):
    refer(session, child(session, "周小禾", risk="绿"), "2026-11-10", **texts)
    assert told in kinds(session)


def test_a_closed_referral_has_none(session):
    refer(session, child(session, "周小禾", risk="绿"), "2026-11-10", state="结案", close_reason="误报")
    assert kinds(session) == []


def test_the_latest_comes_first(session):
    one, other = child(session, "周小禾", risk="绿"), child(session, "王梓涵", birth="2015-01-01", risk="绿")
    visit(session, one, "2026-11-01", next_date="2026-11-20")
    visit(session, other, "2026-10-01", next_date="2026-11-02")
    items = due.due(session)
    assert [item.days_late for item in items] == [21, 3]
    assert due.names(session, items) == {one: "周小禾", other: "王梓涵"}


def test_without_the_right_a_referral_says_only_that_there_is_one(session):
    refer(session, child(session, "周小禾", risk="绿"), "2026-11-10", state="已转出", urgency="紧急")
    without = session_in(session.ledger.home, s3=False)
    [item] = [one for one in due.due(without) if one.kind.startswith("referral")]
    assert item.reason == SEALED
    without.ledger.close()
