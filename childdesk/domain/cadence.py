"""When a child is to be seen next, and why: pure functions over plain values and a rule file.

Days are ordinals here, 0 stands for none: the next days of 5,000 children are computed while a page opens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from childdesk.domain import lunar

USUAL = "默认值"
NOT_GRADED = "未评"
COLOURS = ("红", "黄", "蓝", "绿", NOT_GRADED)
BY_COLOUR, MONTHLY, EVERY = "按颜色", "每月一次", "其他"
DEMANDS = (BY_COLOUR, MONTHLY, EVERY)
"""What the county asks for of everybody: by colour, once a calendar month, or every so many days."""

SPOKEN = {7: "每周1次", 15: "每月2次", 30: "每月1次", 60: "每2个月1次", 90: "每季度1次", 180: "每半年1次"}


@dataclass(frozen=True, slots=True)
class Colour:
    """How often one colour is seen; `meet`: a call by telephone does not count as having seen the child."""

    name: str
    days: int
    meet: bool
    first: int
    put_off: int
    agreed: int
    """How many days behind a visit a day that it named still counts."""
    source: str


@dataclass(frozen=True, slots=True)
class Season:
    """Part of a year in which some categories are seen more often."""

    name: str
    begins: tuple[int, int]
    ends: tuple[int, int]
    days: int
    within: int
    categories: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A school holiday before and after which some categories are seen."""

    name: str
    before: int
    after: int
    categories: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that decides about next days; versioned, with its source."""

    version: str
    title: str
    source: str
    first: int
    nobody: int
    colours: Mapping[str, Colour]
    categories: Mapping[str, tuple[int, str]]
    """Category → (days, source)."""
    seasons: tuple[Season, ...]
    holidays: tuple[Holiday, ...]
    events: Mapping[str, tuple[int, str]]
    school: Mapping[str, str]
    demand: str = BY_COLOUR
    every: int = 0

    def holiday(self, name: str, year: int) -> tuple[date, date] | None:
        """First and last day of a school holiday that begins in a year (寒假: of its 春节)."""
        if name == "暑假":
            return _of_year(self.school["summer_from"], year), _of_year(self.school["summer_to"], year)
        if self.school.get("winter_from") and self.school.get("winter_to"):
            return _of_year(self.school["winter_from"], year), _of_year(self.school["winter_to"], year)
        begins, ends = lunar.solar(year - 1, 12, 18), lunar.solar(year, 1, 16)
        return None if begins is None or ends is None else (begins, ends)


@dataclass(slots=True)
class Case:
    """What decides about one child. `events` are (day, kind), `agreed` what the last visit named."""

    child: str
    risk: str = ""
    kinds: tuple[str, ...] = ()
    begun: int = 0
    met: int = 0
    talked: int = 0
    missed: int = 0
    agreed: int = 0
    agreed_on: int = 0
    graded: int = 0
    put_to: int = 0
    put_on: int = 0
    put_why: str = ""
    last: str = ""
    """The id of the last visit."""
    events: tuple[tuple[int, str], ...] = field(default=())


class Next(NamedTuple):
    """The day (an ordinal) of the next visit, the rule behind it, and the visit that it counts from."""

    day: int
    why: str
    base: int

    @property
    def iso(self) -> str:
        """The day as ISO text."""
        return date.fromordinal(self.day).isoformat()

    @property
    def reason(self) -> str:
        """The rule, and the visit that the days are counted from."""
        said = not self.base or self.why.startswith("上次")
        return self.why if said else f"{self.why}；上次见到{date.fromordinal(self.base)}"


class _Span(NamedTuple):
    begins: int
    ends: int
    days: int
    within: int
    words: str


class _Frame(NamedTuple):
    """What applies to everybody of one colour and the same categories around one day."""

    colour: Colour
    interval: int
    words: str
    starts: tuple[int, ...]
    windows: tuple[tuple[int, int, str], ...]
    seasons: tuple[_Span, ...]


class Engine:
    """The rules around one day. `following` answers for one child in a few microseconds."""

    def __init__(self, rules: Rules, on: date) -> None:
        self.rules = rules
        self.on = on.toordinal()
        self._years = range(on.year - 2, on.year + 3)
        self._frames: dict[tuple[str, tuple[str, ...]], _Frame] = {}

    def following(self, case: Case) -> Next:
        """The day on which a child is to be seen next. There always is one."""
        key = (case.risk, case.kinds)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._frame(*key)
        colour = frame.colour
        base = case.met if colour.meet else max(case.met, case.talked)
        found = self._first(case, colour) if not base else self._again(case, frame, base)
        found = self._named(case, found, base, colour)
        if case.missed > base:
            day = case.missed + self.rules.nobody
            if case.agreed_on != case.missed or day <= found.day or found.why[:1] != "上":
                gone = date.fromordinal(case.missed)
                found = Next(day, f"{gone}去过，没见到人，{self.rules.nobody}天内再去", base)
        return self._put_off(case, found, colour, base)

    # -- the candidates ---------------------------------------------------------------------------------

    def _first(self, case: Case, colour: Colour) -> Next:
        """Nobody has seen the child yet: counted from the registration, which is never after today."""
        days = min(self.rules.first, colour.first)
        begun = min(case.begun, self.on)
        if not begun:
            return self._after_events(case, Next(self.on, "登记日期没填，先去看一次", 0), 0)
        start = max(begun, case.graded)
        found = Next(start + days, f"新登记，{days}天内首访（{self._mark(colour.source)}）", 0)
        return self._after_events(case, found, 0)

    def _again(self, case: Case, frame: _Frame, base: int) -> Next:
        colour = frame.colour
        day, why = base + frame.interval, frame.words
        if case.graded > base:
            day = max(day, case.graded + colour.first)
        if case.graded >= base and colour.first == 1:
            day, why = case.graded + 1, f"刚评为{colour.name}色，第二天就去（{self._mark(colour.source)}）"
        if self.rules.demand == MONTHLY:
            month = _next_month_end(base)
            if month < day:
                day, why = month, "县里要求每月1次"
        at = bisect_right(frame.starts, base)
        if at < len(frame.windows) and frame.windows[at][1] < day:
            day, why = frame.windows[at][1], frame.windows[at][2]
        for span in frame.seasons:
            wanted = max(base + span.days, span.begins + span.within - 1)
            if wanted <= span.ends and wanted < day:
                day, why = wanted, span.words
        return self._after_events(case, Next(day, why, base), base)

    def _after_events(self, case: Case, found: Next, base: int) -> Next:
        for day, kind in case.events:
            rule = self.rules.events.get(kind)
            if rule is not None and day >= base and day + rule[0] < found.day:
                # What happened is sealed: not even its kind stands in a list.
                words = f"有保密记录，{rule[0]}天内再去（{self._mark(rule[1])}）"
                found = Next(day + rule[0], words, base)
        return found

    def _named(self, case: Case, found: Next, base: int, colour: Colour) -> Next:
        """The day that the last visit named counts where it is not later than the rule allows."""
        latest = found.day if colour.agreed <= colour.days else case.agreed_on + colour.agreed
        if 0 < case.agreed_on < case.agreed <= latest:
            return Next(case.agreed, f"上次{date.fromordinal(case.agreed_on)}走访时约好的", base)
        return found

    def _put_off(self, case: Case, found: Next, colour: Colour, base: int) -> Next:
        """A day that a person chose, at most so many days later; a visit since then settles it."""
        if not case.put_to or case.put_on < max(base, case.missed) or case.put_to <= found.day:
            return found
        day = min(case.put_to, max(found.day, case.put_on) + colour.put_off)
        return Next(day, f"推后了：{case.put_why}（原来{found.iso}）", base)

    def meets(self, case: Case) -> bool:
        """Whether only meeting the child counts as having seen it; else a call does, too."""
        return self._frame(case.risk, case.kinds).colour.meet

    def latest_put_off(self, case: Case, on: date) -> date:
        """The last day to which a visit may be put off now."""
        colour = self._frame(case.risk, case.kinds).colour
        free = self.following(replace(case, put_to=0))
        return date.fromordinal(max(free.day, on.toordinal()) + colour.put_off)

    # -- what applies -----------------------------------------------------------------------------------

    def _frame(self, risk: str, kinds: tuple[str, ...]) -> _Frame:
        rules, held = self.rules, frozenset(kinds)
        colour = rules.colours.get(risk) or rules.colours[NOT_GRADED]
        name = f"{colour.name}色" if colour.name != NOT_GRADED else "还没评风险"
        best = (colour.days, f"{name}，{spoken(colour.days)}（{self._mark(colour.source)}）")
        for kind, (days, source) in rules.categories.items():
            if kind in held and days < best[0]:
                best = (days, f"{kind}至少{spoken(days)}（{self._mark(source)}）")
        if rules.demand == EVERY and 0 < rules.every < best[0]:
            best = (rules.every, f"县里要求{spoken(rules.every)}")
        windows = sorted(self._windows(held))
        return _Frame(
            colour, *best, tuple(one[0] for one in windows), tuple(windows), tuple(self._seasons(held))
        )

    def _windows(self, held: frozenset[str]) -> list[tuple[int, int, str]]:
        """(from, by, words): between the two somebody must have seen the child."""
        found = []
        for holiday in self.rules.holidays:
            if holiday.categories and not holiday.categories & held:
                continue
            mark = self._mark(holiday.source)
            for year in self._years:
                span = self.rules.holiday(holiday.name, year)
                if span is None:
                    continue
                begins, ends = span[0].toordinal(), span[1].toordinal()
                words = f"{holiday.name}前去一次（{mark}）", f"{holiday.name}后去一次（{mark}）"
                found.append((begins - holiday.before, begins - 1, words[0]))
                found.append((ends + 1, ends + holiday.after, words[1]))
        return found

    def _seasons(self, held: frozenset[str]) -> list[_Span]:
        found = []
        for season in self.rules.seasons:
            if season.categories and not season.categories & held:
                continue
            words = f"{season.name}，{spoken(season.days)}（{self._mark(season.source)}）"
            for year in self._years:
                begins, ends = _date(year, season.begins), _date(year, season.ends)
                if ends < begins:
                    ends = _date(year + 1, season.ends)
                found.append(_Span(begins.toordinal(), ends.toordinal(), season.days, season.within, words))
        return found

    def _mark(self, source: str) -> str:
        return USUAL if source.startswith(USUAL) else source


def spoken(days: int) -> str:
    """So many days between two visits, as people say it."""
    return SPOKEN.get(days, f"每{days}天1次")


def _date(year: int, day: tuple[int, int]) -> date:
    """A day of a year; 29 February is the 28th in common years."""
    month, number = day
    try:
        return date(year, month, number)
    except ValueError:
        return date(year, month, number - 1)


def _of_year(words: str, year: int) -> date:
    month, _, day = words.partition("-")
    return _date(year, (int(month), int(day)))


def _next_month_end(base: int) -> int:
    day = date.fromordinal(base)
    months = day.year * 12 + day.month + 1
    return (date(months // 12, months % 12 + 1, 1) - timedelta(1)).toordinal()
