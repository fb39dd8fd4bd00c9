"""Finds days that somebody dragged down a column, so that each row got the day after the one above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from childdesk.domain import catalogue
from childdesk.files import values
from childdesk.files.columns import Column
from childdesk.files.layout import Layout
from childdesk.files.sheets import Cell

DOUBT = "日期一行比一行大一天，像是拖出来的。请您看"
SHORTEST = 3
"""Rows that make a run; siblings and neighbours fill two by chance."""
IN_ORDER = 7
"""Rows that make a run where the column is sorted by day anyway."""


def cells(table: Layout, columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """(row, column) of every day in such a run that no identity number beside it confirms."""
    number = next((column.index for column in columns if column.field == "child.id_number"), None)
    for column in columns:
        field = catalogue.FIELDS.get(column.field or "")
        if field is None or field.kind.name != "date":
            continue
        beside = number if column.field == "child.birth" else None
        yield from ((row, column.index) for row in _run_rows(table, column.index, beside))


def _run_rows(table: Layout, column: int, number: int | None) -> Iterator[int]:
    days = [(row, _day(table, row, column)) for row in table.records]
    for run in _runs(days):
        if number is None:
            yield from run
            continue
        said = dict(days)
        yield from (row for row in run if not _confirmed(table, row, number, said[row]))


def _runs(days: Sequence[tuple[int, date | None]]) -> Iterator[list[int]]:
    """Rows one after another whose day is that of the row above and one more."""
    least = IN_ORDER if _sorted(days) else SHORTEST
    run: list[int] = []
    before: date | None = None
    for row, day in days:
        if before is not None and day is not None and (day - before).days == 1:
            run.append(row)
        else:
            if len(run) >= least:
                yield run
            run = [row]
        before = day
    if len(run) >= least:
        yield run


def _sorted(days: Sequence[tuple[int, date | None]]) -> bool:
    """Whether the steps other than one day go up too, as in a list sorted by age."""
    known = [day for _, day in days if day is not None]
    steps = [(later - earlier).days for earlier, later in pairwise(known)]
    others = [step for step in steps if step != 1]
    return len(others) >= SHORTEST and sum(step >= 0 for step in others) * 5 >= len(others) * 4


def _day(table: Layout, row: int, column: int) -> date | None:
    return _said(table.sheet.cell(row, column))


@lru_cache(maxsize=1 << 12)
def _said(cell: Cell) -> date | None:
    text = values.read(cell, "date").text if cell.text.strip() else ""
    try:
        return date.fromisoformat(text)
    except ValueError:  # a month, a lunar day, nothing
        return None


def _confirmed(table: Layout, row: int, number: int, day: date | None) -> bool:
    """Whether the identity number beside a birthday holds the same day."""
    text = values.read(table.sheet.cell(row, number), "id_number").text
    return day is not None and text[6:14] == day.strftime("%Y%m%d")
