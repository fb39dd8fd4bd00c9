"""Holds the side column of a page where the window is too small for it; comes in from the right edge."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from childdesk.ui import fit, theme
from childdesk.ui.widgets.buttons import tool
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words


class Drawer(QFrame):
    """Lies over its parent at the right; Esc and × close it, and the focus goes back to where it was."""

    WIDTH = 340

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "drawer")
        self._title = words("", "group")
        self._close = tool("收起", "dismiss", self.close_drawer, kind="dot")
        self._area = QScrollArea()
        head = fit.row(self._title, None, self._close)
        self.setLayout(fit.column(head, self._area, margins=(14, 10, 8, 10), spacing=8))
        self._before: QWidget | None = None
        parent.installEventFilter(self)
        self.hide()

    def open_with(self, title: str, content: QWidget) -> None:
        """Shows a column; whoever owned it gets it back with `release`."""
        if self._area.widget() is not content:
            self.release()
            scrolled(content, self._area)
        self._title.setText(title)
        self._before = self.window().focusWidget()
        content.show()
        self._settle()
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.TabFocusReason)

    def release(self) -> QWidget | None:
        """Gives the column back, without a parent."""
        content = self._area.takeWidget()
        if content is not None:
            content.setParent(None)
        return content

    def content(self) -> QWidget | None:
        """The column that is in it."""
        return self._area.widget()

    def close_drawer(self) -> None:
        """Hides it; the column stays inside for the next time."""
        self.hide()
        before, self._before = self._before, None
        # The row it was on may have been made anew meanwhile.
        if before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps to the edge when the window's size changes."""
        if watched is self.parent() and isinstance(event, QResizeEvent) and not self.isHidden():
            self._settle()
        return False

    @property
    def _edges(self) -> int:
        layout = self.layout()
        margins = layout.contentsMargins() if layout is not None else QMargins()
        return margins.left() + margins.right() + self.width() - self.contentsRect().width()

    def _settle(self) -> None:
        host = self.parent()
        if isinstance(host, QWidget):
            self.ensurePolished()
            content = self._area.widget()
            bar = self._area.verticalScrollBar().sizeHint().width()
            column = content.minimumWidth() if content is not None else 0
            # A column of a width of its own is neither squeezed nor left with an empty strip beside it.
            wide = column + self._edges + bar if column else theme.look().px(self.WIDTH)
            wide = min(wide, max(host.width() - theme.look().px(60), 1))
            self.setGeometry(host.width() - wide, 0, wide, host.height())
