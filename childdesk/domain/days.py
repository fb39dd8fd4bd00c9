"""Holds a calendar day as villages know it: a full date, a year and month only, or a lunar birthday."""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import date

from childdesk.domain.errors import Refused
from childdesk.domain.words import tidy

LUNAR = "农历"
EARLIEST, LATEST = 1900, 2100

_FULL = re.compile(
    r"(\d{4})\s*[-/.年、\\]\s*(\d{1,2})\s*[-/.月、\\]\s*(\d{1,2})\s*日?号?(?:[ T]0{1,2}:00(?::00)?)?"
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年\\]\s*(\d{1,2})\s*月?")
_TIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIGHT_MONTH = re.compile(r"(\d{4})(\d{2})")
_WRITTEN = re.compile(
    r"([〇零○O一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?)"
)
_LUNAR_WORDS = re.compile(r"(?:农历|阴历|旧历)\s*(\d{4})\s*年?\s*(\S{1,3}?)月\s*(\S{1,3})")
_SHORT = re.compile(
    r"\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|\d{2}\s*年(?:\s*\d{1,2}\s*月?份?)?"
    r"|[〇零○O一二三四五六七八九]{2}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?)?"
)
"""15年3月, 15.3.12: of which century is not said, and it is not guessed."""
SHORT = "年份只写了两位，请写全"
_LEAP = "闰"
_LUNAR_MARK = re.compile(r"^(?:农历|阴历|旧历)|[(（](?:农历|阴历|农|阴)[)）]$")
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_MONTH_WORDS = {word: number + 1 for number, word in enumerate(_MONTHS)} | {"一": 1, "十一": 11, "十二": 12}
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Day:
    """A day, possibly without its day of the month, possibly counted by the lunar calendar."""

    year: int
    month: int
    day: int | None = None
    lunar: bool = False

    def __str__(self) -> str:
        tail = "" if self.day is None else f"-{self.day:02d}"
        return f"{LUNAR if self.lunar else ''}{self.year:04d}-{self.month:02d}{tail}"

    @property
    def exact(self) -> date | None:
        """The solar date, or None when only the month is known or the day is lunar."""
        if self.day is None or self.lunar:
            return None
        return date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first solar date that it can be; a lunar day is never earlier than its own number."""
        if self.day is not None and not self.lunar:
            return date(self.year, self.month, self.day)
        return date(self.year, self.month, min(self.day or 1, calendar.monthrange(self.year, self.month)[1]))

    @property
    def latest(self) -> date:
        """The last solar date that it can be; a lunar day falls at most two months after its number."""
        if self.lunar:
            year, month = (
                (self.year, self.month + 2) if self.month <= 10 else (self.year + 1, self.month - 10)
            )
            return date(year, month, calendar.monthrange(year, month)[1])
        if self.day is not None:
            return date(self.year, self.month, self.day)
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


def of(day: date) -> Day:
    """A full solar day."""
    return Day(day.year, day.month, day.day)


@functools.lru_cache(maxsize=1 << 14)
def parse(text: str) -> Day:
    """Reads a day in any of the styles that villages write.

    Takes `2016-03-05`, `2016.3.5`, `2016/3/5`, `20160305`, `2016年3月5日`, month-only `2016-03` or
    `2016年3月`, and lunar days marked 农历 or 阴历. Raises Refused with what is wrong; also for a day of a
    leap month, which is another day than the same one of the month before it.
    """
    clean = _in_figures(tidy(text))
    if _LEAP in clean:
        raise Refused("闰月的日子记不下，请问清公历是哪一天")
    words = _LUNAR_WORDS.fullmatch(clean)
    if words:
        return _lunar_words(words)
    lunar = bool(_LUNAR_MARK.search(clean))
    bare = _LUNAR_MARK.sub("", clean).strip()
    for pattern in (_FULL, _TIGHT, _MONTH, _TIGHT_MONTH):
        found = pattern.fullmatch(bare)
        if found:
            return checked(*(int(part) for part in found.groups()), lunar=lunar)
    raise Refused(SHORT if _SHORT.fullmatch(bare) else "日期看不懂，请写成2016-03-05")


def checked(year: int, month: int, day: int | None = None, *, lunar: bool = False) -> Day:
    """A day that exists; raises Refused for 2月30日, month 13 or a year outside 1900–2100."""
    if not EARLIEST <= year <= LATEST:
        raise Refused(f"{year}年不对，请看一眼年份")
    if not 1 <= month <= 12:
        raise Refused(f"没有{month}月，请看一眼月份")
    longest = 30 if lunar else calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= longest:
        raise Refused(f"{year}年{month}月没有{day}日")
    return Day(year, month, day, lunar)


def _in_figures(clean: str) -> str:
    """二〇一六年三月五日 → 2016年3月5日; everything else unchanged."""
    found = _WRITTEN.fullmatch(clean)
    if not found:
        return clean
    year = "".join(str("零一二三四五六七八九".find(re.sub("[〇○O]", "零", c))) for c in found.group(1))
    month, day = (_written_number(word) if word else None for word in found.groups()[1:])
    return f"{year}年{month}月" + (f"{day}日" if day is not None else "")


def _written_number(word: str) -> int:
    """三 → 3, 十二 → 12, 二十 → 20, 三十一 → 31; 0 where it is no such number."""
    tens, ten, ones = word.rpartition("十")
    figures = _DIGITS[:10]
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (figures.index(tens) if tens else 1) * 10 * bool(ten) + (figures.index(ones) if ones else 0)


def _lunar_words(found: re.Match[str]) -> Day:
    year, month, day = found.groups()
    number = _MONTH_WORDS.get(month) or (int(month) if month.isdecimal() else 0)
    return checked(int(year), number, _lunar_day(day.rstrip("日号")), lunar=True)


def _lunar_day(word: str) -> int:
    """初五 → 5, 十六 → 16, 二十 → 20, 廿三 → 23, 三十 → 30; raises Refused otherwise."""
    if word.isdecimal():
        return int(word)
    tens, ones = 0, word.removeprefix("初")
    for head, value in (("廿", 20), ("二十", 20), ("三十", 30), ("十", 10)):
        if word.startswith(head):
            tens, ones = value, word.removeprefix(head)
            break
    if ones and ones not in _DIGITS:
        raise Refused("农历日子看不懂，请写成农历2016-03-05")
    return tens + (_DIGITS.index(ones) if ones else 0)


def years_between(birth: date, on: date) -> int:
    """Completed years (周岁) by birthday; somebody born on 29 February has it on 1 March in common years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def age(birth: Day | None, on: date) -> int | None:
    """Age in completed years on a day; month-only and lunar births count from their latest possible day,
    so that nobody is called older than proven. None when unknown or not yet born."""
    if birth is None:
        return None
    years = years_between(birth.latest, on)
    if years >= 0:
        return years
    return 0 if birth.earliest <= on else None


def plus_months(day: date, months: int) -> date:
    """The same day some months later, held to the month's end (31 January + 1 = 28 or 29 February)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
