"""What an import would do, before it counts: remarks on cells, plans of rows, sheets and the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from childdesk.domain.plan import Op
from childdesk.files.columns import Column
from childdesk.files.sheets import Sheet, Workbook

OWN_FILE = "new"
"""The decision that a row is a child of its own."""
EARLIER = "row:"
"""How the decision begins that a row is the child of an earlier one: row:SHEET:ROW."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a cell or row. `row` is the sheet's own number; `column` counts from 0.

    `child` is the file of somebody whom no row names; `field` is what two rows of one child differ in.
    """

    row: int
    column: int | None
    level: str
    text: str
    was: str = ""
    became: str = ""
    child: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a list and a file differ; `field` is `record.key`, values as they may be seen."""

    field: str
    label: str
    ours: str
    theirs: str


@dataclass(slots=True)
class RowPlan:
    """What would happen with one row."""

    row: int
    outcome: str
    child: str
    name: str
    ops: list[Op] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    guess: str = ""
    """Why the row may be the child's, where that is not certain and nothing in it is new."""
    earlier: tuple[str, int] | None = None
    """(sheet, row) of the earlier row of this plan about the same child, or likely about it."""
    apart: tuple[Difference, ...] = ()
    """What the two rows say differently."""

    @property
    def is_joined(self) -> bool:
        """Whether the row was put to an earlier one of the same child."""
        return self.earlier is not None and self.outcome != "reject"


@dataclass(slots=True)
class SheetPlan:
    """What would happen with one sheet. Rows in = added + changed + same + rejected."""

    name: str
    is_roster: bool
    why_not: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: list[RowPlan] = field(default_factory=list)
    issues: list[Remark] = field(default_factory=list)
    stored: int = 0
    extra: int = 0
    listed: int = 0
    notes_kept: int = 0
    notes_listed: int = 0
    """Notes (批注) that became an item of a child, and those that are listed with their reason."""
    sheet: Sheet | None = field(default=None, repr=False)
    table_rows: tuple[int, ...] = ()
    township: str = ""
    """Whose form it is: answers about its headers are kept under this."""

    def count(self, outcome: str) -> int:
        """How many rows have this outcome: add, change, same or reject."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def added(self) -> int:
        """Rows that make a new file."""
        return self.count("add")

    @property
    def changed(self) -> int:
        """Rows that change a file."""
        return self.count("change")

    @property
    def same(self) -> int:
        """Rows in which nothing is new."""
        return self.count("same")

    @property
    def joined(self) -> int:
        """Rows about a child of an earlier row; each of them is counted as changed or same as well."""
        return sum(row.is_joined for row in self.rows)

    @property
    def rejected(self) -> int:
        """Rows that are not taken in, each with its reason among the issues."""
        return self.count("reject")


def of_row(at: tuple[str, int]) -> str:
    """The decision that a row is the child of an earlier one."""
    return f"{EARLIER}{at[0]}:{at[1]}"


def line(at: tuple[str, int], here: str) -> str:
    """A row in words, seen from a sheet: 第3行, “留守儿童”第3行."""
    return f"第{at[1]}行" if at[0] == here else f"“{at[0]}”第{at[1]}行"


@dataclass(frozen=True, slots=True)
class Missing:
    """A child of the register whom a list does not name."""

    child: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Named:
    """A village that a list names. `unit` is its code where it is one of ours, `words` where it is said."""

    name: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a person did with the sheet at hand. `fixes`: (sheet, row, column) → words in place of a cell.

    `picks`: (sheet, row) → field → "keep" the ledger's value or "ask" about it later; else the row's counts.
    """

    fixes: Mapping[tuple[str, int, int], str] = field(default_factory=dict)
    picks: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    book: Workbook | None = field(default=None, repr=False)
    """The workbook, once it is read: a further answer does not read it again."""
    village: str = ""
    """Whose workbook it is, where a township takes it in on a village's behalf."""
    paper: str = ""
    """What of all villages' papers (收表) it is that village's part of."""
    sure: bool = False
    """That it is that village's though another is named in it."""


@dataclass(slots=True)
class ImportPlan:
    """The plan of a whole workbook. Applying it writes one entry."""

    file: str
    sheets: list[SheetPlan] = field(default_factory=list)
    items: list[Op] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    decisions: dict[tuple[str, int], str] = field(default_factory=dict)
    """(sheet, row) → the id of the file that a row belongs to, or OWN_FILE for a file of its own."""
    passing: frozenset[str] = frozenset()
    """Headers whose answers are for this file only."""
    said: Said = field(default_factory=Said)
    only: str = ""
    """The one sheet that was asked for."""
    missing: list[Missing] = field(default_factory=list)
    """Who stands in the register and not in the list."""
    named: Named | None = None
    """The other village that a workbook taken in for a village says it is from."""

    def ops(self) -> list[Op]:
        """Everything to be written: items first, then row by row."""
        rows = [op for sheet in self.sheets for row in sheet.rows for op in row.ops]
        return [*self.items, *rows] if rows else []

    @property
    def people(self) -> int:
        """How many children get a file or something new in it; one who stands in several rows counts once."""
        rows = (row for sheet in self.sheets for row in sheet.rows)
        return len({row.child for row in rows if row.outcome in ("add", "change")})

    @property
    def waits(self) -> bool:
        """Whether something waits for a person: a row not taken, a value to look at, an open column."""
        return any(
            sheet.rejected
            or any(remark.level in ("impossible", "doubtful") for remark in sheet.issues)
            or any(column.decided == "ask" for column in sheet.columns)
            for sheet in self.sheets
        )
