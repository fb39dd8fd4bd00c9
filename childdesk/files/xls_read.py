"""Reads the workbooks of before 2007: Excel's .xls and WPS's .et, with dress, merges and what is hidden."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from childdesk.domain.errors import Refused
from childdesk.files import grid, notes, sentences
from childdesk.files.date_look import is_date
from childdesk.files.grid import Budget, Look, Plain, SheetBuilder
from childdesk.files.number_look import BUILT_IN, shown
from childdesk.files.xlsx_strings import unescaped

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet as XlsSheet

SHEETS = 256
EPOCH_1904 = 1462
"""Days from 1900's epoch to that of workbooks made on a Mac."""
_WPS = "ETExtData".encode("utf-16-le")


class Sealed(Exception):
    """The workbook is encrypted; nothing of it was read."""


def read(data: bytes, budget: Budget, step: Callable[[int, int], None]) -> Plain:
    """The workbook (see `sheets.workbook`).

    Raises Refused when it is damaged, Sealed when it has a password.
    """
    import xlrd  # noqa: PLC0415 - most workbooks are read without it

    budget.unpack(len(data))
    with damage():
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,  # strike-out, fill, merges, what is hidden
            on_demand=True,
            ragged_rows=True,
            ignore_workbook_corruption=True,
            logfile=io.StringIO(),
        )
    if book.nsheets > SHEETS:
        raise Refused(sentences.TOO_MANY_SHEETS)
    if not book.nsheets:
        raise Refused(sentences.NO_SHEETS)
    dress = _Dress(book)
    made = []
    for number in range(book.nsheets):
        step(number, book.nsheets)
        with damage():
            sheet = book.sheet_by_index(number)
        made.append(_Sheet(book, sheet, dress, budget).plain())
        book.unload_sheet(number)
    return {"kind": "et" if _WPS in data else "xls", "sheets": made}


@contextmanager
def damage() -> Iterator[None]:
    """Sorts what the library raises over a workbook that is damaged or encrypted."""
    import xlrd  # noqa: PLC0415 - as above

    try:
        yield
    except (
        xlrd.XLRDError,
        xlrd.compdoc.CompDocError,
        struct.error,
        LookupError,
        ValueError,
        AssertionError,
        ArithmeticError,
        TypeError,
        AttributeError,
        NotImplementedError,  # xlrd's word for a record that it does not read
    ) as error:
        if "encrypted" in str(error):
            raise Sealed from None
        raise Refused(sentences.BROKEN) from None


class _Dress:
    """The looks of a workbook's cells by the number of their style."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[int, tuple[Look, bool]] = {}

    def look(self, style: int) -> tuple[Look, bool]:
        """(look, whether it shows a date)."""
        known = self._known.get(style)
        if known is None:
            look = self._look(style)
            known = self._known[style] = look, is_date(look.format)
        return known

    def _look(self, style: int) -> Look:
        book = self._book
        if not 0 <= style < len(book.xf_list):
            return Look()
        form = book.xf_list[style]
        code = BUILT_IN.get(form.format_key)
        if code is None:
            own = book.format_map.get(form.format_key)
            code = own.format_str if own is not None else ""
        font = book.font_list[form.font_index] if form.font_index < len(book.font_list) else None
        fill = form.background
        return Look(
            "" if code.lower() == "general" else code,
            font is not None and bool(font.struck_out),
            self._colour(fill.pattern_colour_index) if fill.fill_pattern else "",
            self._colour(font.colour_index) if font is not None else "",
        )

    def _colour(self, index: int) -> str:
        """RRGGBB of a colour of the palette; black, white and the system's own are no mark."""
        rgb = self._book.colour_map.get(index)
        name = "".join(f"{part:02X}" for part in rgb) if rgb else ""
        return "" if name in ("000000", "FFFFFF") else name

    def struck(self, runs: list[tuple[int, int]], text: str) -> bool:
        """Whether every run of a text that is dressed in pieces is struck through."""
        fonts = self._book.font_list
        inside = [font for at, font in runs if at < len(text)]
        return bool(inside) and all(font < len(fonts) and fonts[font].struck_out for font in inside)


class _Sheet:
    """One sheet, cell by cell."""

    def __init__(self, book: Book, sheet: XlsSheet, dress: _Dress, budget: Budget) -> None:
        self._sheet, self._dress = sheet, dress
        self._shift = EPOCH_1904 if book.datemode else 0
        self._made = SheetBuilder(sheet.name, budget, hidden=sheet.visibility > 0)
        self._known: dict[tuple[int, object, int], int] = {}
        for top, bottom, left, right in sheet.merged_cells:
            self._made.merge(top + 1, left, bottom, right - 1)
        for (row, column), note in sorted(sheet.cell_note_map.items()):
            self._made.note(row + 1, column, notes.own_words(str(note.text), str(note.author or "")))
        for row, said in sorted(sheet.rowinfo_map.items()):
            if said.hidden or (said.height == 0 and said.has_default_height == 0):
                self._made.hidden_rows.append(row + 1)
        for column, said in sorted(sheet.colinfo_map.items()):
            if said.hidden or said.width == 0:
                self._made.hidden_columns.append((column, column))

    def plain(self) -> Plain:
        """The sheet as data for the pipe."""
        put = self._made.grid
        for row in range(self._sheet.nrows):
            cells = [
                (column, cell)
                for column in range(self._sheet.row_len(row))
                if (cell := self._cell(row, column)) >= 0
            ]
            if cells:
                put.begin_row(row + 1)
                put.put_row([column for column, _ in cells], [cell for _, cell in cells])
        return self._made.plain()

    def _cell(self, row: int, column: int) -> int:
        """The number of the cell, or -1 when a person sees nothing in it."""
        kind = self._sheet.cell_type(row, column)
        if kind in (0, 6):  # empty; blank, but dressed
            return -1
        value = self._sheet.cell_value(row, column)
        style = self._sheet.cell_xf_index(row, column)
        runs = self._sheet.rich_text_runlist_map.get((row, column)) if kind == 1 else None
        if runs and runs[0][0] == 0 and self._dress.struck(runs, value):
            look = self._dress.look(style)[0]._replace(struck=True)
            return self._word(unescaped(str(value)), grid.TEXT, look)
        key = (kind, value, style)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._new(kind, value, style)
        return known

    def _new(self, kind: int, value: str | float, style: int) -> int:
        look, dated = self._dress.look(style)
        if kind == 1:
            return self._word(unescaped(str(value)), grid.TEXT, look)
        if kind == 4:
            return self._word("TRUE" if value else "FALSE", grid.BOOL, look)
        if kind == 5:
            return self._word(_ERRORS.get(int(value), "#N/A"), grid.ERROR, look)
        number = float(value)
        shape = grid.NUMBER
        if dated and number >= 0:
            number, shape = number + self._shift, grid.DATE
        text = shown(number, look.format)
        return self._made.grid.add(text.encode(), shape, number, self._made.look(look))

    def _word(self, text: str, kind: int, look: Look) -> int:
        if not text.strip():
            return -1
        return self._made.grid.word(text, kind, self._made.look(look))


_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
"""What a person sees for the codes of error cells."""
