"""Shows the counts of a period that is picked: tables by route and by village, small numbers hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from childdesk.desk.referral_counts import COLUMNS, Counts, Line
from childdesk.domain.report import period as periods
from childdesk.domain.report.hiding import FEW, KEPT_BACK
from childdesk.domain.report.period import Period
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import tool
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import rule, words

KINDS = ((periods.MONTH, "月"), (periods.QUARTER, "季度"), (periods.HALF, "半年"), (periods.YEAR, "年"))
NOTE = (
    f"1到2个写“{FEW}”，由合计、别的时段推得出来的写“{KEPT_BACK}”。中位天数满3份才算。"
    "数的是这段时间里走到这一步的份数。"
)
CELL = 70


class CountsView(QWidget):
    """`asked` wants the counts of another period."""

    asked = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.period = periods.of(periods.YEAR, today)
        self._today = today
        self.kind = Segmented(KINDS)
        self.kind.choose(periods.YEAR)
        self.before = tool("前一段", "chevron_left", lambda: self._turn(self.period.before()))
        self.after = tool("后一段", "chevron_right", lambda: self._turn(self._next()))
        self.name = words(self.period.words, "group")
        fit.fix(self.name, least=120)
        head = fit.row(self.kind, 6, self.before, self.name, self.after, None, spacing=6)
        self._cards = fit.column(spacing=10)
        inner = QWidget()
        note = words(NOTE, "note", wrap=True)
        inner.setLayout(fit.column(self._cards, note, None, spacing=10, margins=(0, 0, 4, 0)))
        outer = fit.column(head, scrolled(inner), spacing=10)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.kind.chosen.connect(self._choose)

    def show_counts(self, found: Counts) -> None:
        """The counts of the period that was asked for."""
        self.name.setText(found.period.words)
        self.after.setEnabled(found.period.ends < self._today)
        self.after.setToolTip("后一段" if self.after.isEnabled() else "后面还没到")
        fit.clear(self._cards)
        self._cards.addWidget(_table("按去向", "去向", [*found.routes, found.total]))
        if found.villages:
            self._cards.addWidget(_table("按村", "村", [*found.villages, found.total]))

    def _next(self) -> Period:
        return periods.of(self.period.kind, self.period.ends + timedelta(days=1))

    def _choose(self, kind: str) -> None:
        """The one of this kind in which the shown period ends, today at the latest."""
        self._turn(periods.of(kind, min(self.period.ends, self._today)))

    def _turn(self, period: Period) -> None:
        self.period = period
        self.asked.emit()


def _table(title: str, first: str, lines: Sequence[Line]) -> Card:
    """Lines under heads; the last one is the sum."""
    made = Card(title)
    grid = fit.grid(across=0, down=7)
    heads = (first, *COLUMNS.values(), "接收中位", "反馈中位")
    for at, head in enumerate(heads):
        _put(grid, 0, at, words(head, "label", wrap=at > 0))
    grid.addWidget(rule(), 1, 0, 1, len(heads))
    for row, line in enumerate(lines, 2):
        role = "group" if line is lines[-1] else "small"
        for at, text in enumerate((line.label, *line.cells, line.accept_days, line.answer_days)):
            _put(grid, row, at, words(text or "—", role, wrap=at == 0))
    grid.setColumnStretch(0, 1)
    made.add(grid)
    return made


def _put(grid: QGridLayout, row: int, at: int, label: QLabel) -> None:
    if at:
        fit.fix(label, least=CELL)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(label, row, at)
