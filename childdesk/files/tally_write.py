"""Writes a table of counts as an office expects it: heads over heads, sums as formulas, a chart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from childdesk.domain.report.grid import places
from childdesk.domain.report.tally import Branch, Line, Tally
from childdesk.files.column_names import letters
from childdesk.files.roster_widths import EDGE, NORMAL, PAGE, lines, taken, wide

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A3, A4 = 8, 9
SMALLEST = 0.68
"""Tables that were smaller than this on A4 stand on A3; their figures are larger than the words of a list."""
UPRIGHT, BY_TOWN = 80, 94
"""Half-width characters up to which a table is printed upright; one by 乡镇 is long and may be smaller."""
TITLE_ROWS = 2
LABEL, NAMED = 34, 12
"""Half-width characters of a label in one line, and of a name that stands over several lines."""
ONE_PAGE = 45
"""Lines up to which an upright table is fitted to one page."""
PAGE_LINES = 27
"""Lines of a page whose sheet is not fitted: what is left of A4 below the head, at 22 points a line."""
FOOT_LINES = 2
"""Lines that the sum and the signatures take of the last page, beside those of the notes."""
LINE, ROOM = 14.5, 6.0
SAID = 12 / 10.5
"""Figures are so much larger than the letters by which widths are counted."""
WIDTHS = ((8, 9.0, 4), (30, 6.0, 5), (1000, 4.3, 8))
"""(most leaves, narrowest column, most lines of a head): the more columns, the narrower and the higher."""
SIGNED = ("负责人", "复核人", "填表人")
GREY, PALE = "#EFECE5", "#F7F5F0"


def content(tally: Tally, *, practice: bool = False) -> bytes:
    """The workbook's bytes; nothing touches the disk."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy: loaded with the first workbook that is written

    buffer = io.BytesIO()
    with Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "default_format_properties": NORMAL}
    ) as book:
        sheet = book.add_worksheet("统计表")
        page = _Page(book, sheet, tally, practice=practice)
        page.fill()
        if tally.chart and tally.lines:
            _picture(book, sheet.get_name(), page)
    return buffer.getvalue()


def share(number: int, total: int) -> float:
    """A percentage as the formula rounds it."""
    return 0.0 if total == 0 else int(number * 10_000 / total + 0.5) / 100


def first_row(tally: Tally) -> int:
    """The row, from 1, of the first line."""
    return TITLE_ROWS + max((branch.depth() for branch in tally.head), default=1) + 1


