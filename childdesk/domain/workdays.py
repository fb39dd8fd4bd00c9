"""The work calendar: which days are free, which Saturdays are worked, market days; computed where unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from childdesk.domain import lunar
from childdesk.domain.market import Market
from childdesk.domain.rulefile import RuleFile

NOT_RECEIVED = "未收到放假安排"
"""What stands on a year whose arrangement nobody has published or loaded yet."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One year's published arrangement."""

    year: int
    title: str
    source: str
    off: Mapping[date, str]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class DayKind:
    """One day as the plan shows it."""

    day: date
    free: bool
    name: str
    market: bool
    lunar: str
    sure: bool
    """False where no arrangement of that year was received."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The years that are known, and the market."""

    packs: Mapping[int, Pack] = field(default_factory=dict)
    market: Market = field(default_factory=Market)

    def known(self, year: int) -> bool:
        """Whether the arrangement of a year was received."""
        return year in self.packs

    def day(self, day: date) -> DayKind:
        """What a day is."""
        pack = self.packs.get(day.year)
        if pack is None:
            name = statutory(day)
            free = bool(name) or day.weekday() > 4
        else:
            name = pack.off.get(day, "")
            free = bool(name) or (day.weekday() > 4 and day not in pack.work)
        found = lunar.of(day)
        return DayKind(day, free, name, self.market.held(day), found.words if found else "", pack is not None)

    def month(self, year: int, month: int) -> list[DayKind]:
        """Every day of a month."""
        first = date(year, month, 1)
        return [self.day(first + timedelta(n)) for n in range(_length(year, month))]


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days


def statutory(day: date) -> str:
    """The name of a statutory holiday by computation; empty on other days.

    元旦、清明、劳动节（2天）、国庆（3天）, and by the lunar calendar 除夕到初三、端午、中秋.
    """
    fixed = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节"}
    fixed |= {(10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节", (4, clear_bright(day.year)): "清明节"}
    if (day.month, day.day) in fixed:
        return fixed[day.month, day.day]
    at = lunar.of(day)
    if at is None or at.leap:
        return ""
    if day == lunar.new_years_eve(day.year) or (at.month == 1 and at.day <= 3):
        return "春节"
    return {(5, 5): "端午节", (8, 15): "中秋节"}.get((at.month, at.day), "")


def clear_bright(year: int) -> int:
    """The day of April on which 清明 falls (2000–2099)."""
    part = year % 100
    return int(part * 0.2422 + 4.81) - part // 4


def read_pack(name: str, text: str) -> Pack:
    """A year's arrangement from its file. Raises Refused with line and reason."""
    file = RuleFile(name, text)
    file.only("year", "title", "source", "off", "work")
    year = file.number("year", 2000, 2099)
    off: dict[date, str] = {}
    for part in file.sections("off"):
        part.only("name", "days")
        off |= dict.fromkeys(_each(*part.span("days", part.text("days"))), part.text("name"))
    work: set[date] = set()
    for part in file.sections("work"):
        part.only("days")
        days = set(_each(*part.span("days", part.text("days"))))
        if days & set(off):
            raise part.wrong("days", "这一天上面写了放假")
        work |= days
    if not off:
        raise file.wrong("year", "没有写一天放假")
    return Pack(year, file.text("title", f"{year}年放假安排"), file.text("source"), off, frozenset(work))


def _each(first: date, last: date) -> Iterable[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
