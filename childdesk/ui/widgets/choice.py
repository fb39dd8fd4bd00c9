"""Offers a few ways to go on, each with an icon, a word and what it means; one of them may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.ui import fit, theme
from childdesk.ui.widgets.words import sign, words


@dataclass(frozen=True)
class Way:
    """One way: permanent key, word, what it means, icon."""

    key: str
    word: str
    note: str
    icon: str


class WayButton(QPushButton):
    """A way as one large button; its words do not take the mouse."""

    def __init__(self, way: Way) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(way.word)
        self.setAccessibleDescription(way.note)
        text = fit.column(words(way.word, "group"), words(way.note, "second", wrap=True), spacing=2)
        line = self._line = fit.row(sign(way.icon, "brand", 24), text, margins=(16, 10, 16, 10), spacing=14)
        line.setStretch(1, 1)
        self.setLayout(line)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As its words need it, not as a button without words would."""
        hint = self._line.sizeHint()
        return QSize(hint.width(), max(hint.height(), theme.look().px(62)))

    def minimumSizeHint(self) -> QSize:
        """The same: its words are never cut."""
        return QSize(theme.look().px(220), self.sizeHint().height())


class Ways(QWidget):
    """The ways below each other. ↑↓ move and choose; `chosen` carries the key that a person took."""

    chosen = Signal(str)

    def __init__(self, ways: Sequence[Way]) -> None:
        super().__init__()
        self._buttons = {way.key: WayButton(way) for way in ways}
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
