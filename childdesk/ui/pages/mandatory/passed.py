"""Says how long ago it was discovered and what is not done yet; it counts what has passed, never what may."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.words import words

TICK = 20_000
"""Milliseconds between looks at the clock."""
SHOWN = 3


class Passed(QWidget):
    """发现至今12分钟, and below it what is not done. `asked` wants both anew."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.since = words("", "late")
        self.undone = words("", "second", wrap=True)
        self.setLayout(fit.column(self.since, self.undone, spacing=0))
        fit.fix(self, width=300)
        self.clock = QTimer(self)
        self.clock.setInterval(TICK)
        self.clock.timeout.connect(self.asked)

    def say(self, since: str, undone: Sequence[str]) -> None:
        """Other words."""
        self.since.setText(since)
        more = f"，还有{len(undone) - SHOWN:,}项" if len(undone) > SHOWN else ""
        self.undone.setText("、".join(undone[:SHOWN]) + more)
