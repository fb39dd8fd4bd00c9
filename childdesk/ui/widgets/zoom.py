"""Makes what is looked at smaller and larger, in steps, beside it: － 100% ＋."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import words

STEPS = (50, 60, 75, 90, 100, 125, 150, 200)


class Zoom(QWidget):
    """Two buttons and the percentage between them. `changed` carries the new percentage."""

    changed = Signal(int)

    def __init__(self, name: str, most: int = 200) -> None:
        super().__init__()
        self._steps = tuple(step for step in STEPS if step <= most)
        self.percent = 100
        self.less = button("－", lambda: self._step(-1), kind="small")
        self.more = button("＋", lambda: self._step(1), kind="small")
        self.less.setAccessibleName(f"{name}缩小")
        self.more.setAccessibleName(f"{name}放大")
        for one in (self.less, self.more):
            one.setToolTip(one.accessibleName())
        self._said = words("100%", "second", centred=True)
        fit.fix(self._said, width=44)
        self.setLayout(fit.row(self.less, self._said, self.more, spacing=2))
        self._tell()

    def choose(self, percent: int) -> None:
        """Sets the percentage without saying so."""
        self.percent = min(self._steps, key=lambda step: abs(step - percent))
        self._tell()

    def _step(self, by: int) -> None:
        at = self._steps.index(self.percent) + by
        if 0 <= at < len(self._steps):
            self.choose(self._steps[at])
            self.changed.emit(self.percent)

    def _tell(self) -> None:
        self._said.setText(f"{self.percent}%")
        self.less.setEnabled(self.percent > self._steps[0])
        self.more.setEnabled(self.percent < self._steps[-1])
