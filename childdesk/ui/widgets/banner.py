"""Says one thing across the page that matters now; the graver one wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.ui import fit, icons
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.words import sign, words

LEVELS = ("good", "info", "warn", "bad")
_SIGNS = {
    "good": ("checkmark_circle", "green"),
    "info": ("info", "brand"),
    "warn": ("warning", "yellow"),
    "bad": ("error_circle", "red"),
}

Acts = Sequence[tuple[str, Callable[[], object]]]
"""At most two (words, what to do)."""


class Banner(QFrame):
    """Icon, sentence, at most two buttons, a way to put it away. At most one is shown at a time."""

    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.level = ""
        self._sign = sign("info", "brand")
        self._text = words("", "small", wrap=True)
        self._buttons = fit.row(spacing=8)
        self._close = tool("收起", "dismiss", self.put_away, kind="dot")
        inner = fit.row(self._sign, self._text, self._buttons, self._close, margins=(14, 7, 8, 7), spacing=10)
        inner.setStretch(1, 1)
        self.setLayout(inner)
        self.hide()

    def say(self, level: str, sentence: str, acts: Acts = ()) -> bool:
        """Shows a sentence unless a graver one stands; returns whether it is shown now."""
        if self.level and not self.isHidden() and LEVELS.index(level) < LEVELS.index(self.level):
            return False
        self.level = level
        fit.mark(self, role=level)
        icons.show(self._sign, *_SIGNS[level])
        self._text.setText(sentence)
        fit.clear(self._buttons)
        for text, do in acts[:2]:
            self._buttons.addWidget(button(text, do, kind="small"))
        self.setAccessibleName(sentence)
        self.show()
        announce(self, sentence)
        return True

    def sentence(self) -> str:
        """What it says, empty when it is put away."""
        return "" if self.isHidden() else self._text.text()

    def put_away(self) -> None:
        """Hides it; the next one may be of any level."""
        self.hide()
        self.level = ""
        self.gone.emit()


def announce(widget: QWidget, sentence: str) -> None:
    """Has a screen reader say a sentence now."""
    widget.setAccessibleDescription(sentence)
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
