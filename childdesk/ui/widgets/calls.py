"""Shows whom to call with the number large, and notes the minute in which somebody got through."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import say, sign, surface, words


class CallRow(QFrame):
    """One number. `done` says that somebody was reached; then the minute stands in the button's place."""

    done = Signal()

    def __init__(
        self, number: str, title: str, note: str, *, first: bool = False, verb: str = "记下"
    ) -> None:
        super().__init__()
        self.setProperty("role", "bad" if first else "card")
        self._number = words(number, "figure")
        self._number.setAccessibleName(f"{title}，{number}")
        if first:
            self._number.setProperty("tone", "red")
        fit.fix(self._number, least=88)
        self._note = words(note, "second", wrap=True)
        text = fit.column(words(title, "group", wrap=True), self._note, spacing=2)
        self.note_it = button(verb, self.done.emit, kind="danger" if first else "", icon="checkmark")
        self.note_it.setAccessibleName(f"{verb}：{title}")
        self._at = words("", "good")
        self._at.hide()
        line = fit.row(self._number, text, self._at, self.note_it, margins=(16, 8, 12, 8), spacing=12)
        line.setStretch(1, 1)
        self.setLayout(line)

    def stamp(self, minute: str) -> None:
        """Shows when it was done; empty shows the button again."""
        self._at.setText(f"{minute[11:] or minute} 打通")
        self._at.setVisible(bool(minute))
        self.note_it.setVisible(not minute)

    def call(self, number: str, title: str = "") -> None:
        """Another number."""
        self._number.setText(number)
        if title:
            self._number.setAccessibleName(f"{title}，{number}")

    def say(self, note: str) -> None:
        """Another second line."""
        say(self._note, note)


def listed(title: str, lines: Iterable[str], role: str, icon: str) -> Card:
    """A card of short lines: 要做, 不要做."""
    made = Card(title, role=role, icon=icon)
    for one in lines:
        made.add(words(one, "small", wrap=True))
    return made


def danger() -> QFrame:
    """孩子正在危险中？ in one line."""
    made = surface("info")
    text = words("孩子正在危险中？先把孩子带到安全的地方，其余都可以等。", "small", wrap=True)
    line = fit.row(sign("info", "brand", 20), text, margins=(14, 10, 14, 10), spacing=10)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made
