"""A list of a report before it is written: titled columns, checks, how much of a person it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from childdesk.domain.privacy import mask
from childdesk.domain.report.tally import Check
from childdesk.files.roster_write import Roster, RosterColumn

__all__ = ["EVENTS", "FACTS", "LEVELS", "MASKED", "NAMELESS", "WHOLE", "Check", "Column", "Sheet"]

WHOLE, MASKED, NAMELESS = LEVELS = ("全文", "部分遮盖", "去标识")
"""How much leaves: everything, numbers with their middle hidden, nobody to be recognised."""

Value = str | int | None
FACTS, EVENTS = "facts", "events"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: header, how wide its longest usual value is, its kind for the workbook, its mask if any.

    `what` says what it tells of a person: name, address, birth, free words, sealed; empty for nothing by
    which somebody is recognised. `made` says what the program puts together itself, so that it is nothing new
    when the list is read back: FACTS of other records, EVENTS that go on.
    """

    header: str
    width: int
    kind: str = "text"
    mask: str | None = None
    what: str = ""
    made: str = ""


TOWNSHIP, VILLAGE = Column("乡镇", 10, made=FACTS), Column("村", 10, made=FACTS)
"""Where a child belongs, in a list of several villages."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: values as words or whole numbers; `children` are the ids behind the rows, in order."""

    title: str
    unit: str
    as_of: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    children: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = field(default=())
    when: str = ""

    def by_town(self, whence: Sequence[tuple[str, str]]) -> Sheet:
        """The same with 乡镇 and village of every row behind its number, as a county needs them; a list that
        has the village gets the 乡镇 before it."""
        more = len(of_county(self.columns)) - len(self.columns)
        rows = tuple((row[0], *told, *row[3 - more :]) for row, told in zip(self.rows, whence, strict=True))
        return replace(self, columns=of_county(self.columns), rows=rows)

    def at(self, level: str) -> Sheet:
        """The same with as much of a person as the level allows."""
        if level == MASKED:
            return self.masked()
        return self.nameless() if level == NAMELESS else self

    def masked(self) -> Sheet:
        """The same with numbers masked, for a recipient who need not have them."""
        rows = tuple(
            tuple(
                mask(str(value), column.mask) if column.mask and value else value
                for column, value in zip(self.columns, row, strict=True)
            )
            for row in self.rows
        )
        return replace(self, rows=rows, notes=(*self.notes, "证件号和电话已遮住中间"))

    def nameless(self) -> Sheet:
        """The same without what tells who it is: for chat groups and the print shop outside."""
        rows = tuple(
            tuple(_nameless(column, value) for column, value in zip(self.columns, row, strict=True))
            for row in self.rows
        )
        return replace(self, rows=rows, notes=(*self.notes, "已去标识：没有姓名、号码、住址和自由填写的话"))

    def holds(self) -> dict[str, int]:
        """How many values of each masked way, and sealed ones, it holds: what is said before it leaves."""
        found: dict[str, int] = {}
        for at, column in enumerate(self.columns):
            way = column.mask or ("sealed" if column.what == "sealed" else "")
            if way:
                found[way] = found.get(way, 0) + sum(bool(row[at]) for row in self.rows)
        return found

    def roster(self, practice: bool) -> Roster:
        """As the workbook writer takes it; a practice sheet says so in its title."""
        title = f"【演练】{self.title}" if practice else self.title
        columns = [RosterColumn(column.header, column.width, column.kind) for column in self.columns]
        rows = [list(row) for row in self.rows]
        return Roster(title, self.unit, self.as_of, columns, rows, list(self.notes), when=self.when)


def of_county(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a list as a county writes it: 乡镇 and village behind the number."""
    rest = columns[2:] if columns[1] == VILLAGE else columns[1:]
    return (columns[0], TOWNSHIP, VILLAGE, *rest)


def _nameless(column: Column, value: Value) -> Value:
    if value is None:
        return None
    if column.mask or column.what in ("address", "free", "sealed"):
        return None
    if column.what == "name":
        return f"{str(value)[:1]}某" if str(value) else None
    return str(value)[:4] if column.what == "birth" else value
