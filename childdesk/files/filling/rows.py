"""Writes the rows of a form: the list with its new rows, and everything below it further down."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from childdesk.files.filling import cells, formulas
from childdesk.files.filling.area import Area
from childdesk.files.filling.cells import Said
from childdesk.files.filling.dress import Marker
from childdesk.files.filling.form_sheet import FormSheet, Line, reference
from childdesk.files.filling.formulas import Formula, Place
from childdesk.files.filling.patch import with_attribute
from childdesk.files.filling.refs import Growth
from childdesk.files.filling.result_functions import Value

Result = Callable[[int, int], Value]
"""What the formula at (row, column) shows; None when that is not known."""


@dataclass(slots=True)
class Filling:
    """What is to be written on one sheet.

    `rows` gives the list by rows as they are afterwards, `lines` single cells outside of it by places as
    they are before, as bytes that stand inside a cell (inline words). `columns` are those that are filled.
    """

    area: Area
    columns: frozenset[int]
    rows: dict[int, dict[int, Said]] = field(default_factory=dict)
    lines: dict[Place, bytes] = field(default_factory=dict)


class RowWriter:
    """Writes the rows of one sheet. `after` are the formulas at their places afterwards."""

    def __init__(
        self,
        form: FormSheet,
        filling: Filling,
        growth: Growth,
        before: Mapping[Place, Formula],
        after: Mapping[Place, str],
        result: Result,
        *,
        epoch_1904: bool = False,
    ) -> None:
        self.form, self.filling, self.growth = form, filling, growth
        self.before, self.after, self.result = before, after, result
        self.epoch_1904 = epoch_1904
        self.marker = Marker(form.package)
        self.pattern = pattern_row(form, filling.area)
        self._numbers = sorted(form.lines)
        self._dresses: dict[Place, tuple[int, str]] = {}

    def write(self) -> None:
        """Puts every change of the rows into the part."""
        area, growth = self.filling.area, self.growth
        for line in self.form.lines.values():
            if area.first <= line.number <= area.last:
                self.form.part.replace(line.element, self._in_list(line))
            else:
                self._outside(line)
        missing = [row for row in range(area.first, area.last + 1) if row not in self.form.lines]
        new = range(area.last + 1, area.last + 1 + growth.more)
        inserted: dict[int | None, list[bytes]] = {}
        for row in [*(row for row in missing if row in self.filling.rows), *new]:
            following = self._following(min(row, area.last + 1))
            inserted.setdefault(following, []).append(self._new(row))
        for following, rows in inserted.items():
            self._insert(following, b"".join(rows))

    def _following(self, row: int) -> int | None:
        at = bisect_left(self._numbers, row)
        return self._numbers[at] if at < len(self._numbers) else None

    # -- rows outside the list -----------------------------------------------------------------------

    def _outside(self, line: Line) -> None:
        part, row = self.form.part, self.growth.row(line.number)
        if row != line.number and "r" in line.element.attrs:
            part.set(line.element, "r", str(row))
        for column, cell in line.cells.items():
            place = (line.number, column)
            if place in self.filling.lines:
                tag = with_attribute(
                    with_attribute(part.tag(cell), "r", reference(row, column)), "t", "inlineStr"
                )
                tag = tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag
                end = f"</{self.form.prefix}c>".encode()
                part.replace(cell, tag + self.filling.lines[place] + end)
            elif place in self.before:
                new = self._formula(place, (row, column))
                if new != part.raw(cell):
                    part.replace(cell, new)
            elif row != line.number and "r" in cell.attrs:
                part.set(cell, "r", reference(row, column))

    def _formula(self, place: Place, now: Place) -> bytes:
        """The cell of a formula that stood at `place` and stands at `now`."""
        formula = self.before[place]
        element = formulas.element(self.form, formula, self.after[now], self.growth)
        tag = self.form.part.tag(self.form.lines[place[0]].cells[place[1]])
        return cells.with_formula(tag, reference(*now), self.form.prefix, element, self.result(*now))

    # -- rows of the list ----------------------------------------------------------------------------

    def _in_list(self, line: Line) -> bytes:
        """A row of the list that was there: what is not filled stays as it is written."""
        said = self.filling.rows.get(line.number, {})
        made: dict[int, bytes] = {}
        for column, cell in line.cells.items():
            if (line.number, column) in self.before:
                place = (line.number, column)
                made[column] = self._formula(place, place)
            elif column not in said:
                made[column] = self.form.part.raw(cell)
        for column, value in said.items():
            if column not in made:
                made[column] = self._said(line.number, line.number, column, value)
        return self._row(self.form.part.tag(line.element), made)

    def _said(self, row: int, like: int, column: int, value: Said) -> bytes:
        """A written cell of a row, dressed like the same cell of another row."""
        style, code = self._dressed(like, column)
        stored = cells.as_stored(value, code, self.epoch_1904)
        style = self.marker.style(style) if value.marked else style
        return cells.cell(self.form.prefix, reference(row, column), style, stored)

    def _dressed(self, row: int, column: int) -> tuple[int, str]:
        """(style, number format) of a cell; many new rows ask for the same."""
        known = self._dresses.get((row, column))
        if known is None:
            known = self.form.style(row, column), self.form.dress(row, column).code
            self._dresses[row, column] = known
        return known

    def _new(self, row: int) -> bytes:
        """A row that was not there, made after the pattern."""
        said = self.filling.rows.get(row, {})
        line = self.form.lines.get(self.pattern) if self.pattern else None
        like = self.pattern or row
        made: dict[int, bytes] = {}
        for column in line.cells if line else ():
            if column in said and (like, column) not in self.before:
                continue
            made[column] = self._after_pattern(row, like, column)
        for column, value in said.items():
            if (like, column) not in self.before:
                made[column] = self._said(row, like, column, value)
        if line is None:
            return self._row(f'<{self.form.prefix}row r="{row}">'.encode(), made)
        tag = with_attribute(self.form.part.tag(line.element), "r", str(row))
        return self._row(with_attribute(tag, "hidden", None), made)

    def _after_pattern(self, row: int, like: int, column: int) -> bytes:
        form = self.form
        cell = form.lines[like].cells[column]
        place = reference(row, column)
        if (like, column) in self.before:
            formula = self.before[like, column]._replace(shared=True)
            element = formulas.element(form, formula, self.after[row, column], None)
            tag = form.part.tag(cell)
            return cells.with_formula(tag, place, form.prefix, element, self.result(row, column))
        if self._repeats(column):
            raw = form.part.raw(cell)
            tag = form.part.tag(cell)
            return with_attribute(tag, "r", place) + raw[len(tag) :]
        return cells.cell(form.prefix, place, form.style(like, column), None)

    def _repeats(self, column: int) -> bool:
        """Whether a column that is not filled says the same in every row of the list, such as the town."""
        if column in self.filling.columns:
            return False
        area = self.filling.area
        rows = [row for row in (self.pattern - 1, self.pattern) if area.first <= row <= area.last]
        said = {self._inner(row, column) for row in rows}
        return len(rows) > 1 and len(said) == 1 and said != {b""}

    def _inner(self, row: int, column: int) -> bytes:
        line = self.form.lines.get(row)
        cell = line.cells.get(column) if line else None
        if cell is None:
            return b""
        part = self.form.part
        return part.data[part.tag_end(cell) : max(cell.close, part.tag_end(cell))]

    def _row(self, tag: bytes, made: Mapping[int, bytes]) -> bytes:
        if tag.endswith(b"/>"):
            tag = tag[:-2].rstrip() + b">"
        tag = with_attribute(tag, "spans", None)
        inner = b"".join(made[column] for column in sorted(made))
        return tag + inner + f"</{self.form.prefix}row>".encode()

    def _insert(self, following: int | None, content: bytes) -> None:
        """Puts rows before a row that is written, or at the end of the sheet."""
        part, data = self.form.part, self.form.data
        if following is not None:
            at = self.form.lines[following].element.start
            part.splice(at, at, content)
        elif data is not None:
            part.insert_into(data, content)


def pattern_row(form: FormSheet, area: Area) -> int:
    """The row after which new ones are made: the last free one, else the last; 0 when there is none."""
    free = [row for row in area.free if row in form.lines]
    if free:
        return free[-1]
    return area.last if area.last in form.lines and area.last >= area.first else 0
