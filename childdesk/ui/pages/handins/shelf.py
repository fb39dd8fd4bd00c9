"""The papers at the left: those that are asked for by their day, then those that were handed in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.desk.handins import HandInLine
from childdesk.ui import fit
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, words

WIDTH = 300
EMPTY = "现在没有要交的表。有人来要，就点“记一份”"


def when_words(line: HandInLine) -> tuple[str, str]:
    """(by when, role): 今天17:00前, 晚了2天, 11-25."""
    if not line.is_open:
        return line.state, "good" if line.state != "已归档" else "second"
    hour = f"{line.hour}前" if line.hour else ""
    if line.days_late > 0:
        return f"晚了{line.days_late}天", "late"
    if line.days_late == 0:
        return f"今天{hour}", "soon"
    if line.days_late == -1:
        return f"明天{hour}", "soon"
    return f"{line.due[5:]} {hour}".strip(), "second"


class Papers(QFrame):
    """A list of papers. `chosen` carries the id of one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName("要交的表")
        self._lines = fit.column(spacing=4, margins=(0, 0, 4, 0))
        inside = QWidget()
        inside.setLayout(self._lines)
        self.parts: dict[str, CardButton] = {}
        self.setLayout(fit.column(scrolled(inside), margins=(8, 8, 4, 8)))

    def show_lines(self, lines: Sequence[HandInLine], chosen: str) -> None:
        """Other papers; one is marked."""
        fit.clear(self._lines)
        self.parts.clear()
        if not lines:
            self._lines.addWidget(Empty("document_table", EMPTY))
        heads = {True: "要交的", False: "交过的"}
        for is_open in (True, False):
            some = [line for line in lines if line.is_open == is_open]
            if some:
                self._lines.addWidget(words(heads[is_open], "group"))
            for line in some:
                self.parts[line.id] = self._part(line, chosen)
                self._lines.addWidget(self.parts[line.id])
        self._lines.addStretch(1)

    def _part(self, line: HandInLine, chosen: str) -> CardButton:
        told, role = when_words(line)
        title = Elided(line.title, "strong")
        when = words(told, role)
        second = Elided("，".join(part for part in (line.asked_by, line.state) if part), "second")
        first = fit.row(title, when, spacing=8)
        first.setStretch(0, 1)
        inside = fit.column(first, second, margins=(10, 6, 10, 6), spacing=2)
        made = CardButton(f"{line.title}，{line.asked_by}，{line.state}，{told}", inside)
        made.setCheckable(True)
        made.setChecked(line.id == chosen)
        made.clicked.connect(partial(self.chosen.emit, line.id))
        return made
