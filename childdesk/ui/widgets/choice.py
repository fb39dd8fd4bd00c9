"""Offers a few ways to go on, each with an icon, a word and what it means; one of them may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.words import sign, words


@dataclass(frozen=True)
class Way:
    """One way: permanent key, word, what it means, icon."""

    key: str
    word: str
    note: str
    icon: str


def way_button(way: Way) -> CardButton:
    """A way as one large button."""
    text = fit.column(words(way.word, "group"), words(way.note, "second", wrap=True), spacing=2)
    line = fit.row(sign(way.icon, "brand", 24), text, margins=(16, 10, 16, 10), spacing=14)
    line.setStretch(1, 1)
    made = CardButton(way.word, line, least=220, tall=62)
    made.setCheckable(True)
    made.setAccessibleDescription(way.note)
    return made


class Ways(QWidget):
    """The ways below each other. ↑↓ move and choose; `chosen` carries the key that a person took."""

    chosen = Signal(str)

    def __init__(self, ways: Sequence[Way]) -> None:
        super().__init__()
        self._buttons = {way.key: way_button(way) for way in ways}
        for key, made in self._buttons.items():
            made.clicked.connect(lambda _on=False, key=key: self._take(key))
        self.setLayout(fit.column(*self._buttons.values(), spacing=10))
        self.setFocusProxy(next(iter(self._buttons.values())))

    def key(self) -> str:
        """What is chosen, empty for nothing."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def choose(self, key: str) -> None:
        """Chooses without saying `chosen`."""
        for one, made in self._buttons.items():
            made.setChecked(one == key)

    def part(self, key: str) -> QPushButton:
        """The button of a way."""
        return self._buttons[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ go through the ways."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        at = next((n for n, one in enumerate(self._buttons.values()) if one.hasFocus()), None)
        if step is None or at is None or not 0 <= at + step < len(keys):
            super().keyPressEvent(event)
            return
        self._buttons[keys[at + step]].setFocus(Qt.FocusReason.TabFocusReason)
        self._take(keys[at + step])

    def _take(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)
