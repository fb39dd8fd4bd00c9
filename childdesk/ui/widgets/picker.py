"""Lets one of many be chosen by typing any part of its words; nothing is chosen by itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from childdesk.ui import fit
from childdesk.ui.widgets.editor import QuietCombo

SHORT = 8
"""Up to so many one chooses with the eye; with more the box filters."""


class Picker(QuietCombo):
    """A choice. `chosen` carries the key that a person took."""

    chosen = Signal(str)

    def __init__(self, label: str, hint: str = "请选") -> None:
        super().__init__()
        self._pairs: list[tuple[str, str]] = []
        self.setAccessibleName(label)
        self.setPlaceholderText(hint)
        self._hint = hint
        self.activated.connect(self._picked)

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """What may be chosen, as (key, words); nothing is chosen afterwards."""
        self._pairs = list(pairs)
        self.blockSignals(True)
        self.clear()
        self.addItems([words for _, words in self._pairs])
        self.setCurrentIndex(-1)
        self.blockSignals(False)
        self._let_type(len(self._pairs) > SHORT)
        fit.mark(self, empty="1")

    def key(self) -> str:
        """What is chosen, empty for nothing."""
        at = self.currentIndex()
        if self.isEditable() and at >= 0 and self.currentText() != self._pairs[at][1]:
            return ""
        return self._pairs[at][0] if 0 <= at < len(self._pairs) else ""

    def choose(self, key: str) -> None:
        """Chooses without saying `chosen`; an unknown key chooses nothing."""
        at = next((at for at, (one, _) in enumerate(self._pairs) if one == key), -1)
        self.setCurrentIndex(at)
        fit.mark(self, empty="" if at >= 0 else "1")
        if self.isEditable() and at < 0:
            self.setEditText("")

    def all_keys(self) -> tuple[str, ...]:
        """Everything that may be chosen."""
        return tuple(key for key, _ in self._pairs)

    def _picked(self, at: int) -> None:
        if 0 <= at < len(self._pairs):
            fit.mark(self, empty="")
            self.chosen.emit(self._pairs[at][0])

    def _let_type(self, typing: bool) -> None:
        if typing and not self.isEditable():
            self.setEditable(True)
            self.setInsertPolicy(QuietCombo.InsertPolicy.NoInsert)
            line = QLineEdit()
            line.setPlaceholderText(self._hint)
            line.setAccessibleName(self.accessibleName())
            line.editingFinished.connect(self._typed)
            self.setLineEdit(line)
        elif not typing:
            self.setEditable(False)
        if typing:
            completer = QCompleter([words for _, words in self._pairs], self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setMaxVisibleItems(12)
            completer.activated.connect(self._completed)
            self.setCompleter(completer)
            self.setEditText("")

    def _completed(self, words: str) -> None:
        self._take(next((at for at, (_, one) in enumerate(self._pairs) if one == words), -1))

    def _typed(self) -> None:
        """Typed words that fit one of them alone are that one; others stay and count as nothing."""
        text = self.currentText().strip()
        exact = [at for at, (_, words) in enumerate(self._pairs) if words == text]
        part = [at for at, (_, words) in enumerate(self._pairs) if text and text in words]
        found = exact or part
        if len(found) == 1 and self._pairs[found[0]][0] != self.key():
            self._take(found[0])

    def _take(self, at: int) -> None:
        if at >= 0:
            self.setCurrentIndex(at)
            self._picked(at)
