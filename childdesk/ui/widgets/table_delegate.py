"""Draws the cells of a table: no layout, no pictures from disk, nothing that can fail."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from childdesk.ui import icons, risk, theme
from childdesk.ui.widgets.style_option import rect_of, widget_of
from childdesk.ui.widgets.table_model import CELL, TICKED, Cell, Index

INKS = {
    "": "ink",
    "name": "ink",
    "strong": "ink",
    "second": "ink2",
    "masked": "ink2",
    "unset": "ink3",
    "late": "red",
    "soon": "yellow",
    "good": "green",
    "link": "brand",
    "chips": "ink",
}
BOLD = frozenset({"name", "strong", "late", "soon", "good", "risk"})
PAD = 8


class TableDelegate(QStyledItemDelegate):
    """Grounds by state, then text, risk or chips. Ticked rows are selected rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        look = theme.look()
        place = rect_of(option)
        on = ticked(index)
        painter.save()
        painter.fillRect(place, look.colour(self._ground(option, index, on=on)))
        painter.setPen(look.colour("hair"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        if index.column() == 0:
            self._tick(painter, place, on=on)
        else:
            cell = index.data(CELL)
            if isinstance(cell, Cell):
                self._cell(painter, place, cell, index, on=on)
            else:
                self._waiting(painter, place)
        if self._current(option, index):
            self._ring(painter, place, index)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """A cell that is too narrow says the whole; a cell with a reason says the reason."""
        cell = index.data(CELL)
        if event.type() == QEvent.Type.ToolTip and isinstance(cell, Cell):
            metrics = QFontMetrics(theme.look().font(theme.TABLE, bold=cell.role in BOLD))
            room = rect_of(option).width() - 2 * theme.look().px(PAD)
            short = metrics.horizontalAdvance(cell.text) > room
            QToolTip.showText(event.globalPos(), cell.tip or (cell.text if short else ""), view)
            return True
        return super().helpEvent(event, view, option, index)

    def _ground(self, option: QStyleOptionViewItem, index: Index, *, on: bool) -> str:
        if on:
            return "selection"
        view = widget_of(option)
        hovered = view.property("hovered") if view is not None else None
        if hovered == index.row():
            return "mist"
        return "zebra" if index.row() % 2 else "card"

    def _current(self, option: QStyleOptionViewItem, index: Index) -> bool:
        view = widget_of(option)
        return isinstance(view, QAbstractItemView) and bool(
            view.property("focused") and view.currentIndex().row() == index.row()
        )

    def _ring(self, painter: QPainter, place: QRect, index: Index) -> None:
        """The focus runs round the whole row."""
        look = theme.look()
        wide = look.focus
        painter.setPen(QPen(look.colour("ring"), wide))
        top, bottom = place.top() + wide // 2, place.bottom() - wide // 2
        painter.drawLine(place.left(), top, place.right(), top)
        painter.drawLine(place.left(), bottom, place.right(), bottom)
        if index.column() == 0:
            painter.drawLine(place.left() + 1, place.top(), place.left() + 1, place.bottom())
        if index.column() == index.model().columnCount() - 1:
            painter.drawLine(place.right(), place.top(), place.right(), place.bottom())

    def _tick(self, painter: QPainter, place: QRect, *, on: bool) -> None:
        look = theme.look()
        side = look.px(16)
        box = QRectF(place.center().x() - side / 2, place.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("brand" if on else "edge"), 1))
        painter.setBrush(look.colour("brand" if on else "card"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if on:
            painter.drawPixmap(box.topLeft(), icons.pixmap("checkmark", "white", 16))

    def _cell(self, painter: QPainter, place: QRect, cell: Cell, index: Index, *, on: bool) -> None:
        look = theme.look()
        inner = place.adjusted(look.px(PAD), 0, -look.px(PAD), 0)
        if cell.role == "risk":
            self._risk(painter, inner, cell.text, on=on)
        elif cell.role == "chips":
            self._chips(painter, inner, cell.text)
        else:
            painter.setFont(look.font(theme.TABLE, bold=cell.role in BOLD))
            painter.setPen(look.colour(self._ink(cell.role, on=on)))
            text = QFontMetrics(painter.font()).elidedText(
                cell.text, Qt.TextElideMode.ElideRight, max(inner.width(), 1)
            )
            alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
            painter.drawText(inner, alignment or Qt.AlignmentFlag.AlignVCenter, text)

    def _ink(self, role: str, *, on: bool) -> str:
        token = INKS.get(role, "ink")
        return "chosen" if on and token in ("ink", "ink2", "ink3") and theme.look().high else token

    def _risk(self, painter: QPainter, inner: QRect, word: str, *, on: bool) -> None:
        look = theme.look()
        level = risk.of(word)
        side = look.px(12)
        box = QRectF(inner.left(), inner.center().y() - side / 2 + 0.5, side, side)
        icons.draw_shape(painter, level.shape, box, look.colour(level.mark))
        painter.setFont(look.font(theme.TABLE, bold=True))
        painter.setPen(look.colour(level.tone))
        painter.drawText(
            inner.adjusted(side + look.px(6), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, level.word
        )

    def _chips(self, painter: QPainter, inner: QRect, text: str) -> None:
        """Words parted by 、 as square labels; what has no room is counted: +2."""
        look = theme.look()
        painter.setFont(look.font(theme.SECOND))
        metrics = QFontMetrics(painter.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tall, x = look.px(22), inner.left()
        parts = [part for part in text.split("、") if part]
        for at, part in enumerate(parts):
            wide = metrics.horizontalAdvance(part) + look.px(12)
            more = len(parts) - at
            if x + wide > inner.right() + look.px(PAD - 2) and at:
                painter.setPen(look.colour("ink2"))
                painter.drawText(
                    QRect(x, inner.top(), 60, inner.height()), Qt.AlignmentFlag.AlignVCenter, f"+{more}"
                )
                return
            wide = min(wide, max(inner.right() - x, 1))
            box = QRectF(x + 0.5, inner.center().y() - tall / 2 + 0.5, wide - 1, tall)
            painter.setPen(QPen(look.colour("line"), 2 if look.high else 1))
            painter.setBrush(look.colour("head"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(look.colour("ink"))
            shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, max(wide - look.px(8), 1))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
            x += wide + look.px(4)

    def _waiting(self, painter: QPainter, place: QRect) -> None:
        """A grey bar where the text will stand."""
        look = theme.look()
        tall = look.px(10)
        wide = max((place.width() - 2 * look.px(PAD)) * 2 // 3, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(
            QRectF(place.left() + look.px(PAD), place.center().y() - tall / 2, wide, tall), 3, 3
        )


def ticked(index: Index) -> bool:
    """Whether the row of a cell is ticked."""
    return bool(index.sibling(index.row(), 0).data(TICKED))
