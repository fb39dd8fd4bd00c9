"""The month of visits: who gets a day where there are more doors than room, and which days are left free."""

from __future__ import annotations

from datetime import date

import pytest

from childdesk.desk import cadences, planning
from childdesk.domain.cadence import BY_COLOUR
from tests.desk import made

ROOM = 1


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def placed(session, year=2026, month=11):
    """Child's name → day."""
    days = planning.month(session, year, month).days
    return {kid.name: day.kind.day for day in days for stop in day.stops for kid in stop.kids}


def test_where_a_month_has_not_room_for_all_a_red_child_stands_before_greens_late_for_longer(session):
    cadences.begin(session, BY_COLOUR, 0, ROOM, "")
    for number in range(8):
        green = made.child(session, f"绿{number}", risk="绿", categories="")
        made.visit(session, green, "2026-02-02")
    red = made.child(session, "周小禾", risk="红", categories="")
    made.visit(session, red, "2026-11-10")
    found = placed(session)
    assert planning.month(session, 2026, 11).left
    assert found["周小禾"] == min(found.values())


def test_a_market_day_is_left_free_while_another_day_will_do(session):
    market = "公历逢4、5、6、7"
    kid = made.child(session, "周小禾", risk="红", categories="")
    made.visit(session, kid, "2026-11-18")
    cadences.begin(session, BY_COLOUR, 0, ROOM, "")
    before = placed(session, 2026, 11) | placed(session, 2026, 12)
    at = before["周小禾"]
    cadences.set_market(session, f"公历{at.day}日")
    after = placed(session, 2026, 11) | placed(session, 2026, 12)
    assert at > date(2026, 11, 23)
    assert after["周小禾"] != at
    cadences.set_market(session, market)
    assert not cadences.calendar(session).day((placed(session) | placed(session, 2026, 12))["周小禾"]).market
