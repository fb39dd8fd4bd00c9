"""Shows a number with its middle hidden, and whole for one minute when somebody asks."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from childdesk.ui import fit, icons
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import say, words

SECONDS = 60


class Masked(QWidget):
    """A masked value beside 看全号. `asked` wants `reveal`; the desk notes who looked."""

    asked = Signal()

    def __init__(self, shown: str, label: str = "") -> None:
        super().__init__()
        self._shown = shown
        self._label = label
        self._text = words(shown, "masked")
        self._see = button("看全号", self._press, kind="quiet", icon="eye")
        self.setLayout(fit.row(self._text, self._see, None, spacing=8))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide_again)
        self.hide_again()

    def reveal(self, text: str) -> None:
        """The whole number, for a minute."""
        say(self._text, text)
        self._text.setAccessibleName(f"{self._label}，{text}")
        self._see.setText(" 遮住")
        icons.put(self._see, "eye_off", "brand", 20)
        self._timer.start(SECONDS * 1000)

    def change(self, shown: str) -> None:
        """Another number, hidden."""
        self._shown = shown
        self.hide_again()

    def revealed(self) -> bool:
        """Whether the whole number stands there."""
        return self._timer.isActive()

    def hide_again(self) -> None:
        """Hides the middle."""
        self._timer.stop()
        say(self._text, self._shown)
        self._text.setAccessibleName(f"{self._label}，已遮住")
        self._see.setText(" 看全号")
        icons.put(self._see, "eye", "brand", 20)

    def _press(self) -> None:
        if self.revealed():
            self.hide_again()
        else:
            self.asked.emit()
