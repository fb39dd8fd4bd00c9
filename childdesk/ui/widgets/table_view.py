"""The grid inside a data table: keyboard, hover, frozen first columns, pages fetched before painting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from childdesk.ui import theme
from childdesk.ui.widgets.table_delegate import TableDelegate
from childdesk.ui.widgets.table_model import TableModel

ROW, HEAD = 34, 32
FROZEN = 2
"""The tick and the first column stay where they are while the rest moves sideways."""


class TableView(QTableView):
    """Rows are what one moves over; cells have no focus of their own."""

    activated_row = Signal(int)
    typed = Signal(str)

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._rows = model
        self._anchor: int | None = None
        self._frozen: QTableView | None = None
        self.setModel(model)
        dress(self)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("hovered", -1)
        self.setProperty("focused", False)
        self.viewport().setMouseTracking(True)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.fetch_visible)
        self.verticalScrollBar().valueChanged.connect(self.fetch_visible)
        self.horizontalScrollBar().rangeChanged.connect(self.settle)
        self.doubleClicked.connect(self._double)
        self.setAccessibleName("表格")

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
        measure(self)
        if self._frozen is not None:
            measure(self._frozen)
        self.settle()

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

    def settle(self) -> None:
        """Shows the frozen columns only where there is something to move."""
        moving = self.horizontalScrollBar().maximum() > 0
        if moving and self._frozen is None:
            self._frozen = frozen_view(self, self._rows)
        if self._frozen is None:
            return
        self._frozen.setVisible(moving)
        if moving:
            head, other = self.horizontalHeader(), self._frozen.horizontalHeader()
            for section in range(head.count()):
                self._frozen.setColumnHidden(section, section >= FROZEN)
                other.resizeSection(section, head.sectionSize(section))
            wide = sum(head.sectionSize(section) for section in range(min(FROZEN, head.count())))
            tall = head.height() + self.viewport().height()
            self._frozen.setGeometry(self.frameWidth(), self.frameWidth(), wide, tall)
            self._frozen.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be visible."""
        super().resizeEvent(event)
        self.settle()
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
        self._focus(on=True)
        if not self.currentIndex().isValid():
            self.go(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self._focus(on=False)

    def hover(self, row: int) -> None:
        """Lights one row, in the frozen part too."""
        if self.property("hovered") == row:
            return
        for view in (self, self._frozen):
            if view is not None:
                view.setProperty("hovered", row)
                view.viewport().update()

    def _focus(self, *, on: bool) -> None:
        for view in (self, self._frozen):
            if view is not None:
                view.setProperty("focused", on)
                view.viewport().update()

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


def dress(view: QTableView) -> None:
    """What the grid and its frozen part have in common."""
    view.setItemDelegate(TableDelegate(view))
    view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setStretchLastSection(True)
    head.setMinimumSectionSize(24)
    measure(view)


def measure(view: QTableView) -> None:
    """Row and header heights of the look in force."""
    px = theme.look().px
    view.verticalHeader().setDefaultSectionSize(px(ROW))
    view.horizontalHeader().setFixedHeight(px(HEAD))
    view.viewport().update()


def frozen_view(over: TableView, model: TableModel) -> QTableView:
    """The first columns once more, above the moving ones; follows their rows."""
    made = QTableView(over)
    made.setProperty("kind", "frozen")
    made.setModel(model)
    dress(made)
    made.setProperty("hovered", -1)
    made.setProperty("focused", False)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.horizontalHeader().setStretchLastSection(False)
    made.setSelectionModel(over.selectionModel())
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    over.verticalScrollBar().valueChanged.connect(made.verticalScrollBar().setValue)
    made.verticalScrollBar().setValue(over.verticalScrollBar().value())
    return made
