"""Reads an .xlsx or .xlsm in one stream: no extent is believed, every cell draws on a budget."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable
from datetime import datetime
from xml.parsers import expat

from childdesk.domain.errors import Refused
from childdesk.files import grid, sentences, usual_xml, xml_safe
from childdesk.files.date_look import is_date
from childdesk.files.grid import Budget, GridBuilder, Look, Plain
from childdesk.files.number_look import EXACT, shown
from childdesk.files.xlsx_parts import Container, SheetPart, book
from childdesk.files.xlsx_styles import looks

Step = Callable[[int, int], None]
"""(bytes done, bytes in all), called for every piece; may raise to stop."""

EPOCH_1904 = 1462
MERGES = 200_000
LAST_COLUMN = 16_383
PIECES = 2_000
"""A cell holds 32,767 characters; the parser hands them over in pieces of up to 8 KB, line breaks apart."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


def read(data: bytes, budget: Budget, step: Step) -> Plain:
    """The workbook as plain data (see `sheets.workbook`).

    Raises Refused for what is damaged, protected or too large. A fault that no rule foresees is left to the
    process that reads.
    """
    container = Container(data, budget)
    try:
        outline = book(container)
        total = sum(container.size(sheet.part) for sheet in outline.sheets) + container.size(outline.strings)
        told = _Told(step, total)
        strings = Strings(container, outline.strings, told) if outline.strings in container else None
        dress = looks(container, outline.styles)
        texts = strings.texts if strings else []
        struck = strings.struck if strings else set()
        shift = EPOCH_1904 if outline.epoch_1904 else 0
        sheets = [
            SheetReader(GridBuilder(budget), texts, struck, list(dress), shift).read(container, sheet, told)
            for sheet in outline.sheets
        ]
    except expat.ExpatError:
        raise Refused(sentences.BROKEN) from None
    return {"kind": "xlsx", "sheets": sheets}


class _Told:
    """Adds up the bytes that were read and tells them on."""

    def __init__(self, step: Step, total: int) -> None:
        self.step, self.total, self.done = step, total, 0

    def pieces(self, container: Container, part: str) -> Iterable[bytes]:
        for piece in container.stream(part):
            self.done += len(piece)
            self.step(self.done, self.total)
            yield piece


class Strings:
    """The shared strings: texts without reading aids, and which of them are struck through as a whole."""

    def __init__(self, container: Container, part: str, told: _Told) -> None:
        self.texts: list[bytes] = []
        self.struck: set[int] = set()
        self._words: list[str] = []
        self._aids = 0
        self._inside = False
        self._runs = self._struck_runs = 0
        parser = xml_safe.parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self._parser = parser
        usual_xml.feed(parser, told.pieces(container, part), b"</si>", self._take)
        self.texts = [text if _seen(text) else b"" for text in self.texts]

    def _take(self, run: bytes) -> None:
        """Strings in one piece are taken; a run that holds anything else goes to the parser."""
        begins = run.find(b"<si>")
        self._parser.Parse(run[:begins], False)
        found = usual_xml.STRING.findall(run, begins)
        if any(odd for _, odd in found):
            self._parser.Parse(run[begins:], False)
        else:
            self.texts += [
                text
                if b"&" not in text and b"_x" not in text and b"\r" not in text
                else unescaped(usual_xml.decoded(text)).encode()
                for text, _ in found
            ]

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        name = xml_safe.local(name)
        if name == "si":
            self._words.clear()
            self._runs = self._struck_runs = 0
        elif name == "t":
            self._inside = not self._aids
        elif name == "rPh":
            self._aids += 1
        elif name == "r":
            self._runs += 1
        elif name in ("strike", "dstrike") and attrs.get("val", "1") not in ("0", "false"):
            self._struck_runs += 1

    def _end(self, name: str) -> None:
        name = xml_safe.local(name)
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._aids -= 1
        elif name == "si":
            if self._runs and self._runs == self._struck_runs:
                self.struck.add(len(self.texts))
            self.texts.append(unescaped("".join(self._words)).encode())

    def _characters(self, text: str) -> None:
        if self._inside:
            self._words.append(text)
            if len(self._words) > PIECES:
                raise Refused(sentences.TOO_LARGE)


def _seen(text: bytes) -> bool:
    """Whether a person sees anything: blanks of every width do not count."""
    return b" " < text[:1] < b"\xc2" or bool(text.decode().strip())


