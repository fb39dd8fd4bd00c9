"""Says what was read: workbooks, sheets and cells as a person sees them, with the number behind."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, cast

from childdesk.files.grid import KINDS, TEXT, Grid, Plain

CellKind = Literal["blank", "text", "number", "date", "bool", "error"]


class Cell(NamedTuple):
    """One cell; a tuple, because a ledger has a million of them.

    `number` is what is stored behind a number or date (a serial day of the 1900 system).
    """

    text: str = ""
    kind: CellKind = "text"
    number: float | None = None
    format: str = ""
    struck: bool = False
    fill: str = ""
    ink: str = ""


NOTHING = Cell("", "blank")


class Merge(NamedTuple):
    """Merged cells, ends included; rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Note(NamedTuple):
    """What somebody hung on a cell (批注)."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Sheet:
    """A sheet. Rows carry the sheet's own numbers, from 1; columns count from 0; only filled cells exist."""

    name: str
    grid: Grid
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    notes: tuple[Note, ...] = ()
    shared: frozenset[int] = frozenset()
    again: frozenset[int] = frozenset()
    """Of a line with several children (子女1, 子女2): columns that all of them share, and the rows of which
    these are told with an earlier child."""
    over: tuple[str, ...] = ()
    """Of a block that stands beside another: the lines over both, whose cells are the first one's."""

    @property
    def rows(self) -> Sequence[int]:
        """The numbers of the rows that hold anything, ascending."""
        return self.grid.rows

    def texts(self, row: int) -> dict[int, str]:
        """{column: text} of a row."""
        return {column: self.grid.text(cell) for column, cell in self.grid.row(row).items()}

    def cells(self, row: int) -> Row:
        """{column: cell} of a row."""
        return Row(self.grid, self.grid.row(row))

    def cell(self, row: int, column: int) -> Cell:
        """One cell; NOTHING where there is none."""
        at = self.grid.at(row, column)
        return NOTHING if at is None else _cell(self.grid, at)

    def column_hidden(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    @cached_property
    def _notes(self) -> dict[int, list[Note]]:
        found: dict[int, list[Note]] = {}
        for note in self.notes:
            found.setdefault(note.row, []).append(note)
        return found

    def elsewhere(self, row: int) -> frozenset[int]:
        """The columns of a row whose cells are counted and told with an earlier child of the same line."""
        return self.shared if row in self.again else frozenset()

    def notes_of(self, row: int) -> Sequence[Note]:
        """What hangs on the cells of a row, from the left."""
        return sorted(self._notes.get(row, ())) if self.notes else ()

    @cached_property
    def _dress(self) -> tuple[bool, bool]:
        """Whether anything in the sheet is struck through, and whether anything is red."""
        looks = self.grid.looks
        return any(look.struck for look in looks), any(_is_red(look.fill) for look in looks)

    def struck(self, row: int) -> bool:
        """Whether the words of a row are struck through, which is how villages cross a child out."""
        if not self._dress[0]:
            return False
        looks = [self.grid.look(cell) for cell in self.grid.row(row).values() if self.grid.kind(cell) == TEXT]
        return _nearly_all(look.struck for look in looks)

    def struck_at(self, row: int, column: int) -> bool:
        """Whether one cell is struck through."""
        return self._dress[0] and self.cell(row, column).struck

    def red(self, row: int) -> bool:
        """Whether the filled cells of a row are red, which crosses a child out too; one may be forgotten."""
        if not self._dress[1]:
            return False
        fills = [self.grid.look(cell).fill for cell in self.grid.row(row).values()]
        return _nearly_all(map(_is_red, fills))

    def rows_between(self, first: int, last: int) -> Iterator[int]:
        """The filled rows from `first` to `last`, both included."""
        rows = self.grid.rows
        at = bisect_left(rows, first)
        while at < len(rows) and rows[at] <= last:
            yield rows[at]
            at += 1


class Row(Mapping[int, Cell]):
    """The cells of one row by column; each is made when it is asked for, since most are asked for their text.

    `ids` are the numbers of the cells in their grid.
    """

    __slots__ = ("_grid", "_put", "ids")

    def __init__(self, grid: Grid, ids: dict[int, int]) -> None:
        self._grid = grid
        self._put: dict[int, Cell] = {}
        self.ids = ids

    def __getitem__(self, column: int) -> Cell:
        put = self._put.get(column)
        return _cell(self._grid, self.ids[column]) if put is None else put

    def __iter__(self) -> Iterator[int]:
        return iter({**self.ids, **self._put})

    def __len__(self) -> int:
        return len({**self.ids, **self._put})

    def text(self, column: int) -> str:
        """The text of a cell, empty where there is none."""
        if column in self._put:
            return self._put[column].text
        at = self.ids.get(column)
        return "" if at is None else self._grid.text(at)

    def texts(self) -> dict[int, str]:
        """{column: text without blanks at its ends} of every cell."""
        found = dict(zip(self.ids, map(self._grid.words.__getitem__, self.ids.values()), strict=True))
        if self._put:
            found.update((column, cell.text.strip()) for column, cell in self._put.items())
        return found

    def plain(self, column: int) -> int:
        """The number of a cell as it stands in the file, negative where another was put in its place."""
        return -1 if column in self._put else self.ids[column]

    def is_text(self, column: int) -> bool:
        """Whether the file has words there, no number, day or fault."""
        return self._grid.kind(self.ids[column]) == TEXT

    def put(self, column: int, cell: Cell) -> None:
        """Sets another cell in the place of one."""
        self._put[column] = cell


def _cell(grid: Grid, at: int) -> Cell:
    kind = cast("CellKind", KINDS[grid.kind(at)])
    return Cell(grid.text(at), kind, grid.number(at), *grid.look(at))


def _nearly_all(said: Iterable[bool]) -> bool:
    marks = list(said)
    return bool(marks) and sum(marks) * 5 >= len(marks) * 4


def _is_red(colour: str) -> bool:
    """Whether RRGGBB is a red or a light red, as a fill is."""
    if len(colour) != 6:
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and max(green, blue) <= red - 0x30 and abs(green - blue) <= 0x40


@dataclass(frozen=True)
class Workbook:
    """A workbook as it was read; `kind` is xlsx, xls, et, ods, csv …"""

    kind: str
    sheets: tuple[Sheet, ...]


def workbook(plain: Plain) -> Workbook:
    """The workbook that a reader handed over as plain data."""
    return Workbook(plain["kind"], tuple(_sheet(sheet) for sheet in plain["sheets"]))


def _sheet(plain: Plain) -> Sheet:
    hidden = array("I")
    hidden.frombytes(plain["hidden_rows"])
    return Sheet(
        name=plain["name"],
        grid=Grid(plain["grid"]),
        hidden=plain["hidden"],
        merges=tuple(Merge(*merge) for merge in plain["merges"]),
        hidden_rows=frozenset(hidden),
        hidden_columns=tuple((first, last) for first, last in plain["hidden_columns"]),
        notes=tuple(Note(*note) for note in plain["notes"]),
    )
