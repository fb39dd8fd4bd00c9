"""A sheet before it is written: cells with their formats, merges, what is hidden, struck out or coloured."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

Value = str | int | float | date | None

DATE_FORMS = {
    "iso": "yyyy-mm-dd",
    "slash": "yyyy/m/d",
    "chinese": 'yyyy"年"m"月"d"日"',
    "month": '[$-804]yyyy"年"m"月"',
    "written": '[DBNum1][$-804]yyyy"年"m"月"d"日"',
    "points": "yyyy.mm.dd",
    "short": "yy-m-d",
}
"""Name of a form → number format of a date cell."""
NUMBER_FORMS = {"text": "@", "whole": "0", "serial": "General", "money": "0.00"}
_FIGURES = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value, the name of its number format, and how it stands out."""

    value: Value
    form: str = ""
    bold: bool = False


@dataclass(slots=True)
class Grid:
    """One sheet. Rows from 1, columns from 0, merges as (first row, first column, last row, last column)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    red: set[int] = field(default_factory=set)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False

    def put(self, row: int, column: int, value: Value, form: str = "", *, bold: bool = False) -> None:
        """Writes a cell; nothing for None and the empty text."""
        if value is not None and value != "":
            self.cells[row, column] = Cell(value, form, bold)

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Joins a range, unless it is one cell or overlaps an older one."""
        if (row, column) == (last_row, last_column):
            return
        if any(
            row <= m[2] and last_row >= m[0] and column <= m[3] and last_column >= m[1] for m in self.merges
        ):
            return
        self.merges.append((row, column, last_row, last_column))

    @property
    def last_row(self) -> int:
        """The last row with anything in it or on it."""
        return max((row for row, _ in (*self.cells, *self.comments)), default=0)

    @property
    def last_column(self) -> int:
        """The last column with anything in it; -1 for an empty sheet."""
        return max((column for _, column in self.cells), default=-1)

    def filled(self) -> dict[int, int]:
        """Row → how many of its cells hold more than blanks."""
        return dict(Counter(row for (row, _), cell in self.cells.items() if shown(cell).strip()))


def shown(cell: Cell | None) -> str:
    """The words that a spreadsheet shows, and therefore writes into a csv."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, date):
        return _day(value, cell.form)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and abs(value) >= 10**11 and cell.form != "whole":
        return _scientific(value)
    if isinstance(value, float):
        return f"{value:.2f}" if cell.form == "money" else f"{value:.10g}"
    return str(value)


def _scientific(value: int) -> str:
    digits = str(value)
    exponent = len(digits) - 1
    mantissa = round(value / 10**exponent, 5)
    return f"{mantissa:g}E+{exponent}"


def _day(value: date, form: str) -> str:
    year, month, day = value.year, value.month, value.day
    if form == "written":
        said = "".join(_FIGURES[int(figure)] for figure in str(year))
        return f"{said}年{in_words(month)}月{in_words(day)}日"
    return {
        "slash": f"{year}/{month}/{day}",
        "chinese": f"{year}年{month}月{day}日",
        "month": f"{year}年{month}月",
        "points": f"{year}.{month:02d}.{day:02d}",
        "short": f"{year % 100:02d}-{month}-{day}",
    }.get(form, value.isoformat())


def in_words(number: int) -> str:
    """1 to 31 as a month or day is written: 三, 十, 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_FIGURES[tens]}十"
    return head + (_FIGURES[ones] if ones else "")
