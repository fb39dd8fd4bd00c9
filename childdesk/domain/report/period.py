"""A stretch of the calendar for which a report is made: a year, a half, a quarter or a month."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.domain.errors import Refused

YEAR, HALF, QUARTER, MONTH = "year", "half-year", "quarter", "month"
ALL = (MONTH, QUARTER, HALF, YEAR)

_WRITTEN = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Period:
    """From its first to its last day; `words` is how an office calls it."""

    text: str
    kind: str
    begins: date
    ends: date
    words: str

    def before(self) -> Period:
        """The one of the same length that ends the day before."""
        return of(self.kind, self.begins - timedelta(days=1))


def parse(text: str) -> Period:
    """Reads `2026`, `2026-H1`, `2026-Q3`, `2026-11`. Raises Refused for anything else."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not 1900 <= int(found.group(1)) <= 2100:
        raise Refused("期间看不懂。请写成2026-Q3或2026-11", "period")
    year, half, quarter, month = found.groups()
    if half:
        return _made(
            int(year), HALF, int(half) * 6 - 5, 6, f"-H{half}", "上半年" if half == "1" else "下半年"
        )
    if quarter:
        words = f"第{'一二三四'[int(quarter) - 1]}季度"
        return _made(int(year), QUARTER, int(quarter) * 3 - 2, 3, f"-Q{quarter}", words)
    if month:
        return _made(int(year), MONTH, int(month), 1, f"-{month}", f"{int(month)}月")
    return _made(int(year), YEAR, 1, 12, "", "")


def of(kind: str, day: date) -> Period:
    """The period of a kind in which a day lies."""
    part = {
        YEAR: "",
        HALF: f"-H{(day.month + 5) // 6}",
        QUARTER: f"-Q{(day.month + 2) // 3}",
        MONTH: f"-{day.month:02d}",
    }[kind]
    return parse(f"{day.year:04d}{part}")


def _made(year: int, kind: str, first: int, months: int, tail: str, words: str) -> Period:
    last = first + months - 1
    ends = date(year, last, calendar.monthrange(year, last)[1])
    return Period(f"{year}{tail}", kind, date(year, first, 1), ends, f"{year}年{words}")
