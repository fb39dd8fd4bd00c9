"""Reads the rosters of a workbook: which sheets list children, and what each row says field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from childdesk.domain import catalogue
from childdesk.files import header_grammar, values
from childdesk.files.columns import DROP, EXTRA, Column, read_columns
from childdesk.files.evidence import SAMPLE, profile
from childdesk.files.layout import CARD, EMPTY, NO_HEADER, NO_ROWS, Layout, layout
from childdesk.files.sheets import Cell, Sheet, Workbook
from childdesk.files.values import Reading, Repair

ADULTS = "名单里都是成年人"
FIGURES = "这是汇总数字，不是名单"
NO_NAME = "没有儿童姓名这一列"
WHY_NOT = (EMPTY, NO_HEADER, CARD, NO_ROWS, ADULTS, FIGURES, NO_NAME)
"""Every reason why a sheet is no roster of children."""

_NO_DITTO = frozenset(["child.name", "child.id_number", "child.birth", "child.student_number"])


@dataclass(frozen=True, slots=True)
class Row:
    """One person's row. `values` are by field, `extras` by the item's name, `listed` by the header of a
    column that is asked about or dropped: nothing that stood in the row is anywhere else.

    `struck` and `hidden` say how the village marked the row; `group` is the heading above it in the table.
    """

    number: int
    values: Mapping[str, Reading]
    extras: Mapping[str, str]
    listed: Mapping[str, str]
    struck: bool = False
    hidden: bool = False
    group: str = ""


@dataclass(frozen=True)
class Roster:
    """One sheet. `why_not` is empty when it is a roster of children."""

    table: Layout
    columns: tuple[Column, ...]
    why_not: str = ""
    _fields: Mapping[int, Column] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.table.sheet.name

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The sheet's own numbers of the header's rows."""
        return self.table.header.rows if self.table.header else ()

    def rows(self) -> Iterator[Row]:
        """The rows of persons in order; 同上 is filled in from the row above, and said so."""
        by_index = {column.index: column for column in self.columns}
        above: dict[str, Reading] = {}
        for number in self.table.records:
            cells = self.table.cells(number)
            row = self._row(number, cells, by_index, above)
            above |= {name: reading for name, reading in row.values.items() if reading.text}
            yield row

    def _row(
        self,
        number: int,
        cells: Mapping[int, Cell],
        by_index: Mapping[int, Column],
        above: Mapping[str, Reading],
    ) -> Row:
        found: dict[str, Reading] = {}
        extras: dict[str, str] = {}
        listed: dict[str, str] = {}
        for index, cell in sorted(cells.items()):
            column = by_index.get(index)
            if column is None:
                continue
            if column.field is not None:
                found[column.field] = _same_as(
                    values.read(cell, shape_of(column.field)), column.field, cell, above
                )
            elif column.extra is not None:
                extras[column.extra] = cell.text.strip()
            else:
                listed[column.header] = cell.text.strip()
        sheet = self.table.sheet
        return Row(
            number,
            found,
            extras,
            listed,
            struck=sheet.struck(number),
            hidden=number in sheet.hidden_rows,
            group=self.table.groups.get(number, ""),
        )


def shape_of(name: str) -> str:
    """The name of a field's kind, for `values.read`; `text` where no record keeps the field."""
    if name in catalogue.FIELDS:
        return catalogue.FIELDS[name].kind.name
    if name in catalogue.DERIVED:
        return catalogue.DERIVED[name].kind.name
    return "text"


def _same_as(reading: Reading, name: str, cell: Cell, above: Mapping[str, Reading]) -> Reading:
    if reading.meaning != "ditto":
        return reading
    if name in _NO_DITTO or name not in above:
        return Reading(problem="这一格写着同上，请填上内容")
    meant = above[name]
    return replace(meant, repairs=(Repair(cell.text.strip(), meant.text, "同上，取上一行的内容"),))


def read_rosters(
    book: Workbook,
    today: date,
    answers: Mapping[str, str] | None = None,
    memory: Mapping[str, str] | None = None,
) -> tuple[Roster, ...]:
    """Every sheet of a workbook, rosters and others. Raises Refused for an answer that names no field."""
    return tuple(read_roster(sheet, today, answers, memory) for sheet in book.sheets)


def read_roster(
    sheet: Sheet,
    today: date,
    answers: Mapping[str, str] | None = None,
    memory: Mapping[str, str] | None = None,
) -> Roster:
    """One sheet; `answers` and `memory` as `columns.read_columns` takes them. Raises as it does."""
    table = layout(sheet)
    columns = read_columns(table, today, answers, memory) if table.header else ()
    return Roster(table, columns, table.why_not or why_no_children(table, columns, today))


def why_no_children(table: Layout, columns: tuple[Column, ...], today: date) -> str:
    """Why a table with rows is no list of children; empty when it is one."""
    by_field = {column.field: column.index for column in columns if column.field}
    if _are_adults(table, by_field, today):
        return ADULTS
    hoped = {
        candidate.field for column in columns if column.decided == "ask" for candidate in column.candidates
    }
    if {"child.name", "child.id_number"} & (set(by_field) | hoped):
        return ""
    return FIGURES if _is_figures(table, today) else NO_NAME


def _are_adults(table: Layout, by_field: Mapping[str, int], today: date) -> bool:
    """Whether identity numbers, else ages, say that nobody on the list is a child."""
    bare = [index for index in table.columns if _is_bare_number(table.path(index))]
    for index in [by_field["child.id_number"]] if "child.id_number" in by_field else bare:
        seen = profile(table.column(index, SAMPLE), today)
        if seen.minors is not None:
            return seen.minors < 0.1
    if "child.age" not in by_field:
        return False
    ages = profile(table.column(by_field["child.age"], SAMPLE), today)
    return ages.enough and ages.share("adult_age") > 0.9


def _is_bare_number(path: tuple[str, ...]) -> bool:
    header = header_grammar.path(*path) if path else header_grammar.NOTHING
    return header.attribute == "id_number" and header.role in ("", "child")


def _is_figures(table: Layout, today: date) -> bool:
    """Whether most columns hold numbers: a summary, a matrix, an indicator table."""
    seen = [profile(table.column(index, SAMPLE), today) for index in table.columns]
    filled = [one for one in seen if one.count]
    return sum(one.share("number") > 0.6 for one in filled) * 2 >= len(filled)


__all__ = ["DROP", "EXTRA", "Roster", "Row", "read_roster", "read_rosters", "shape_of", "why_no_children"]