def unescaped(text: str) -> str:
    """Undoes `_x000D_` escapes and settles line breaks; half characters become U+FFFD."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class SheetReader:
    """Reads one worksheet. Its handlers run once per element, so they are written to be short of breath."""

    def __init__(
        self, builder: GridBuilder, strings: list[bytes], struck: set[int], dress: list[Look], shift: int
    ) -> None:
        self.builder = builder
        self.strings, self.struck, self.dress, self.shift = strings, struck, dress, shift
        self.dates = [is_date(look.format) for look in dress]
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows = array("I")
        self.hidden_columns: list[tuple[int, int]] = []
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
        self._struck_looks: dict[int, int] = {}

    def read(self, container: Container, sheet: SheetPart, told: _Told) -> Plain:
        """The sheet as plain data."""
        self._parser = parser = xml_safe.parser()
        parser.StartElementHandler = self._first
        parser.CharacterDataHandler = self._characters
        usual_xml.feed(parser, told.pieces(container, sheet.part), b"</row>", self._take)
        return {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "grid": self.builder.plain(self.dress),
            "merges": self.merges,
            "hidden_rows": self.hidden_rows.tobytes(),
            "hidden_columns": self.hidden_columns,
        }

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
        self.builder.put_row(columns, cells)
        self._end("row")
        return True

    def _usual_cell(self, attributes: bytes, value: bytes, inline: bytes) -> int:
        dressed = self._usual_dress.get(attributes)
        if dressed is None:
            found = dict(usual_xml.ATTRIBUTE.findall(attributes))
            dressed = found.get(b"t", b"").decode(), found.get(b"s", b"").decode()
            self._usual_dress[attributes] = dressed
        if inline:
            return self._make(*dressed, usual_xml.decoded(inline))
        cell = self._make(*dressed, usual_xml.decoded(value))
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
                    cell = self._known[key] = self._make(*key)
                if cell >= 0:
                    self.builder.put(self._column, cell)
                self._filled = False
        elif name == "rPh":
            self._aid = False
        elif name == "row" and self._row_hidden:
            self.hidden_rows.append(self._row)
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
        self.builder.begin_row(self._row)

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
        if found is None or found[3] is None or len(self.merges) >= MERGES:
            return
        top, bottom = sorted((int(found[2]), int(found[4])))
        left, right = sorted((self._new_column(found[1]), self._new_column(found[3])))
        self.merges.append((top, left, bottom, right))

    def _hide_columns(self, attrs: dict[str, str]) -> None:
        if attrs.get("hidden") in ("1", "true") or attrs.get("width") == "0":
            first, last = int(attrs.get("min", "1")), int(attrs.get("max", "1"))
            self.hidden_columns.append((first - 1, min(last - 1, LAST_COLUMN)))

    def _make(self, kind: str, style: str, value: str) -> int:
        """The number of the cell for a stored value, or -1 when a person sees nothing in it."""
        look = int(style) if style else 0
        if look >= len(self.dress):
            look = 0
        if kind == "s":
            at = int(value)
            if at in self.struck:
                look = self._struck_look(look)
            text = self.strings[at]
            return self.builder.add(text, grid.TEXT, None, look) if text else -1
        if kind in ("", "n"):
            return self._number(value, look)
        if kind == "b":
            return self._word("TRUE" if value.strip() in ("1", "true") else "FALSE", grid.BOOL, look)
        if kind == "e":
            return self._word(value, grid.ERROR, look)
        if kind == "d":
            return self._iso(value, look)
        return self._word(unescaped(value), grid.TEXT, look)

    def _word(self, text: str, kind: int, look: int) -> int:
        return self.builder.add(text.encode(), kind, None, look) if text.strip() else -1

    def _struck_look(self, look: int) -> int:
        made = self._struck_looks.get(look)
        if made is None:
            made = self._struck_looks[look] = len(self.dress)
            self.dress.append(self.dress[look]._replace(struck=True))
            self.dates.append(self.dates[look])
        return made

    def _number(self, value: str, look: int) -> int:
        try:
            number = float(value)
        except ValueError:
            return self._word(value, grid.TEXT, look)
        if abs(number) >= EXACT and value.strip().isdecimal() and int(value) != int(number):
            return self._word(value.strip(), grid.TEXT, look)  # more digits than a float: not Excel's work
        if self.dates[look] and number >= 0:
            number += self.shift
            return self.builder.add(shown(number, self.dress[look].format).encode(), grid.DATE, number, look)
        return self.builder.add(shown(number, self.dress[look].format).encode(), grid.NUMBER, number, look)

    def _iso(self, value: str, look: int) -> int:
        try:
            when = datetime.fromisoformat(value.strip())
        except ValueError:
            return self._word(value, grid.TEXT, look)
        gap = when.replace(tzinfo=None) - datetime(1899, 12, 30)  # noqa: DTZ001 a cell has no zone
        text = when.strftime("%Y-%m-%d") if not (when.hour or when.minute or when.second) else value
        return self.builder.add(text.encode(), grid.DATE, gap.days + gap.seconds / 86_400, look)
