"""A child who has come back and is in no list, because a value of hers was lost above: it can be read."""

from __future__ import annotations

import pytest

from childdesk.store import held_back, links, stubs
from tests.store.towns import ONE, TWO, carry, pair, seat, settle


def lost(above, one):
    """The township goes back to a copy that is older than the five meetings in which the village still held
    what it had handed on, and then the child comes back. Returns it and the township as it is now."""
    child = one.child(school="甲校", note="旧事")
    settle(one, above)
    above.set(child, unit=TWO)
    backup = above.copy()
    one.set(child, school="乙校")
    for _ in range(stubs.KEPT + 2):
        settle(one, above, rounds=1)
    again = backup.renewed()
    settle(one, again)
    again.set(child, unit=ONE)
    settle(one, again)
    return child, again


@pytest.fixture
def restored(town):
    above, one, _ = town
    child, again = lost(above, one)
    yield again, one, child
    again.close()


def counted(desk, other):
    held_back.count(desk.connection, desk.writer.chain, desk.unit, desk.state(other).epoch)
    return [wait for _, wait in held_back.waiting(desk.connection).values()]


def test_it_is_read_from_the_stub_where_the_child_is_in_no_list(restored):
    again, one, child = restored
    assert (one.get(child), again.get(child)["unit"]) == (None, ONE)
    assert held_back.children(one.connection, ONE) == [child]


def test_a_child_who_is_elsewhere_or_came_back_whole_does_not_wait(town):
    above, one, _ = town
    child = one.child()
    settle(one, above)
    above.set(child, unit=TWO)
    for _ in range(stubs.KEPT + 2):
        settle(one, above, rounds=1)
    assert stubs.rows(one.connection) == {child}
    assert held_back.children(one.connection, ONE) == []
    above.set(child, unit=ONE)
    settle(one, above)
    assert one.get(child) is not None
    assert counted(one, above) == []


def test_every_package_is_counted_and_a_new_epoch_counts_anew(restored):
    again, one, _ = restored
    for number in range(1, held_back.PATIENCE + 1):
        [wait] = counted(one, again)
        assert (wait["meetings"], held_back.is_late(wait)) == (number, number == held_back.PATIENCE)
    one.exchange.relink(one.link(again))
    [wait] = counted(one, again)
    assert (wait["meetings"], wait["first"] < wait["epoch"], held_back.is_late(wait)) == (1, True, True)


def test_a_pairing_that_begins_anew_before_it_is_late_is_no_remedy_yet(restored):
    again, one, _ = restored
    counted(one, again)
    one.exchange.relink(one.link(again))
    [wait] = counted(one, again)
    assert (wait["meetings"], wait["first"], held_back.is_late(wait)) == (1, wait["epoch"], False)


def test_a_desk_that_begins_from_the_copy_above_has_the_child(restored):
    again, one, child = restored
    links.put(again.connection, again.link(one), living=0)
    fresh = seat(ONE)
    pair(fresh, again, epoch=2)
    settle(fresh, again)
    assert fresh.get(child) == again.get(child)
    assert carry(fresh, again).quarantined == 0
    fresh.close()
