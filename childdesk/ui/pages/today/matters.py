"""What is to be done besides visits: alarms, exits, tasks, sweeps; done by a click, put off with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from childdesk.desk.today import Matter
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.chip import count
from childdesk.ui.widgets.words import Elided, sign, words

SHOWN = 4
"""Rows that stand there at first; the rest unfolds."""


class MatterRow(QFrame):
    """One thing. `wanted` carries what a person chose: done, later, drop, open, sweep, report."""

    wanted = Signal(str, object)

    def __init__(self, matter: Matter, *, may_report: bool) -> None:
        super().__init__()
        self.matter = matter
        self._may_report = may_report and matter.grave
        self.setProperty("role", "row")
        icon, ink = ("alert_urgent", "red") if matter.alarm else ("clock", "ink2")
        text = fit.column(Elided(matter.title, "group"), Elided(matter.why, "second"), spacing=1)
        due = words(matter.due.text, matter.due.tone or "small")
        verb, act = ("办好了", "done")
        leads = matter.sweep or matter.kind == "handin"
        if leads:
            verb, act = ("去问", "sweep") if matter.sweep else ("去办", "handin")
        self.act = button(verb, partial(self.wanted.emit, act, matter), kind="small")
        self.act.setAccessibleName(f"{verb}：{matter.title}，{matter.why}，{matter.due.text}")
        fit.fix(self.act, least=92)
        self.more = tool("更多：推后、不用办、打开", "more_horizontal", self._popup, kind="dot")
        self.more.setVisible(not leads)
        parts = (sign(icon, ink), text, fit.fix(due, width=96), self.act, self.more)
        inner = fit.row(*parts, margins=(16, 5, 10, 5), spacing=12)
        inner.setStretch(1, 1)
        self.setLayout(inner)
        fit.fix(self, tall=54)

    def menu(self) -> QMenu:
        """推后…, 不用办…, 打开档案, and for the gravest 强制报告."""
        menu = QMenu(self)
        for word, key in (("推后…", "later"), ("不用办…", "drop"), ("打开档案", "open")):
            if key != "open" or self.matter.child:
                menu.addAction(word, partial(self.wanted.emit, key, self.matter))
        if self._may_report:
            menu.addAction("去强制报告", partial(self.wanted.emit, "report", self.matter))
        return menu

    def _popup(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class MatterGroup(QWidget):
    """The rows with their head; nothing there, nothing shown."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[MatterRow] = []
        self._matters: Sequence[Matter] = ()
        self._report = False
        self._count = count(0)
        self._body = fit.column(spacing=0)
        self.more: QPushButton = button("", self._whole, kind="quiet", icon="chevron_down")
        head = fit.row(words("要办的事", "group"), self._count, None, spacing=10, margins=(16, 10, 16, 4))
        foot = fit.row(self.more, None, margins=(10, 2, 10, 6))
        self.setLayout(fit.column(head, self._body, foot, spacing=0))

    def show_matters(self, matters: Sequence[Matter], *, may_report: bool) -> None:
        """Other things, the gravest and the latest first."""
        self._matters, self._report = matters, may_report
        self.setVisible(bool(matters))
        self._count.setText("99+" if len(matters) > 99 else str(len(matters)))
        self._fill(SHOWN)

    def _whole(self) -> None:
        self._fill(len(self._matters))

    def _fill(self, most: int) -> None:
        fit.clear(self._body)
        self.rows = []
        for matter in self._matters[:most]:
            row = MatterRow(matter, may_report=self._report)
            row.wanted.connect(self.wanted)
            self.rows.append(row)
            self._body.addWidget(row)
        left = len(self._matters) - len(self.rows)
        self.more.setVisible(left > 0)
        self.more.setText(f" 还有{left:,}件")
