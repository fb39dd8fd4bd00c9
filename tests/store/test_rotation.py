"""Which backups stay follows from the list alone, and three sound ones always do."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.store import rotation

generations = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2032, 1, 1)), st.integers(0, 10**9), st.booleans()), max_size=60
).map(lambda drawn: [rotation.Generation(n, *facts) for n, facts in enumerate(drawn, 1)])


@settings(max_examples=60)
@given(generations, st.integers(0, 10**10))
def test_the_three_newest_sound_backups_always_stay(made, most):
    dropped = set(rotation.to_drop(made, most))
    sound = [one for one in made if one.whole]
    assert not dropped & set(sound[-3:])
    assert dropped <= set(made)


@settings(max_examples=60)
@given(generations, st.integers(0, 10**10))
def test_the_rest_fits_or_nothing_but_the_three_and_the_unsound_is_left(made, most):
    kept = [one for one in made if one not in rotation.to_drop(made, most)]
    sound = [one for one in kept if one.whole]
    assert sum(one.size for one in kept) <= most or len(sound) <= 3


@settings(max_examples=60)
@given(generations, st.integers(0, 10**10))
def test_dropping_twice_drops_nothing_more(made, most):
    kept = [one for one in made if one not in rotation.to_drop(made, most)]
    assert rotation.to_drop(kept, most) == []


@settings(max_examples=60)
@given(generations)
def test_an_unsound_backup_stays_until_three_sound_ones_are_newer(made):
    dropped = rotation.to_drop(made, 10**15)
    for one in made:
        if not one.whole:
            newer = [other for other in made if other.whole and other.number > one.number]
            assert (one in dropped) == (len(newer) >= 3)


def test_after_two_years_of_days_seven_days_eight_weeks_and_twelve_months_are_left():
    start, kept = date(2025, 1, 1), []
    for number in range(730):
        kept.append(rotation.Generation(number, start + timedelta(days=number), 1, True))
        gone = rotation.to_drop(kept, 10**6)
        kept = [one for one in kept if one not in gone]
    days = [one.day for one in kept]
    today = start + timedelta(days=729)
    assert set(days) >= {today - timedelta(days=back) for back in range(7)}
    assert len({day.isocalendar()[:2] for day in days}) >= 8
    assert len({(day.year, day.month) for day in days}) == 12
    assert len(kept) <= 7 + 8 + 12


def test_when_room_is_short_the_oldest_go_first():
    made = [rotation.Generation(number, date(2026, number, 1), 10, True) for number in range(1, 11)]
    assert [one.number for one in rotation.to_drop(made, 55)] == [1, 2, 3, 4, 5]
    assert [one.number for one in rotation.to_drop(made, 0)] == [1, 2, 3, 4, 5, 6, 7]


def test_backups_take_two_gigabytes_at_most_and_a_tenth_of_a_small_disk():
    assert rotation.budget(free=10**12, taken=0) == 2 * 1024**3
    assert rotation.budget(free=9 * 10**9, taken=10**9) == 10**9
