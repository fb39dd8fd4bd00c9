"""Shows a paper as it will come out of the printer: its pages at the left, one of them large."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QScrollArea

from childdesk.ui import fit, theme
from childdesk.ui.widgets.scroll import bare

SMALL = 92


class Pages(Protocol):
    """What is shown: pages that can draw themselves."""

    def pages(self) -> int:
        """How many."""
        ...

    def image(self, number: int, wide: int) -> QImage:
        """One of them as a picture."""
        ...


class PaperView(QFrame):
    """Page list and page. `turned` says which page is shown, from 0."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sunk")
        self._pages: Pages | None = None
        self._zoom = 100
        self.list = QListWidget()
        self.list.setAccessibleName("页")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        fit.fix(self.list, width=SMALL + 48)
        self._sheet = QLabel()
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._sheet)
        bare(self._area)
        inner = fit.row(self.list, self._area, margins=(8, 8, 8, 8), spacing=8)
        inner.setStretch(1, 1)
        self.setLayout(inner)
        self.list.currentRowChanged.connect(self._turn)

    def show_pages(self, pages: Pages) -> None:
        """Another paper, from its first page."""
        self._pages = pages
        self.list.clear()
        wide = theme.look().px(SMALL)
        for number in range(pages.pages()):
            picture = QPixmap.fromImage(pages.image(number, wide))
            item = QListWidgetItem(QIcon(picture), f"{number + 1}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"第{number + 1}页")
            self.list.addItem(item)
            self.list.setIconSize(QSize(picture.width(), picture.height()))
        self.list.setCurrentRow(0)

    def clear(self) -> None:
        """Nothing is shown any more."""
        self._pages = None
        self.list.clear()
        self._sheet.clear()

    def zoom(self, percent: int) -> None:
        """100 fits the width; 50–200."""
        self._zoom = max(50, min(percent, 200))
        self._turn(self.list.currentRow())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page keeps to the width."""
        super().resizeEvent(event)
        self._turn(self.list.currentRow())

    def _turn(self, number: int) -> None:
        if self._pages is None or not 0 <= number < self._pages.pages():
            return
        room = max(self._area.viewport().width() - 16, 200)
        wide = min(room, theme.look().px(900)) * self._zoom // 100
        self._sheet.setPixmap(QPixmap.fromImage(self._pages.image(number, wide)))
        self._sheet.setAccessibleName(f"第{number + 1}页，共{self._pages.pages()}页")
        self.turned.emit(number)