class _Page:
    """The sheet while it is written."""

    def __init__(self, book: Workbook, sheet: Worksheet, tally: Tally, *, practice: bool) -> None:
        self.sheet, self.tally, self.practice = sheet, tally, practice
        self.leaves = tally.leaves()
        self.labels = len(tally.labels)
        self.first = first_row(tally) - 1
        self.depth = self.first - TITLE_ROWS
        self.last_column = self.labels + len(self.leaves) - 1
        # The 乡镇 stands in every line of a county's table: it runs over pages, and people filter it.
        self.name = 1 if tally.towns else 0
        self.spans = self.labels - self.name > 1
        self.widths = self._widths()
        self.formats = _formats(book)

    def fill(self) -> None:
        """Title to signatures, then how it prints."""
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width)
        self._title()
        self._head()
        for number, line in enumerate(self.tally.lines):
            self._line(self.first + number, line)
        self._labels()
        end = self.first + len(self.tally.lines)
        if self.tally.total is not None:
            self._total(end, self.tally.total)
            end += 1
        self._print(self._foot(end))

    def _widths(self) -> list[float]:
        found: list[float] = []
        narrow, rows = next((width, rows) for most, width, rows in WIDTHS if len(self.leaves) <= most)
        for at, label in enumerate(self.tally.labels):
            texts = [label, *(line.labels[at] for line in self.tally.lines)]
            # A name that stands over several lines has room for more than one of its own.
            most = NAMED if at == self.name and self.spans else LABEL
            found.append(min(max(wide(text) for text in texts), most) + 2)
        told = [*self.tally.lines, *([self.tally.total] if self.tally.total is not None else [])]
        for at, leaf in enumerate(self.leaves):
            need = 2 * -(-wide(leaf.label) // (2 * rows)) + 0.3
            # The longest figure, or what stands there instead of one, in the size of figures.
            cells = (line.cells[at] for line in told)
            said = max((wide(cell.said or str(cell.number)) for cell in cells), default=0) * SAID
            found.append(max(need, said + EDGE, 7.0 if leaf.share else narrow))
        return found

    def _title(self) -> None:
        tally, last = self.tally, self.last_column
        title = f"【演练】{tally.title}" if self.practice else tally.title
        _across(self.sheet, 0, 0, last, title, self.formats["title"])
        half = self._half()
        _across(self.sheet, 1, 0, half, f"填报单位：{tally.unit}（盖章）", self.formats["side"])
        fits = wide(tally.when) <= sum(self.widths[half + 1 :]) - 2
        when = tally.when if fits else tally.when.replace("，", "\n")
        _across(self.sheet, 1, half + 1, last, when, self.formats["day"])
        self.sheet.set_row(0, 34)
        self.sheet.set_row(1, 21 if fits else 38)

    def _half(self) -> int:
        """The last column of the left half by width."""
        total, seen = sum(self.widths), 0.0
        for at, width in enumerate(self.widths[:-1]):
            seen += width
            if seen * 2 >= total:
                return at
        return max(len(self.widths) - 2, 0)

    def _head(self) -> None:
        style, heights = self.formats["head"], [0.0] * self.depth
        for place in places(self.tally):
            top, bottom = TITLE_ROWS + place.top, TITLE_ROWS + place.bottom
            if (top, place.left) == (bottom, place.right):
                self.sheet.write_string(top, place.left, place.label, style)
            else:
                self.sheet.merge_range(top, place.left, bottom, place.right, place.label, style)
            room = int(sum(self.widths[place.left : place.right + 1])) + 1
            rows = place.bottom - place.top + 1
            each = (LINE * lines(place.label, room) + ROOM) / rows
            for row in range(place.top, place.bottom + 1):
                heights[row] = max(heights[row], each, 21.0)
        for row, height in enumerate(heights):
            self.sheet.set_row(TITLE_ROWS + row, height)

    def _line(self, row: int, line: Line) -> None:
        style = self.formats["sub" if line.sub else "number"]
        for at, label in enumerate(line.labels):
            self.sheet.write_string(row, at, label, self.formats["sub label" if line.sub else "label"])
        for at, leaf in enumerate(self.leaves):
            number = line.cells[at].number
            column = self.labels + at
            if leaf.share:
                self._share(row, column, leaf, line)
            elif line.cells[at].said:
                self.sheet.write_string(row, column, line.cells[at].said, style)
            elif leaf.adds:
                formula = "=" + "".join(self._signed(key, row) for key in leaf.adds).removeprefix("+")
                self.sheet.write_formula(row, column, formula, style, number)
            elif line.sub:
                rows = [self.first + one for one in self.tally.adds(row - self.first)]
                self.sheet.write_formula(row, column, _sum(letters(column), rows), style, number)
            else:
                self.sheet.write_number(row, column, number, style)
        self.sheet.set_row(row, 22)

    def _signed(self, key: str, row: int) -> str:
        sign = "-" if key.startswith("-") else "+"
        return f"{sign}{self._cell(key.removeprefix('-'), row)}"

    def _cell(self, key: str, row: int) -> str:
        return f"{letters(self.labels + self.tally.at(key))}{row + 1}"

    def _share(self, row: int, column: int, leaf: Branch, line: Line) -> None:
        of = self.tally.at(leaf.share)
        total = self.tally.total
        whole = line.cells[of].number if total is None else total.cells[of].number
        sum_row = self.first + len(self.tally.lines)
        part, all_ = self._cell(leaf.share, row), self._cell(leaf.share, sum_row)
        formula = f"=IF({all_}=0,0,ROUND({part}/{all_}*100,2))"
        told = share(line.cells[of].number, whole)
        style = self.formats["sub percent" if line.sub else "percent"]
        self.sheet.write_formula(row, column, formula, style, told)

    def _labels(self) -> None:
        """The name of a village with several lines stands once, over all of them."""
        begin, column = 0, self.name
        names = [line.labels[: column + 1] for line in self.tally.lines] if self.spans else []
        for at in range(1, len(names) + 1):
            if at == len(names) or names[at] != names[begin]:
                if at - begin > 1:
                    top, bottom = self.first + begin, self.first + at - 1
                    style = self.formats["sub label" if self.tally.lines[begin].sub else "label"]
                    self.sheet.merge_range(top, column, bottom, column, names[begin][column], style)
                begin = at

    def _total(self, row: int, total: Line) -> None:
        _across(self.sheet, row, 0, self.labels - 1, total.labels[0], self.formats["sum"])
        for at, leaf in enumerate(self.leaves):
            column = self.labels + at
            if leaf.share:
                self._share(row, column, leaf, total)
                continue
            whole, style = total.cells[at], self.formats["sum"]
            if whole.said:
                self.sheet.write_string(row, column, whole.said, style)
                continue
            if any(line.cells[at].said for line in self.tally.lines):
                # What is hidden above cannot be added up; the sum itself may be told.
                self.sheet.write_number(row, column, whole.number, style)
                continue
            formula = _sum(letters(column), self._summed())
            self.sheet.write_formula(row, column, formula, style, whole.number)
        self.sheet.set_row(row, 24)

    def _summed(self) -> list[int]:
        """The rows that the sum adds up: every line, or the 小计 of every 乡镇."""
        lines = self.tally.lines
        subs = [self.first + at for at, line in enumerate(lines) if line.sub]
        return subs or [self.first + at for at in range(len(lines))]

    def _foot(self, end: int) -> int:
        at, last = end, self.last_column
        for note in self.tally.notes:
            _across(self.sheet, at, 0, last, f"注：{note}", self.formats["side"])
            self.sheet.set_row(at, LINE * lines(note, int(sum(self.widths))) + 5)
            at += 1
        at += 1
        self.sheet.set_row(at, 26)
        total = sum(self.widths)
        starts = [sum(self.widths[:n]) for n in range(last + 2)]
        edges = [
            min(range(last + 2), key=lambda n: abs(starts[n] - total * part / len(SIGNED)))
            for part in range(len(SIGNED) + 1)
        ]
        for number, who in enumerate(SIGNED):
            first = max(edges[number], number)
            _across(
                self.sheet, at, first, max(edges[number + 1] - 1, first), f"{who}：", self.formats["side"]
            )
        return at

    def _print(self, last: int) -> None:
        sheet = self.sheet
        upright = sum(self.widths) <= (BY_TOWN if self.tally.towns else UPRIGHT)
        if not upright:
            sheet.set_landscape()
        sheet.set_paper(A3 if taken(self.widths) > PAGE / SMALLEST else A4)
        if upright and self.spans and last >= ONE_PAGE:
            # A programme that fits a sheet to its width forgets where its pages end.
            percent = min(100, int(100 * UPRIGHT / taken(self.widths)))
            sheet.set_h_pagebreaks(self._breaks(PAGE_LINES * 100 // percent if self.name else PAGE_LINES))
            sheet.set_print_scale(percent)
        else:
            sheet.fit_to_pages(1, 1 if upright and last < ONE_PAGE else 0)
        sheet.center_horizontally()
        sheet.repeat_rows(0, self.first - 1)
        sheet.print_area(0, 0, last, self.last_column)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.set_footer("&C第&P页，共&N页")
        sheet.freeze_panes(self.first, self.labels)

    def _breaks(self, most: int) -> list[int]:
        """The rows before which a page of so many lines begins: no village stands on two pages, no signature
        alone."""
        found: list[int] = []
        page = 0
        names = [line.labels[: self.name + 1] for line in self.tally.lines]
        for at in range(1, len(names)):
            if names[at] == names[at - 1]:
                continue
            end = next((n for n in range(at, len(names)) if names[n] != names[at]), len(names))
            foot = FOOT_LINES + len(self.tally.notes) if end == len(names) else 0
            if end - page > most - foot:
                found.append(self.first + at)
                page = at
        return found


def _sum(column: str, rows: Sequence[int]) -> str:
    """The formula that adds up some rows of a column, from 0: a range where they stand together."""
    if not rows:
        return "=0"
    if rows[-1] - rows[0] == len(rows) - 1:
        return f"=SUM({column}{rows[0] + 1}:{column}{rows[-1] + 1})"
    # No SUM of single cells: that takes 255 at most.
    return "=" + "+".join(f"{column}{row + 1}" for row in rows)


def _across(sheet: Worksheet, row: int, first: int, last: int, text: str, style: Any) -> None:  # noqa: ANN401 - a Format
    if last > first:
        sheet.merge_range(row, first, row, last, text, style)
    else:
        sheet.write_string(row, first, text, style)


def _picture(book: Workbook, name: str, page: _Page) -> None:
    """A second sheet with the few figures that people look at, by formula, and a chart of them."""
    tally = page.tally
    sheet = book.add_worksheet("图")
    last = page.first + len(tally.lines)
    keys = [(key, tally.leaves()[tally.at(key)].label) for key in tally.chart]
    sheet.set_column(0, 0, 34)
    if tally.total is not None:
        sheet.write_string(0, 0, "项目", page.formats["head"])
        sheet.write_string(0, 1, "合计", page.formats["head"])
        for at, (key, label) in enumerate(keys, 1):
            head = _above(tally, key)
            sheet.write_string(at, 0, head if label == "小计" else label, page.formats["label"])
            number = tally.total.cells[tally.at(key)].number
            sheet.write_formula(at, 1, f"='{name}'!{page._cell(key, last)}", page.formats["number"], number)
        series, rows = [1], len(keys)
    else:
        for at, (_, label) in enumerate(keys, 1):
            sheet.write_string(0, at, label, page.formats["head"])
        told = [line for line in tally.lines if line.labels[-1] not in tally.apart]
        for row, line in enumerate(told, 1):
            at_row = page.first + tally.lines.index(line)
            sheet.write_string(row, 0, line.labels[-1], page.formats["label"])
            for at, (key, _) in enumerate(keys, 1):
                cell = f"='{name}'!{page._cell(key, at_row)}"
                number = line.cells[tally.at(key)].number
                sheet.write_formula(row, at, cell, page.formats["number"], number)
        series, rows = list(range(1, len(keys) + 1)), len(told)
    for row in range(rows + 1):
        sheet.set_row(row, 22)
    chart = book.add_chart({"type": "bar" if rows > 8 else "column"})
    for at in series:
        column = letters(at)
        chart.add_series(
            {
                "name": f"='图'!${column}$1",
                "categories": f"='图'!$A$2:$A${rows + 1}",
                "values": f"='图'!${column}$2:${column}${rows + 1}",
                "data_labels": {"value": True},
                "fill": {"color": "#1F5A63" if at == 1 else "#C9B28C"},
            }
        )
    chart.set_title({"name": tally.title, "name_font": {"name": "黑体", "size": 14}})
    chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom"})
    if rows > 8:
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 760, "height": max(380, 30 * rows)})
    sheet.insert_chart(0, len(series) + 2, chart)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


def _above(tally: Tally, key: str) -> str:
    """The label of the head right above a leaf."""
    for branch in tally.head:
        for below in branch.below:
            if any(leaf.key == key for leaf in below.leaves()):
                return below.label if below.below else branch.label
    return ""


def _formats(book: Workbook) -> dict[str, Any]:
    def made(font: str, size: float, align: str, **more: object) -> Any:  # noqa: ANN401 - a Format
        same = {"font_name": font, "font_size": size, "align": align, "valign": "vcenter", "text_wrap": True}
        return book.add_format(same | more)

    return {
        "title": made("黑体", 18, "center", bold=True),
        "side": made("仿宋", 11, "left"),
        "day": made("仿宋", 11, "right"),
        "head": made("黑体", 10.5, "center", border=1, bg_color=GREY),
        "label": made("仿宋", 10.5, "left", border=1),
        "number": made("仿宋", 12, "center", border=1, num_format="0"),
        "sub": made("仿宋", 12, "center", border=1, num_format="0", bold=True, bg_color=PALE),
        "sub percent": made("仿宋", 11, "center", border=1, num_format="0.00", bold=True, bg_color=PALE),
        "sub label": made("仿宋", 10.5, "left", border=1, bold=True, bg_color=PALE),
        "percent": made("仿宋", 11, "center", border=1, num_format="0.00"),
        "sum": made("仿宋", 12, "center", border=1, num_format="0", bold=True, bg_color=GREY),
    }


__all__: Sequence[str] = ("content", "first_row", "share")
