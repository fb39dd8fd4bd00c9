"""A sheet of a report before it is written: titled columns of stored values, checks, and how it is masked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from childdesk.domain.privacy import mask
from childdesk.files.roster_write import Roster, RosterColumn


@dataclass(frozen=True, slots=True)
class Check:
    """One 勾稽 check: the rule in words, whether it holds, and the ids of the children behind it when not."""

    rule: str
    holds: bool
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: header, how wide its longest usual value is, its kind for the workbook, its mask if any."""

    header: str
    width: int
    kind: str = "text"
    mask: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A roster: one row a child, values as words or whole numbers; `children` are its ids in order."""

    title: str
    unit: str
    as_of: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    children: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = field(default=())

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

    def holds(self) -> dict[str, int]:
        """How many values of each masked way it holds: what is said before it leaves."""
        found: dict[str, int] = {}
        for at, column in enumerate(self.columns):
            if column.mask:
                count = sum(bool(row[at]) for row in self.rows)
                found[column.mask] = found.get(column.mask, 0) + count
        return found

    def roster(self, practice: bool) -> Roster:
        """As the workbook writer takes it; a practice sheet says so in its title."""
        title = f"【演练】{self.title}" if practice else self.title
        columns = [RosterColumn(column.header, column.width, column.kind) for column in self.columns]
        return Roster(
            title, self.unit, self.as_of, columns, [list(row) for row in self.rows], list(self.notes)
        )
