"""The tabs of a file: words with numbers; ←→ moves, the chosen one is underlined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button


class Tabs(QWidget):
    """Exclusive words in a row. `chosen` carries the key."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        self._words = dict(options)
        line = fit.row(spacing=0)
        for key, word in options:
            made = button(word, partial(self._take, key), kind="tab")
            made.setCheckable(True)
            self._buttons[key] = made
            line.addWidget(made)
        self.setLayout(line)
        self.choose(options[0][0])

    def key(self) -> str:
        """The chosen one."""
        return next(key for key, made in self._buttons.items() if made.isChecked())

    def choose(self, key: str) -> None:
        """Chooses without saying so; only the chosen one is reached by Tab."""
        for one, made in self._buttons.items():
            made.setChecked(one == key)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == key else Qt.FocusPolicy.ClickFocus)

    def count(self, key: str, number: int) -> None:
        """How many there are behind a word; none shows the word alone."""
        self._buttons[key].setText(f"{self._words[key]} {number}" if number else self._words[key])
        self._buttons[key].setAccessibleName(
            f"{self._words[key]}，{number}条" if number else self._words[key]
        )

    def say(self, key: str, word: str) -> None:
        """Another word for a key."""
        self._buttons[key].setText(word)
        self._buttons[key].setAccessibleName(word)

    def part(self, key: str) -> QPushButton:
        """The button of a key."""
        return self._buttons[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←→ go to the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        if step is None:
            super().keyPressEvent(event)
            return
        at = keys.index(self.key()) + step
        if 0 <= at < len(keys):
            self._take(keys[at])
            self._buttons[keys[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)
