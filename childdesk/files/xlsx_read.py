"""Reads an .xlsx or .xlsm in one stream: no extent is believed, every cell draws on a budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from childdesk.domain.errors import Refused
from childdesk.files import sentences, usual_xml, xml_safe
from childdesk.files.grid import Look, Plain, SheetBuilder
from childdesk.files.xlsx_cells import CellMaker
from childdesk.files.xlsx_parts import Container, SheetPart, book
from childdesk.files.xlsx_strings import PIECES, Strings
from childdesk.files.xlsx_styles import looks

Step = Callable[[int, int], None]
"""(bytes done, bytes in all), called for every piece; may raise to stop."""

EPOCH_1904 = 1462
LAST_COLUMN = 16_383
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


def read(container: Container, step: Step) -> Plain:
    """The workbook as plain data (see `sheets.workbook`).

    Raises Refused for what is damaged, protected or too large. A fault that no rule foresees is left to the
    process that reads.
    """
    try:
        outline = book(container)
        total = sum(container.size(sheet.part) for sheet in outline.sheets) + container.size(outline.strings)
        told = _Told(step, total)
        kept = told.pieces(container, outline.strings) if outline.strings in container else None
        strings = Strings(kept)
        dress = looks(container, outline.styles)
        shift = EPOCH_1904 if outline.epoch_1904 else 0
        sheets = [_sheet(container, part, told, strings, (dress, shift)) for part in outline.sheets]
    except expat.ExpatError:
        raise Refused(sentences.BROKEN) from None
    return {"kind": "xlsx", "sheets": sheets}


def _sheet(
    container: Container, part: SheetPart, told: _Told, strings: Strings, dressed: tuple[list[Look], int]
) -> Plain:
    sheet = SheetBuilder(part.name, container.budget, hidden=part.hidden)
    sheet.looks = list(dressed[0])
    cells = CellMaker(sheet.grid, strings.texts, strings.struck, sheet.looks, dressed[1])
    SheetReader(sheet, cells).read(told.pieces(container, part.part))
    return sheet.plain()


class _Told:
    """Adds up the bytes that were read and tells them on."""

    def __init__(self, step: Step, total: int) -> None:
        self.step, self.total, self.done = step, total, 0

    def pieces(self, container: Container, part: str) -> Iterable[bytes]:
        for piece in container.stream(part):
            self.done += len(piece)
            self.step(self.done, self.total)
            yield piece


class SheetReader:
    """Reads one worksheet. Its handlers run once per element, so they are written to be short of breath."""

    def __init__(self, sheet: SheetBuilder, cells: CellMaker) -> None:
        self.sheet = sheet
        self.put, self.make = sheet.grid.put, cells.make
        self._row, self._column, self._row_hidden = 0, -1, False
        self._style = self._type = self._value = ""
        self._filled = self._inside = self._aid = False
        self._words: list[str] = []
        self._known: dict[tuple[str, str, str], int] = {}
        self._usual: dict[tuple[bytes, bytes], int] = {}
        self._columns: dict[str, int] = {}
        self._usual_dress: dict[bytes, tuple[str, str]] = {}
        self._usual_columns: dict[bytes, int] = {}
        self._in_data = False

    def read(self, pieces: Iterable[bytes]) -> None:
        """Fills the sheet from its part."""
        self._parser = parser = xml_safe.parser()
        parser.StartElementHandler = self._first
        parser.CharacterDataHandler = self._characters
        usual_xml.feed(parser, pieces, b"</row>", self._take)

    def _first(self, name: str, _: dict[str, str]) -> None:
        """Learns from the root element whether this program writes `x:` before every name."""
        prefix = name[: -len(xml_safe.local(name))]
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        if prefix:
            self._parser.StartElementHandler = lambda name, attrs: self._start(
                name.removeprefix(prefix), attrs
            )
            self._parser.EndElementHandler = lambda name: self._end(name.removeprefix(prefix))

    def _take(self, run: bytes) -> None:
        """Takes rows that are written the usual way; the parser gets the others and what stands between."""
        for part in run.split(b"</row>")[:-1]:
            found = usual_xml.ROW.search(part)
            begins = found.start() if found else 0
            if begins:
                self._parser.Parse(part[:begins], False)
            if not (found and self._in_data and self._usual_row(found[1], part, found.end())):
                self._parser.Parse(part[begins:] + b"</row>", False)

    def _usual_row(self, head: bytes, part: bytes, begins: int) -> bool:
        columns: list[int] = []
        cells: list[int] = []
        known, places = self._usual, self._usual_columns
        for letters, attributes, value, inline, odd in usual_xml.CELL.findall(part, begins):
            if odd:
                return False
            if not value and not inline:
                continue
            cell = known.get((attributes, value)) if value else None
            if cell is None:
                cell = self._usual_cell(attributes, value, inline)
            if cell >= 0:
                column = places.get(letters)
                if column is None:
                    column = places[letters] = self._new_column(letters.decode())
                columns.append(column)
                cells.append(cell)
        row = dict(usual_xml.ATTRIBUTE.findall(head))
        if b"r" not in row:
            return False
        self._start_row({name.decode(): text.decode() for name, text in row.items()})
        self.sheet.grid.put_row(columns, cells)
        self._end("row")
        return True

    def _usual_cell(self, attributes: bytes, value: bytes, inline: bytes) -> int:
        dressed = self._usual_dress.get(attributes)
        if dressed is None:
            found = dict(usual_xml.ATTRIBUTE.findall(attributes))
            dressed = found.get(b"t", b"").decode(), found.get(b"s", b"").decode()
            self._usual_dress[attributes] = dressed
        if inline:
            return self.make(*dressed, usual_xml.decoded(inline))
        cell = self.make(*dressed, usual_xml.decoded(value))
        self._usual[attributes, value] = cell
        return cell

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        if name == "c":
            place = attrs.get("r")
            if place is None:
                self._column += 1
            else:
                letters = place.rstrip("0123456789")
                column = self._columns.get(letters)
                self._column = self._new_column(letters) if column is None else column
            self._style = attrs.get("s", "")
            self._type = attrs.get("t", "")
            self._value = ""
            self._filled = False
        elif name == "v" or name == "t":
            self._words.clear()
            self._inside = not self._aid
        elif name == "row":
            self._start_row(attrs)
        elif name == "rPh":
            self._aid = True
        elif name == "sheetData":
            self._in_data = True
        elif name == "mergeCell":
            self._merge(attrs.get("ref", ""))
        elif name == "col":
            self._hide_columns(attrs)

    def _end(self, name: str) -> None:
        if name == "v" or name == "t":
            if self._inside:
                self._value += "".join(self._words)
                self._filled = True
                self._inside = False
        elif name == "c":
            if self._filled:
                key = (self._type, self._style, self._value)
                cell = self._known.get(key)
                if cell is None:
                    cell = self._known[key] = self.make(*key)
                if cell >= 0:
                    self.put(self._column, cell)
                self._filled = False
        elif name == "rPh":
            self._aid = False
        elif name == "row" and self._row_hidden:
            self.sheet.hidden_rows.append(self._row)
        elif name == "sheetData":
            self._in_data = False

    def _characters(self, text: str) -> None:
        if self._inside:
            self._words.append(text)
            if len(self._words) > PIECES:
                raise Refused(sentences.TOO_LARGE)

    def _start_row(self, attrs: dict[str, str]) -> None:
        self._row = int(attrs.get("r", self._row + 1))
        self._column = -1
        self._row_hidden = attrs.get("hidden") in ("1", "true") or attrs.get("ht") == "0"
        self.sheet.grid.begin_row(self._row)

    def _new_column(self, letters: str) -> int:
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        if not 1 <= column <= LAST_COLUMN + 1:
            raise Refused(sentences.BROKEN)
        self._columns[letters] = column - 1
        return column - 1

    def _merge(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if found is None or found[3] is None:
            return
        top, bottom = sorted((int(found[2]), int(found[4])))
        left, right = sorted((self._new_column(found[1]), self._new_column(found[3])))
        self.sheet.merge(top, left, bottom, right)

    def _hide_columns(self, attrs: dict[str, str]) -> None:
        if attrs.get("hidden") in ("1", "true") or attrs.get("width") == "0":
            first, last = int(attrs.get("min", "1")), int(attrs.get("max", "1"))
            self.sheet.hidden_columns.append((first - 1, min(last - 1, LAST_COLUMN)))
