"""Holds what belongs together on one white sheet with a head, a body and acts at the right of the head."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.words import say, sign, words


class Card(QFrame):
    """A card; `role` may also be sunk, info, warn, bad or good. Parts are added to `body`."""

    def __init__(
        self, title: str = "", note: str = "", *, role: str = "card", icon: str = "", tight: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.body = QVBoxLayout()
        self.title = words(title, "group")
        self.note = words(note, "second")
        self.head: QHBoxLayout = fit.row(spacing=10)
        inks = {"warn": "yellow", "bad": "red", "good": "green", "info": "brand"}
        if icon:
            self.head.addWidget(sign(icon, inks.get(role, "ink2")))
        self.head.addWidget(self.title)
        self.head.addWidget(self.note)
        self.head.addStretch(1)
        outer = fit.column(margins=(0, 0, 0, 0) if tight else (16, 12, 16, 12), spacing=8)
        if title:
            outer.addLayout(self.head)
            self.setAccessibleName(title)
        self.body.setProperty("gap", 8)
        fit.hold(self.body, (0, 0, 0, 0))
        outer.addLayout(self.body, 1)
        self.setLayout(outer)

    def add(self, part: fit.Part, stretch: int = 0) -> None:
        """One more part below the others."""
        fit.add(self.body, part, stretch)

    def act(self, part: QWidget) -> None:
        """A button or a few words at the right end of the head."""
        self.head.addWidget(part)

    def say(self, title: str, note: str = "") -> None:
        """Changes the head's words."""
        self.title.setText(title)
        self.note.setText(note)

    def colour_note(self, role: str) -> None:
        """Another role for the note: late, soon, good."""
        say(self.note, self.note.text(), role)


def fact(label: str, value: QWidget | QLabel | str, *, width: int = 68, role: str = "small") -> QHBoxLayout:
    """A line of a card in reading: the label at the left in its own column, the value beside it."""
    name = words(label, "label", wrap=isinstance(value, str))
    if isinstance(value, str):
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        name.setContentsMargins(0, 2, 0, 0)
    fit.fix(name, width=width)
    shown = words(value, role, wrap=True) if isinstance(value, str) else value
    made = fit.row(name, shown, spacing=8)
    made.setStretch(1, 1)
    return made
