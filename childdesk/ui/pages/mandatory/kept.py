"""Is the list of reports and temporary cares: family names only, what is not done, opened with a reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from childdesk.desk import mandatory
from childdesk.desk.mandatory import REPORT, Line
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, sign, words
from childdesk.ui.workbench import Workbench

USUAL = ("接着办强制报告", "送回执", "镇里要情况")


class KeptPage(Page):
    """What was reported, what is not settled first."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "报过的", back=host.back)
        self.bench = bench
        self.rows: list[CardButton] = []
        self._lines = fit.column(spacing=6)
        told = "还没有强制报告。发现孩子受侵害，先打110，再按F12"
        self._none = Empty("shield_lock", told, "记强制报告", lambda: host.go("report"))
        inside = QWidget()
        inside.setLayout(fit.column(self._none, self._lines, None, margins=(0, 0, 4, 0)))
        self.body.addWidget(scrolled(inside), 1)
        bench.changed.connect(self._changed)

    def arrive(self, argument: object = None) -> None:
        """Reads anew."""
        self._read()

    def first_focus(self) -> QWidget | None:
        """The gravest."""
        return self.rows[0] if self.rows else None

    def _changed(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self.bench.newest(
            "reported",
            lambda session, _p: mandatory.lines(session),
            self._show,
            owner=self,
        )

    def _show(self, lines: list[Line]) -> None:
        fit.clear(self._lines)
        going = sum(not one.settled for one in lines)
        self.head.say(f"{going:,}份还没办结。打开一份要写明理由，并记入访问记录" if lines else "")
        self._none.setVisible(not lines)
        self.rows = [self._row(one) for one in lines]
        for made in self.rows:
            self._lines.addWidget(made)

    def _row(self, line: Line) -> CardButton:
        icon, ink = ("alert_urgent", "red") if not line.settled else ("lock_closed", "ink2")
        lacks = Elided("、".join(line.undone), "second")
        parts = fit.row(
            sign(icon, ink),
            fit.fix(words(line.title, "group"), width=240),
            fit.fix(words(line.since, "late" if not line.settled else "second"), width=210),
            lacks,
            margins=(14, 8, 14, 8),
            spacing=12,
        )
        parts.setStretch(3, 1)
        made = CardButton(f"{line.title}，{line.since}，{'、'.join(line.undone)}", parts)
        made.clicked.connect(partial(self._open, line))
        return made

    def _open(self, line: Line) -> None:
        reason = self.host.ask.reason("打开一份强制报告", "会记下谁打开、为什么。", USUAL)
        if reason is not None:
            self.host.go("report" if line.record == REPORT else "care", (line.record, line.id, reason))
