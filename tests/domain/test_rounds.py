"""Spreading stops: nobody is left out while there is room, no day is overfull, groups are walked together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.rounds import WINDOW, Home, spread

homes = st.lists(
    st.builds(
        Home,
        st.uuids().map(str),
        st.sampled_from("一二三四"),
        st.integers(90, 140),
        patience=st.sampled_from((0, 2, 6)),
    ),
    max_size=60,
)
days = st.lists(st.integers(100, 130), unique=True, max_size=20).map(sorted)


@given(homes, days, st.integers(1, 6))
def test_every_stop_has_a_day_while_there_is_room_and_no_day_has_too_many(found, free, a_day):
    placed = spread(found, free, a_day, {})
    assert len(placed) == min(len(found), len(free) * a_day)
    assert set(placed.values()) <= set(free)
    for day in free:
        assert sum(at == day for at in placed.values()) <= a_day


@given(homes, days, st.integers(1, 6))
def test_a_stop_comes_after_its_due_day_only_where_every_day_before_is_full(found, free, a_day):
    placed = spread(found, free, a_day, {})
    for home in found:
        if home.key in placed and placed[home.key] > home.due:
            for day in free:
                assert day > home.due or sum(at == day for at in placed.values()) == a_day


def test_a_group_is_walked_together_and_a_full_day_is_left_alone():
    found = [Home("a", "3组", 110), Home("b", "3组", 112), Home("c", "5组", 112)]
    placed = spread(found, list(range(105, 115)), 2, {})
    assert placed["a"] == placed["b"]
    assert placed["c"] != placed["a"]
    fixed = {110: [Home("x", "3组", 110), Home("y", "3组", 110)]}
    assert spread([Home("a", "3组", 110)], [110, 111], 2, fixed) == {"a": 111}


def test_nobody_is_gone_to_much_too_early():
    free = list(range(100, 130))
    placed = spread([Home("a", "", 129)], free, 5, {})
    assert placed["a"] > 129 - WINDOW


def test_a_red_child_due_tomorrow_stands_before_greens_that_are_late_for_months():
    greens = [Home(f"green {n}", "", 10, patience=6) for n in range(40)]
    red = Home("red", "", 101)
    placed = spread([*greens, red], list(range(100, 105)), 3, {})
    assert len(placed) == 15
    assert placed["red"] <= 101


@given(homes, days, st.integers(1, 6))
def test_of_two_that_are_late_the_one_with_less_patience_has_the_earlier_day(found, free, a_day):
    placed = spread(found, free, a_day, {})
    late = [home for home in found if free and home.due < free[0]]
    for one in late:
        for other in late:
            if one.patience < other.patience:
                assert placed.get(one.key, 999) <= placed.get(other.key, 999)


def test_nobody_is_visited_on_a_market_day_while_another_day_will_do():
    found = [Home(str(n), "3组", 104) for n in range(4)]
    placed = spread(found, list(range(100, 105)), 1, {}, markets={103, 104})
    assert set(placed.values()) == {100, 101, 102, 104}
