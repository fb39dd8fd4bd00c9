"""Lists what happened, two lines each: what and whose, why below, who and when at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from childdesk.ui import icons, theme
from childdesk.ui.widgets.style_option import chosen as chosen_in
from childdesk.ui.widgets.style_option import rect_of, widget_of

TALL = 54
KEY = int(Qt.ItemDataRole.UserRole)
EVENT = KEY + 1
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = MIDDLE | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Happened:
    """One line pair. `tag` is a word such as 已撤销."""

    id: str
    icon: str
    what: str
    whose: str = ""
    why: str = ""
    who: str = ""
    when: str = ""
    tag: str = ""

    @property
    def spoken(self) -> str:
        """As it is read aloud."""
        return "，".join(
            part for part in (self.what, self.whose, self.why, self.who, self.when, self.tag) if part
        )


class EventList(QListView):
    """The list. `moved` carries the current id, `end_reached` asks for more."""

    moved = Signal(str)
    end_reached = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(EventDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_events(self, events: Sequence[Happened], current: str = "") -> None:
        """Another list; `current` is chosen if it is in it, else the first."""
        # Emptying would move the place through every old row, and each would be asked for.
        with QSignalBlocker(self.selectionModel()):
            self._model.clear()
        self.add_events(events)
        row = next((at for at, one in enumerate(events) if one.id == current), 0)
        self.setCurrentIndex(self._model.index(row, 0))

    def add_events(self, events: Sequence[Happened]) -> None:
        """More at the end."""
        for one in events:
            item = QStandardItem(one.spoken)
            item.setData(one.id, KEY)
            item.setData(one, EVENT)
            self._model.appendRow(item)

    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(str(self._model.item(at).data(KEY)) for at in range(self._model.rowCount()))

    def current(self) -> str:
        """The id of the current one, empty for none."""
        return str(self.currentIndex().data(KEY) or "")

    def go(self, id: str) -> None:
        """Chooses one."""
        if id in self.ids():
            self.setCurrentIndex(self._model.index(self.ids().index(id), 0))

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.moved.emit(str(now.data(KEY) or ""))

    def _scrolled(self, value: int) -> None:
        if self._model.rowCount() and value >= self.verticalScrollBar().maximum():
            self.end_reached.emit()


class EventDelegate(QStyledItemDelegate):
    """Draws one event."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All are equally tall."""
        return QSize(100, theme.look().px(TALL))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, icon, two lines, who and when."""
        look, place, chosen = theme.look(), rect_of(option), chosen_in(option)
        one = index.data(EVENT)
        painter.save()
        painter.fillRect(place, look.colour("selection" if chosen else "card"))
        painter.setPen(look.colour("hair"))
        painter.drawLine(place.left(), place.bottom(), place.right(), place.bottom())
        if isinstance(one, Happened):
            self._draw(painter, place, one, chosen)
        view = widget_of(option)
        if chosen and view is not None and view.hasFocus():
            half = look.focus // 2
            painter.setPen(QPen(look.colour("ring"), look.focus))
            painter.drawRect(place.adjusted(half, half, -half - 1, -half - 2))
        painter.restore()

    def _draw(self, painter: QPainter, place: QRect, one: Happened, chosen: bool) -> None:
        look = theme.look()
        ink, quiet = look.colour("chosen" if chosen else "ink"), look.colour("ink2")
        drawing = icons.pixmap(one.icon, "ink3" if one.tag else "brand", 20)
        side = look.px(20)
        painter.drawPixmap(place.left() + look.px(14), place.top() + (place.height() - side) // 2, drawing)
        inner = place.adjusted(look.px(46), look.px(6), -look.px(14), -look.px(7))
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = QRect(inner.left(), upper.bottom(), inner.width(), inner.height() - upper.height())
        room = max(look.px(120), inner.width() // 4)
        self._words(
            painter, upper.adjusted(inner.width() - room, 0, 0, 0), one.when, theme.SECOND, quiet, RIGHT
        )
        self._words(
            painter, lower.adjusted(inner.width() - room, 0, 0, 0), one.who, theme.SECOND, quiet, RIGHT
        )
        left = upper.adjusted(0, 0, -room, 0)
        used = self._words(painter, left, one.what, theme.BODY, ink, MIDDLE, bold=True)
        if one.whose:
            used += look.px(10)
            used += self._words(painter, left.adjusted(used, 0, 0, 0), one.whose, theme.TABLE, ink, MIDDLE)
        if one.tag:
            used += look.px(10)
            colour = look.colour("yellow")
            self._words(painter, left.adjusted(used, 0, 0, 0), one.tag, theme.SECOND, colour, MIDDLE)
        self._words(painter, lower.adjusted(0, 0, -room, 0), one.why, theme.SECOND, quiet, MIDDLE)

    @staticmethod
    def _words(
        painter: QPainter,
        place: QRect,
        text: str,
        size: int,
        ink: QColor,
        flags: Qt.AlignmentFlag,
        *,
        bold: bool = False,
    ) -> int:
        """Draws words, shortened to their place; returns how wide they are."""
        font = theme.look().font(size, bold=bold)
        painter.setFont(font)
        painter.setPen(ink)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 1))
        painter.drawText(place, flags, shown)
        return metrics.horizontalAdvance(shown)
