"""One worksheet of a form as it is written: rows, cells, merges, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from childdesk.files.column_names import letters
from childdesk.files.filling.dress import PLAIN, Dress
from childdesk.files.filling.package import Package, SheetPlace
from childdesk.files.filling.patch import Element
from childdesk.files.sheets import Merge

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


@dataclass(slots=True)
class Line:
    """A row that is written in the part; cells by column, which counts from 0."""

    number: int
    element: Element
    cells: dict[int, Element] = field(default_factory=dict)


class FormSheet:
    """A worksheet of a package. `lines` holds the rows that are written, by their number."""

    def __init__(self, package: Package, place: SheetPlace, dresses: list[Dress]) -> None:
        self.package = package
        self.place = place
        self.part = package.part(place.part)
        self.dresses = dresses
        root = self.part.root
        self.prefix = root.prefix
        self.data = root.first("sheetData")
        self.lines = {line.number: line for line in self._lines()}
        self.merges = [merge for e in root.all("mergeCells", "mergeCell") if (merge := _merge(e))]
        self._columns = [
            (int(c.attrs.get("min", 1)) - 1, int(c.attrs.get("max", 1)) - 1, int(c.attrs.get("style", 0)))
            for c in root.all("cols", "col")
        ]

    def _lines(self) -> Iterator[Line]:
        number = 0
        for row in self.data.all("row") if self.data else ():
            number = int(row.attrs.get("r", number + 1))
            line = Line(number, row)
            column = -1
            for cell in row.all("c"):
                place = cell.attrs.get("r")
                column = column + 1 if place is None else column_of(place)
                line.cells[column] = cell
            yield line

    def style(self, row: int, column: int) -> int:
        """The style number of a cell, taken from its row or column where no cell is written."""
        line = self.lines.get(row)
        if line is not None:
            cell = line.cells.get(column)
            if cell is not None:
                return int(cell.attrs.get("s", 0))
            if line.element.attrs.get("customFormat") in ("1", "true"):
                return int(line.element.attrs.get("s", 0))
        return next((style for first, last, style in self._columns if first <= column <= last), 0)

    def dress(self, row: int, column: int) -> Dress:
        """How a cell is dressed."""
        style = self.style(row, column)
        return self.dresses[style] if style < len(self.dresses) else PLAIN

    def formula(self, row: int, column: int) -> Element | None:
        """The formula of a cell."""
        line = self.lines.get(row)
        cell = line.cells.get(column) if line else None
        return cell.first("f") if cell is not None else None

    def covering(self, row: int, column: int) -> Merge | None:
        """The merge that a cell is in."""
        inside = (m for m in self.merges if m.top <= row <= m.bottom and m.left <= column <= m.right)
        return next(inside, None)

    @property
    def last_row(self) -> int:
        """The last row that is written."""
        return max(self.lines, default=0)


def column_of(place: str) -> int:
    """The column of a reference, from 0: B7 → 1."""
    number = 0
    for letter in place.replace("$", ""):
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def row_of(place: str) -> int:
    """The row of a reference: B7 → 7."""
    found = re.search(r"\d+", place)
    return int(found[0]) if found else 0


def reference(row: int, column: int) -> str:
    """The reference of a cell: (7, 1) → B7."""
    return f"{letters(column)}{row}"


def area_of(reference_: str) -> Merge | None:
    """The rows and columns of A5:B9, or of one cell; None for anything else."""
    found = _AREA.fullmatch(reference_.strip())
    if found is None:
        return None
    left, top = column_of(found[1]), int(found[2])
    right, bottom = (column_of(found[3]), int(found[4])) if found[3] else (left, top)
    return Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _merge(element: Element) -> Merge | None:
    return area_of(element.attrs.get("ref", ""))
