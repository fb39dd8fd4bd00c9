"""The signed and sealed paper as it was scanned: page by page, smaller and larger, one page written out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.paper_view import PaperView
from childdesk.ui.widgets.scanned import Scanned
from childdesk.ui.widgets.words import Elided
from childdesk.ui.widgets.zoom import Zoom


class ScanView(QWidget):
    """One version's scan. `closed` says that it was seen, `page_asked` carries a page from 1."""

    closed = Signal()
    page_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.version = ""
        self.title = Elided("", "strong")
        self.zoom = Zoom("扫描")
        self.view = PaperView()
        self.zoom.changed.connect(self.view.zoom)
        self.out = button("这一页存一份", self._out, kind="quiet")
        self.back = button("看完了", self.closed.emit, kind="primary")
        head = fit.row(self.title, self.zoom, self.out, self.back, spacing=8)
        head.setStretch(0, 1)
        whole = fit.column(head, self.view, spacing=8)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_scan(self, version: str, title: str, pictures: Sequence[bytes]) -> None:
        """Another paper, from its first page."""
        self.version = version
        self.title.say(title)
        self.zoom.choose(100)
        self.view.show_pages(Scanned(pictures))
        self.view.zoom(100)

    def _out(self) -> None:
        self.page_asked.emit(self.view.list.currentRow() + 1)
