"""Names the columns of a table; the first ones stay where they are while the others move sideways."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from childdesk.ui import theme

HEAD = 32
FROZEN = 2
"""The tick and the first column."""


class TableHead(QHeaderView):
    """The header. `taken` carries the section that was clicked, frozen ones included."""

    taken = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(24)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sectionClicked.connect(self.taken)
        self.measure()

    def measure(self) -> None:
        """The height of the look in force."""
        self.setFixedHeight(theme.look().px(HEAD))

    def frozen_width(self) -> int:
        """How wide the part is that stays; 0 while nothing is moved sideways."""
        if self.offset() <= 0:
            return 0
        return sum(self.sectionSize(section) for section in range(min(FROZEN, self.count())))

    def section_at(self, x: int) -> int:
        """The section below a place, frozen ones first; -1 for none."""
        if x < self.frozen_width():
            left = 0
            for section in range(min(FROZEN, self.count())):
                left += self.sectionSize(section)
                if x < left:
                    return section
        return self.logicalIndexAt(x)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All sections, then the frozen ones over them."""
        super().paintEvent(event)
        wide = self.frozen_width()
        if not wide:
            return
        painter = QPainter(self.viewport())
        left = 0
        for section in range(min(FROZEN, self.count())):
            size = self.sectionSize(section)
            painter.save()
            self.paintSection(painter, QRect(left, 0, size, self.height()), section)
            painter.restore()
            left += size
        painter.setPen(theme.look().colour("headline"))
        painter.drawLine(wide - 1, 0, wide - 1, self.height())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A frozen section takes the click itself."""
        if event.position().x() < self.frozen_width():
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See mousePressEvent."""
        x = round(event.position().x())
        if x < self.frozen_width() and event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit(self.section_at(x))
        else:
            super().mouseReleaseEvent(event)
