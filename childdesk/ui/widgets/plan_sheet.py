"""Shows a workbook as it is: what each column is taken for, what was mended, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from childdesk.ui import fit, icons, theme
from childdesk.ui.widgets.style_option import rect_of, widget_of
from childdesk.ui.widgets.table_model import Index
from childdesk.ui.widgets.words import words

CELL = int(Qt.ItemDataRole.UserRole)
TEXT_ROLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole))
ROW, HEAD, SIDE = 29, 32, 40

GROUNDS = {
    "used": "card",
    "mended": "yellowbg",
    "refused": "redbg",
    "out": "redbg",
    "none": "head",
    "title": "head",
}
SIGNS = {"mended": ("edit", "ink2"), "refused": ("error_circle", "red")}


@dataclass(frozen=True)
class SheetCell:
    """One cell of somebody else's sheet. `ground` is used, mended, refused, none or title, or out: beside
    what a row is refused for."""

    text: str
    ground: str = "used"
    tip: str = ""
    struck: bool = False
    quiet: bool = False
    data: bool = False
    """Whether it belongs to a row of data: it may be mended in place."""
    whole: str = ""
    """What is mended, where `text` hides the middle of a number."""

    @property
    def written(self) -> str:
        """What stands in the cell."""
        return self.whole or self.text


@dataclass(frozen=True)
class SheetColumn:
    """What a column is taken for. `state` is sure, ask, extra or unused."""

    label: str
    state: str = "sure"
    width: int = 110

    @property
    def head(self) -> str:
        """The word in the row 认作."""
        ends = {"sure": f"{self.label} ✓", "ask": "请选？", "unused": "不用"}
        return ends.get(self.state, self.label)


Look = Callable[[int, int], SheetCell]
"""(row, column) → cell; it only looks up and cannot fail."""


class SheetModel(QAbstractTableModel):
    """A sheet of any size: nothing is copied, cells are looked up as they are painted."""

    mended = Signal(int, int, str)
    """Row, column and the words that a person put in place of a cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[SheetColumn] = ()
        self.numbers: Sequence[int] = ()
        self._look: Look = lambda row, column: SheetCell("")

    def show_sheet(self, columns: Sequence[SheetColumn], numbers: Sequence[int], look: Look) -> None:
        """Columns, the sheet's own row numbers, and where cells are looked up."""
        self.beginResetModel()
        self.columns, self.numbers, self._look = columns, numbers, look
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        """All rows."""
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's signature
        """All columns that are shown."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Only looks up."""
        if role not in (CELL, *TEXT_ROLES, Qt.ItemDataRole.ToolTipRole):
            return None
        cell = self._look(index.row(), index.column())
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.EditRole:
            return cell.written
        return cell.text if role == Qt.ItemDataRole.DisplayRole else cell.tip or None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of data may be edited."""
        usual = super().flags(index)
        mends = index.isValid() and self._look(index.row(), index.column()).data
        return usual | Qt.ItemFlag.ItemIsEditable if mends else usual

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Says what was typed; the sheet itself changes with the next plan."""
        text = str(value or "").strip()
        if (
            role != Qt.ItemDataRole.EditRole
            or text == self._look(index.row(), index.column()).written.strip()
        ):
            return False
        self.mended.emit(index.row(), index.column(), text)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What a column is taken for; a row's own number."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.columns[section].head if 0 <= section < len(self.columns) else None
        return str(self.numbers[section]) if 0 <= section < len(self.numbers) else None


