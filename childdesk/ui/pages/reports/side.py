"""The column at the right: the checks, what the file will hold, for whom and why, and the writing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from childdesk.desk.case_file import SEALED, SECTIONS
from childdesk.desk.leaving import USUAL_PURPOSES, Terms
from childdesk.desk.report_look import Look
from childdesk.desk.rosters import LEVELS, MASKED, NAMELESS, WHOLE, Check
from childdesk.ui import fit, icons
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.editor import QuietCombo
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import say, sign, words

WIDTH = 300
FEW = 6
"""Checks that hold and are told one by one."""
MEANING = {
    WHOLE: "号码、住址都写全，交给要用它办事的人",
    MASKED: "证件号和电话遮住中间",
    NAMELESS: "没有姓名、号码、住址，发到群里或外面打印用这一档",
}


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
        self._lines = fit.column(spacing=6)
        self.holds = words("", "small", wrap=True)
        self._sign = sign("shield_task", "brand")
        self.recipient, self.purpose = _line("交给"), _line("用途")
        self.level = Segmented([(one, one) for one in LEVELS], dense=True)
        self.meaning = words("", "second", wrap=True)
        self.file = words("", "small", wrap=True)
        self.write = button("写成文件", self.write_asked.emit, kind="primary", icon="document_arrow_down")
        self.elsewhere = button("存到别处…", self.elsewhere_asked.emit, kind="quiet", icon="folder_open")
        self.print = button("打印", self.print_asked.emit, kind="quiet", icon="print")
        self.boxes = {key: QCheckBox(title) for key, title in SECTIONS.items()}
        self._build()
        self.level.choose(WHOLE)
        self.level.chosen.connect(self._level)
        self._level(WHOLE, tell=False)

    def _build(self) -> None:
        self.checks.add(self._lines)
        for key, box in self.boxes.items():
            box.setChecked(key != SEALED)
            box.clicked.connect(lambda _on=False: self.sections_chosen.emit(self.chosen_sections()))
            self.sections.add(box)
        self.sections.hide()
        self.purpose.addItems([*USUAL_PURPOSES])
        self.purpose.setEditText("")
        head = fit.row(self._sign, self.holds, spacing=8)
        head.setStretch(1, 1)
        self.terms.add(head)
        for label, part in (("交给", self.recipient), ("用途", self.purpose)):
            line = fit.row(fit.fix(words(label, "label"), width=34), part, spacing=6)
            line.setStretch(1, 1)
            self.terms.add(line)
        self._level_word = fit.fix(words("内容", "label"), width=34)
        self.terms.add(fit.row(self._level_word, self.level, None, spacing=6))
        self.terms.add(self.meaning)
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
        fit.clear(self._lines)
        broken = [check for check in look.checks if not check.holds]
        told = len(look.checks) - len(broken)
        self.checks.say("勾稽核对" if look.grid is not None else "原件", _counted(told, len(broken)))
        held = [check for check in look.checks if check.holds]
        for check in broken:
            self._check(check, ask=look.grid is not None)
        if len(held) <= FEW:
            for check in held:
                self._check(check)
        else:
            rules = "\n".join(check.rule for check in held)
            self._check(Check(f"{'其余' if broken else ''}{len(held)}条都对", holds=True), tip=rules)
        self.checks.setVisible(bool(look.checks))
        self.sections.setVisible(look.grid is None)
        say(self.holds, look.load.sentence)
        icons.show(self._sign, "shield_lock" if look.load.sealed else "shield_task", "brand")
        personal = bool(look.load.children)
        for part in (self._level_word, self.level, self.meaning):
            part.setVisible(personal)
        because(self.level.part(NAMELESS), "一人一档不能去标识" if look.grid is None else "")
        self.file.setText(look.file_name)

    def offer(self, recipients: Sequence[str]) -> None:
        """To whom something went before."""
        typed = self.recipient.currentText()
        self.recipient.clear()
        self.recipient.addItems(list(recipients))
        self.recipient.setEditText(typed or (recipients[0] if recipients else ""))

    def chosen_terms(self) -> Terms:
        """For whom, why, how much."""
        whom, why = self.recipient.currentText().strip(), self.purpose.currentText().strip()
        return Terms(self.level.key() or WHOLE, whom, why)

    def chosen_sections(self) -> tuple[str, ...]:
        """What of a file is bound."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def choose_level(self, level: str) -> None:
        """Sets the level without saying so."""
        self.level.choose(level)
        self._level(level, tell=False)

    def _level(self, level: str, *, tell: bool = True) -> None:
        self.meaning.setText(MEANING[level])
        if tell:
            self.level_chosen.emit(level)

    def _check(self, check: Check, *, ask: bool = True, tip: str = "") -> None:
        icon, ink = ("checkmark_circle", "green") if check.holds else ("warning", "yellow")
        text = words(check.rule, "small", wrap=True)
        text.setAccessibleName(f"{check.rule}，{'对' if check.holds else '请看'}")
        text.setToolTip(tip)
        line = fit.row(sign(icon, ink), text, spacing=8)
        line.setStretch(1, 1)
        self._lines.addLayout(line)
        if check.holds or not (check.why or (ask and check.children)):
            return
        second = fit.row(28, spacing=4)
        why = words(check.why, "second", wrap=True)
        second.addWidget(why, 1)
        if ask and check.children:
            word = f"看这{len(check.children)}人"
            asked = button(word, partial(self.children_asked.emit, check.rule, check.children), kind="small")
            asked.setAccessibleName(f"{word}，{check.rule}")
            second.addWidget(asked)
        self._lines.addLayout(second)


def _counted(held: int, broken: int) -> str:
    return f"{held}条对，{broken}条请看" if broken else f"{held}条都对"


def _line(name: str) -> QComboBox:
    made = QuietCombo()
    made.setEditable(True)
    made.setAccessibleName(name)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    line = made.lineEdit()
    if line is not None:
        line.setAccessibleName(name)
    return made
