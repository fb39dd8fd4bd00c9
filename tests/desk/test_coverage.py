"""How a month went, door by door and village by village, and the twelve months behind it."""

from __future__ import annotations

import pytest

from childdesk.desk import children, planning, records, township_board, villages
from tests.desk import made, paired

EARLIER, THIS = "2026-10-20", "2026-11-20"


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def family(session, *names, **texts):
    home = records.add(session, "household", {"head": "周大有"}).id
    return [made.child(session, name, household=home, **texts) for name in names]


def test_a_door_is_seen_once_every_child_behind_it_who_was_to_be_seen_was_met(session):
    one, two = family(session, "周小禾", "周小满")
    for kid in (one, two):
        made.visit(session, kid, EARLIER)
    assert planning.coverage(session).sentence == "本月应访1户，已访0户"
    made.visit(session, one, THIS)
    assert planning.coverage(session).sentence == "本月应访1户，已访0户"
    made.visit(session, two, THIS)
    assert planning.coverage(session).sentence == "本月应访1户，已访1户"


def test_who_is_not_due_this_month_does_not_count_and_who_was_met_all_the_same_does(session):
    rested = made.child(session, "吴思远", risk="绿", categories="")
    made.visit(session, rested, "2026-10-30")
    assert planning.coverage(session).sentence == "本月应访0户，已访0户"
    made.visit(session, rested, THIS)
    assert planning.coverage(session).sentence == "本月应访1户，已访1户"


def test_a_door_that_nobody_opened_was_not_seen_and_a_closed_file_is_not_to_be_seen(session):
    away, gone = made.child(session, "周小禾"), made.child(session, "吴思远")
    made.visit(session, away, THIS, nobody_home="是")
    assert planning.covered(session) == {"990101001001": (2, 0)}
    children.close(session, gone, "户籍迁出", on="2026-11-21")
    assert planning.covered(session) == {"990101001001": (1, 0)}
    found = planning.coverage(session)
    assert found.year == "这一年还没有走访"
    assert [month for month, _ in found.strip][::11] == ["2025-12", "2026-11"]


def test_the_strip_counts_visits_by_month_and_says_which_had_most(session):
    child = made.child(session, "周小禾")
    for day in (EARLIER, "2026-10-25", THIS, "2025-11-30"):
        made.visit(session, child, day)
    found = planning.coverage(session)
    assert dict(found.strip)["2026-10"] == 2
    assert found.year == "一年走访3次，10月最多，2次"


def test_a_township_sees_how_far_each_village_is(tmp_path):
    with paired.paired(tmp_path) as pair:
        villages.take_in(pair.above, villages.look(pair.above, "河湾村 990101001001\n石桥村 990101001002"))
        for unit, name in (("990101001001", "周小禾"), ("990101001002", "吴思远"), ("990101001002", "李安")):
            child = made.child(pair.above.on_behalf_of(unit, name), name)
            if name != "李安":
                made.visit(pair.above, child, pair.above.today.isoformat())
        rows = {row.name: (row.done, row.should) for row in township_board.board(pair.above).rows}
        assert rows == {"河湾村": (1, 1), "石桥村": (1, 2)}
