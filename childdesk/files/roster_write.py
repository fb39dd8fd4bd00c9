"""Writes a roster as a workbook that an office can print and stack: IDs as text, header on every page."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from childdesk.domain.progress import Progress, Silent
from childdesk.files.saving import save

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NARROWEST, WIDEST = 5, 40
SAMPLE = 300
"""Rows that a column's width is measured on."""
A4, A3 = 9, 8
"""Paper numbers of the format; A3 above fourteen columns."""
ROW_HEIGHT = 18.0

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """One column: header, its usual width in half-width characters, and text, number or id."""

    header: str
    width_hint: int = 10
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Roster:
    """A titled list. `as_of` is an ISO day; each row has one value for each column."""

    title: str
    unit: str
    as_of: str
    columns: Sequence[RosterColumn]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = field(default=())
    by_hand: Sequence[str] = field(default=("负责人", "复核人", "填表人"))


def write_roster(path: Path, roster: Roster, progress: Progress | None = None) -> None:
    """Writes the workbook whole or not at all, under its final name only when it is complete.

    Raises Refused when the target is open in another program or cannot be written, Unavailable when the
    disk is full, Cancelled; then whatever stood there before still does.
    """
    save(path, _content(roster, progress or Silent()))


def _content(roster: Roster, progress: Progress) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy: loaded with the first workbook that is written

    buffer = io.BytesIO()
    with Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_sheet_name(roster.title))
        _Page(book, sheet, roster).fill(progress)
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    clean = "".join("" if c in "[]:*?/\\" else c for c in title).strip("'")
    return clean[:31] or "台账"


class _Page:
    """One sheet while it is written."""

    def __init__(self, book: Workbook, sheet: Worksheet, roster: Roster) -> None:
        self.sheet = sheet
        self.roster = roster
        self.last = max(len(roster.columns) - 1, 0)
        self.title = book.add_format(_format("黑体", 18, bold=True, align="center"))
        self.side = book.add_format(_format("仿宋", 11, align="left"))
        self.day = book.add_format(_format("仿宋", 11, align="right"))
        self.head = book.add_format(
            _format("黑体", 10.5, align="center", border=1, wrap=True, fill="#EFECE5")
        )
        self.cells = {
            "text": book.add_format(_format("仿宋", 10.5, align="left", border=1, wrap=True)),
            "number": book.add_format(_format("仿宋", 10.5, align="center", border=1)),
            "id": book.add_format(_format("仿宋", 10.5, align="center", border=1, number="@")),
        }

    def fill(self, progress: Progress) -> None:
        """Title, unit and day, header, rows, notes, signatures, and how it prints."""
        first, end = 3, 3 + len(self.roster.rows)
        self._widths()
        self._head()
        for number, row in enumerate(self.roster.rows):
            if number % 500 == 0:
                progress.step(number, len(self.roster.rows), f"正在写第{number}行")
            self._row(first + number, row)
        self._foot(end)
        self._print(end)

    def _head(self) -> None:
        roster, sheet = self.roster, self.sheet
        _across(sheet, 0, 0, self.last, roster.title, self.title)
        half = max(self.last // 2, 0)
        _across(sheet, 1, 0, half, f"填报单位：{roster.unit}（盖章）", self.side)
        if self.last > half:
            _across(sheet, 1, half + 1, self.last, f"统计时间：截止到{roster.as_of}", self.day)
        for at, column in enumerate(roster.columns):
            sheet.write_string(2, at, column.header, self.head)
        sheet.set_row(0, 30)
        sheet.set_row(1, 20)
        sheet.set_row(2, 30)

    def _row(self, at: int, row: Sequence[Cell]) -> None:
        sheet = self.sheet
        for column, value in enumerate(row):
            style = self.cells.get(self.roster.columns[column].kind, self.cells["text"])
            if value is None or value == "":
                sheet.write_blank(at, column, None, style)
            elif isinstance(value, int):
                sheet.write_number(at, column, value, style)
            else:
                sheet.write_string(at, column, value, style)

    def _foot(self, end: int) -> None:
        for number, note in enumerate(self.roster.notes):
            _across(self.sheet, end + number, 0, self.last, f"注：{note}", self.side)
        signed = "　　　　　　　　".join(f"{who}：" for who in self.roster.by_hand)
        if signed:
            _across(self.sheet, end + len(self.roster.notes) + 1, 0, self.last, signed, self.side)

    def _widths(self) -> None:
        """From the values themselves: a Chinese character is two wide; no library measures that."""
        for at, column in enumerate(self.roster.columns):
            seen = [_wide(str(row[at])) for row in self.roster.rows[:SAMPLE] if row[at] is not None]
            head = max((_wide(line) for line in column.header.split("\n")), default=0)
            usual = sorted(seen)[int(len(seen) * 0.9)] if seen else column.width_hint
            longest = max(seen, default=0) if column.kind != "text" else usual
            width = max(head, min(longest, WIDEST), NARROWEST - 2) + 2
            self.sheet.set_column(at, at, min(width, WIDEST))

    def _print(self, end: int) -> None:
        sheet = self.sheet
        many = len(self.roster.columns) > 14
        sheet.set_landscape()
        sheet.set_paper(A3 if many else A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 2)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.set_footer("&C第&P页，共&N页")
        sheet.freeze_panes(3, _frozen(self.roster.columns))
        if self.roster.rows:
            sheet.autofilter(2, 0, end - 1, self.last)
            ids = [at for at, column in enumerate(self.roster.columns) if column.kind != "number"]
            ranges = " ".join(f"{_letters(at)}4:{_letters(at)}{end}" for at in ids)
            sheet.ignore_errors({"number_stored_as_text": ranges})


def _across(sheet: Worksheet, row: int, first: int, last: int, text: str, style: Any) -> None:  # noqa: ANN401 - a Format
    if last > first:
        sheet.merge_range(row, first, row, last, text, style)
    else:
        sheet.write_string(row, first, text, style)


def _frozen(columns: Sequence[RosterColumn]) -> int:
    """Columns that stay while scrolling: up to and with the name, if it stands near the left."""
    for at, column in enumerate(columns[:6]):
        if column.header in ("姓名", "儿童姓名"):
            return at + 1
    return 0


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _format(  # noqa: PLR0913 - what a cell looks like
    font: str,
    size: float,
    *,
    align: str,
    bold: bool = False,
    border: int = 0,
    wrap: bool = False,
    fill: str = "",
    number: str = "",
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "font_name": font,
        "font_size": size,
        "align": align,
        "valign": "vcenter",
        "bold": bold,
        "border": border,
        "text_wrap": wrap,
    }
    if fill:
        made["bg_color"] = fill
    if number:
        made["num_format"] = number
    return made
