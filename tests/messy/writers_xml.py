"""Writes the workbooks that are words in angle brackets: HTML and SpreadsheetML 2003 as .xls, and .ods."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from tests.messy.grid import DATE_FORMS, Cell, Grid, shown


def _spans(grid: Grid) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """(first cell → (rows, columns) of its range, the cells that are covered)."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in grid.merges:
        first[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(row, at) for row in range(top, bottom + 1) for at in range(left, right + 1)}
    return first, covered - set(first)


def html(grids: Sequence[Grid]) -> bytes:
    """A web table with the suffix of a workbook, as old systems export it."""
    out = ['<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">']
    out.append("<style>td{mso-number-format:'\\@'}</style></head><body>")
    for grid in grids:
        first, covered = _spans(grid)
        out.append('<table border="1">')
        for row in range(1, grid.last_row + 1):
            out.append(f"<tr>{''.join(_html_cells(grid, row, first, covered))}</tr>")
        out.append("</table>")
    out.append("</body></html>")
    return "\n".join(out).encode("utf-8")


def _html_cells(
    grid: Grid, row: int, first: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]
) -> Iterator[str]:
    for at in range(grid.last_column + 1):
        if (row, at) in covered:
            continue
        rows, columns = first.get((row, at), (1, 1))
        spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
        words = escape(shown(grid.cells.get((row, at)))).replace("\n", "<br>")
        yield f"<td{spans}>{words}</td>"


# ── SpreadsheetML 2003 ──────────────────────────────────────────────────────────────────────────────────

_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def spreadsheetml(grids: Sequence[Grid]) -> bytes:
    """The one-file XML that templates of web systems fill, with the suffix .xls."""
    styles = ['<Style ss:ID="struck"><Font ss:StrikeThrough="1"/></Style>']
    styles.append('<Style ss:ID="red"><Interior ss:Color="#FF0000" ss:Pattern="Solid"/></Style>')
    for name, form in DATE_FORMS.items():
        styles.append(f'<Style ss:ID="d{name}"><NumberFormat ss:Format="{escape(form)}"/></Style>')
    out = ['<?xml version="1.0" encoding="UTF-8"?>', '<?mso-application progid="Excel.Sheet"?>']
    out.append(f'<Workbook xmlns="{_SHEET}" xmlns:ss="{_SHEET}"><Styles>{"".join(styles)}</Styles>')
    for grid in grids:
        first, covered = _spans(grid)
        out.append(f'<Worksheet ss:Name="{escape(grid.name)}"><Table>')
        for row in range(1, grid.last_row + 1):
            hidden = ' ss:Hidden="1"' if row in grid.hidden_rows else ""
            cells = "".join(_sheet_cells(grid, row, first, covered))
            out.append(f'<Row ss:Index="{row}"{hidden}>{cells}</Row>')
        visible = "<Visible>SheetHidden</Visible>" if grid.hidden else ""
        options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        out.append(f"</Table>{options}{visible}</WorksheetOptions></Worksheet>")
    out.append("</Workbook>")
    return "\n".join(out).encode("utf-8")


def _sheet_cells(
    grid: Grid, row: int, first: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]
) -> Iterator[str]:
    for at in range(grid.last_column + 1):
        cell = grid.cells.get((row, at))
        note = grid.comments.get((row, at))
        if not note and ((row, at) in covered or (cell is None and (row, at) not in first)):
            continue
        rows, columns = first.get((row, at), (1, 1))
        spans = f' ss:MergeDown="{rows - 1}"' if rows > 1 else ""
        spans += f' ss:MergeAcross="{columns - 1}"' if columns > 1 else ""
        style = "struck" if row in grid.struck else "red" if row in grid.red else ""
        if cell is not None and isinstance(cell.value, date):
            style = f"d{cell.form or 'iso'}"
        said = f' ss:StyleID="{style}"' if style else ""
        said += (
            f' ss:Formula="{escape(str(cell.value))}"' if cell is not None and cell.form == "formula" else ""
        )
        hung = f'<Comment ss:Author=""><ss:Data>{escape(note)}</ss:Data></Comment>' if note else ""
        yield f'<Cell ss:Index="{at + 1}"{spans}{said}>{_data(cell)}{hung}</Cell>'


def _data(cell: Cell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if cell.form == "formula":
        return ""
    if cell.form == "error":
        return f'<Data ss:Type="Error">{value}</Data>'
    if isinstance(value, date):
        return f'<Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data>'
    if isinstance(value, str):
        return f'<Data ss:Type="String">{escape(value).replace(chr(10), "&#10;")}</Data>'
    return f'<Data ss:Type="Number">{value!r}</Data>'


# ── OpenDocument ────────────────────────────────────────────────────────────────────────────────────────

_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def ods(grids: Sequence[Grid]) -> bytes:
    """An OpenDocument spreadsheet, no more than its words, numbers, days and merges."""
    names = " ".join(
        f'xmlns:{short}="{_ODF}:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    out = [f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">']
    out.append("<office:body><office:spreadsheet>")
    for grid in grids:
        first, covered = _spans(grid)
        out.append(f'<table:table table:name="{escape(grid.name)}">')
        for row in range(1, grid.last_row + 1):
            hidden = ' table:visibility="collapse"' if row in grid.hidden_rows else ""
            cells = "".join(_ods_cells(grid, row, first, covered))
            out.append(f"<table:table-row{hidden}>{cells}</table:table-row>")
        out.append("</table:table>")
    out.append("</office:spreadsheet></office:body></office:document-content>")
    return _zipped("".join(out))


def _ods_cells(
    grid: Grid, row: int, first: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]
) -> Iterator[str]:
    for at in range(grid.last_column + 1):
        if (row, at) in covered:
            yield f"<table:covered-table-cell>{_hung(grid, row, at)}</table:covered-table-cell>"
            continue
        rows, columns = first.get((row, at), (1, 1))
        spans = ""
        if (rows, columns) != (1, 1):
            spans = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
        words = _ods_value(grid.cells.get((row, at)))
        yield f"<table:table-cell{spans}{words}{_hung(grid, row, at)}</table:table-cell>"


def _hung(grid: Grid, row: int, at: int) -> str:
    note = grid.comments.get((row, at))
    return f"<office:annotation><text:p>{escape(note)}</text:p></office:annotation>" if note else ""


def _ods_value(cell: Cell | None) -> str:
    if cell is None or cell.value is None:
        return ">"
    value = cell.value
    if cell.form == "formula":
        return f' table:formula="of:{escape(str(value))}">'
    words = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown(cell).split("\n"))
    if isinstance(value, date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}">{words}'
    if isinstance(value, str):
        return f' office:value-type="string">{words}'
    return f' office:value-type="float" office:value="{value!r}">{words}'


def _zipped(content: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"'
        f' manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            item = zipfile.ZipInfo(name, (2026, 11, 1, 8, 0, 0))
            item.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(item, text)
    return out.getvalue()