class PlanSheet(QTableView):
    """The sheet. `map_asked` carries the column whose meaning a person wants to change.

    `moved` carries two columns: the first one's meaning was dragged onto the second. `mended` carries row,
    column and words put in place of a cell (F2, double click).
    """

    map_asked = Signal(int)
    moved = Signal(int, int)
    mended = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "sheet")
        self.sheet = SheetModel(self)
        self.setModel(self.sheet)
        self.setItemDelegate(SheetDelegate(self))
        head = TakenHeader(self)
        self.setHorizontalHeader(head)
        head.moved.connect(self.moved)
        self.sheet.mended.connect(self.mended)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().sectionClicked.connect(self.map_asked)
        theme.seat().changed.connect(self._measure)
        self.setAccessibleName("原表")
        self._corner = words("认作", "label", centred=True)
        self._corner.setParent(self)
        self._measure()

    def show_sheet(self, columns: Sequence[SheetColumn], numbers: Sequence[int], look: Look) -> None:
        """See SheetModel."""
        self.sheet.show_sheet(columns, numbers, look)
        px = theme.look().px
        for at, column in enumerate(columns):
            self.horizontalHeader().resizeSection(at, px(column.width))

    def go(self, row: int, column: int) -> None:
        """Shows a cell, as F8 does for the next issue."""
        self.setCurrentIndex(self.sheet.index(row, column))
        self.scrollTo(self.sheet.index(row, column))

    def mend(self) -> None:
        """Opens the cell that one stands on, if it is one of data."""
        if self.sheet.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↓ asks what the column is."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() == Qt.Key.Key_Down and self.currentIndex().isValid():
            self.map_asked.emit(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def _measure(self) -> None:
        px = theme.look().px
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.verticalHeader().setFixedWidth(px(SIDE))
        self.horizontalHeader().setFixedHeight(px(HEAD))
        self._corner.setGeometry(1, 1, px(SIDE), px(HEAD) - 1)
        for at, column in enumerate(self.sheet.columns):
            self.horizontalHeader().resizeSection(at, px(column.width))


class TakenHeader(QHeaderView):
    """The row 认作: what each column is taken for, or a question; a meaning can be dragged to its column."""

    moved = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setToolTip("点一下可以改；认错了列，拖到对的列上")
        self._dragged = self._over = -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of a meaning, unless it is the edge between two columns."""
        edge = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        self._dragged = -1 if edge else self.logicalIndexAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows where it would fall."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._dragged >= 0:
            over = self.logicalIndexAt(event.position().toPoint())
            self._show_over(over if over != self._dragged else -1)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets it fall on the column below."""
        dragged, over = self._dragged, self._over
        self._dragged = -1
        self._show_over(-1)
        super().mouseReleaseEvent(event)
        if dragged >= 0 and over >= 0:
            self.moved.emit(dragged, over)

    def _show_over(self, over: int) -> None:
        if over != self._over:
            self._over = over
            self.viewport().update()

    def paintSection(self, painter: QPainter, place: QRect, section: int) -> None:
        """Sure ones in brand on tint; a question yellow with a border; unused grey."""
        look = theme.look()
        model = self.model()
        columns = model.columns if isinstance(model, SheetModel) else ()
        state = columns[section].state if 0 <= section < len(columns) else "unused"
        painter.save()
        ground, ink = {"ask": ("yellowbg", "yellow"), "unused": ("head", "ink2")}.get(
            state, ("tint", "brand")
        )
        painter.fillRect(place, look.colour(ground))
        painter.setPen(look.colour("grid"))
        painter.drawLine(place.topRight(), place.bottomRight())
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        if state == "ask" or section == self._over:
            painter.setPen(QPen(look.colour("ring" if section == self._over else "yellowmark"), 2))
            painter.drawRect(place.adjusted(1, 1, -2, -1))
        painter.setPen(look.colour(ink))
        painter.setFont(look.font(theme.SECOND, bold=state != "unused"))
        pad = look.px(8)
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        shown = QFontMetrics(painter.font()).elidedText(
            text, Qt.TextElideMode.ElideRight, max(place.width() - 2 * pad, 1)
        )
        painter.drawText(place.adjusted(pad, 0, -pad, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class SheetDelegate(QStyledItemDelegate):
    """Ground, sign, text; what is refused has a red border too, so that it shows without colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        look = theme.look()
        place = rect_of(option)
        cell = index.data(CELL)
        if not isinstance(cell, SheetCell):
            return
        painter.save()
        painter.fillRect(place, look.colour(GROUNDS.get(cell.ground, "card")))
        if cell.ground == "refused":
            painter.setPen(QPen(look.colour("red"), 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        inner = place.adjusted(look.px(8), 0, -look.px(8), 0)
        if cell.ground in SIGNS:
            side = look.px(16)
            drawing = icons.pixmap(*SIGNS[cell.ground], 16)
            painter.drawPixmap(inner.left(), inner.center().y() - side // 2 + 1, drawing)
            inner.setLeft(inner.left() + side + look.px(4))
        font = QFont(look.font(theme.TABLE, bold=cell.ground == "title"))
        font.setStrikeOut(cell.struck)
        painter.setFont(font)
        painter.setPen(look.colour(_ink(cell)))
        shown = QFontMetrics(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, max(inner.width(), 1))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
        widget = widget_of(option)
        if isinstance(widget, PlanSheet) and widget.hasFocus() and widget.currentIndex() == index:
            painter.setPen(QPen(look.colour("ring"), look.focus))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line without a frame of its own, so that it is no taller than its cell."""
        editor = super().createEditor(parent, option, index)
        editor.setProperty("kind", "cell")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole cell, and nothing of its neighbours."""
        editor.setGeometry(rect_of(option))


def _ink(cell: SheetCell) -> str:
    if cell.ground == "refused":
        return "red"
    return "ink3" if cell.quiet or cell.struck else "ink"


class Legend(QWidget):
    """What the grounds mean."""

    WORDS = (("used", "直接用"), ("mended", "修正过"), ("refused", "不收"), ("none", "不是数据"))

    def __init__(self) -> None:
        super().__init__()
        line = fit.row(spacing=12)
        for ground, word in self.WORDS:
            line.addLayout(fit.row(Swatch(ground), words(word, "second"), spacing=5))
        self.setLayout(line)


class Swatch(QWidget):
    """A small square in a ground."""

    def __init__(self, ground: str) -> None:
        super().__init__()
        self._ground = ground
        fit.fix(self, width=14, height=14)

    def paintEvent(self, event: object) -> None:
        """Ground and a thin border."""
        look = theme.look()
        painter = QPainter(self)
        painter.setPen(look.colour("redline" if self._ground == "refused" else "edge"))
        painter.setBrush(look.colour(GROUNDS[self._ground]))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
