"""Decides which backups go: three sound ones always stay, then a day's, a week's, a month's last ones.

Pure: what is kept follows from the list alone. Generations are ordered by their number and never by a clock;
their day only says which day, week and month they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

ALWAYS: Final = 3
DAYS, WEEKS, MONTHS = 7, 8, 12
LARGEST_SHARE: Final = 2 * 1024**3
"""Bytes that backups may take beside the ledger, if a tenth of the free space is not less."""


@dataclass(frozen=True)
class Generation:
    """One backup: its number (counting up), the day it was made, its bytes, and whether it is sound."""

    number: int
    day: date
    size: int
    whole: bool


def budget(free: int, taken: int) -> int:
    """Bytes that all backups together may take, by the disk's free bytes and what they take now."""
    return min(LARGEST_SHARE, (free + taken) // 10)


def to_drop(generations: Collection[Generation], most: int) -> list[Generation]:
    """The generations to remove so that the rest takes at most `most` bytes, oldest first.

    The three newest sound ones are never among them, whatever they take. One that is not sound stays until
    three sound ones are newer: it may be all that a damaged disk has left.
    """
    newest_first = sorted(generations, key=lambda one: -one.number)
    sound = [one for one in newest_first if one.whole]
    safe = {one.number for one in sound[:ALWAYS]}
    kept = safe | _last_of_each(sound, lambda one: one.day, DAYS)
    kept |= _last_of_each(sound, lambda one: one.day.isocalendar()[:2], WEEKS)
    kept |= _last_of_each(sound, lambda one: (one.day.year, one.day.month), MONTHS)
    third = sound[ALWAYS - 1].number if len(sound) >= ALWAYS else None
    kept |= {one.number for one in newest_first if not one.whole and (third is None or one.number > third)}
    total = sum(one.size for one in newest_first if one.number in kept)
    for one in reversed(newest_first):
        if total > most and one.number in kept - safe and one.whole:
            kept.discard(one.number)
            total -= one.size
    return [one for one in reversed(newest_first) if one.number not in kept]


def _last_of_each(
    newest_first: list[Generation], span: Callable[[Generation], object], count: int
) -> set[int]:
    last: dict[object, int] = {}
    for one in newest_first:
        if span(one) not in last and len(last) == count:
            break
        last.setdefault(span(one), one.number)
    return set(last.values())
