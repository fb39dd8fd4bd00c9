"""Makes an .xlsx of a form of which only words, merges and grounds are known: .ods, .csv, HTML …"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from childdesk.files import blocks, layout
from childdesk.files.sheets import Cell, Sheet, Workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook as NewWorkbook

WIDEST, NARROWEST = 30, 8
"""Letters of a column that nobody set the width of."""


def workbook(book: Workbook) -> bytes:
    """The sheets as .xlsx: lists with lines around their cells, columns as wide as their heads."""
    from xlsxwriter.workbook import Workbook as New  # noqa: PLC0415 - few forms are of this kind

    made = io.BytesIO()
    new = New(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for sheet in book.sheets:
        _Writer(new, sheet).write()
    new.close()
    return made.getvalue()


class _Writer:
    """One sheet."""

    def __init__(self, new: NewWorkbook, sheet: Sheet) -> None:
        self._book, self._sheet = new, sheet
        self._new = new.add_worksheet(sheet.name[:31])
        self._formats: dict[tuple[bool, bool, str, str], Format] = {}
        found = [layout.layout(part) for part in blocks.parts(sheet)]
        self._heads = {row for one in found if one.header for row in one.header.rows}
        self._list = {row for one in found for row in one.records}
        self._columns = {column for one in found for column in one.columns}

    def write(self) -> None:
        """Writes every cell, then the merges, widths and what is hidden."""
        widest: dict[int, int] = {}
        for row in self._sheet.rows:
            for column, cell in self._sheet.cells(row).items():
                self._cell(row, column, cell)
                if row in self._heads or row in self._list:
                    wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in cell.text) + 2
                    widest[column] = max(widest.get(column, NARROWEST), min(wide, WIDEST))
        for merge in self._sheet.merges:
            if (merge.bottom, merge.right) != (merge.top, merge.left):
                first = self._sheet.cell(merge.top, merge.left)
                dress = self._dress(merge.top, merge.left, first)
                self._new.merge_range(merge.top - 1, merge.left, merge.bottom - 1, merge.right, None, dress)
                self._cell(merge.top, merge.left, first)
        for column, width in widest.items():
            self._new.set_column(column, column, width, None, {"hidden": self._sheet.column_hidden(column)})
        for row in self._sheet.hidden_rows:
            self._new.set_row(row - 1, None, None, {"hidden": True})
        if self._sheet.hidden:
            self._new.hide()

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        dress = self._dress(row, column, cell)
        if cell.kind in ("number", "date") and cell.number is not None:
            self._new.write_number(row - 1, column, cell.number, dress)
        else:
            self._new.write_string(row - 1, column, cell.text, dress)

    def _dress(self, row: int, column: int, cell: Cell) -> Format:
        head = row in self._heads
        ruled = column in self._columns and (head or row in self._list)
        key = head, ruled, cell.format, cell.fill
        if key not in self._formats:
            said: dict[str, Any] = {"valign": "vcenter"}
            if head:
                said |= {"bold": True, "align": "center", "text_wrap": True}
            if ruled:
                said["border"] = 1
            if cell.format:
                said["num_format"] = cell.format
            if cell.fill:
                said["bg_color"] = f"#{cell.fill}"
            self._formats[key] = self._book.add_format(said)
        return self._formats[key]
