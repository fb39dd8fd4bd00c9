"""Fills a place where nothing is yet: an icon, one sentence, one button that leads on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import sign, words


class Empty(QWidget):
    """An empty state that says what to do next."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        act: str = "",
        do: Callable[[], object] | None = None,
        *,
        kind: str = "",
    ) -> None:
        super().__init__()
        self._text = words(sentence, "small", wrap=True, centred=True)
        drawing = sign(icon, "ink3", 24)
        self.act = button(act, do, kind=kind)
        self.act.setVisible(bool(act))
        middle = fit.column(None, drawing, self._text, self.act, None, margins=(24, 24, 24, 24), spacing=12)
        middle.setAlignment(drawing, Qt.AlignmentFlag.AlignHCenter)
        middle.setAlignment(self.act, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(middle)

    def say(self, sentence: str) -> None:
        """Another sentence."""
        self._text.setText(sentence)
