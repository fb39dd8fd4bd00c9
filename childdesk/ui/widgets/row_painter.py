"""Draws the rows of a table, each once: a picture per row and state, kept while it may be seen again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap

from childdesk.ui import icons, risk, theme
from childdesk.ui.widgets.table_model import Cell

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
}
BOLD = frozenset({"name", "strong", "late", "soon", "good", "risk"})
PAD = 8
NOTHING = "—"
"""What stands for 未采集 where it has no room."""
KEPT_BYTES = 24_000_000

MIDDLE = Qt.AlignmentFlag.AlignVCenter
LEFT = MIDDLE | Qt.AlignmentFlag.AlignLeft
RIGHT = MIDDLE | Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Slot:
    """Where a column stands in the row: left edge and width in pixels, and whether it is set right."""

    left: int
    wide: int
    right: bool = False


@dataclass(frozen=True)
class State:
    """What a row looks like besides its words."""

    ticked: bool = False
    hovered: bool = False
    odd: bool = False


class RowPainter:
    """Pictures of rows. `forget` after anything but ticks, hover and scrolling has changed."""

    def __init__(self) -> None:
        self.slots: tuple[Slot, ...] = ()
        self.tall = 34
        self._kept: OrderedDict[tuple[str, State], QPixmap] = OrderedDict()
        self._bytes = 0

    def forget(self) -> None:
        """Throws all pictures away."""
        self._kept.clear()
        self._bytes = 0

    def lay_out(self, slots: Sequence[Slot], tall: int) -> None:
        """Columns and height of the rows; the first slot is the tick."""
        if tuple(slots) != self.slots or tall != self.tall:
            self.slots, self.tall = tuple(slots), tall
            self.forget()

    @property
    def wide(self) -> int:
        """Width of a whole row in pixels."""
        return self.slots[-1].left + self.slots[-1].wide if self.slots else 1

    def picture(self, id: str, cells: Sequence[Cell] | None, state: State, density: float) -> QPixmap:
        """The row of an id; without cells, grey bars, which are not kept."""
        key = (id, state)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        made = QPixmap(round(self.wide * density), round(self.tall * density))
        made.setDevicePixelRatio(density)
        made.fill(theme.look().colour(ground(state)))
        painter = QPainter(made)
        painter.setPen(theme.look().colour("hair"))
        painter.drawLine(0, self.tall - 1, self.wide, self.tall - 1)
        draw_row(painter, self.slots, self.tall, cells, state)
        painter.end()
        if cells is not None:
            self._keep(key, made)
        return made

    def _keep(self, key: tuple[str, State], made: QPixmap) -> None:
        self._kept[key] = made
        self._bytes += made.width() * made.height() * 4
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.width() * old.height() * 4


def ground(state: State) -> str:
    """The token of a row's ground."""
    if state.ticked:
        return "selection"
    return "mist" if state.hovered else "zebra" if state.odd else "card"


def draw_row(
    painter: QPainter, slots: Sequence[Slot], tall: int, cells: Sequence[Cell] | None, state: State
) -> None:
    """Tick and cells of one row at the painter's origin."""
    if slots:
        _tick(painter, QRect(slots[0].left, 0, slots[0].wide, tall), on=state.ticked)
    for at, slot in enumerate(slots[1:]):
        place = QRect(slot.left, 0, slot.wide, tall - 1)
        if cells is None:
            _waiting(painter, place)
        elif at < len(cells):
            _cell(painter, place, cells[at], slot, state)


def _tick(painter: QPainter, place: QRect, *, on: bool) -> None:
    look = theme.look()
    side = look.px(16)
    left, top = place.left() + (place.width() - side) // 2, place.top() + (place.height() - side) // 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("brand" if on else "edge"), 1))
    painter.setBrush(look.colour("brand" if on else "card"))
    painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, side - 1, side - 1), 3, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if on:
        painter.drawPixmap(left, top, icons.pixmap("checkmark", "white", 16))


