"""When a row's child was born, as far as its cells say it: also by a number or a day that is not taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark
from childdesk.domain import days, identity
from childdesk.domain.days import Day
from childdesk.domain.duplicates import one_slip
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Date, Scalar
from childdesk.files.columns import Column

SHORT = re.compile(r"\d{6}(\d{6})\d{2}(\d)")
LONG = re.compile(r"\d{6}((?:19|20)\d{6})\d*[\dX]?")
BIRTH = "child.birth"
BY_NUMBER = "年份只写了两位，照证件号记"
BY_PARTS = "出生的年、月、日分在几栏，合起来记"
_PARTS = (re.compile("年份?$"), re.compile("月份?$"), re.compile("[日号]$"))
_FIGURES = re.compile(r"\s*(\d{1,4})\s*[年月日号]?\s*")
_TWO_FIGURES = re.compile(r"(\d{2})\D(\d{1,2})(?:\D(\d{1,2}))?\D{0,2}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_AGE = re.compile(r"\s*(\d{1,2})")
AGES_APART = 2
"""Years by which an age may not differ from the birth: lists are often a year old."""


@dataclass(frozen=True, slots=True)
class Told:
    """A birth between two days; `years` is the age that stands in the row, which alone may tell."""

    earliest: date
    latest: date
    years: int | None = None

    def apart(self, other: Told) -> bool:
        """Whether the two cannot be one birth, also if one figure of a day was mistyped."""
        if self.years is not None and other.years is not None and abs(self.years - other.years) >= AGES_APART:
            return True
        if self.earliest <= other.latest and other.earliest <= self.latest:
            return False
        exact = self.earliest == self.latest and other.earliest == other.latest
        return not (exact and one_slip(days.of(self.earliest), days.of(other.earliest)))

    def fits(self, years: int, on: date) -> bool:
        """Whether somebody born then can be so old, a year more or less apart."""
        youngest, oldest = days.years_between(self.latest, on), days.years_between(self.earliest, on)
        return youngest - AGES_APART < years < oldest + AGES_APART


def age(words: str) -> int | None:
    """The years of an age in a cell; nothing for one that is counted in months."""
    said = _AGE.match(words)
    return int(said[1]) if said and "月" not in words else None


def told(born: Day | None, books: Books, on: date) -> Told | None:
    """The birth of a row's child: `born` where it is known, else what stands of it, else by its age."""
    years = age(books.age)
    if born is not None:
        return Told(born.earliest, born.latest, years)
    found = damaged(books, on)
    if found is not None:
        return Told(found.earliest, found.latest, years)
    if years is None:
        return None
    year = 365.25
    first, last = (on - timedelta(year * (years + more)) for more in (AGES_APART, -AGES_APART))
    return Told(first, last, years)


def parts(columns: Sequence[Column]) -> tuple[tuple[str, int], ...]:
    """(header, place) of the columns 出生年, 月 and 日 that stand side by side; none beside a birth."""
    if any(column.field == BIRTH for column in columns):
        return ()
    for at, column in enumerate(columns):
        if column.extra and "生" in column.header and _PARTS[0].search(column.header):
            row = columns[at : at + len(_PARTS)]
            fit = [one for one, words in zip(row, _PARTS, strict=False) if words.search(one.header)]
            found = tuple((one.extra, one.index) for one in fit if one.extra)
            return found if len(found) > 1 and fit == list(row[: len(fit)]) else ()
    return ()


def by_parts(books: Books, columns: Sequence[tuple[str, int]]) -> None:
    """Puts year, month and day that stand in columns of their own together; what is no day stays as it is."""
    typed = [books.extras.get(header, "") for header, _ in columns]
    said = [_FIGURES.fullmatch(text) for text in typed if text]
    figures = [found[1] for found in said if found]
    together = len(figures) == len(said) > 1 and len(figures[0]) == 4 and "" not in typed[: len(figures)]
    if books.texts.get(BIRTH) or not together:
        return
    try:
        day = str(days.parse("-".join(figures)))
    except Refused:
        return
    for header, at in columns[: len(figures)]:
        del books.extras[header]
        books.extra.discard(at)
    books.texts[BIRTH] = day
    books.places[BIRTH] = columns[0][1]
    books.remarks.append(Remark(books.number, columns[0][1], "note", BY_PARTS, " ".join(typed), day))


def by_number(books: Books) -> None:
    """A year of two figures whose century, month and day the valid number beside it says is no riddle."""
    typed, number = books.unread.get(BIRTH, ""), books.texts.get("child.id_number", "")
    said = _TWO_FIGURES.fullmatch(typed.strip()) if typed else None
    if said is None or len(number) != 18 or not identity.is_resident(number):
        return
    if identity.check_digit(number[:17]) != number[17]:
        return
    day = identity.birth(number)
    told = [int(part) for part in said.groups() if part]
    if day is None or told != [day.year % 100, day.month, day.day or 0][: len(told)]:
        return
    at = books.places.get(BIRTH)
    del books.unread[BIRTH]
    books.texts[BIRTH] = str(day)
    books.listed -= {at}
    books.remarks = [one for one in books.remarks if one.column != at or one.text != days.SHORT]
    books.remarks.append(Remark(books.number, at, "note", BY_NUMBER, typed, str(day)))


def damaged(books: Books, on: date) -> Told | None:
    """What still stands of a birth that is not taken: the day in a number with a wrong or missing end, else
    the year of a day that may be one of two (2015.1)."""
    day = _in_number(identity.clean_number(books.number_typed), on)
    if day is not None:
        return Told(day, day)
    year = _YEAR.search(books.unread.get("child.birth", ""))
    return Told(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)) if year else None


def _in_number(typed: str, on: date) -> date | None:
    short, long = SHORT.fullmatch(typed), LONG.fullmatch(typed)
    if short:
        century = "20" if int(short[1][:2]) <= on.year % 100 else "19"
        return _day(century + short[1])
    return _day(long[1]) if long else None


def _day(figures: str) -> date | None:
    try:
        return days.parse(figures).exact
    except Refused:
        return None


def stored(child: Mapping[str, Scalar]) -> Day | None:
    """The birth that a row gives a child, by itself or by the number."""
    birth = child.get("birth")
    return identity.birth(str(child.get("id_number") or "")) if birth is None else Date().from_db(birth)
