"""The tabs of a file: words with numbers; ←→ moves, the chosen one is underlined."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.one_of import OneOf


class Tabs(OneOf):
    """Exclusive words in a row, one of them always chosen. `chosen` carries the key."""

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
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
        return super().key() or ""

    def count(self, key: str, number: int) -> None:
        """How many there are behind a word; none shows the word alone."""
        self._buttons[key].setText(f"{self._words[key]} {number}" if number else self._words[key])
        self._buttons[key].setAccessibleName(
            f"{self._words[key]}，{number}条" if number else self._words[key]
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←→ go to the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        if step is None:
            super().keyPressEvent(event)
            return
        at = keys.index(self.key()) + step
        if 0 <= at < len(keys):
            self._go(keys[at])
