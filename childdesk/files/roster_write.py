"""Writes a roster as a workbook that an office can print and stack: IDs as text, header on every page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from childdesk.domain.progress import Progress, Silent
from childdesk.files.column_names import letters
from childdesk.files.roster_rows import with_rows
from childdesk.files.roster_widths import (
    MIDDLE,
    NORMAL,
    PAGE,
    SMALLEST,
    Cell,
    column_widths,
    row_height,
    taken,
)
from childdesk.files.saving import save

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A3, A4 = 8, 9
HEAD_ROWS = 3


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
    when: str = ""
    """What stands at the right above the head; empty says 统计时间 with the day."""


def write_roster(path: Path, roster: Roster, progress: Progress | None = None) -> None:
    """Writes the workbook whole or not at all, under its final name only when it is complete.

    Raises Refused when the target is open in another program or cannot be written, Unavailable when the
    disk is full, Cancelled; then whatever stood there before still does.
    """
    save(path, content(roster, progress or Silent()))


def content(roster: Roster, progress: Progress) -> bytes:
    """The workbook's bytes; nothing touches the disk. Raises Cancelled."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy: loaded with the first workbook that is written

    buffer = io.BytesIO()
    plainly = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": NORMAL,
    }
    with Workbook(buffer, plainly) as book:
        sheet = book.add_worksheet(_sheet_name(roster.title))
        page = _Page(book, sheet, roster)
        page.fill()
    frame = buffer.getvalue()
    return frame if len(roster.rows) < 2 else with_rows(frame, HEAD_ROWS + 1, page.below(progress))


def _sheet_name(title: str) -> str:
    clean = "".join("" if c in "[]:*?/\\" else c for c in title).strip("'")
    return clean[:31] or "台账"


class _Page:
    """One sheet while it is written."""

    def __init__(self, book: Workbook, sheet: Worksheet, roster: Roster) -> None:
        self.sheet = sheet
        self.roster = roster
        self.last = max(len(roster.columns) - 1, 0)
        self.widths = column_widths(
            [column.header for column in roster.columns],
            [column.kind for column in roster.columns],
            [column.width_hint for column in roster.columns],
            roster.rows,
        )
        self.title = book.add_format(_format("黑体", 18, align="center", bold=True))
        self.side = book.add_format(_format("仿宋", 11, align="left"))
        self.day = book.add_format(_format("仿宋", 11, align="right"))
        self.head = book.add_format(_format("黑体", 10.5, align="center", border=1, bg_color="#EFECE5"))
        left, middle = (_format("仿宋", 10.5, align=align, border=1) for align in ("left", "center"))
        self.left, self.middle = book.add_format(left), book.add_format(middle)
        self.id = book.add_format(middle | {"num_format": "@"})

    def fill(self) -> None:
        """Title, unit and day, header, the first row, notes, signatures, and how it prints.

        The library keeps every cell in memory, and ten thousand rows would be 100 MB: the first row shows how
        cells look, and `roster_rows` puts the others below it.
        """
        end = HEAD_ROWS + len(self.roster.rows)
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width)
        self._head()
        styles = [self._style(at) for at in range(len(self.roster.columns))]
        for row in self.roster.rows[:1]:
            self._row(HEAD_ROWS, row, styles)
        self._print(end, self._foot(end))

    def below(self, progress: Progress) -> Iterator[tuple[float, Sequence[Cell]]]:
        """The rows after the first with their heights. Raises Cancelled."""
        for number, row in enumerate(self.roster.rows[1:], 1):
            if number % 500 == 1:
                progress.step(number, len(self.roster.rows), f"正在写第{number}行")
            yield row_height(row, self.widths), row

    def _style(self, at: int) -> Any:  # noqa: ANN401 - a Format, known only where the library is loaded
        kind = self.roster.columns[at].kind
        if kind == "id":
            return self.id
        return self.middle if kind == "number" or self.widths[at] <= MIDDLE else self.left

    def _head(self) -> None:
        roster, sheet = self.roster, self.sheet
        _across(sheet, 0, 0, self.last, roster.title, self.title)
        half = max(self.last // 2, 0)
        _across(sheet, 1, 0, half, f"填报单位：{roster.unit}（盖章）", self.side)
        if self.last > half:
            _across(sheet, 1, half + 1, self.last, roster.when or f"统计时间：截止到{roster.as_of}", self.day)
        headers = [column.header for column in roster.columns]
        for at, header in enumerate(headers):
            sheet.write_string(2, at, header, self.head)
        sheet.set_row(0, 34)
        sheet.set_row(1, 21)
        sheet.set_row(2, max(30.0, row_height(headers, self.widths)))

    def _row(self, at: int, row: Sequence[Cell], styles: Sequence[Any]) -> None:
        sheet = self.sheet
        for column, (value, style) in enumerate(zip(row, styles, strict=True)):
            if value is None or value == "":
                sheet.write_blank(at, column, None, style)
            elif isinstance(value, int):
                sheet.write_number(at, column, value, style)
            else:
                sheet.write_string(at, column, value, style)
        sheet.set_row(at, row_height(row, self.widths))

    def _foot(self, end: int) -> int:
        """Notes and the line for signatures; returns the last row."""
        at = end
        for note in self.roster.notes:
            _across(self.sheet, at, 0, self.last, f"注：{note}", self.side)
            self.sheet.set_row(at, 20)
            at += 1
        people = self.roster.by_hand[: self.last + 1]
        if people:
            at += 1
            self.sheet.set_row(at, 24)
        for number, who in enumerate(people):
            first = self._column_at(number / len(people))
            until = self._column_at((number + 1) / len(people)) - 1
            _across(self.sheet, at, first, max(until, first), f"{who}：", self.side)
        return at

    def _column_at(self, share: float) -> int:
        """The column that begins nearest to a share of the sheet's width; one past the last for 1."""
        if share >= 1:
            return self.last + 1
        total = sum(self.widths)
        starts = [sum(self.widths[:at]) for at in range(self.last + 1)]
        return min(range(self.last + 1), key=lambda at: abs(starts[at] - share * total))

    def _print(self, end: int, last: int) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        # Smaller than this nobody reads it: such a list stands on A3, as the wide tables do.
        sheet.set_paper(A3 if taken(self.widths) > PAGE / SMALLEST else A4)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.repeat_rows(0, HEAD_ROWS - 1)
        sheet.print_area(0, 0, last, self.last)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.set_footer("&C第&P页，共&N页")
        sheet.freeze_panes(HEAD_ROWS, _frozen(self.roster.columns))
        if self.roster.rows:
            sheet.autofilter(HEAD_ROWS - 1, 0, end - 1, self.last)
            words = [at for at, column in enumerate(self.roster.columns) if column.kind != "number"]
            ranges = " ".join(f"{letters(at)}{HEAD_ROWS + 1}:{letters(at)}{end}" for at in words)
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


def _format(font: str, size: float, *, align: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the library's own
    return {
        "font_name": font,
        "font_size": size,
        "align": align,
        "valign": "vcenter",
        "text_wrap": True,
        **more,
    }
