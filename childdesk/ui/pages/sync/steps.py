"""The four steps of a meeting, ticked one by one while it runs."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from childdesk.desk.meetings import CHECKING, READING, TAKING, WRITING
from childdesk.ui import fit
from childdesk.ui.widgets.words import say, sign, words

STEPS = {READING: "读U盘", TAKING: "收进档案", WRITING: "写自己的", CHECKING: "读回核对"}
"""How the work says where it is → the words of the step."""


class Steps(QWidget):
    """Shown only while something runs."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: list[QLabel] = []
        self.ticks: list[QWidget] = []
        line = fit.row(None, spacing=8)
        for text in STEPS.values():
            tick, label = sign("checkmark_circle", "green", 16), words(text, "second")
            self.ticks.append(tick)
            self.labels.append(label)
            line.addLayout(fit.row(tick, label, spacing=4))
            line.addSpacing(12)
        line.addStretch(1)
        self.setLayout(line)
        self.begin()

    def begin(self) -> None:
        """Nothing is done yet."""
        self._at(0)

    def reach(self, text: str) -> None:
        """Ticks what lies before the step that the work speaks of; a step never goes back."""
        at = next((number for number, begins in enumerate(STEPS) if text.startswith(begins)), -1)
        if at > self.at:
            self._at(at)

    def _at(self, at: int) -> None:
        self.at = at
        for number, (tick, label) in enumerate(zip(self.ticks, self.labels, strict=True)):
            tick.setVisible(number < at)
            say(label, label.text(), "strong" if number == at else "second")
        self.setAccessibleName(f"第{at + 1}步，共{len(self.labels)}步：{self.labels[at].text()}")
