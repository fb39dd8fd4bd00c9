"""Makes labels in the few roles of type that the sheet knows, wrapped and shortened alike everywhere."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from childdesk.ui import fit, icons, theme


def words(text: str, role: str = "", *, wrap: bool = False, centred: bool = False) -> QLabel:
    """A label; `role` is a `t` of the sheet (page, head, group, label, second, small, note, late, …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("t", role)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if centred:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def say(label: QLabel, text: str, role: str | None = None) -> None:
    """Changes a label's words, and its role if one is given."""
    label.setText(text)
    if role is not None:
        fit.mark(label, t=role)


def sign(name: str, token: str = "ink2", size: int = 20, *, filled: bool = False) -> QLabel:
    """An icon beside words; it has no name of its own, since the words say it."""
    made = QLabel()
    icons.show(made, name, token, size, filled=filled)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def surface(role: str) -> QFrame:
    """A frame whose look the sheet gives: card, sunk, plain, rule, vrule, info, warn, bad, good, …"""
    made = QFrame()
    made.setProperty("role", role)
    return made


def rule() -> QFrame:
    """A hairline across."""
    return surface("rule")


def upright() -> QFrame:
    """A hairline from top to bottom."""
    return surface("vrule")


class Elided(QLabel):
    """A label that ends in … where its place is too small, and then says the whole in its tooltip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("t", role)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str) -> None:
        """Shows another text."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._shorten()

    def whole(self) -> str:
        """The text without shortening."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for one character and …"""
        return QSize(theme.look().px(32), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if shown != self.text():
            self.setText(shown)
        tip = self._whole if shown != self._whole else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
