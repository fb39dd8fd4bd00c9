"""Reads OpenDocument workbooks (.ods), which the offices on domestic systems write."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from childdesk.domain.errors import Refused
from childdesk.files import faults, grid, notes, sentences, xml_safe
from childdesk.files.date_look import serial_of
from childdesk.files.grid import Budget, Look, Plain, SheetBuilder
from childdesk.files.xlsx_parts import Container

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
SHEETS = 256
LAST_COLUMN = 16_383
REPEATED = 2_000
"""A filled cell or row that claims to be repeated more often is a claim about empty paper."""


def read(container: Container, step: Callable[[int, int], None]) -> Plain:
    """The workbook (see `sheets.workbook`). Raises Refused when it is damaged or protected."""
    if b"encryption-data" in b"".join(container.stream(MANIFEST) if MANIFEST in container else ()):
        raise Refused(sentences.LOCKED)
    made = _Document(container.budget)
    done, total = 0, container.size(CONTENT)
    try:
        for piece in container.stream(CONTENT):
            made.parser.Parse(piece, False)
            done += len(piece)
            step(done, total)
        made.parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(sentences.BROKEN) from None
    if not made.sheets:
        raise Refused(sentences.NO_SHEETS)
    return {"kind": "ods", "sheets": [sheet.plain() for sheet in made.sheets]}


class _Document:
    """Follows the parser through tables, rows and cells; repeated empty ones cost nothing."""

    def __init__(self, budget: Budget) -> None:
        self.parser = xml_safe.parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.budget = budget
        self.sheets: list[SheetBuilder] = []
        self._struck: set[str] = set()
        self._hidden_tables: set[str] = set()
        self._style = ""
        self._row = self._column = self._next = 0
        self._rows = 1
        self._cells: list[tuple[int, int]] = []
        self._said: dict[str, str] = {}
        self._words: list[str] = []
        self._note: list[str] | None = None
        self._paragraphs = self._aside = 0
        self._inside = False

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        name = xml_safe.local(name)
        if name in ("s", "tab", "line-break"):
            self._blank(name, attrs)
            return
        said = {xml_safe.local(key): value for key, value in attrs.items()}
        begin = _BEGIN.get(name)
        if begin is not None:
            begin(self, said)

    def _end(self, name: str) -> None:
        name = xml_safe.local(name)
        if name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._end_row()
        elif name == "p":
            self._inside = False
        elif name in ("annotation", "shape"):
            self._aside -= 1
            self._end_note(name)

    def _characters(self, text: str) -> None:
        if self._inside and not self._aside:
            self._words.append(text)
        elif self._inside and self._note is not None:
            self._note.append(text)

    def _blank(self, name: str, attrs: dict[str, str]) -> None:
        if self._paragraphs and not self._aside:
            self._words.append(
                "\n" if name == "line-break" else " " * min(int(attrs.get("text:c", "1")), 100)
            )

    def _begin_style(self, said: dict[str, str]) -> None:
        self._style = said.get("name", "")

    def _begin_text_properties(self, said: dict[str, str]) -> None:
        if said.get("text-line-through-style", "none") != "none":
            self._struck.add(self._style)

    def _begin_table_properties(self, said: dict[str, str]) -> None:
        if said.get("display") == "false":
            self._hidden_tables.add(self._style)

    def _begin_table(self, said: dict[str, str]) -> None:
        if len(self.sheets) >= SHEETS:
            raise Refused(sentences.TOO_MANY_SHEETS)
        hidden = said.get("style-name", "") in self._hidden_tables
        self.sheets.append(SheetBuilder(said.get("name", ""), self.budget, hidden=hidden))
        self._row = self._next = 0

    def _begin_column(self, said: dict[str, str]) -> None:
        count = int(said.get("number-columns-repeated", "1"))
        if said.get("visibility", "visible") != "visible" and self.sheets:
            self.sheets[-1].hidden_columns.append((self._next, min(self._next + count - 1, LAST_COLUMN)))
        self._next += count

    def _begin_row(self, said: dict[str, str]) -> None:
        self._row += 1
        self._rows = int(said.get("number-rows-repeated", "1"))
        self._column = 0
        self._cells.clear()
        if said.get("visibility", "visible") != "visible" and self.sheets:
            self.sheets[-1].hidden_rows.extend(range(self._row, self._row + min(self._rows, REPEATED)))

    def _begin_cell(self, said: dict[str, str]) -> None:
        self._said = said
        self._words.clear()
        self._paragraphs = 0

    def _begin_paragraph(self, _: dict[str, str]) -> None:
        if self._paragraphs and not self._aside:
            self._words.append("\n")
        if self._note is not None:
            self._note.append("\n")
        self._paragraphs += not self._aside
        self._inside = True

    def _begin_aside(self, _: dict[str, str]) -> None:
        self._aside += 1

    def _begin_note(self, _: dict[str, str]) -> None:
        self._aside += 1
        self._note = []

    def _end_note(self, name: str) -> None:
        if name == "annotation" and self._note is not None and self.sheets:
            self.sheets[-1].note(self._row, self._column, notes.own_words("".join(self._note)))
            self._note = None

    def _end_cell(self) -> None:
        if not self.sheets:
            return
        said, sheet = self._said, self.sheets[-1]
        count = int(said.get("number-columns-repeated", "1"))
        across, down = int(said.get("number-columns-spanned", "1")), int(said.get("number-rows-spanned", "1"))
        sheet.merge(self._row, self._column, self._row + down - 1, self._column + across - 1)
        text = "".join(self._words)
        if not self._paragraphs and "formula" in said and "value-type" not in said:
            text = faults.UNCOMPUTED
        if text.strip():
            cell = self._cell(sheet, text, said)
            until = min(self._column + min(count, REPEATED), LAST_COLUMN + 1)
            self._cells += [(column, cell) for column in range(self._column, until)]
        self._column += count
        self._paragraphs = 0

    def _cell(self, sheet: SheetBuilder, text: str, said: dict[str, str]) -> int:
        look = sheet.look(Look(struck=True)) if said.get("style-name", "") in self._struck else 0
        kind = said.get("value-type", "string")
        if kind in ("float", "currency", "percentage"):
            try:
                return sheet.grid.add(text.encode(), grid.NUMBER, float(said.get("value", "")), look)
            except ValueError:
                return sheet.grid.word(text, grid.TEXT, look)
        if kind == "date":
            serial = serial_of(said.get("date-value", ""))
            if serial is not None:
                full = "日" in text or sum(char in "-/." for char in text) > 1
                look = sheet.look(Look("yyyy/m/d" if full else "yyyy-m", look > 0))
                return sheet.grid.add(text.encode(), grid.DATE, serial, look)
        if kind == "boolean":
            return sheet.grid.word(said.get("boolean-value", "").upper(), grid.BOOL, look)
        is_error = kind == "error" or faults.why(text)
        return sheet.grid.word(text, grid.ERROR if is_error else grid.TEXT, look)

    def _end_row(self) -> None:
        if self.sheets and self._cells:
            put = self.sheets[-1].grid
            for row in range(self._row, self._row + min(self._rows, REPEATED)):
                put.begin_row(row)
                put.put_row([column for column, _ in self._cells], [cell for _, cell in self._cells])
        self._row += self._rows - 1


_BEGIN: dict[str, Callable[[_Document, dict[str, str]], None]] = {
    "style": _Document._begin_style,
    "text-properties": _Document._begin_text_properties,
    "table-properties": _Document._begin_table_properties,
    "table": _Document._begin_table,
    "table-column": _Document._begin_column,
    "table-row": _Document._begin_row,
    "table-cell": _Document._begin_cell,
    "covered-table-cell": _Document._begin_cell,
    "p": _Document._begin_paragraph,
    "annotation": _Document._begin_note,
    "shape": _Document._begin_aside,
}
