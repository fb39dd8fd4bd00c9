"""Reads an .xlsx or .xlsm in one stream: no extent is believed, every cell draws on a budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import compress
from typing import cast
from xml.parsers import expat

from childdesk.domain.errors import Refused
from childdesk.files import sentences, usual_xml, xlsx_notes, xml_safe
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
    xlsx_notes.read(container, part.part, sheet)
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


class _Columns(dict[bytes, int]):
    """Columns by their letters; `new` gives those that are met for the first time."""

    def __init__(self, new: Callable[[str], int]) -> None:
        super().__init__()
        self._new = new

    def __missing__(self, letters: bytes) -> int:
        column = self[letters] = self._new(letters.decode())
        return column


class SheetReader:
    """Reads one worksheet. Its handlers run once per element, so they are written to be short of breath."""

    def __init__(self, sheet: SheetBuilder, cells: CellMaker) -> None:
        self.sheet = sheet
        self._cells = cells
        self.put, self.make = sheet.grid.put, cells.make
        self._row, self._column, self._row_hidden = 0, -1, False
        self._style = self._type = self._value = ""
        self._filled = self._inside = self._aid = self._formula = False
        self._words: list[str] = []
        self._known: dict[tuple[str, str, str], int] = {}
        self._usual: dict[bytes, int] = {}
        """The rest of a cell that is written as usual → the cell."""
        self._usual_dress: dict[bytes, tuple[Callable[[str, int], int], int]] = {}
        """The attributes of a cell with a number → who makes it, its look."""
        self._columns: dict[str, int] = {}
        self._usual_columns = _Columns(self._new_column)
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
        odd, *cut = usual_xml.CELL.split(part[begins:])
        if odd:
            return False
        letters, ends = cut[::2], cut[1::2]
        cells = list(map(self._usual.get, ends))
        if None in cells and not self._learn(ends, cells):
            return False
        row = dict(usual_xml.ATTRIBUTE.findall(head))
        if b"r" not in row:
            return False
        filled = cast("list[int]", cells)
        if -1 in filled:
            seen = list(map((-1).__ne__, filled))
            letters, filled = list(compress(letters, seen)), list(compress(filled, seen))
        columns = list(map(self._usual_columns.__getitem__, letters))
        self._start_row({name.decode(): text.decode() for name, text in row.items()})
        self.sheet.grid.put_row(columns, filled)
        self._end("row")
        return True

    def _learn(self, ends: list[bytes], cells: list[int | None]) -> bool:
        """Fills in the cells that are met for the first time; False for one that is not written as usual."""
        known, dressed, (before, behind) = self._usual, self._usual_dress, usual_xml.WHOLE
        for at, end in enumerate(ends):
            if cells[at] is not None:
                continue
            cell = known.get(end)
            if cell is None:
                attributes, _, rest = end.partition(before)
                number = rest.removesuffix(behind)
                if attributes in dressed and number is not rest and number.isdigit():
                    make, look = dressed[attributes]
                    cell = known[end] = make(number.decode(), look)
                elif (found := usual_xml.CELL_END.fullmatch(end)) is not None:
                    cell = self._usual_cell(end, *found.groups(b""))
                else:
                    return False
            cells[at] = cell
        return True

    def _usual_cell(self, end: bytes, attributes: bytes, formula: bytes, value: bytes, inline: bytes) -> int:
        found = {name.decode(): text.decode() for name, text in usual_xml.ATTRIBUTE.findall(attributes)}
        kind, style = found.get("t", ""), found.get("s", "")
        make = {"s": self._cells.shared, "": self._cells.number, "n": self._cells.number}.get(kind)
        if make is not None:
            self._usual_dress[attributes] = make, self._cells.look(style)
        said = value or inline
        lost = bool(formula and not said) and not (kind == "str" and usual_xml.EMPTY in end)
        before, behind = usual_xml.WHOLE
        key = (
            attributes + before
            if lost
            else attributes + before + value + behind
            if formula and value
            else end
        )
        cell = self._usual.get(key)
        if cell is None:
            whole = self._cells.uncomputed(style) if lost else -1
            cell = self._usual[key] = self.make(kind, style, usual_xml.decoded(said)) if said else whole
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
            self._filled = self._formula = False
        elif name == "v" or name == "t":
            self._words.clear()
            self._inside = not self._aid
        elif name == "row":
            self._start_row(attrs)
        elif name == "f":
            self._formula = True
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
            self._end_cell()
        elif name == "rPh":
            self._aid = False
        elif name == "row" and self._row_hidden:
            self.sheet.hidden_rows.append(self._row)
        elif name == "sheetData":
            self._in_data = False

    def _end_cell(self) -> None:
        if self._formula and not self._value and not (self._filled and self._type == "str"):
            self.put(self._column, self._cells.uncomputed(self._style))
        elif self._filled:
            key = (self._type, self._style, self._value)
            cell = self._known.get(key)
            if cell is None:
                cell = self._known[key] = self.make(*key)
            if cell >= 0:
                self.put(self._column, cell)
        self._filled = False

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
