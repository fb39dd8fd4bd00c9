"""Moves the references of a formula when rows are added to a list: ranges over its end grow."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from childdesk.files.column_names import letters

ROWS = 1_048_576
"""Rows of a sheet."""

_PIECES = re.compile(
    r"""
    (?P<words>"(?:[^"]|"")*")                                       # text between quotes
  | (?P<outside>'?\[[^\]]*\](?:[^'!\s(),;]+|(?:[^']|'')*')?'?!\$?[A-Za-z$:0-9]+)  # [1]Sheet!A1
  | (?P<sheet>(?:'(?:[^']|'')+'|[\w.（）]+)!)?
    (?:
      (?P<cells>\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?)(?![\w(.!])
    | (?P<lines>\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w.(!])
    )
  | (?P<structured>[\w.]*\[(?:[^\[\]]|\[[^\]]*\])*\])   # Table1[[#This Row],[x]]
  | (?P<name>[^\W\d]\w*(?:\.\w+)*|\\\w+)                      # names, functions, TRUE
  | (?P<number>\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?)
    """,
    re.VERBOSE,
)
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_LINE = re.compile(r"(\$?)(\d+)")


@dataclass(frozen=True, slots=True)
class Growth:
    """A list on `sheet` whose rows `first` to `last` are followed by `more` new ones.

    A list without rows begins behind `last`, which is then its header: no range grows because it ends there.
    """

    sheet: str
    first: int
    last: int
    more: int

    @property
    def empty(self) -> bool:
        """Whether the list had no rows of its own."""
        return self.first > self.last

    def row(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row + self.more if row > self.last else row

    def span(self, top: int, bottom: int) -> tuple[int, int]:
        """Where a range of rows stands afterwards; one that reaches the list's last row grows."""
        if top <= self.last <= bottom and not self.empty:
            return top, min(bottom + self.more, ROWS)
        return self.row(top), self.row(bottom)


Rewrite = Callable[[str, str], str]
"""(sheet as written before the mark or empty, reference) → reference."""


def rewritten(formula: str, change: Rewrite) -> str:
    """The formula with every reference of this workbook put through `change`."""

    def one(found: re.Match[str]) -> str:
        reference = found["cells"] or found["lines"]
        if reference is None:
            return found[0]
        sheet = found["sheet"] or ""
        return sheet + change(unquoted(sheet), reference)

    return _PIECES.sub(one, formula)


@lru_cache(maxsize=512)
def unquoted(sheet: str) -> str:
    """The name of a sheet as it is written before a reference: 'A''B'! → A'B."""
    bare = sheet.removesuffix("!")
    if bare.startswith("'") and bare.endswith("'"):
        return bare[1:-1].replace("''", "'")
    return bare


def grown(formula: str, own: str, growth: Growth, at: int = 0) -> str:
    """A formula that stands on sheet `own`, after the growth.

    `at` is its row when it belongs to one row of the list: what points to that very row stays with it.
    """

    def change(sheet: str, reference: str) -> str:
        if (sheet or own).casefold() != growth.sheet.casefold():
            return reference
        return moved(reference, growth, at if growth.first <= at <= growth.last else 0)

    return rewritten(formula, change)


def moved(reference: str, growth: Growth, at: int = 0) -> str:
    """One reference (A5, A5:B9, 5:9) after the growth."""
    start, mark, stop = reference.partition(":")
    if not mark:
        return _with_row(start, growth.row(_row(start)))
    top, bottom = _row(start), _row(stop)
    if at and bottom == at and not _fixed(stop):
        return reference
    if top > bottom:
        top, bottom, start, stop = bottom, top, stop, start
    above, below = growth.span(top, bottom)
    return f"{_with_row(start, above)}:{_with_row(stop, below)}"


def areas(listed: str, growth: Growth) -> str:
    """A list of areas (A5:A16 C5) of rules: what holds for the list's last row holds for the new ones."""
    made = []
    for area in listed.split():
        start, _, stop = area.partition(":")
        stop = stop or start
        if not re.search(r"\d", area):
            made.append(area)
            continue
        top, bottom = growth.span(_row(start), _row(stop))
        first, last = _with_row(start, top), _with_row(stop, bottom)
        made.append(first if first == last else f"{first}:{last}")
    return " ".join(made)


def places(listed: str, growth: Growth) -> str:
    """A list of areas of which each is a place (a selected cell, a hyperlink): it moves and never grows."""
    return _each(listed, growth.row)


def translated(formula: str, down: int, across: int = 0) -> str:
    """The formula as it reads so many rows down and columns right: what has no $ goes along."""

    def one(part: str) -> str:
        found = _CELL.fullmatch(part)
        if found is None:
            return part if _fixed(part) else _with_row(part, _row(part) + down)
        fixed, column, row_fixed, row = found.groups()
        if across and not fixed:
            column = letters(_column(column) + across)
        return f"{fixed}{column}{row_fixed}{row if row_fixed else min(int(row) + down, ROWS)}"

    return rewritten(formula, lambda _, reference: ":".join(map(one, reference.split(":"))))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _each(listed: str, row: Callable[[int], int]) -> str:
    def one(part: str) -> str:
        return _with_row(part, row(_row(part))) if re.search(r"\d", part) else part

    return " ".join(":".join(one(part) for part in area.split(":")) for area in listed.split())


def _row(part: str) -> int:
    found = re.search(r"\d+", part)
    return int(found[0]) if found else 0


def _fixed(part: str) -> bool:
    found = _CELL.fullmatch(part)
    if found:
        return bool(found[3])
    line = _LINE.fullmatch(part)
    return bool(line and line[1])


def _with_row(part: str, row: int) -> str:
    return re.sub(r"\d+", str(row), part, count=1)
