"""Lets one of two to five words be chosen; the chosen one is tinted, never filled."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.one_of import OneOf


class Segmented(OneOf):
    """Exclusive words in a row. ←→ move, 1–5 choose. `chosen` carries the key that a person took."""

    def __init__(
        self,
        options: Iterable[tuple[str, str]],
        *,
        dense: bool = False,
        bad: Iterable[str] = (),
        columns: int = 0,
    ) -> None:
        """`options` are (key, word); `bad` are the keys that turn yellow when chosen.

        With `columns` they stand in several rows of so many.
        """
        super().__init__()
        pairs = list(options)
        lines = fit.grid(across=0, down=0)
        across = columns or max(len(pairs), 1)
        for number, (key, word) in enumerate(pairs):
            made = button(word)
            made.setCheckable(True)
            made.setProperty(
                "seg", _side(number % across, min(across, len(pairs) - number // across * across))
            )
            if dense:
                made.setProperty("dense", "1")
            if key in bad:
                made.setProperty("bad", "1")
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus if number else Qt.FocusPolicy.StrongFocus)
            made.clicked.connect(lambda _on=False, key=key: self._take(key))
            self._buttons[key] = made
            lines.addWidget(made, number // across, number % across)
        self.setLayout(lines)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←→ and digits choose; everything else goes on."""
        keys = list(self._buttons)
        at = keys.index(self.key() or keys[0]) if keys else 0
        wanted = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1}.get(Qt.Key(event.key()))
        if wanted is None and event.text().isdecimal():
            wanted = int(event.text()) - 1
        if wanted is None or not 0 <= wanted < len(keys):
            super().keyPressEvent(event)
            return
        self._go(keys[wanted])


def _side(number: int, total: int) -> str:
    if total == 1:
        return "o"
    return "l" if number == 0 else "r" if number == total - 1 else "m"