def _cell(painter: QPainter, place: QRect, cell: Cell, slot: Slot, state: State) -> None:
    look = theme.look()
    pad = look.px(PAD)
    inner = place.adjusted(pad, 0, -pad, 0)
    if cell.role == "risk":
        _risk(painter, inner, cell.text)
    elif cell.role == "chips":
        _chips(painter, inner, cell.text)
    elif cell.text:
        bold = cell.role in BOLD
        painter.setFont(look.font(theme.TABLE, bold=bold))
        painter.setPen(look.colour(_ink(cell.role, state)))
        text = shortened(cell.text, inner.width(), bold, middle=cell.role == "masked")
        if cell.role == "unset" and text != cell.text:
            text = NOTHING  # half of 未采集 says less than a dash; the whole is in the tooltip
        painter.drawText(inner, RIGHT if slot.right else LEFT, text)


def _ink(role: str, state: State) -> str:
    token = INKS.get(role, "ink")
    return "chosen" if state.ticked and theme.look().high and token in ("ink", "ink2", "ink3") else token


def shortened(text: str, room: int, bold: bool, *, middle: bool = False) -> str:
    """The text as it fits, with … at its end or, for masked numbers, in the hidden middle."""
    return _shortened(text, max(room, 1), bold, middle, theme.look().scale)


@lru_cache(maxsize=4096)
def _shortened(text: str, room: int, bold: bool, middle: bool, scale: int) -> str:
    metrics = QFontMetrics(theme.look().font(theme.TABLE, bold=bold))
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    return metrics.elidedText(text, mode, room)


def _risk(painter: QPainter, inner: QRect, word: str) -> None:
    look = theme.look()
    level = risk.of(word)
    side = look.px(12)
    drawing = icons.pixmap(level.shape, level.mark, 12)
    painter.drawPixmap(inner.left(), inner.top() + (inner.height() - side) // 2, drawing)
    painter.setFont(look.font(theme.TABLE, bold=True))
    painter.setPen(look.colour(level.tone))
    painter.drawText(inner.adjusted(side + look.px(6), 0, 0, 0), LEFT, level.word)


def _chips(painter: QPainter, inner: QRect, text: str) -> None:
    """Words parted by 、 as square labels; what has no room is counted: +2."""
    look = theme.look()
    painter.setFont(look.font(theme.SECOND))
    metrics = QFontMetrics(painter.font())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tall, x = look.px(22), inner.left()
    end = inner.right() + look.px(PAD - 2)
    parts = [part for part in text.split("、") if part]
    for at, part in enumerate(parts):
        wide = metrics.horizontalAdvance(part) + look.px(12)
        # Whoever is not the last leaves room for the count of those behind.
        room = end if at == len(parts) - 1 else end - metrics.horizontalAdvance("+9")
        if x + wide > room and at:
            painter.setPen(look.colour("ink2"))
            painter.drawText(QRect(x, inner.top(), look.px(40), inner.height()), LEFT, f"+{len(parts) - at}")
            break
        wide = min(wide, max(room - x - (look.px(4) if room < end else 0), 1))
        box = QRectF(x + 0.5, inner.top() + (inner.height() - tall) // 2 + 0.5, wide - 1, tall - 1)
        painter.setPen(QPen(look.colour("line"), 2 if look.high else 1))
        painter.setBrush(look.colour("head"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(look.colour("ink"))
        shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, max(wide - look.px(6), 1))
        painter.drawText(box, CENTRE, shown)
        x += wide + look.px(4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _waiting(painter: QPainter, place: QRect) -> None:
    """A grey bar where the text will stand."""
    look = theme.look()
    tall, pad = look.px(10), look.px(PAD)
    wide = max((place.width() - 2 * pad) * 2 // 3, 1)
    top = place.top() + (place.height() - tall) // 2
    painter.fillRect(QRect(place.left() + pad, top, wide, tall), look.colour("line"))
