"""The column at the right: the checks, what the file will hold, for whom and why, and the writing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from childdesk.desk.case_file import SEALED, SECTIONS
from childdesk.desk.leaving import Terms
from childdesk.desk.report_look import Look
from childdesk.desk.rosters import NAMELESS
from childdesk.ui import fit, icons
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.check_lines import CheckLines, counted
from childdesk.ui.widgets.leaving_terms import LeavingTerms
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import say, sign, words

WIDTH = 300


class ReportSide(QWidget):
    """Checks and terms. `children_asked` carries a title and who is behind it."""

    children_asked = Signal(str, object)
    level_chosen = Signal(str)
    sections_chosen = Signal(object)
    write_asked = Signal()
    elsewhere_asked = Signal()
    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.checks = Card("勾稽核对")
        self.sections = Card("装订哪几部分")
        self.terms = Card("写成文件前")
        self._lines = CheckLines()
        self._lines.children_asked.connect(self.children_asked)
        self.holds = words("", "small", wrap=True)
        self._sign = sign("shield_task", "brand")
        self.whom = LeavingTerms()
        self.recipient, self.purpose, self.level = self.whom.recipient, self.whom.purpose, self.whom.level
        self.file = words("", "small", wrap=True)
        self.write = button("写成文件", self.write_asked.emit, kind="primary", icon="document_arrow_down")
        self.elsewhere = button("存到别处…", self.elsewhere_asked.emit, kind="quiet", icon="folder_open")
        self.print = button("打印", self.print_asked.emit, kind="quiet", icon="print")
        self.boxes = {key: QCheckBox(title) for key, title in SECTIONS.items()}
        self._build()
        self.whom.level_chosen.connect(self.level_chosen)

    def _build(self) -> None:
        self.checks.add(self._lines)
        for key, box in self.boxes.items():
            box.setChecked(key != SEALED)
            box.clicked.connect(lambda _on=False: self.sections_chosen.emit(self.chosen_sections()))
            self.sections.add(box)
        self.sections.hide()
        head = fit.row(self._sign, self.holds, spacing=8)
        head.setStretch(1, 1)
        self.terms.add(head)
        self.terms.add(self.whom)
        foot = Card(role="info")
        foot.add(self.file)
        inside = QWidget()
        inside.setLayout(
            fit.column(self.checks, self.sections, self.terms, None, spacing=12, margins=(0, 0, 4, 0))
        )
        more = fit.row(self.elsewhere, None, self.print, spacing=4)
        outer = fit.column(scrolled(inside), foot, self.write, more, spacing=8)
        outer.setStretch(0, 1)
        self.setLayout(outer)

    def show_look(self, look: Look) -> None:
        """Another report."""
        self.checks.say("勾稽核对" if look.grid is not None else "原件", counted(look.checks))
        self._lines.show_checks(look.checks, ask=look.grid is not None)
        self.checks.setVisible(bool(look.checks))
        self.sections.setVisible(look.grid is None)
        say(self.holds, look.load.sentence)
        icons.show(self._sign, "shield_lock" if look.load.sealed else "shield_task", "brand")
        self.whom.show_level(bool(look.load.children))
        because(self.level.part(NAMELESS), "一人一档不能去标识" if look.grid is None else "")
        self.file.setText(look.file_name)
        self._allow("")

    def show_nothing(self, why: str) -> None:
        """No report yet, because something is to be chosen first: nothing of the last one stays."""
        self.checks.hide()
        say(self.holds, why)
        self.file.setText(why)
        self._allow(why)

    def _allow(self, why_not: str) -> None:
        for part in (self.write, self.elsewhere, self.print):
            because(part, why_not)

    def offer(self, recipients: Sequence[str]) -> None:
        """To whom something went before."""
        self.whom.offer(recipients)

    def chosen_terms(self) -> Terms:
        """For whom, why, how much."""
        return self.whom.chosen()

    def chosen_sections(self) -> tuple[str, ...]:
        """What of a file is bound."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def choose_level(self, level: str) -> None:
        """Sets the level without saying so."""
        self.whom.choose_level(level)
