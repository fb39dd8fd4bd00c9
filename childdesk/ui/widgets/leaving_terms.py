"""For whom a file is, what for, and how much of a person it shows; a group or a print shop gets no name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from childdesk.desk.leaving import OUTSIDE, USUAL_PURPOSES, Terms, usual_level
from childdesk.desk.rosters import LEVELS, MASKED, NAMELESS, WHOLE
from childdesk.ui import fit
from childdesk.ui.widgets.editor import QuietCombo
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words

MEANING = {
    WHOLE: "号码、住址都写全，交给要用它办事的人",
    MASKED: "证件号和电话遮住中间",
    NAMELESS: "没有姓名、号码、住址，发到群里或外面打印用这一档",
}


class LeavingTerms(QWidget):
    """交给, 用途, 内容. `level_chosen` carries another level, whoever chose it."""

    level_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.recipient, self.purpose = _line("交给", "谁来收"), _line("用途", "做什么用")
        self.purpose.addItems([*USUAL_PURPOSES])
        self.purpose.setEditText("")
        self.level = Segmented([(one, one) for one in LEVELS], dense=True)
        self.meaning = words("", "second", wrap=True)
        self._by_itself = False
        lines = fit.column(spacing=8)
        for label, part in (("交给", self.recipient), ("用途", self.purpose)):
            line = fit.row(fit.fix(words(label, "label"), width=34), part, spacing=6)
            line.setStretch(1, 1)
            lines.addLayout(line)
        self._word = fit.fix(words("内容", "label"), width=34)
        lines.addLayout(fit.row(self._word, self.level, None, spacing=6))
        lines.addWidget(self.meaning)
        self.setLayout(lines)
        self.choose_level(WHOLE)
        self.level.chosen.connect(self._taken)
        self.recipient.currentTextChanged.connect(self._whom)

    def chosen(self) -> Terms:
        """For whom, why, how much."""
        whom, why = self.recipient.currentText().strip(), self.purpose.currentText().strip()
        return Terms(self.level.key() or WHOLE, whom, why)

    def offer(self, recipients: Sequence[str]) -> None:
        """To whom something went before; the group and the shop stand last."""
        typed = self.recipient.currentText()
        known = list(dict.fromkeys((*recipients, *OUTSIDE)))
        self.recipient.blockSignals(True)
        self.recipient.clear()
        self.recipient.addItems(known)
        self.recipient.setEditText(typed or (recipients[0] if recipients else ""))
        self.recipient.blockSignals(False)

    def choose_level(self, level: str) -> None:
        """Sets the level without saying so."""
        self.level.choose(level)
        self.meaning.setText(MEANING[level])
        self._by_itself = False

    def show_level(self, personal: bool) -> None:
        """A file of numbers alone has no level."""
        for part in (self._word, self.level, self.meaning):
            part.setVisible(personal)

    def _taken(self, level: str) -> None:
        self.choose_level(level)
        self.level_chosen.emit(level)

    def _whom(self, recipient: str) -> None:
        """What goes into a group or a shop outside names nobody, until somebody says otherwise."""
        wanted, now = usual_level(recipient), self.level.key()
        if wanted == NAMELESS and now != NAMELESS and self.level.part(NAMELESS).isEnabled():
            self.choose_level(NAMELESS)
        elif wanted == WHOLE and now == NAMELESS and self._by_itself:
            self.choose_level(WHOLE)
        else:
            return
        self._by_itself = wanted == NAMELESS
        self.level_chosen.emit(wanted)


def _line(name: str, hint: str) -> QComboBox:
    made = QuietCombo()
    made.setEditable(True)
    made.setAccessibleName(name)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    line = made.lineEdit()
    if line is not None:
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
    return made
