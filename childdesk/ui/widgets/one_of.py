"""Holds words of which one is chosen: the arrows move, Tab reaches the chosen one alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget


class OneOf(QWidget):
    """Exclusive buttons by key. `chosen` carries the key that a person took."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}

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

    def _take(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _go(self, key: str) -> None:
        """Chooses with the keyboard: the focus goes along."""
        self._take(key)
        self._buttons[key].setFocus(Qt.FocusReason.TabFocusReason)
