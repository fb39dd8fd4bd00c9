"""Is the urgent path: a danger sign was seen. Do not leave the child alone, whom to call, then the form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.directory import Proposed
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words

STEPS = (
    "不离开孩子，不让孩子一个人",
    "收好农药、刀具、绳子，离开高处",
    "叫一个可靠的大人来一起陪",
    "马上告诉监护人和督导员",
)


class Urgent(Card):
    """Numbers large; below them the ways on."""

    report_asked = Signal()
    refer_asked = Signal()

    def __init__(self) -> None:
        super().__init__("立即行动：不要让孩子一个人", role="bad", icon="alert_urgent")
        for one in STEPS:
            self.add(words(one, "small", wrap=True))
        self._numbers = fit.row(spacing=18)
        self.add(self._numbers)
        self.report = button(
            "孩子受侵害：强制报告", self.report_asked.emit, kind="report", icon="alert_urgent"
        )
        self.refer = button("写紧急转介", self.refer_asked.emit, icon="arrow_routing")
        self.add(fit.row(self.report, self.refer, None, spacing=10))

    def show_numbers(self, found: Sequence[Proposed]) -> None:
        """Whom to call now."""
        fit.clear(self._numbers)
        for one in found:
            number = words(one.number, "figure")
            number.setProperty("tone", "red")
            number.setAccessibleName(f"{one.entry.name}，{one.number}")
            told = QWidget()
            told.setLayout(fit.column(number, words(one.entry.name, "second", wrap=True), spacing=0))
            self._numbers.addWidget(told)
        self._numbers.addStretch(1)
