"""Makes an .xlsx of a workbook of before 2007, as like it as can be, and lists what did not come along."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from childdesk.files.rebuilding import old_records
from childdesk.files.rebuilding.old_dress import Dresser, usual
from childdesk.files.rebuilding.old_records import Records
from childdesk.files.xls_read import damage
from childdesk.files.xlsx_strings import unescaped

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_AREA, _TITLES = "Print_Area", "Print_Titles"
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


_MEMORY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Nothing touches the disk, and words stay words."""


class Rebuilt(NamedTuple):
    """A workbook made again as .xlsx; `lost` is what cannot be carried over, in sentences."""

    data: bytes
    lost: tuple[str, ...]


def rebuild(data: bytes) -> Rebuilt:
    """The workbook as .xlsx. Raises Refused when it is damaged, `xls_read.Sealed` when it has a password."""
    import xlrd  # noqa: PLC0415 - old workbooks only
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 - as above

    made = io.BytesIO()
    lost: dict[str, int] = {}
    with damage():
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            on_demand=True,  # else its records are let go
            ignore_workbook_corruption=True,
            logfile=io.StringIO(),
        )
        new = Workbook(made, {**_MEMORY, "default_format_properties": usual(book)})
        dresser = Dresser(book, new)
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            records = old_records.of_sheet(book, _starts(book)[number])
            _Sheet(sheet, new.add_worksheet(sheet.name[:31]), dresser, records).write(bool(book.datemode))
            for name, count in records.lost.items():
                lost[name] = lost.get(name, 0) + count
        _names(book, new.worksheets())
        new.close()
    return Rebuilt(made.getvalue(), sentences(lost))


def sentences(lost: dict[str, int]) -> tuple[str, ...]:
    """What did not come along, one sentence each."""
    return tuple(f"原表是旧格式，照样做成xlsx时，{count}处{name}没有带过来" for name, count in lost.items())


def _starts(book: Book) -> list[int]:
    """Where each sheet's stream begins."""
    starts: list[int] = book._sh_abs_posn
    return starts


def _names(book: Book, sheets: list[Worksheet]) -> None:
    """The print areas and print titles."""
    for name in book.name_obj_list:
        if not name.builtin or name.name not in (_AREA, _TITLES) or name.result is None:
            continue
        for place in name.result.value or ():
            at = place.coords
            if not 0 <= at[0] < len(sheets):
                continue
            sheet = sheets[at[0]]
            if name.name == _AREA:
                sheet.print_area(at[2], at[4], at[3] - 1, at[5] - 1)
            elif at[5] - at[4] >= 256:
                sheet.repeat_rows(at[2], at[3] - 1)
            else:
                sheet.repeat_columns(at[4], at[5] - 1)


class _Sheet:
    """One sheet, written again."""

    def __init__(self, old: Sheet, new: Worksheet, dresser: Dresser, records: Records) -> None:
        self.old, self.new, self.dresser, self.records = old, new, dresser, records

    def write(self, epoch_1904: bool) -> None:
        """Writes everything that is known of the sheet."""
        shift = 1462 if epoch_1904 else 0
        self._widths()
        for row in range(self.old.nrows):
            self._row(row)
            for column in range(self.old.row_len(row)):
                self._cell(row, column, shift)
        self._merges()
        self._lists()
        self._page()
        for (row, column), note in self.old.cell_note_map.items():
            self.new.write_comment(row, column, note.text, {"author": note.author or ""})
        if self.old.visibility:
            self.new.hide()
        if self.old.panes_are_frozen:
            self.new.freeze_panes(self.old.horz_split_pos, self.old.vert_split_pos)
        if self.records.protected:
            self.new.protect()

    def _widths(self) -> None:
        for column, said in sorted(self.old.colinfo_map.items()):
            # A width is kept in 256ths of a letter, five pixels of margin included.
            width = max(0.0, said.width / 256 - 0.71)
            dress = self.dresser.of(said.xf_index)
            self.new.set_column(column, column, width, dress, {"hidden": bool(said.hidden)})

    def _row(self, row: int) -> None:
        said = self.old.rowinfo_map.get(row)
        if said is None:
            return
        own = not said.has_default_height and said.height
        dress = self.dresser.of(said.xf_index) if said.has_default_xf_index == 1 else None
        height = said.height / 20 if own else None
        if height is not None or dress is not None or said.hidden:
            self.new.set_row(row, height, dress, {"hidden": bool(said.hidden)})

    def _cell(self, row: int, column: int, shift: int) -> None:
        kind = self.old.cell_type(row, column)
        if kind == 0:
            return
        dress = self.dresser.of(self.old.cell_xf_index(row, column))
        value = self.old.cell_value(row, column)
        formula = self.records.formulas.get((row, column))
        if formula is not None:
            shown = _ERRORS.get(int(value), "#N/A") if kind == 5 else value
            self.new.write_formula(row, column, f"={formula}", dress, bool(shown) if kind == 4 else shown)
        elif kind == 1:
            self._words(row, column, unescaped(str(value)), dress)
        elif kind == 4:
            self.new.write_boolean(row, column, bool(value), dress)
        elif kind == 5:
            self.new.write_string(row, column, _ERRORS.get(int(value), "#N/A"), dress)
        elif kind == 6:
            self.new.write_blank(row, column, None, dress)
        else:
            self.new.write_number(row, column, float(value) + (shift if kind == 3 else 0), dress)

    def _words(self, row: int, column: int, text: str, dress: Format) -> None:
        if self.old.rich_text_runlist_map.get((row, column)):
            self.records.lose("一格里不同的字体")
        self.new.write_string(row, column, text, dress)

    def _merges(self) -> None:
        for top, bottom, left, right in self.old.merged_cells:
            if bottom - top == 1 and right - left == 1:
                continue
            # Cells are written already with their own borders; only the merge itself is added.
            self.new.merge_range(top, left, bottom - 1, right - 1, None)
            for row in range(top, bottom):
                for column in range(left, right):
                    self._again(row, column)

    def _again(self, row: int, column: int) -> None:
        if row < self.old.nrows and column < self.old.row_len(row):
            self._cell(row, column, 0)

    def _lists(self) -> None:
        for found in self.records.drop_downs:
            source = list(found.words) if found.words else f"={found.formula}"
            if isinstance(source, list) and len(",".join(source)) > 255:
                self.records.lose("下拉选项")
                continue
            for first, last, left, right in found.areas:
                self.new.data_validation(first, left, last, right, {"validate": "list", "source": source})

    def _page(self) -> None:
        said, new = self.records, self.new
        for wanted, act in (
            (said.paper, lambda: new.set_paper(said.paper)),
            (said.margins, lambda: new.set_margins(**said.margins)),
            (said.across, new.center_horizontally),
            (said.down, new.center_vertically),
            (said.landscape, new.set_landscape),
            (said.fits, lambda: new.fit_to_pages(*said.fit)),
            (not said.fits and said.scale != 100, lambda: new.set_print_scale(said.scale)),
            (said.header, lambda: new.set_header(said.header[:255])),
            (said.footer, lambda: new.set_footer(said.footer[:255])),
            (
                breaks := [row for row, *_ in self.old.horizontal_page_breaks],
                lambda: new.set_h_pagebreaks(breaks),
            ),
        ):
            if wanted:
                act()
