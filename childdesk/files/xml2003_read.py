"""Reads the XML workbooks of 2003, which government programs still write and call .xls."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from childdesk.domain.errors import Refused
from childdesk.files import faults, grid, notes, sentences, xml_safe
from childdesk.files.date_look import serial_of
from childdesk.files.grid import Budget, Look, Plain, SheetBuilder
from childdesk.files.number_look import shown

STEP = 1 << 18
SHEETS = 256
LAST_COLUMN = 16_383
_NAMED = {
    "Short Date": "yyyy/m/d",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "General Date": "yyyy/m/d h:mm",
    "Medium Date": "d-mmm-yy",
    "General Number": "",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
}


def read(data: bytes, budget: Budget, step: Callable[[int, int], None]) -> Plain:
    """The workbook (see `sheets.workbook`). Raises Refused when it is damaged or no workbook."""
    made = _Workbook(budget)
    try:
        for begins in range(0, len(data), STEP):
            made.parser.Parse(data[begins : begins + STEP], False)
            budget.unpack(min(STEP, len(data) - begins))
            step(begins, len(data))
        made.parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(sentences.BROKEN) from None
    if not made.sheets:
        raise Refused(sentences.NOT_A_WORKBOOK)
    return {"kind": "xml2003", "sheets": [sheet.plain() for sheet in made.sheets]}


class _Workbook:
    """Follows the parser through styles, worksheets, rows and cells."""

    def __init__(self, budget: Budget) -> None:
        self.parser = xml_safe.parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.budget = budget
        self.sheets: list[SheetBuilder] = []
        self._looks: dict[str, Look] = {}
        self._style = self._cell_style = self._type = ""
        self._words: list[str] = []
        self._inside = self._uncomputed = False
        self._author: str | None = None
        """Who wrote the note that is being read; None outside of notes."""
        self._row = self._column = self._next = self._at = 0

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        name = xml_safe.local(name)
        said = {xml_safe.local(key): value for key, value in attrs.items()}
        begin = _BEGIN.get(name)
        if begin is not None:
            begin(self, said)

    def _end(self, name: str) -> None:
        name = xml_safe.local(name)
        if name == "Data":
            self._inside = False
            if self._author is None:
                self._uncomputed = False
                self._put("".join(self._words))
        elif name == "Comment" and self._author is not None:
            if self.sheets:
                self.sheets[-1].note(self._row, self._at, notes.own_words("".join(self._words), self._author))
            self._author = None
        elif name == "Cell" and self._uncomputed:
            self._type, self._uncomputed = "Error", False
            self._put(faults.UNCOMPUTED)
        elif name == "Style":
            self._style = ""

    def _characters(self, text: str) -> None:
        if self._inside:
            self._words.append(text)

    def _begin_style(self, said: dict[str, str]) -> None:
        self._style = said.get("ID", "")
        self._looks[self._style] = self._looks.get(said.get("Parent", ""), Look())

    def _begin_numberformat(self, said: dict[str, str]) -> None:
        if self._style:
            code = said.get("Format", "")
            self._looks[self._style] = self._looks[self._style]._replace(format=_NAMED.get(code, code))

    def _begin_font(self, said: dict[str, str]) -> None:
        if self._style and said.get("StrikeThrough") == "1":
            self._looks[self._style] = self._looks[self._style]._replace(struck=True)

    def _begin_interior(self, said: dict[str, str]) -> None:
        colour = said.get("Color", "").removeprefix("#").upper()
        if self._style and len(colour) == 6 and colour != "FFFFFF":
            self._looks[self._style] = self._looks[self._style]._replace(fill=colour)

    def _begin_worksheet(self, said: dict[str, str]) -> None:
        if len(self.sheets) >= SHEETS:
            raise Refused(sentences.TOO_MANY_SHEETS)
        self.sheets.append(SheetBuilder(said.get("Name", ""), self.budget))
        self._row = self._next = 0

    def _begin_column(self, said: dict[str, str]) -> None:
        first = int(said["Index"]) - 1 if "Index" in said else self._next
        last = min(first + int(said.get("Span", "0")), LAST_COLUMN)
        self._next = last + 1
        if said.get("Hidden") == "1" and self.sheets:
            self.sheets[-1].hidden_columns.append((first, last))

    def _begin_row(self, said: dict[str, str]) -> None:
        if not self.sheets:
            return
        self._row = int(said["Index"]) if "Index" in said else self._row + 1
        self._column = -1
        self.sheets[-1].grid.begin_row(self._row)
        if said.get("Hidden") == "1":
            self.sheets[-1].hidden_rows.append(self._row)

    def _begin_cell(self, said: dict[str, str]) -> None:
        if not self.sheets:
            return
        self._column = int(said["Index"]) - 1 if "Index" in said else self._column + 1
        self._cell_style = said.get("StyleID", "")
        self._uncomputed = "Formula" in said
        across, down = int(said.get("MergeAcross", "0")), int(said.get("MergeDown", "0"))
        self._at = self._column
        self.sheets[-1].merge(self._row, self._column, self._row + down, self._column + across)
        self._column += across

    def _begin_comment(self, said: dict[str, str]) -> None:
        self._author = said.get("Author", "")
        self._words.clear()

    def _begin_data(self, said: dict[str, str]) -> None:
        self._type = said.get("Type", "String")
        self._words.clear()
        self._inside = bool(self.sheets)

    def _put(self, text: str) -> None:
        if not self.sheets or not text.strip() or not 0 <= self._at <= LAST_COLUMN:
            return
        sheet = self.sheets[-1]
        look = self._looks.get(self._cell_style, Look())
        sheet.grid.put(self._at, _cell(sheet, self._type, text, look))


def _cell(sheet: SheetBuilder, kind: str, text: str, look: Look) -> int:
    number = sheet.look(look)
    if kind == "Number":
        try:
            value = float(text)
        except ValueError:
            return sheet.grid.word(text, grid.TEXT, number)
        return sheet.grid.add(shown(value, look.format).encode(), grid.NUMBER, value, number)
    serial = serial_of(text) if kind == "DateTime" else None
    if serial is not None:
        return sheet.grid.add(shown(serial, look.format or "yyyy/m/d").encode(), grid.DATE, serial, number)
    if kind == "Boolean":
        return sheet.grid.word("TRUE" if text.strip() == "1" else "FALSE", grid.BOOL, number)
    return sheet.grid.word(text, grid.ERROR if kind == "Error" else grid.TEXT, number)


_BEGIN: dict[str, Callable[[_Workbook, dict[str, str]], None]] = {
    "Style": _Workbook._begin_style,
    "NumberFormat": _Workbook._begin_numberformat,
    "Font": _Workbook._begin_font,
    "Interior": _Workbook._begin_interior,
    "Worksheet": _Workbook._begin_worksheet,
    "Column": _Workbook._begin_column,
    "Row": _Workbook._begin_row,
    "Cell": _Workbook._begin_cell,
    "Comment": _Workbook._begin_comment,
    "Data": _Workbook._begin_data,
}
