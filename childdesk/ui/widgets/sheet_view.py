"""Shows a report as on paper: heads over heads, labels that stay, the sum at the foot, cells to be asked."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from childdesk.domain.report.grid import Grid, Place
from childdesk.ui import fit, theme
from childdesk.ui.widgets.style_option import rect_of, widget_of

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW, HEAD, NARROW, WIDE, PAD = 32, 28, 46, 220, 8
PINNED = 10
"""From so many rows on the sum stands below them, whatever is scrolled."""


class Scale:
    """How large a sheet is drawn beside the type of the window: lengths and fonts in percent of it."""

    def __init__(self) -> None:
        self.percent = 100

    def px(self, size: int) -> int:
        """A length of the 100 % design."""
        return max(1, theme.look().px(size) * self.percent // 100)

    def font(self, size: int, *, bold: bool = False) -> QFont:
        """The interface font."""
        made = QFont(theme.look().font(size, bold=bold))  # a copy: the look keeps its own
        made.setPixelSize(max(6, made.pixelSize() * self.percent // 100))
        return made


class SheetModel(QAbstractTableModel):
    """The cells right of the labels. `rows` are those shown, the sum among them or alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid: Grid | None = None
        self.lines: list[int] = []
        self.changed: Mapping[tuple[int, int], str] = {}

    def show_lines(self, grid: Grid, lines: list[int], changed: Mapping[tuple[int, int], str]) -> None:
        """Other cells; a line past the last row is the sum."""
        self.beginResetModel()
        self.grid, self.lines, self.changed = grid, lines, changed
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns right of the labels."""
        return 0 if parent.isValid() or self.grid is None else self.grid.columns - self.grid.labels

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        grid = self.grid
        if grid is None:
            return ""
        line = self.lines[row]
        texts = grid.rows[line] if line < len(grid.rows) else grid.total or ()
        return texts[grid.labels + column]

    def label(self, row: int) -> str:
        """What names a row."""
        grid = self.grid
        if grid is None or not grid.labels:
            return ""
        line = self.lines[row]
        texts = grid.rows[line] if line < len(grid.rows) else grid.total or ()
        whole = grid.towns or len({one[0] for one in grid.rows}) > 1
        shown = texts[: grid.labels] if whole else texts[max(grid.labels - 1, 0) : grid.labels]
        return "　".join(part for part in shown if part) or texts[0]

    def is_sum(self, row: int) -> bool:
        """Whether a row is the sum, or the 小计 of a 乡镇."""
        grid = self.grid
        return grid is not None and (self.lines[row] >= len(grid.rows) or self.lines[row] in grid.subs)

    def was(self, row: int, column: int) -> str | None:
        """What stood here in the last hand-in, where it differs."""
        grid = self.grid
        return None if grid is None else self.changed.get((self.lines[row], grid.labels + column))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words; aloud with the label and the heads."""
        if self.grid is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        text = self.text(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (self.label(row), self.grid.path(self.grid.labels + column), text or "空")
            return "，".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            was = self.was(row, column)
            return f"上次是{was}" if was is not None else text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The label of a row, whole in its tooltip; heads are painted, and read aloud with each cell."""
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if role not in wanted or orientation == Qt.Orientation.Horizontal:
            return None
        return self.label(section) if section < len(self.lines) else None


class CellDelegate(QStyledItemDelegate):
    """Ground, grid, words; what changed since the last hand-in is yellow."""

    def __init__(self, parent: QWidget, scale: Scale) -> None:
        super().__init__(parent)
        self.scale = scale

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        if not isinstance(model, SheetModel) or model.grid is None:
            return
        look, place = theme.look(), rect_of(option)
        row, column = index.row(), index.column()
        painter.save()
        ground = "head" if model.is_sum(row) else "card"
        if model.was(row, column) is not None:
            ground = "yellowbg"
        painter.fillRect(place, look.colour(ground))
        painter.setPen(look.colour("grid"))
        painter.drawLine(place.topRight(), place.bottomRight())
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        number = model.grid.labels + column in model.grid.numbers
        painter.setPen(look.colour("ink"))
        painter.setFont(self.scale.font(theme.TABLE, bold=model.is_sum(row)))
        pad = self.scale.px(PAD)
        inner = place.adjusted(pad, 0, -pad, 0)
        align = Qt.AlignmentFlag.AlignHCenter if number else Qt.AlignmentFlag.AlignLeft
        text = " ".join(model.text(row, column).split())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(inner.width(), 1))
        painter.drawText(inner, align | Qt.AlignmentFlag.AlignVCenter, shown)
        widget = widget_of(option)
        if isinstance(widget, QTableView) and widget.hasFocus() and widget.currentIndex() == index:
            painter.setPen(QPen(look.colour("ring"), look.focus))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.restore()


class MergedHead(QHeaderView):
    """Heads over heads, each as wide as what is below it."""

    def __init__(self, parent: QWidget, scale: Scale) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.scale = scale
        self.grid: Grid | None = None
        self.heights: list[int] = []
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)

    def show_heads(self, grid: Grid) -> None:
        """Other heads; columns must have their widths already."""
        self.grid = grid
        look = self.scale
        metrics = QFontMetrics(look.font(theme.SECOND))
        heights = [look.px(HEAD)] * grid.depth
        for place in grid.places:
            room = max(self._wide(place) - look.px(6), 1)
            lines = math.ceil(metrics.horizontalAdvance(place.label) / room + 0.05)
            need = lines * metrics.height() + look.px(8)
            heights[place.bottom] = max(heights[place.bottom], need - sum(heights[place.top : place.bottom]))
        self.heights = heights
        self.setFixedHeight(sum(heights))

    def _wide(self, place: Place) -> int:
        first = self.grid.labels if self.grid is not None else 0
        if place.right < first:
            return 10_000
        return sum(self.sectionSize(at - first) for at in range(place.left, place.right + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every head that is in sight."""
        painter = QPainter(self.viewport())
        look, grid = theme.look(), self.grid
        painter.fillRect(self.viewport().rect(), look.colour("head"))
        if grid is not None:
            painter.setFont(self.scale.font(theme.SECOND))
            for place in grid.places:
                if place.left >= grid.labels:
                    self._head(painter, place, grid.labels)
        painter.end()

    def _head(self, painter: QPainter, place: Place, first: int) -> None:
        look = theme.look()
        left = self.sectionViewportPosition(place.left - first)
        top = sum(self.heights[: place.top])
        box = QRect(left, top, self._wide(place), sum(self.heights[place.top : place.bottom + 1]))
        if box.right() < 0 or box.left() > self.viewport().width():
            return
        painter.setPen(look.colour("headline"))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(look.colour("ink2"))
        # A wide head keeps its words in sight while it is moved sideways.
        seen = box.intersected(self.viewport().rect()) if place.right > place.left else box
        inner = seen.adjusted(self.scale.px(3), 0, -self.scale.px(3), 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere, place.label)


class GridTable(QTableView):
    """Cells one moves over with the arrows; Enter or a double click asks for one."""

    asked = Signal(int, int)
    """Line (past the last: the sum) and column of the grid."""

    def __init__(self, name: str, scale: Scale) -> None:
        super().__init__()
        self.cells = SheetModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(self, scale))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setHighlightSections(False)
        self.doubleClicked.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._ask(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _ask(self, index: Index) -> None:
        grid = self.cells.grid
        if grid is not None and index.isValid():
            self.asked.emit(self.cells.lines[index.row()], grid.labels + index.column())


class SheetView(QWidget):
    """The table, and below many rows its sum. `asked` carries line and column of a cell."""

    asked = Signal(int, int)

    def __init__(self, name: str = "报表") -> None:
        super().__init__()
        self.scale = Scale()
        self.table, self.foot = GridTable(name, self.scale), GridTable(f"{name}合计", self.scale)
        self.head = MergedHead(self.table, self.scale)
        self.table.setHorizontalHeader(self.head)
        self.foot.horizontalHeader().hide()
        self.foot.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._corner = QLabel(self.table)
        self._corner.setProperty("t", "label")
        self._corner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._corner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(fit.column(self.table, self.foot, spacing=0))
        for one in (self.table, self.foot):
            one.asked.connect(self.asked)
        bar = self.table.horizontalScrollBar()
        bar.valueChanged.connect(self.foot.horizontalScrollBar().setValue)
        self._grid: Grid | None = None
        self._changed: Mapping[tuple[int, int], str] = {}
        theme.seat().changed.connect(self._again)

    def show_grid(self, grid: Grid, changed: Mapping[tuple[int, int], str] | None = None) -> None:
        """Another report."""
        self._grid, self._changed = grid, changed or {}
        lines = list(range(len(grid.rows)))
        pinned = grid.total is not None and len(lines) > PINNED
        if grid.total is not None and not pinned:
            lines.append(len(grid.rows))
        self.table.cells.show_lines(grid, lines, self._changed)
        self.foot.cells.show_lines(grid, [len(grid.rows)] if pinned else [], self._changed)
        self.foot.setVisible(pinned)
        self._measure(grid)
        if lines and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.cells.index(0, 0))

    def zoom(self, percent: int) -> None:
        """The same smaller or larger, where one is in it."""
        self.scale.percent = percent
        if self._grid is not None:
            self._measure(self._grid)
            for one in (self.table, self.foot):
                one.viewport().update()

    def _again(self) -> None:
        if self._grid is not None:
            self.show_grid(self._grid, self._changed)

    def _measure(self, grid: Grid) -> None:
        look = self.scale
        side = self._side(grid)
        widths = self._filled([self._wide(grid, at) for at in range(grid.labels, grid.columns)], side)
        for one in (self.table, self.foot):
            one.verticalHeader().setVisible(grid.labels > 0)
            one.verticalHeader().setFont(look.font(theme.TABLE))
            one.verticalHeader().setDefaultSectionSize(look.px(ROW))
            one.verticalHeader().setFixedWidth(side)
            one.horizontalHeader().setMinimumSectionSize(8)
            for at, width in enumerate(widths):
                one.setColumnWidth(at, width)
        self.head.show_heads(grid)
        self.table.setMinimumHeight(sum(self.head.heights) + 2 * look.px(ROW))
        self.foot.setFixedHeight(look.px(ROW) + 1)
        self._corner.setVisible(grid.labels > 0)
        first = 0 if grid.towns else max(grid.labels - 1, 0)
        heads = [place.label for place in grid.places if first <= place.left < max(grid.labels, 1)]
        self._corner.setText("　".join(heads))
        self._corner.setGeometry(0, 0, side, sum(self.head.heights))
        self.table.updateGeometries()

    def _filled(self, widths: list[int], side: int) -> list[int]:
        """A small table takes the room that there is, up to a point."""
        room = self.width() - side - theme.look().px(16)
        if not widths or sum(widths) >= room:
            return widths
        share = min(room / sum(widths), 1.8)
        return [int(width * share) for width in widths]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, wider columns."""
        super().resizeEvent(event)
        if self._grid is not None and event.size().width() != event.oldSize().width():
            self._measure(self._grid)

    def _side(self, grid: Grid) -> int:
        if not grid.labels:
            return 0
        look, cells = self.scale, self.table.cells
        metrics = QFontMetrics(look.font(theme.TABLE, bold=True))
        widest = max(
            (metrics.horizontalAdvance(cells.label(at)) for at in range(len(cells.lines))), default=0
        )
        return min(widest, look.px(WIDE + WIDE // 2 if grid.towns else WIDE)) + look.px(3 * PAD)

    def _wide(self, grid: Grid, column: int) -> int:
        look = self.scale
        body = QFontMetrics(look.font(theme.TABLE, bold=True))
        head = QFontMetrics(look.font(theme.SECOND))
        texts = [row[column] for row in (*grid.rows[:200], *([grid.total] if grid.total else []))]
        need = max((body.horizontalAdvance(text) for text in texts), default=0) + look.px(2 * PAD + 4)
        label = next((p.label for p in grid.places if p.left == p.right == column), "")
        word = head.horizontalAdvance(label)
        lines = 1 if word <= look.px(56) else 2 if word <= look.px(120) else 3
        return max(look.px(NARROW), min(need, look.px(WIDE)), math.ceil(word / lines) + look.px(14))
