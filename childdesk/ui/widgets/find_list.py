"""Shows up to eight hits below the search box, then the way to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCursor, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from childdesk.ui import fit, icons, risk, theme
from childdesk.ui.widgets.style_option import chosen as chosen_in
from childdesk.ui.widgets.style_option import rect_of
from childdesk.ui.widgets.words import words

ROWS = 8
TALL = 44
KEY = int(Qt.ItemDataRole.UserRole)
HIT = KEY + 1


class Described(Protocol):
    """A child as a line tells it: who, risk, why it stands here."""

    @property
    def name(self) -> str: ...
    @property
    def second(self) -> str: ...
    @property
    def risk(self) -> str: ...
    @property
    def why(self) -> str: ...


class Found(Described, Protocol):
    """What is shown of a hit."""

    @property
    def id(self) -> str: ...
    @property
    def bold(self) -> tuple[tuple[int, int], ...]: ...


class FindList(QFrame):
    """A list that never takes the focus: the search box keeps it, so that typing goes on."""

    EVERYONE, NEW = "*", "+"
    taken = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("role", "pop")
        self._model = QStandardItemModel(self)
        self._view = QListView()
        self._view.setModel(self._model)
        self._view.setAccessibleName("找到的人")
        self._view.setItemDelegate(HitDelegate(self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMouseTracking(True)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.entered.connect(self._hover)
        self._mouse = QCursor.pos()
        self._view.clicked.connect(lambda _index: self.taken.emit())
        self._hint = words("回车打开　Ctrl+回车记走访　Tab看全部", "note")
        foot = fit.row(self._hint, margins=(12, 4, 12, 6))
        self.setLayout(fit.column(self._view, foot, margins=(1, 1, 1, 1), spacing=0))
        self.setAccessibleName("找到的人")
        self.hide()

    def show_hits(self, text: str, hits: Sequence[Found], total: int) -> None:
        """The hits of a text; `total` may be more than are shown."""
        self._mouse = QCursor.pos()
        self._model.clear()
        for hit in hits[:ROWS]:
            self._add(hit.id, spoken(hit), hit)
        if not hits:
            self._add("", f"没有找到“{text}”。换拼音首字母试试")
            self._add(self.NEW, f"新建档案：{text}")
        elif total > 1:
            self._add(self.EVERYONE, f"在台账中看全部{total:,}人")
        first = 0 if hits else 1
        self._view.setCurrentIndex(self._model.index(first, 0))
        self._hint.setVisible(bool(hits))
        self.show()
        self.raise_()

    def walk(self, step: int) -> None:
        """Moves the choice up or down, round the ends."""
        total = self._model.rowCount()
        at = (self._view.currentIndex().row() + step) % max(total, 1)
        if not self._model.index(at, 0).data(KEY):
            at = (at + step) % max(total, 1)
        self._view.setCurrentIndex(self._model.index(at, 0))

    def current(self) -> str:
        """The id of the chosen hit, EVERYONE, NEW, or empty."""
        return str(self._view.currentIndex().data(KEY) or "")

    def lines(self) -> list[str]:
        """What is shown, as it is read aloud."""
        return [self._model.item(at).text() for at in range(self._model.rowCount())]

    def settle(self, corner: QPoint, wide: int) -> None:
        """Stands below the box, as tall as its rows, but no taller than the window below it."""
        px = theme.look().px
        foot = self._hint.sizeHint().height() + px(12) if not self._hint.isHidden() else px(12)
        room = max(self._over.height() - corner.y() - foot - px(8), px(TALL))
        self._view.setFixedHeight(min(self._model.rowCount() * px(TALL), room))
        self.setGeometry(QRect(corner, QSize(max(wide, px(470)), 10)))
        self.resize(self.width(), self.sizeHint().height())

    def _hover(self, index: QModelIndex) -> None:
        """A mouse that moves chooses; a list that opens below a resting mouse does not."""
        if QCursor.pos() != self._mouse and index.data(KEY):
            self._view.setCurrentIndex(index)

    def _add(self, key: str, words_: str, hit: Found | None = None) -> None:
        self._model.appendRow(line_of(key, words_, hit))


def spoken(one: Described) -> str:
    """How a line is read aloud."""
    return f"{one.name}，{one.second}，风险{risk.of(one.risk).spoken}，{one.why}"


def line_of(key: str, words_: str, hit: Found | None) -> QStandardItem:
    """One line of a list that `HitDelegate` draws."""
    item = QStandardItem(words_)
    item.setEditable(False)
    item.setData(key, KEY)
    item.setData(hit, HIT)
    return item


class HitDelegate(QStyledItemDelegate):
    """Draws a hit: shape of the risk, name with what matched in bold, who it is, why it matched."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally tall."""
        return QSize(100, theme.look().px(TALL))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, then hit or sentence."""
        look = theme.look()
        place = rect_of(option)
        chosen = chosen_in(option)
        ink = look.colour("chosen" if chosen else "ink")
        painter.save()
        painter.fillRect(place, look.colour("selection" if chosen else "card"))
        hit = index.data(HIT)
        inner = place.adjusted(look.px(12), 0, -look.px(12), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if hit is None:
            painter.setFont(look.font(theme.TABLE))
            painter.setPen(look.colour("brand") if index.data(KEY) and not chosen else ink)
            painter.drawText(inner, middle, str(index.data() or ""))
        else:
            self._hit(painter, inner, hit, chosen=chosen)
        painter.restore()

    def _hit(self, painter: QPainter, inner: QRect, hit: Found, *, chosen: bool) -> None:
        look = theme.look()
        level = risk.of(hit.risk)
        side = look.px(12)
        box = QRectF(inner.left(), inner.center().y() - side / 2 + 0.5, side, side)
        icons.draw_shape(painter, level.shape, box, look.colour(level.mark))
        painter.setFont(look.font(theme.SECOND, bold=True))
        painter.setPen(look.colour(level.tone))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner.adjusted(look.px(18), 0, 0, 0), middle, level.word)
        left = inner.adjusted(look.px(56), 0, 0, 0)
        left.setLeft(self._name(painter, left, hit, chosen=chosen) + look.px(10))
        painter.setFont(look.font(theme.SECOND))
        painter.setPen(look.colour("chosen" if chosen else "ink2"))
        metrics = QFontMetrics(painter.font())
        why = metrics.elidedText(hit.why, Qt.TextElideMode.ElideRight, max(left.width() // 2, 1))
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignRight, why)
        room = max(left.width() - metrics.horizontalAdvance(why) - look.px(10), 1)
        second = metrics.elidedText(hit.second, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, middle, second)

    def _name(self, painter: QPainter, place: QRect, hit: Found, *, chosen: bool) -> int:
        """Draws the name, what matched in bold and underlined by weight; returns where it ends."""
        look = theme.look()
        bold = {at for start, length in hit.bold for at in range(start, start + length)}
        x = place.left()
        painter.setPen(look.colour("chosen" if chosen else "ink"))
        for at, letter in enumerate(hit.name[:16]):
            painter.setFont(look.font(theme.BODY, bold=at in bold))
            wide = QFontMetrics(painter.font()).horizontalAdvance(letter)
            painter.drawText(
                QRect(x, place.top(), wide + 4, place.height()), Qt.AlignmentFlag.AlignVCenter, letter
            )
            x += wide
        return x
