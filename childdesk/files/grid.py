"""Holds the filled cells of a sheet compactly, so that a large workbook crosses a pipe and fits in a window.

Each distinct cell stands once; rows are runs of (column, cell) numbers. Nothing here knows what a cell
means, and nothing heavy is imported: the reading child starts with this file.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from childdesk.domain.errors import Refused
from childdesk.files import sentences

BLANK, TEXT, NUMBER, DATE, BOOL, ERROR = range(6)
KINDS = ("blank", "text", "number", "date", "bool", "error")

MERGES = 200_000

Plain = dict[str, Any]
"""What crosses the pipe: only bytes, str, int, float, bool, None, lists, tuples and dicts of them."""


class Look(NamedTuple):
    """How a cell is dressed: number format code, struck through, fill and ink as RRGGBB or empty."""

    format: str = ""
    struck: bool = False
    fill: str = ""
    ink: str = ""


class Budget:
    """What one workbook may cost; every reader draws on it and Refused ends the reading.

    `cells` counts filled cells, `letters` the UTF-8 bytes of distinct texts, `unpacked` bytes of XML.
    """

    __slots__ = ("cells", "letters", "unpacked")

    def __init__(
        self, cells: int = 4_500_000, letters: int = 120_000_000, unpacked: int = 600_000_000
    ) -> None:
        self.cells = cells
        self.letters = letters
        self.unpacked = unpacked

    def unpack(self, size: int) -> None:
        """Draws bytes of unpacked XML."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Refused(sentences.TOO_LARGE)


