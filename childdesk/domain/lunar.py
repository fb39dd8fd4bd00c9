"""The lunar calendar (农历): which lunar day a solar day is, and back, for the years that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

FIRST, LAST = 2000, 2049
NEW_YEAR = date(2000, 2, 5)
"""正月初一 of the first year."""

_YEARS = (
    0x0C960, 0x0D954, 0x0D4A0, 0x0DA50, 0x07552, 0x056A0, 0x0ABB7, 0x025D0, 0x092D0, 0x0CAB5,
    0x0A950, 0x0B4A0, 0x0BAA4, 0x0AD50, 0x055D9, 0x04BA0, 0x0A5B0, 0x15176, 0x052B0, 0x0A930,
    0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530,
    0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0, 0x1D0B6, 0x0D250, 0x0D520, 0x0DD45,
    0x0B5A0, 0x056D0, 0x055B2, 0x049B0, 0x0A577, 0x0A4B0, 0x0AA50, 0x1B255, 0x06D20, 0x0ADA0,
)  # fmt: skip
"""Each year: its leap month (lowest four bits), twelve months of 30 (1) or 29 days, the leap one's length."""

_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_TENS = ("初", "十", "廿", "三")
_ONES = "十一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar; `leap` for a month that stands twice."""

    year: int
    month: int
    day: int
    leap: bool = False

    @property
    def words(self) -> str:
        """腊月廿三, 闰六月初一."""
        return f"{'闰' if self.leap else ''}{_MONTHS[self.month - 1]}月{day_words(self.day)}"


def day_words(day: int) -> str:
    """初五, 初十, 十六, 二十, 廿三, 三十."""
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return f"{_TENS[day // 10]}{_ONES[day % 10]}"


@cache
def _months(year: int) -> tuple[tuple[int, bool, date, int], ...]:
    """(month, whether it is the leap one, its first day, how many days) of a lunar year."""
    begins, found = _new_year(year), []
    bits = _YEARS[year - FIRST]
    leap = bits & 0xF
    for month in range(1, 13):
        length = 30 if bits & (0x10000 >> month) else 29
        found.append((month, False, begins, length))
        begins += timedelta(length)
        if month == leap:
            length = 30 if bits & 0x10000 else 29
            found.append((month, True, begins, length))
            begins += timedelta(length)
    return tuple(found)


@cache
def _new_year(year: int) -> date:
    if year == FIRST:
        return NEW_YEAR
    _, _, begins, length = _months(year - 1)[-1]
    return begins + timedelta(length)


def known(day: date) -> bool:
    """Whether a solar day lies within the years that are kept."""
    _, _, begins, length = _months(LAST)[-1]
    return NEW_YEAR <= day < begins + timedelta(length)


def of(day: date) -> LunarDay | None:
    """The lunar day of a solar one; None outside the years that are kept."""
    if not known(day):
        return None
    year = min(day.year, LAST)
    year -= day < _new_year(year)
    for month, leap, begins, length in _months(year):
        if begins <= day < begins + timedelta(length):
            return LunarDay(year, month, (day - begins).days + 1, leap)
    return None


def solar(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The solar day of a lunar one; a 30th that its month lacks is the 29th. None where it is not kept."""
    if not FIRST <= year <= LAST:
        return None
    for number, again, begins, length in _months(year):
        if number == month and again == leap:
            return begins + timedelta(min(day, length) - 1)
    return None


def new_year(year: int) -> date | None:
    """春节: 正月初一 of a lunar year."""
    return solar(year, 1, 1)


def new_years_eve(year: int) -> date | None:
    """除夕: the day before the 春节 of a solar year."""
    first = solar(year, 1, 1)
    return None if first is None else first - timedelta(1)
