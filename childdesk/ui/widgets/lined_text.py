"""A text whose lines are numbered, as mistakes name them; the line with the mistake is marked."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from childdesk.ui import theme


class _Numbers(QWidget):
    """The column of numbers."""

    def __init__(self, text: LinedText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """As wide as the longest number."""
        return QSize(self._text.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the numbers of the lines that are seen."""
        self._text.paint_numbers(self, event)


class LinedText(QPlainTextEdit):
    """A plain text, one rule a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self._numbers = _Numbers(self)
        self._wrong = 0
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._moved)
        self._make_room()

    def mark(self, line: int) -> None:
        """Marks a line (from 1) and goes there; 0 takes the mark away."""
        self._wrong = line
        chosen = []
        if line:
            found = self.document().findBlockByNumber(line - 1)
            cursor = QTextCursor(found)
            selection = QTextEdit.ExtraSelection()
            selection.format.setBackground(theme.look().colour("redbg"))  # type: ignore[attr-defined] # Qt has it
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined] # Qt has it
            selection.cursor = cursor  # type: ignore[attr-defined] # Qt has it
            chosen.append(selection)
            self.setTextCursor(cursor)
            self.centerCursor()
        self.setExtraSelections(chosen)
        self._numbers.update()

    def numbers_width(self) -> int:
        """Room for the longest number."""
        digits = len(str(max(self.blockCount(), 10)))
        return theme.look().px(16) + self.fontMetrics().horizontalAdvance("9") * digits

    def paint_numbers(self, column: QWidget, event: QPaintEvent) -> None:
        """Draws what `_Numbers` shows."""
        look = theme.look()
        painter = QPainter(column)
        painter.fillRect(event.rect(), look.colour("sunk"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = round(self.blockBoundingGeometry(block).translated(self.contentOffset()).top())
        height = self.fontMetrics().height()
        while block.isValid() and top <= event.rect().bottom():
            number = block.blockNumber() + 1
            painter.setPen(look.colour("red" if number == self._wrong else "ink2"))
            place = QRect(0, top, column.width() - look.px(6), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(number))
            top += round(self.blockBoundingRect(block).height())
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers stay at the left edge."""
        super().resizeEvent(event)
        self._place()

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._place()

    def _place(self) -> None:
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def _moved(self, rect: QRect, down: int) -> None:
        if down:
            self._numbers.scroll(0, down)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())
