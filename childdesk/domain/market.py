"""When the market is held (赶集): by last digits of lunar or solar days, by days of a month, by weekdays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from childdesk.domain import lunar
from childdesk.domain.errors import Refused

LUNAR, SOLAR, WEEK = "农历", "公历", "星期"
_SAID = {"农历": LUNAR, "阴历": LUNAR, "公历": SOLAR, "阳历": SOLAR, "星期": WEEK, "每周": WEEK, "礼拜": WEEK}
_FILLING = re.compile(r"[逢每月赶集\s]|(?<=\d)[日号]")
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}
_WEEKDAYS = {**_NUMERALS, "日": 7, "天": 7}
_DAYS = {lunar.day_words(number): number for number in range(1, 31)}


@dataclass(frozen=True, slots=True)
class Market:
    """The rule of one market."""

    by: str = ""
    """农历, 公历, 星期, or empty where there is none."""
    days: tuple[int, ...] = ()
    """The last digits of its days, or its weekdays."""
    exact: tuple[int, ...] = ()
    """Days of the month on which it is held, whatever their last digit."""

    def held(self, day: date) -> bool:
        """Whether it is held on a day."""
        if self.by == WEEK:
            return day.isoweekday() in self.days
        found = lunar.of(day) if self.by == LUNAR else None
        number = day.day if self.by == SOLAR else found.day if found is not None else 0
        return number > 0 and (number % 10 in self.days or number in self.exact)

    @classmethod
    def read(cls, words: str) -> Market:
        """农历逢3、8, 农历初一、十五, 公历5日、20日, 星期2、6; empty for none. Raises Refused."""
        clean = words.strip()
        if not clean:
            return cls()
        by = _SAID.get(clean[:2], "")
        parts = [one for one in re.split(r"[、，,;；和]", clean[2:]) if one.strip()]
        if not by or not parts:
            raise Refused("集日看不懂。如：农历逢3、8；公历5日", "market")
        found = [_weekday(one) if by == WEEK else _day(one, clean) for one in parts]
        digits = {number for number, exact in found if not exact}
        exact = {number for number, exact in found if exact and number % 10 not in digits}
        return cls(by, tuple(sorted(digits)), tuple(sorted(exact)))

    @property
    def words(self) -> str:
        """The same words that `read` takes."""
        digits = "、".join(map(str, self.days))
        told = f"{'' if self.by == WEEK else '逢'}{digits}" if digits else ""
        exact = "、".join(lunar.day_words(n) if self.by == LUNAR else f"{n}日" for n in self.exact)
        return f"{self.by}{'、'.join(part for part in (told, exact) if part)}" if self.by else ""


def _weekday(word: str) -> tuple[int, bool]:
    clean = _FILLING.sub("", word)
    number = int(clean) if clean.isdecimal() else _WEEKDAYS.get(clean, 0)
    if not 1 <= number <= 7:
        raise Refused("集日的数字要在1到7之间", "market")
    return number, False


def _day(word: str, whole: str) -> tuple[int, bool]:
    """(a day of the month, True), or (a last digit, False): 逢十 is every day that ends in nought."""
    clean = _FILLING.sub("", word)
    if clean in _DAYS and clean not in _NUMERALS:
        return _DAYS[clean], True
    number = int(clean) if clean.isdecimal() and len(clean) < 3 else _NUMERALS.get(clean, -1)
    if number == 10 and "逢" in whole:
        number = 0
    if not 0 <= number <= 31:
        raise Refused("集日要写0到9，或初一到三十、1日到31日", "market")
    exact = number > 9 or re.search(r"\d[日号]", word) is not None
    return number, exact
