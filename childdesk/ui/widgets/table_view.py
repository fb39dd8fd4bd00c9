"""The grid inside a data table: keyboard, hover, frozen first columns, pages fetched before painting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from childdesk.ui import theme
from childdesk.ui.widgets.row_painter import BOLD, PAD, RowPainter, Slot, State, shortened
from childdesk.ui.widgets.table_head import FROZEN, TableHead
from childdesk.ui.widgets.table_model import CELL, Cell, TableModel

ROW = 34
MARK = 4
"""Pixels of the bar before a row that is shown beside the table."""
MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class TableView(QTableView):
    """Rows are what one moves over; cells have no focus of their own."""

    activated_row = Signal(int)
    typed = Signal(str)

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._rows = model
        self._painter = RowPainter()
        self._anchor: int | None = None
        self._hovered = -1
        self.beside = False
        """Whether the current row is shown beside the table: it keeps its mark when the focus goes there."""
        self.setModel(model)
        self.head = TableHead(self)
        self.setHorizontalHeader(self.head)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.viewport().setMouseTracking(True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.fetch_visible)
        self.verticalScrollBar().valueChanged.connect(self.fetch_visible)
        self.doubleClicked.connect(self._double)
        model.modelReset.connect(self._painter.forget)
        model.dataChanged.connect(self._data_changed)
        self.setAccessibleName("表格")
        self.relook()

    def go(self, row: int) -> None:
        """Makes a row the current one and scrolls to it."""
        if 0 <= row < self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(row, 1))
            self.fetch_visible()

    def fetch_visible(self) -> None:
        """Has the model bring what the window shows, before it is painted."""
        if not self._rows.ids:
            return
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        tall = max(self.verticalHeader().defaultSectionSize(), 1)
        self._rows.fetch(first, last if last >= 0 else first + self.viewport().height() // tall + 1)

    def relook(self) -> None:
        """After a change of look."""
        self._painter.forget()
        self.verticalHeader().setDefaultSectionSize(theme.look().px(ROW))
        self.head.measure()
        self.viewport().update()

    def fit_column(self, section: int) -> None:
        """As wide as what it shows now."""
        self.horizontalHeader().resizeSection(section, self.sizeHintForColumn(section) + 8)

    def sizeHintForColumn(self, column: int) -> int:
        """The widest visible text, with the header."""
        look = theme.look()
        metrics = self.fontMetrics()
        first, last = max(self.rowAt(0), 0), max(self.rowAt(self.viewport().height() - 1), 0)
        texts = [str(self._rows.index(row, column).data() or "") for row in range(first, last + 1)]
        head = str(self._rows.headerData(column, Qt.Orientation.Horizontal) or "")
        wide = max(metrics.horizontalAdvance(text) for text in [*texts, head])
        return min(wide + look.px(24), look.px(480))

    def indexAt(self, place: QPoint) -> QModelIndex:
        """The cell below a place; the frozen columns lie over the others."""
        column = self.head.section_at(place.x())
        if column < FROZEN and place.x() < self.head.frozen_width():
            row = self.rowAt(place.y())
            return self._rows.index(row, column) if row >= 0 else QModelIndex()
        return super().indexAt(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows as pictures; then the frozen columns once more, the focus round the row."""
        if not self._rows.ids:
            return
        look = theme.look()
        tall = max(self.verticalHeader().defaultSectionSize(), 1)
        self._painter.lay_out(self._slots(), tall)
        painter = QPainter(self.viewport())
        offset, frozen = self.head.offset(), self.head.frozen_width()
        first, total = max(self.rowAt(0), 0), len(self._rows.ids)
        end = min(total, first + self.viewport().height() // tall + 2)
        for row in range(first, end):
            top = self.rowViewportPosition(row)
            picture = self._picture(row)
            painter.drawPixmap(-offset, top, picture)
            if frozen:
                ratio = picture.devicePixelRatio()
                part = QRectF(0, 0, frozen * ratio, tall * ratio)
                painter.drawPixmap(QRectF(0, top, frozen, tall), picture, part)
            if self.hasFocus() and row == self.currentIndex().row():
                painter.setPen(QPen(look.colour("ring"), look.focus))
                half = look.focus // 2
                wide = min(self.viewport().width(), self._painter.wide)
                painter.drawRect(half, top + half, wide - look.focus, tall - look.focus - 1)
            elif self.beside and row == self.currentIndex().row():
                painter.fillRect(0, top, look.px(MARK), tall - 1, look.colour("brand"))
        if frozen:
            painter.setPen(look.colour("headline"))
            painter.drawLine(frozen - 1, 0, frozen - 1, (end - first) * tall)
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        """A cell that is too narrow says the whole; a cell with a reason says the reason."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def tip_at(self, place: QPoint) -> str:
        """What the tooltip of a cell says; nothing where the whole is seen."""
        index = self.indexAt(place)
        cell = index.data(CELL) if index.isValid() else None
        if not isinstance(cell, Cell):
            return ""
        room = self.columnWidth(index.column()) - 2 * theme.look().px(PAD)
        short = shortened(cell.text, room, cell.role in BOLD) != cell.text
        return cell.tip or (cell.text if short else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be visible."""
        super().resizeEvent(event)
        self._later.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Shift+↑↓ ticks on, Ctrl+A ticks all, Enter opens; the rest is Qt's."""
        key, row = event.key(), self.currentIndex().row()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Space:
            self._toggle(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.activated_row.emit(row)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and shift:
            self._extend(row + (1 if key == Qt.Key.Key_Down else -1))
        elif key == Qt.Key.Key_A and control:
            self._rows.tick_all()
        elif key == Qt.Key.Key_C and control:
            self._copy()
        elif key == Qt.Key.Key_Escape and self._rows.ticked:
            self._rows.tick_none()
        else:
            if key not in MODIFIERS:
                self._anchor = None
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typed letters are a question for the ledger; walking 100,000 rows here would stand still."""
        if search.strip():
            self.typed.emit(search)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the first cell ticks; with Shift it ticks everything in between."""
        index = self.indexAt(event.position().toPoint())
        before = self.currentIndex().row()
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and before >= 0:
            low, high = sorted((before, index.row()))
            self._rows.tick(self._rows.ids[low : high + 1], on=True)
        elif index.column() == 0:
            self._toggle(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row below the mouse is lit."""
        super().mouseMoveEvent(event)
        self.hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """No row is lit any more."""
        super().leaveEvent(event)
        self.hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows only while the table has the focus."""
        super().focusInEvent(event)
        self.viewport().update()
        if not self.currentIndex().isValid():
            self.go(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def hover(self, row: int) -> None:
        """Lights one row."""
        if self._hovered != row:
            self._hovered = row
            self.viewport().update()

    def _slots(self) -> list[Slot]:
        left, made = 0, []
        for section in range(self.head.count()):
            wide = self.head.sectionSize(section)
            right = 0 < section <= len(self._rows.columns) and self._rows.columns[section - 1].right
            made.append(Slot(left, wide, right))
            left += wide
        return made

    def _picture(self, row: int) -> QPixmap:
        id = self._rows.ids[row]
        state = State(id in self._rows.ticked, row == self._hovered, bool(row % 2))
        return self._painter.picture(id, self._rows.cells(row), state, self.devicePixelRatioF())

    def _data_changed(self, _first: QModelIndex, _last: QModelIndex, roles: list[int]) -> None:
        if list(roles) != [int(Qt.ItemDataRole.CheckStateRole.value)]:
            self._painter.forget()

    def _double(self, index: QModelIndex) -> None:
        if index.column() > 0:
            self.activated_row.emit(index.row())

    def _toggle(self, row: int) -> None:
        if 0 <= row < len(self._rows.ids):
            id = self._rows.ids[row]
            self._rows.tick([id], on=id not in self._rows.ticked)
            self._anchor = row

    def _extend(self, row: int) -> None:
        if not 0 <= row < len(self._rows.ids):
            return
        anchor = self.currentIndex().row() if self._anchor is None else self._anchor
        old_low, old_high = sorted((anchor, self.currentIndex().row()))
        self._rows.tick(self._rows.ids[old_low : old_high + 1], on=False)
        low, high = sorted((anchor, row))
        self._rows.tick(self._rows.ids[low : high + 1], on=True)
        self.go(row)
        self._anchor = anchor

    def _copy(self) -> None:
        owner = self.parentWidget()
        copy = getattr(owner, "copy", None)
        if copy is not None:
            copy()
