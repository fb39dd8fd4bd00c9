"""Finds where children are written in a form: from below its header to where the form ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from childdesk.domain.errors import Refused
from childdesk.files.filling.form_sheet import FormSheet
from childdesk.files.layout import Layout

EXAMPLE = "填写示例"
UNFILLED = "没有填写的行"
HEADING = "分组的一行"
"""A line of one cell; behind the first column it is what the township wrote into each row beforehand."""
MOST_BLANK = 20_000
"""Blank dressed rows of a form that are looked at."""


@dataclass(frozen=True, slots=True)
class Area:
    """The rows of a form's list. `people` are rows that hold a child already; the others are free.

    An empty area begins right behind the header. `closed` says that something stands below it.
    """

    first: int
    last: int
    people: tuple[int, ...] = ()
    closed: bool = False

    @property
    def free(self) -> list[int]:
        """The rows in which nobody stands yet."""
        held = set(self.people)
        return [row for row in range(self.first, self.last + 1) if row not in held]


def find(form: FormSheet, table: Layout, columns: Iterable[int]) -> Area:
    """The list of a form. Raises Refused when cells of its free rows are merged over several rows."""
    wide = sorted(columns)
    first = _first(table)
    stop = _stop(form, table, first, wide)
    last = _last(form, table, first, stop, wide)
    people = tuple(row for row in table.records if first <= row <= last)
    area = Area(first, last, people, closed=stop is not None)
    _require_plain(form, area, wide)
    return area


def _first(table: Layout) -> int:
    """The row below the header and the examples that stand under it."""
    assert table.header is not None
    examples = {passed.row for passed in table.passed if passed.why == EXAMPLE}
    row = table.header.bottom + 1
    while row in examples:
        row += 1
    return row


def _stop(form: FormSheet, table: Layout, first: int, wide: list[int]) -> int | None:
    """The first row below the list: a total, a note, a signature, a wide merged line."""
    passed = {
        p.row
        for p in table.passed
        if p.row >= first
        and p.why not in (UNFILLED, EXAMPLE)
        and not (p.why == HEADING and min(table.sheet.texts(p.row)) > wide[0])
    }
    half = max(3, len(wide) // 2)
    merged = {m.top for m in form.merges if m.top >= first and m.right - m.left + 1 >= half}
    return min(passed | merged, default=None)


def _last(form: FormSheet, table: Layout, first: int, stop: int | None, wide: list[int]) -> int:
    until = stop - 1 if stop is not None else max(form.last_row, first - 1)
    until = min(until, first + MOST_BLANK)
    held = max((row for row in table.records if row <= until), default=first - 1)
    numbered = [p.row for p in table.passed if p.why == UNFILLED and first <= p.row <= until]
    if _ruled(form, first, wide):
        row = first
        while row + 1 <= until and (_ruled(form, row + 1, wide) or row + 1 in numbered):
            row += 1
        return max(row, held, *numbered)
    if stop is not None and not held >= first:
        return max(until, *numbered) if numbered else until
    return max(held, *numbered) if numbered else held


def _ruled(form: FormSheet, row: int, wide: list[int]) -> bool:
    """Whether a row has the lines of a list: borders at most of its cells."""
    lined = sum(form.dress(row, column).bordered for column in wide)
    return lined * 2 > len(wide)


def _require_plain(form: FormSheet, area: Area, wide: list[int]) -> None:
    """One row must be one child; a cell merged over the whole list is a label and may stay."""
    free = set(area.free)
    for merge in form.merges:
        tall = merge.bottom > merge.top and any(row in free for row in range(merge.top, merge.bottom + 1))
        whole = merge.top <= area.first and merge.bottom >= area.last
        if tall and not whole and wide[0] <= merge.left <= wide[-1]:
            rows = f"第{merge.top}—{merge.bottom}行"
            raise Refused(f"{rows}有上下合并的格子，没有填。原表没有动。请取消合并再填")
