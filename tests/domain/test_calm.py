"""Holds the calm of a bulk act to its promise: no search meanwhile, none through it all afterwards."""

from __future__ import annotations

import gc

from childdesk.domain.calm import calm


def test_what_was_made_meanwhile_counts_as_old_and_the_search_goes_on():
    with calm():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(5_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    old = set(map(id, gc.get_objects(generation=2)))
    assert all(id(one) in old for one in made)


def test_an_unreachable_circle_that_was_made_meanwhile_is_still_found():
    with calm():
        circle: list[object] = []
        circle.append(circle)
        name = id(circle)
        del circle
    assert any(id(one) == name for one in gc.get_objects())
    gc.collect()
    assert all(id(one) != name for one in gc.get_objects())


def test_a_calm_inside_another_does_not_end_it():
    with calm():
        with calm():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_the_window_put_away_stays_put_away():
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with calm():
            pass
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before - 1_000  # what was let go of meanwhile is gone from it too
    finally:
        gc.unfreeze()


def test_a_small_act_does_not_walk_through_what_the_window_put_away(monkeypatch):
    gc.collect()
    walks = []
    monkeypatch.setattr(gc, "get_freeze_count", lambda: walks.append(1) or 1)
    with calm():
        small: list[list[int]] = [[] for _ in range(100)]
    assert (len(small), walks) == (100, [])
    with calm():
        large: list[list[int]] = [[] for _ in range(5_000)]
    assert (len(large), walks) == (5_000, [1])
