"""When a child is to be seen, found the slow way: by walking through the calendar, one rule after the other.

It shares nothing with the engine but the rules as they were read; `prove_due` holds the two side by side.
"""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

from childdesk.domain.cadence import EVERY, MONTHLY, Case, Rules

FAR = 800
"""Days that the second implementation walks at most; no interval of a rule is longer."""


def latest(rules: Rules, case: Case, on: date) -> int:
    """The day by which a child is to be seen, found by walking from day to day."""
    colour = rules.colours.get(case.risk, rules.colours["未评"])
    base = case.met if colour.meet else max(case.met, case.talked)
    found = _walk(rules, case, on, base) if base else _fresh(rules, case, on)
    for day, kind in case.events:
        if kind in rules.events and day >= base:
            found = min(found, day + rules.events[kind][0])
    agreed = False
    if 0 < case.agreed_on < case.agreed:
        usual = colour.agreed <= colour.days
        agreed = case.agreed <= (found if usual else case.agreed_on + colour.agreed)
        found = case.agreed if agreed else found
    if case.missed > base:
        again = case.missed + rules.nobody
        kept = agreed and case.agreed_on == case.missed and again > found
        found = found if kept else again
    if case.put_to and case.put_on >= max(base, case.missed) and case.put_to > found:
        found = min(case.put_to, max(found, case.put_on) + colour.put_off)
    return found


def _fresh(rules: Rules, case: Case, on: date) -> int:
    colour = rules.colours.get(case.risk, rules.colours["未评"])
    begun = min(case.begun, on.toordinal())
    return max(begun, case.graded) + min(rules.first, colour.first) if begun else on.toordinal()


def _walk(rules: Rules, case: Case, on: date, base: int) -> int:
    """The first day behind the last visit on which some rule says: by today."""
    colour = rules.colours.get(case.risk, rules.colours["未评"])
    often = [colour.days, *(days for kind, (days, _) in rules.categories.items() if kind in case.kinds)]
    if rules.demand == EVERY and rules.every:
        often.append(rules.every)
    usual = base + min(often)
    if case.graded > base:
        usual = max(usual, case.graded + colour.first)
    if case.graded >= base and colour.first == 1:
        usual = case.graded + 1
    years = range(on.year - 2, on.year + 3)
    spans = _holidays(rules, case, years)
    for at in range(base, base + FAR):
        day = date.fromordinal(at)
        if at >= usual and at > base:
            return min(at, usual)
        if rules.demand == MONTHLY and at > base and _closes_next_month(day, date.fromordinal(base)):
            return at
        if any(last == at and base < first for first, last in spans):
            return at
        if _season_wants(rules, case, day, base, years):
            return at
    return usual


def _closes_next_month(day: date, seen: date) -> bool:
    months = (day.year - seen.year) * 12 + day.month - seen.month
    return months == 1 and (day + timedelta(1)).month != day.month


def _holidays(rules: Rules, case: Case, years: range) -> list[tuple[int, int]]:
    found = []
    for holiday in rules.holidays:
        if holiday.categories and not holiday.categories & set(case.kinds):
            continue
        for year in years:
            span = rules.holiday(holiday.name, year)
            if span is not None:
                begins, ends = span[0].toordinal(), span[1].toordinal()
                found += [(begins - holiday.before, begins - 1), (ends + 1, ends + holiday.after)]
    # Only the next window behind a visit counts: whoever is seen in it was seen before the later ones.
    return sorted(found)


def _season_wants(rules: Rules, case: Case, day: date, base: int, years: range) -> bool:
    for season in rules.seasons:
        if season.categories and not season.categories & set(case.kinds):
            continue
        for year in years:
            begins, ends = day_of(year, season.begins), day_of(year, season.ends)
            ends = ends if ends >= begins else day_of(year + 1, season.ends)
            wanted = max(base + season.days, begins.toordinal() + season.within - 1)
            if wanted <= ends.toordinal() and day.toordinal() == wanted:
                return True
    return False


def day_of(year: int, day: tuple[int, int]) -> date:
    """A day of a year; 29 February is the 28th in common years."""
    with contextlib.suppress(ValueError):
        return date(year, *day)
    return date(year, day[0], day[1] - 1)