class GridBuilder:
    """Fills a grid cell by cell. `add` makes a distinct cell, `put` sets it at a place."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.texts: list[bytes] = []
        self.kinds = bytearray()
        self.dress = array("H")
        self.numbers: dict[int, float] = {}
        self.rows = array("I")
        self.starts = array("I")
        self.columns = array("H")
        self.cells = array("I")
        self._ids: dict[tuple[str, int, int], int] = {}

    def add(self, text: bytes, kind: int, number: float | None = None, look: int = 0) -> int:
        """The number of a new distinct cell; its text as UTF-8."""
        budget = self.budget
        budget.letters -= len(text) + 8
        if budget.letters < 0:
            raise Refused(sentences.TOO_LARGE)
        self.texts.append(text)
        self.kinds.append(kind)
        self.dress.append(look)
        made = len(self.kinds) - 1
        if number is not None:
            self.numbers[made] = number
        return made

    def word(self, text: str, kind: int = TEXT, look: int = 0) -> int:
        """The number of a cell that holds a text, made once for equal ones."""
        key = (text, kind, look)
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = self.add(text.encode(), kind, None, look)
        return known

    def begin_row(self, number: int) -> None:
        """Cells put from now on stand in this row (sheet's own number, from 1)."""
        if self.starts and self.starts[-1] == len(self.cells):
            self.rows[-1] = number
            return
        self.rows.append(number)
        self.starts.append(len(self.cells))

    def put(self, column: int, cell: int) -> None:
        """Sets a cell in the present row; columns count from 0."""
        self.budget.cells -= 1
        if self.budget.cells < 0:
            raise Refused(sentences.TOO_MANY_CELLS)
        self.columns.append(column)
        self.cells.append(cell)

    def put_row(self, columns: list[int], cells: list[int]) -> None:
        """Sets the cells of the present row at once."""
        self.budget.cells -= len(cells)
        if self.budget.cells < 0:
            raise Refused(sentences.TOO_MANY_CELLS)
        self.columns.extend(columns)
        self.cells.extend(cells)

    def plain(self, looks: list[Look]) -> Plain:
        """The grid as data for the pipe."""
        ends = array("I", accumulate(map(len, self.texts)))
        return {
            "blob": b"".join(self.texts),
            "ends": ends.tobytes(),
            "kinds": bytes(self.kinds),
            "dress": self.dress.tobytes(),
            "numbers": self.numbers,
            "looks": [tuple(look) for look in looks],
            "rows": self.rows.tobytes(),
            "starts": self.starts.tobytes(),
            "columns": self.columns.tobytes(),
            "cells": self.cells.tobytes(),
        }


class SheetBuilder:
    """One sheet while it is read: its grid, its looks, and what its rows and columns are."""

    def __init__(self, name: str, budget: Budget, *, hidden: bool = False) -> None:
        self.name = name
        self.hidden = hidden
        self.grid = GridBuilder(budget)
        self.looks: list[Look] = [Look()]
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows = array("I")
        self.hidden_columns: list[tuple[int, int]] = []
        self.notes: list[tuple[int, int, str]] = []
        self._known: dict[Look, int] = {Look(): 0}

    def look(self, look: Look) -> int:
        """The number of a look, made once for equal ones."""
        known = self._known.get(look)
        if known is None:
            known = self._known[look] = len(self.looks)
            self.looks.append(look)
        return known

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Notes merged cells, as far as a sheet may hold them."""
        if len(self.merges) < MERGES and (bottom > top or right > left):
            self.merges.append((top, left, bottom, right))

    def note(self, row: int, column: int, words: str) -> None:
        """Notes what somebody hung on a cell (批注); it costs what a cell costs."""
        budget = self.grid.budget
        budget.cells -= 1
        budget.letters -= len(words.encode()) + 8
        if budget.cells < 0 or budget.letters < 0:
            raise Refused(sentences.TOO_LARGE)
        if words:
            self.notes.append((row, column, words))

    def plain(self) -> Plain:
        """The sheet as data for the pipe."""
        return {
            "name": self.name,
            "hidden": self.hidden,
            "grid": self.grid.plain(self.looks),
            "merges": self.merges,
            "hidden_rows": self.hidden_rows.tobytes(),
            "hidden_columns": self.hidden_columns,
            "notes": self.notes,
        }


class Grid:
    """The filled cells of one sheet, read by row. Rows come in ascending order, without empty ones."""

    def __init__(self, plain: Plain) -> None:
        self._blob: bytes = plain["blob"]
        self._ends = _array("I", plain["ends"])
        self._kinds: bytes = plain["kinds"]
        self._dress = _array("H", plain["dress"])
        self._numbers: dict[int, float] = plain["numbers"]
        self._looks = [Look(*look) for look in plain["looks"]] or [Look()]
        self._columns = _array("H", plain["columns"])
        self._cells = _array("I", plain["cells"])
        self._words: list[str] = []
        self._order(_array("I", plain["rows"]), _array("I", plain["starts"]))

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: the texts are read there again."""
        return {**vars(self), "_words": []}

    def _order(self, rows: array[int], starts: array[int]) -> None:
        """Rows of a well-made file ascend; others are sorted, and what stands twice is joined."""
        stops = [*starts[1:], len(self._cells)][: len(starts)]
        spans = [span for span in zip(rows, starts, stops, strict=True) if span[2] > span[1]]
        if any(a[0] >= b[0] for a, b in pairwise(spans)):
            spans = self._joined(spans)
        self.rows = array("I", [row for row, _, _ in spans])
        self._starts = array("I", [start for _, start, _ in spans])
        self._stops = array("I", [stop for _, _, stop in spans])

    def _joined(self, spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        columns, cells = array("H"), array("I")
        joined: list[tuple[int, int, int]] = []
        for row, start, stop in sorted(spans):
            if joined and joined[-1][0] == row:
                joined[-1] = (row, joined[-1][1], joined[-1][2] + stop - start)
            else:
                joined.append((row, len(cells), len(cells) + stop - start))
            columns.extend(self._columns[start:stop])
            cells.extend(self._cells[start:stop])
        self._columns, self._cells = columns, cells
        return joined

    def row(self, number: int) -> dict[int, int]:
        """{column: cell number} of a row; empty for a row without content."""
        at = bisect_left(self.rows, number)
        if at == len(self.rows) or self.rows[at] != number:
            return {}
        start, stop = self._starts[at], self._stops[at]
        return dict(zip(self._columns[start:stop], self._cells[start:stop], strict=True))

    def at(self, number: int, column: int) -> int | None:
        """The cell number at one place; None where there is nothing."""
        at = bisect_left(self.rows, number)
        if at == len(self.rows) or self.rows[at] != number:
            return None
        stop = self._stops[at]
        backwards = self._columns[self._starts[at] : stop][::-1]  # of two at one place the later counts
        return self._cells[stop - 1 - backwards.index(column)] if column in backwards else None

    def __iter__(self) -> Iterator[tuple[int, dict[int, int]]]:
        for number in self.rows:
            yield number, self.row(number)

    def between(self, first: int, last: int) -> Grid:
        """The same grid with the columns from `first` to `last` only; the cells themselves are shared."""
        return self.chosen(
            lambda _, cells: {column: cell for column, cell in cells.items() if first <= column <= last}
        )

    def chosen(self, cells_of: Callable[[int, dict[int, int]], dict[int, int]]) -> Grid:
        """The same grid with what `cells_of` leaves of each row; the cells themselves are shared."""
        made = copy(self)
        made._columns, made._cells = array("H"), array("I")
        made.rows, made._starts, made._stops = array("I"), array("I"), array("I")
        for number, cells in self:
            inside = cells_of(number, cells)
            if inside:
                made.rows.append(number)
                made._starts.append(len(made._cells))
                made._columns.extend(inside)
                made._cells.extend(inside.values())
                made._stops.append(len(made._cells))
        return made

    def part(self, first: int, last: int) -> Grid:
        """The same grid with the rows from `first` to `last` only; everything else is shared."""
        made = copy(self)
        span = slice(bisect_left(self.rows, first), bisect_left(self.rows, last + 1))
        made.rows, made._starts, made._stops = self.rows[span], self._starts[span], self._stops[span]
        begin, end = (made._starts[0], made._stops[-1]) if made.rows else (0, 0)
        made._columns, made._cells = self._columns[begin:end], self._cells[begin:end]
        made._starts = array("I", [at - begin for at in made._starts])
        made._stops = array("I", [at - begin for at in made._stops])
        return made

    def cells_with(self, word: str) -> list[int]:
        """The numbers of the cells whose text holds a word."""
        found: dict[int, None] = {}
        sought = word.encode()
        at = self._blob.find(sought)
        while at >= 0:
            cell = bisect_right(self._ends, at)
            if word in self.text(cell):
                found[cell] = None
            at = self._blob.find(sought, at + 1)
        return list(found)

    def rows_with(self, cells: Iterable[int]) -> list[int]:
        """The rows that hold any of these cells, ascending."""
        found: set[int] = set()
        for cell in cells:
            at = -1
            for _ in range(self._cells.count(cell)):
                at = self._cells.index(cell, at + 1)
                found.add(self.rows[bisect_right(self._starts, at) - 1])
        return sorted(found)

    def text(self, cell: int) -> str:
        """The text of a cell."""
        return self._blob[self._ends[cell - 1] if cell else 0 : self._ends[cell]].decode("utf-8", "replace")

    @property
    def words(self) -> list[str]:
        """The texts of all cells by number, without blanks at their ends: most stand in many rows."""
        if len(self._words) < len(self._ends):
            blob, ends = self._blob, self._ends
            spans = zip([0, *ends[:-1]], ends, strict=True) if ends else ()
            self._words = [blob[start:end].decode("utf-8", "replace").strip() for start, end in spans]
        return self._words

    def kind(self, cell: int) -> int:
        """BLANK … ERROR."""
        return self._kinds[cell]

    def number(self, cell: int) -> float | None:
        """The raw number behind a cell."""
        return self._numbers.get(cell)

    def look(self, cell: int) -> Look:
        """How a cell is dressed."""
        return self._looks[self._dress[cell]]

    @property
    def looks(self) -> list[Look]:
        """Every way in which a cell of the sheet is dressed."""
        return self._looks

    @property
    def width(self) -> int:
        """One more than the last filled column."""
        return max(self._columns, default=-1) + 1

    def __len__(self) -> int:
        return len(self._cells)


def _array(code: str, raw: bytes) -> array[int]:
    made: array[int] = array(code)
    made.frombytes(raw)
    return made
