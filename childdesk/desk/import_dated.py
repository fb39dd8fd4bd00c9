"""Which of two sheets of a workbook is the newer: 2024年 and 2025年, 3月 and 6月, 上半年 and 下半年."""

from __future__ import annotations

import re

from childdesk.desk.import_plan import SheetPlan
from childdesk.desk.list_kind import above

MOVES_ON = frozenset(
    f"child.{key}" for key in "schooling school grade school_class amount last_contact".split()
)
"""What is otherwise each year: that the newer sheet counts needs no question."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_PARTS = (
    ("month", re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月|(十[一二]?|[一二三四五六七八九])月")),
    ("quarter", re.compile(r"(?<!\d)([1-4])季度?|([一二三四])季度?")),
    ("half", re.compile(r"([上下])半年")),
    ("term", re.compile(r"([春秋])[季学]")),
)
_FIGURES = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
_FIGURES |= {"十一": 11, "十二": 12, "上": 1, "下": 2, "春": 1, "秋": 2}

Day = tuple[int, str, int]
"""Year, what else is said, and which of these; 0 and nothing where a name does not say it."""


def of(words: str) -> Day | None:
    """When a sheet is from, as its words say it."""
    year = _YEAR.search(words)
    for kind, pattern in _PARTS:
        if found := pattern.search(words):
            word = next(filter(None, found.groups()))
            number = int(word) if word.isdecimal() else _FIGURES[word]
            return int(year[1]) if year else 0, kind, number
    return (int(year[1]), "", 0) if year else None


def age(made: SheetPlan, other: SheetPlan) -> int:
    """1 where a sheet is newer than another, -1 where it is older, 0 where nobody can tell."""
    if made is other:
        return 0
    days = [of(made.name), of(other.name)]
    if None in days:
        days = [of(above(made)), of(above(other))]
    one, two = days
    if one is None or two is None or (one[0] > 0, one[1]) != (two[0] > 0, two[1]):
        return 0
    return (one > two) - (one < two)
