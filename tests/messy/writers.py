"""Writes sheets as the kinds of file that offices send; the suffix may lie."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.messy import writers_xml
from tests.messy.grid import DATE_FORMS, NUMBER_FORMS, Cell, Grid, shown

KINDS = (
    ("xlsx", 38), ("openpyxl", 12), ("1904", 3), ("wrong dimension", 4), ("xlsx as xls", 5),
    ("xlsx as et", 3), ("csv gb18030", 9), ("csv utf-8", 5), ("csv utf-8-sig", 3), ("txt utf-16", 3),
    ("html", 6), ("spreadsheetml", 5), ("ods", 4),
)  # fmt: skip
"""Kind of file and how often it comes."""
FLAT = frozenset(("csv gb18030", "csv utf-8", "csv utf-8-sig", "txt utf-16", "html"))
"""Kinds that keep only the words that are shown."""
SINGLE = FLAT - {"html"}
"""Kinds that hold one sheet."""
MARKING = frozenset(
    ("xlsx", "openpyxl", "1904", "wrong dimension", "xlsx as xls", "xlsx as et", "spreadsheetml")
)
"""Kinds in which what is struck out or red is written as such."""
NOTING = MARKING | {"ods"}
"""Kinds in which notes hang on cells."""
MERGING = frozenset(kind for kind, _ in KINDS) - SINGLE
CREATED = datetime.fromisoformat("2026-11-01T08:00:00")
SUFFIX = {"xlsx as xls": ".xls", "xlsx as et": ".et", "html": ".xls", "spreadsheetml": ".xls", "ods": ".ods"}


def write(grids: Sequence[Grid], kind: str, rnd: random.Random) -> tuple[bytes, str]:
    """(bytes of the file, suffix)."""
    if kind.startswith(("csv", "txt")):
        return _separated(grids[0], kind), ".txt" if kind.startswith("txt") else ".csv"
    if kind == "html":
        return writers_xml.html(grids), ".xls"
    if kind == "spreadsheetml":
        return writers_xml.spreadsheetml(grids), ".xls"
    if kind == "ods":
        return writers_xml.ods(grids), ".ods"
    suffix = SUFFIX.get(kind, ".xlsx")
    if kind == "openpyxl":
        return _with_openpyxl(grids), suffix
    made = _with_xlsxwriter(grids, bordered=rnd.random() < 0.5, old_epoch=kind == "1904")
    return (_wrong_dimension(made, rnd) if kind == "wrong dimension" else made), suffix


def _separated(grid: Grid, kind: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t" if kind.startswith("txt") else ",", lineterminator="\r\n")
    for row in range(1, grid.last_row + 1):
        writer.writerow([shown(grid.cells.get((row, at))) for at in range(grid.last_column + 1)])
    return out.getvalue().encode(kind.split()[1])


# ── xlsx ────────────────────────────────────────────────────────────────────────────────────────────────


def _format(cell: Cell | None, grid: Grid, row: int, *, bordered: bool) -> dict[str, object]:
    made: dict[str, object] = {}
    if bordered:
        made["border"] = 1
    if cell is not None and cell.form:
        made["num_format"] = DATE_FORMS.get(cell.form) or NUMBER_FORMS.get(cell.form, "General")
    elif cell is not None and isinstance(cell.value, date):
        made["num_format"] = DATE_FORMS["iso"]
    if cell is not None and cell.bold:
        made["bold"] = True
    if row in grid.struck:
        made["font_strikeout"] = True
    if row in grid.red:
        made |= {"bg_color": "#FF0000", "pattern": 1}
    return made


def _with_xlsxwriter(grids: Sequence[Grid], *, bordered: bool, old_epoch: bool) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": old_epoch}) as book:
        book.set_properties({"created": CREATED})
        formats: dict[tuple[tuple[str, object], ...], object] = {}
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            if grid.hidden:
                sheet.hide()

            def form(cell: Cell | None, row: int, grid: Grid = grid) -> object:
                wanted = _format(cell, grid, row, bordered=bordered)
                key = tuple(sorted(wanted.items()))
                if key not in formats:
                    formats[key] = book.add_format(wanted)
                return formats[key]

            for top, left, bottom, right in grid.merges:
                sheet.merge_range(
                    top - 1, left, bottom - 1, right, "", form(grid.cells.get((top, left)), top)
                )
            for row in range(1, grid.last_row + 1) if bordered else ():
                for at in range(grid.last_column + 1):
                    sheet.write_blank(row - 1, at, None, form(None, row))
            for (row, at), cell in grid.cells.items():
                _put(sheet, row, at, cell, form(cell, row))
            _hide_and_note(sheet, grid)
    return out.getvalue()


def _put(sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, cell: Cell, form: object) -> None:
    value = cell.value
    if isinstance(value, date):
        sheet.write_datetime(row - 1, at, value, form)
    elif cell.form == "error":
        sheet.write_formula(row - 1, at, "=VLOOKUP(A1,C1:D9,2,0)", form, value)
    elif isinstance(value, str):
        sheet.write_string(row - 1, at, value, form)
    else:
        sheet.write_number(row - 1, at, value, form)


def _hide_and_note(sheet: xlsxwriter.worksheet.Worksheet, grid: Grid) -> None:
    for row in grid.hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for at in grid.hidden_columns:
        sheet.set_column(at, at, None, None, {"hidden": True})
    for (row, at), words in grid.comments.items():
        sheet.write_comment(row - 1, at, words)


def _with_openpyxl(grids: Sequence[Grid]) -> bytes:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = CREATED
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        sheet.sheet_state = "hidden" if grid.hidden else "visible"
        for (row, at), cell in grid.cells.items():
            put = sheet.cell(row, at + 1, cell.value)
            if cell.form or isinstance(cell.value, date):
                put.number_format = DATE_FORMS.get(cell.form or "iso") or NUMBER_FORMS.get(
                    cell.form, "General"
                )
            if cell.bold or row in grid.struck:
                put.font = Font(bold=cell.bold, strike=row in grid.struck)
            if row in grid.red:
                put.fill = PatternFill("solid", fgColor="FFFF0000")
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)
        for (row, at), words in grid.comments.items():
            sheet.cell(row, at + 1).comment = Comment(words, "")
        for row in grid.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for at in grid.hidden_columns:
            sheet.column_dimensions[openpyxl.utils.get_column_letter(at + 1)].hidden = True
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue(), _without_clock)


def _without_clock(name: str, data: bytes) -> bytes:
    """The library writes the hour of saving; the same seed shall give the same bytes."""
    if name != "docProps/core.xml":
        return data
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-01T08:00:00Z", data)


def _repacked(made: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            item = zipfile.ZipInfo(name, (2026, 11, 1, 8, 0, 0))
            item.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(item, change(name, old.read(name)))
    return out.getvalue()


def _wrong_dimension(made: bytes, rnd: random.Random) -> bytes:
    """Every sheet claims to be one cell, or to reach to the end of the world."""
    claim = rnd.choice((b"A1", b"A1:XFD1048576", b"A1:B2"))

    def lie(name: str, data: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return data
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + claim + b'"', data)

    return _repacked(made, lie)
