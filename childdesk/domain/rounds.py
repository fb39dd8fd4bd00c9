"""Spreads stops over the days that there are: by their due day, by village group, by homes a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

WINDOW = 6
"""Working days before its due day on which a stop may lie: earlier only brings the next one nearer."""


class Home(NamedTuple):
    """One stop: the household or the child alone, its group, and the day (an ordinal) by which to go."""

    key: str
    group: str
    due: int
    order: str = ""
    """Where it stands on the way within its group."""
    patience: int = 0
    """Days by which others' due days may go before its own where there is less room than homes."""


def urgency(home: Home, first: int) -> tuple[int, int, str, str, str]:
    """The order in which stops are given their day, the most urgent first; `first` is the next day of visits.

    However late, a stop counts as due on that day: a red child that is due tomorrow must not stand behind
    greens that have been late for months.
    """
    return (max(home.due, first) + home.patience, home.due, home.group, home.order, home.key)


def spread(
    homes: Iterable[Home],
    days: Sequence[int],
    a_day: int,
    fixed: Mapping[int, Sequence[Home]],
    markets: Collection[int] = (),
) -> dict[str, int]:
    """Key → day. Late ones come first; a day takes `a_day` homes, a group is walked together.

    `days` are the working days in their order, `fixed` what a person has put there; on a day of `markets`
    nobody is at home, so that it is the last choice. A stop for which no day before its due day has room
    comes as soon afterwards as there is one; without days it is left out.
    """
    load = {day: len(fixed.get(day, ())) for day in days}
    groups: dict[int, set[str]] = {day: {home.group for home in fixed.get(day, ())} for day in days}
    found: dict[str, int] = {}
    left = sum(max(a_day - taken, 0) for taken in load.values())
    # Every stop finds a day as long as there is room: no more of them are looked at than that.
    first = days[0] if days else 0
    for home in nsmallest(left, homes, key=lambda one: urgency(one, first)):
        day = _choose(home, days, load, groups, a_day, markets)
        if day is not None:
            found[home.key] = day
            load[day] += 1
            groups[day].add(home.group)
    return found


def _choose(
    home: Home,
    days: Sequence[int],
    load: Mapping[int, int],
    groups: Mapping[int, set[str]],
    a_day: int,
    markets: Collection[int],
) -> int | None:
    before = days[: bisect_right(days, home.due)]
    window = [day for day in before[-WINDOW:] if load[day] < a_day]
    quiet = [day for day in window if day not in markets] or window
    together = [day for day in quiet if home.group in groups[day]]
    if together:
        return together[0]
    if quiet:
        return min(quiet, key=lambda day: (load[day], -day))
    earlier = [day for day in before if load[day] < a_day]
    if earlier:
        return earlier[-1]
    return next((day for day in days[len(before) :] if load[day] < a_day), None)
