"""Makes buttons in the kinds that the sheet knows; a filled one means “do this next”, once on a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFocusFrame, QPushButton

from childdesk.ui import fit, icons, theme

INKS = {
    "primary": "white",
    "huge": "white",
    "danger": "white",
    "report": "red",
    "quiet": "brand",
    "link": "brand",
}
"""Colour of the icon where it differs from ink2."""

SIZES = {"huge": 24, "dot": 20, "small": 20}


ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


FILLED = frozenset({"primary", "huge", "danger"})


class FocusRing(QFocusFrame):
    """The focus of a filled button: a ring outside, since inside its own colour no dark line is seen."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded line in ink."""
        look = theme.look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("ring"), look.focus))
        inset = look.focus / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        painter.end()


class Push(QPushButton):
    """A button that leaves the arrow keys to what it stands in and, if filled, has its ring outside."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._ring: FocusRing | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A filled button gets its ring."""
        super().focusInEvent(event)
        if self.property("kind") in FILLED:
            self._ring = self._ring or FocusRing(self.parentWidget())
            self._ring.setWidget(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes, and lets go: Qt's frame does not survive that the button leaves its parent."""
        super().focusOutEvent(event)
        if self._ring is not None:
            self._ring.setWidget(None)  # type: ignore[arg-type]
            self._ring.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are not ours."""
        if event.key() in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)


def button(
    text: str, do: Callable[[], object] | None = None, *, kind: str = "", icon: str = ""
) -> QPushButton:
    """A button with words; `kind`: empty (outlined), primary, huge, small, quiet, link, report, danger."""
    made = Push(f" {text}" if icon else text)
    made.setAccessibleName(text)
    _prepare(made, do, kind)
    if icon:
        icons.put(made, icon, INKS.get(kind, "ink2"), SIZES.get(kind, 20))
    return made


def tool(name: str, icon: str, do: Callable[[], object] | None = None, *, kind: str = "tool") -> QPushButton:
    """A button that shows only an icon; `name` is its tooltip and what is read aloud."""
    made = Push()
    made.setAccessibleName(name)
    made.setToolTip(name)
    _prepare(made, do, kind)
    icons.put(made, icon, "ink2", SIZES.get(kind, 20))
    return made


def prefer(made: QPushButton, icon: str, *, first: bool) -> None:
    """Fills a button, or lets it step back while something else is what is done next."""
    kind = "primary" if first else ""
    fit.mark(made, kind=kind)
    icons.put(made, icon, INKS.get(kind, "ink2"), SIZES.get(kind, 20))


def because(made: QPushButton, reason: str) -> None:
    """Disables a button and says why in its tooltip; an empty reason enables it again."""
    made.setEnabled(not reason)
    made.setToolTip(reason)
    made.setAccessibleDescription(reason)


def _prepare(made: QPushButton, do: Callable[[], object] | None, kind: str) -> None:
    if kind:
        made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if do is not None:
        made.clicked.connect(lambda: do())
