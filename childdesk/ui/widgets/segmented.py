"""Lets one of two to five words be chosen; the chosen one is tinted, never filled."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button


class Segmented(QWidget):
    """Exclusive words in a row. ←→ move, 1–5 choose. `chosen` carries the key that a person took."""

    chosen = Signal(str)

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
        self._buttons: dict[str, QPushButton] = {}
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

    def key(self) -> str | None:
        """The chosen key, or None."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), None)

    def choose(self, key: str | None) -> None:
        """Sets the choice without saying `chosen`; None chooses nothing."""
        reachable = key if key in self._buttons else next(iter(self._buttons), None)
        for one, made in self._buttons.items():
            made.setChecked(one == key)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == reachable else Qt.FocusPolicy.ClickFocus)

    def say(self, key: str, word: str) -> None:
        """Another word for a key, for instance with a new number."""
        self._buttons[key].setText(word)
        self._buttons[key].setAccessibleName(word)

    def part(self, key: str) -> QPushButton:
        """The button of a key."""
        return self._buttons[key]

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
        self._take(keys[wanted])
        self._buttons[keys[wanted]].setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)


def _side(number: int, total: int) -> str:
    if total == 1:
        return "o"
    return "l" if number == 0 else "r" if number == total - 1 else "m"
