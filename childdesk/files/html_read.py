"""Reads the web pages that call themselves .xls: tables of a page, one sheet each."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from childdesk.domain.errors import Refused
from childdesk.files import faults, grid, notes, sentences
from childdesk.files.csv_read import decoded
from childdesk.files.grid import Budget, Look, Plain, SheetBuilder

STEP = 1 << 18
SHEETS = 64
LAST_COLUMN = 16_383
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\xa0]+")
"""What a page shows as one blank. The wide blank of a Chinese name (U+3000) is not among them."""
_SILENT = frozenset(["style", "script", "title", "head", "xml"])


def read(data: bytes, budget: Budget, step: Callable[[int, int], None]) -> Plain:
    """The tables of the page (see `sheets.workbook`). Raises Refused when it has none."""
    text = _text(data)
    budget.unpack(len(text))
    tables = _Tables(budget)
    for begins in range(0, len(text), STEP):
        tables.feed(text[begins : begins + STEP])
        step(begins, len(text))
    tables.close()
    made = [sheet.plain() for sheet in tables.sheets if sheet.grid.cells]
    if not made:
        raise Refused(sentences.NOT_A_WORKBOOK)
    return {"kind": "html", "sheets": made}


def _text(data: bytes) -> str:
    """The page's words by the encoding that it names, when that fits, else by the usual ones."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = {b"gb2312": "gb18030", b"gbk": "gb18030"}.get(named[1].lower(), named[1].decode())
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data)


class _Tables(HTMLParser):
    """Collects rows and cells; a table inside a cell is read as that cell's words."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(convert_charrefs=True)
        self.budget = budget
        self.sheets: list[SheetBuilder] = []
        self._depth = self._row = self._column = 0
        self._words: list[str] = []
        self._inside = self._struck = self._formula = False
        self._silent = 0
        self._note: list[str] = []
        self._noting = False
        self._span = (1, 1)
        self._taken: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a table, a row, a cell."""
        said = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin_table()
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "comment":
            self._noting = True
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._begin_row(hidden=bool(_HIDDEN.search(said.get("style", ""))))
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._span = (_span(said.get("rowspan", "")), _span(said.get("colspan", "")))
            self._struck = bool(_STRUCK.search(said.get("style", "")))
            self._formula = "x:fmla" in said
            self._inside = True
        elif self._inside and tag in ("br", "p", "div"):
            self._words.append("\n")
        elif self._inside and tag in ("s", "strike", "del"):
            self._struck = True

    def handle_endtag(self, tag: str) -> None:
        """Ends a table or a cell."""
        if tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1
        elif tag in _SILENT and self._silent:
            self._silent -= 1
        elif tag == "comment":
            self._noting = False
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Words of a cell."""
        if self._noting:
            self._note.append(data)
        elif self._inside and not self._silent:
            self._words.append(data)

    def _begin_table(self) -> None:
        if len(self.sheets) >= SHEETS:
            raise Refused(sentences.TOO_MANY_SHEETS)
        self.sheets.append(SheetBuilder(f"表{len(self.sheets) + 1}", self.budget))
        self._row, self._taken = 0, {}

    def _begin_row(self, *, hidden: bool) -> None:
        self._row += 1
        self._column = 0
        self._taken = {column: until for column, until in self._taken.items() if until >= self._row}
        self.sheets[-1].grid.begin_row(self._row)
        if hidden:
            self.sheets[-1].hidden_rows.append(self._row)

    def _end_cell(self) -> None:
        if not self._inside:
            return
        self._inside = self._noting = False
        sheet = self.sheets[-1]
        if not self._row:
            self._begin_row(hidden=False)
        while self._column in self._taken:
            self._column += 1
        sheet.note(self._row, self._column, notes.own_words("".join(self._note)))
        self._note.clear()
        down, right = self._span
        last = min(self._column + right - 1, LAST_COLUMN)
        if down > 1:
            self._taken |= dict.fromkeys(range(self._column, last + 1), self._row + down - 1)
        sheet.merge(self._row, self._column, self._row + down - 1, last)
        lines = "".join(self._words).split("\n")
        words = "\n".join(_BLANKS.sub(" ", line).strip(" ") for line in lines).strip("\n")
        self._words.clear()
        if self._formula and not words:
            words = faults.UNCOMPUTED
        if words and self._column <= LAST_COLUMN:
            look = sheet.look(Look(struck=True)) if self._struck else 0
            kind = grid.ERROR if faults.why(words) else grid.TEXT
            sheet.grid.put(self._column, sheet.grid.word(words, kind, look))
        self._column = last + 1


def _span(text: str) -> int:
    return min(int(text), 1000) if text.isdecimal() and int(text) else 1
