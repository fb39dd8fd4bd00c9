"""What is true of a generated workbook: its sheets, rows, columns, and what a person would read in them."""

from __future__ import annotations

from dataclasses import dataclass, field

MEMBER, MIXED = "member", "mixed member"
"""Kinds of the member columns of a school register: always the same parent, or whoever is at hand."""


@dataclass(frozen=True, slots=True)
class Want:
    """What one cell says. Any of `values` is right; () means that nothing may be kept as the field's value.

    `asks`: a person would want to be told (destroyed by Excel, in conflict, ambiguous), so silence is wrong
    whatever is stored. `optional`: storing nothing is right too. `kept`: words that must be found somewhere
    in the child's file besides (a second telephone, a note in brackets). `why` names the kind of dirt.
    """

    values: tuple[str, ...] = ()
    asks: bool = False
    optional: bool = False
    kept: tuple[str, ...] = ()
    why: str = ""
    against: str = ""

    @property
    def destroyed(self) -> bool:
        """Whether the value itself is gone: nothing to store, and somebody must be told."""
        return self.asks and not self.values


@dataclass(frozen=True, slots=True)
class ColumnTruth:
    """One column. `field` is `record.key`, place.*, row.number or household.*; None where it is none of them.

    `also` are fields that a careful person could choose as well. `bare` marks a header that only its
    neighbour explains. `empty`: no record row has a value, so that nothing can go wrong.
    """

    index: int
    path: tuple[str, ...]
    field: str | None
    kind: str = ""
    also: frozenset[str] = frozenset()
    bare: bool = False
    empty: bool = False
    hidden: bool = False

    @property
    def answer(self) -> str:
        """What a person answers when asked: the field, or that it is none.

        A member column in which now the father stands and now somebody else is no field of anybody.
        """
        return "extra" if self.field is None or self.kind == MIXED else self.field

    def right(self, taken: str | None) -> bool:
        """Whether a decision (a field, or None for an item of its own) is right."""
        return taken == self.field or (taken is not None and taken in self.also)


@dataclass(slots=True)
class RowTruth:
    """One record row. `child` is the same for all rows of one child. `wants` by column.

    `facts` is what is true of the child by `record.key`, whether a column says it or not. `members` are the
    people of a school register's member columns, as {attribute: value}. `mark`: "struck" out or
    filled "red" as one who moved away, else empty.
    """

    row: int
    child: str
    wants: dict[int, Want] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    members: tuple[dict[str, str], ...] = ()
    block: int = 0
    mark: str = ""
    hidden: bool = False
    notes: tuple[str, ...] = ()
    """What hangs on the cells of the row (批注), where the kind of file can hold it."""


@dataclass(slots=True)
class SheetTruth:
    """One sheet. Rows are the sheet's own numbers from 1, columns count from 0.

    `header_rows` hold the words; `under_rows` below them hold units and numbers. `others` are rows that are
    no children, with the reason. `cells` counts the non-empty cells below the header, `spread` those that
    merging adds to them; `row_cells` counts them row by row, the header's included.
    """

    name: str
    is_roster: bool
    why_not: str = ""
    hidden: bool = False
    header_rows: tuple[int, ...] = ()
    under_rows: tuple[int, ...] = ()
    columns: list[ColumnTruth] = field(default_factory=list)
    rows: list[RowTruth] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)
    cells: int = 0
    spread: int = 0
    notes: int = 0
    """Notes (批注) on cells of the whole sheet."""
    row_cells: dict[int, int] = field(default_factory=dict)
    kind: str | None = ""
    """Of what kind everybody in it is, as title and name of the sheet say; a column counts more. None where
    the ledger is cut by kinds: there the facts say it."""


@dataclass(slots=True)
class Truth:
    """The truth of one workbook, and how it was made."""

    seed: int
    unseen: bool
    style: str
    written: str
    sheets: list[SheetTruth] = field(default_factory=list)

    @property
    def is_roster(self) -> bool:
        """Whether any visible sheet lists children."""
        return any(sheet.is_roster and not sheet.hidden for sheet in self.sheets)

    def rows(self) -> list[RowTruth]:
        """All record rows of visible sheets."""
        return [row for sheet in self.sheets if not sheet.hidden for row in sheet.rows]
