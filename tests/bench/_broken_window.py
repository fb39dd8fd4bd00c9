"""What would make each bar of bench_window fall, put in place of the program's own way."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QPaintEvent

from childdesk.store import tally
from childdesk.ui.pages.children import page as list_page
from childdesk.ui.pages.sync.page import SyncPage
from childdesk.ui.widgets import row_painter, table_model
from childdesk.ui.widgets.table_view import ROW, TableView


def workbooks_at_once() -> None:
    """The list loads what reads workbooks before it is shown."""
    arrive = list_page.ChildrenPage.arrive

    def heavy(self: list_page.ChildrenPage, argument: object = None) -> None:
        importlib.import_module("openpyxl")
        arrive(self, argument)

    list_page.ChildrenPage.arrive = heavy  # type: ignore[method-assign]


def every_row() -> None:
    """The list asks for every child's row, one by one, before it shows any."""
    show = list_page.ChildrenPage._show

    def all_of_them(self: list_page.ChildrenPage, found: Any) -> None:
        for one in found.ids:
            self._rows([one], ["name"])
        show(self, found)

    list_page.ChildrenPage._show = all_of_them  # type: ignore[method-assign]


def row_by_row() -> None:
    """A page of rows is brought with a question for each of them."""
    rows = list_page.ChildrenPage._rows

    def one_by_one(self: list_page.ChildrenPage, ids: Sequence[str], keys: Sequence[str]) -> list[Any]:
        return [cells for one in ids for cells in rows(self, [one], keys)]

    list_page.ChildrenPage._rows = one_by_one  # type: ignore[method-assign]


def counting_in_the_window() -> None:
    """The page counts what waits on the window's own thread."""
    again = SyncPage._again

    def here(self: SyncPage) -> None:
        self.bench.glance(lambda session: tally.waiting(session.ledger.connection))
        again(self)

    SyncPage._again = here  # type: ignore[method-assign]


def asking_paint() -> None:
    """Painting asks the ledger for every cell in view, as a model does that keeps no rows."""
    paint = TableView.paintEvent

    def ask(self: TableView, event: QPaintEvent) -> None:
        first = max(self.rowAt(0), 0)
        for row in range(first, first + self.viewport().height() // ROW + 1):
            for column in self._rows.columns:
                self._rows.bring(self._rows.ids[row : row + 1], [column.key])
        paint(self, event)

    TableView.paintEvent = ask  # type: ignore[method-assign]


def kept_for_ever() -> None:
    """Every row that was ever shown stays, and so does its picture: nothing is forgotten."""
    table_model.PAGES = 1 << 40
    row_painter.KEPT_BYTES = 1 << 40

    def keep(self: row_painter.RowPainter) -> None:
        """What has changed is drawn beside what was."""

    row_painter.RowPainter.forget = keep  # type: ignore[method-assign]


VARIANTS: dict[str, Callable[[], None]] = {
    "workbooks_at_once": workbooks_at_once,
    "every_row": every_row,
    "row_by_row": row_by_row,
    "asking_paint": asking_paint,
    "kept_for_ever": kept_for_ever,
    "counting_in_the_window": counting_in_the_window,
}
