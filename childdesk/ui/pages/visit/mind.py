"""Asks how the child is: what was seen, in plain words; a danger signal leads on and judges nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk.visits import Answers as Filled
from childdesk.domain import seen
from childdesk.ui import fit
from childdesk.ui.pages.visit.looking import Look
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.urgent import Urgent
from childdesk.ui.widgets.words import words

FIRST = 3
MORE = "更多…"


@dataclass(frozen=True)
class Said:
    """What was answered about the child's mind."""

    state: str = ""
    changes: tuple[str, ...] = ()
    words: str = ""
    outlook: str = ""


class Mind(QWidget):
    """State and changes stand in the form's line, what follows from them below it."""

    changed = Signal()
    grown = Signal(QWidget)
    """A part that has just opened."""
    report_asked = Signal()
    refer_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = Segmented([(one, one) for one in seen.MINDS], bad=(seen.DANGER,))
        star = words("*", "error")
        star.setAccessibleName("要填")
        head = fit.row(words("孩子精神状况", "label"), star, None, spacing=3)
        self.state_column = fit.column(head, self.state, spacing=4)
        self._few = Answers([(one, one) for one in (*seen.CHANGES[:FIRST], MORE)], several=True)
        self.changes_column = fit.column(words("观察到的变化", "label"), self._few, spacing=6)
        self._many = Answers([(one, one) for one in seen.CHANGES[FIRST:]], several=True)
        self._signals = Answers([(one, one) for one in seen.SIGNALS], several=True)
        self.words = QLineEdit()
        self.words.setPlaceholderText("孩子原话、看到的样子，不下判断")
        self.words.setAccessibleName("孩子原话、看到的样子")
        self.outlook = Segmented([(one, one) for one in seen.OUTLOOKS], dense=True)
        self._ahead = QWidget()
        line = fit.row(
            fit.column(words("孩子原话、看到的样子", "label"), self.words, spacing=4),
            fit.column(words("看下来", "label"), self.outlook, spacing=4),
            spacing=16,
        )
        line.setStretch(0, 1)
        self._ahead.setLayout(line)
        self.urgent = Urgent()
        self.danger = self._danger()
        self.look = Look()
        self.setLayout(fit.column(self._many, self.danger, self._ahead, self.look, spacing=8))
        self._bind()
        self._settle()

    def show_mind(self, filled: Filled) -> None:
        """Shows what was answered before."""
        self.state.choose(filled.mind or None)
        chosen = set(filled.changes)
        self._few.choose([*chosen, *([MORE] if chosen & set(seen.CHANGES[FIRST:]) else [])])
        self._many.choose(chosen)
        self._signals.choose(chosen)
        self.words.setText(filled.mind_words)
        self.outlook.choose(filled.outlook or None)
        self._settle()

    def answers(self) -> Said:
        """What stands there."""
        chosen = [*self._few.chosen(), *self._many.chosen()]
        if self.state.key() == seen.DANGER:
            chosen += self._signals.chosen()
        calm = self.state.key() == seen.CALM
        return Said(
            self.state.key() or "",
            tuple(one for one in chosen if one != MORE),
            self.words.text().strip(),
            "" if calm else self.outlook.key() or "",
        )

    def allow(self, report: bool, refer: bool) -> None:
        """Which ways on there are."""
        self.urgent.report.setVisible(report)
        self.urgent.refer.setVisible(refer)

    def _bind(self) -> None:
        self.state.chosen.connect(lambda _key: self._turn())
        self.outlook.chosen.connect(lambda _key: self.changed.emit())
        self.words.textEdited.connect(lambda _text: self.changed.emit())
        for pills in (self._few, self._many, self._signals):
            pills.changed.connect(self._turn)
        self.urgent.report_asked.connect(self.report_asked)
        self.urgent.refer_asked.connect(self.refer_asked)
        self.look.numbers.connect(self.urgent.show_numbers)
        self.look.grown.connect(self.grown)
        self.look.changed.connect(self._looked)

    def _turn(self) -> None:
        if self.state.key() is None and (self._few.chosen() or self._many.chosen()):
            self.state.choose(seen.CHANGED)
        before = self.danger.isHidden(), self._ahead.isHidden()
        self._settle()
        if before[0] and not self.danger.isHidden():
            self.grown.emit(self.urgent)
        elif before[1] and not self._ahead.isHidden():
            self.grown.emit(self._ahead)
        self.changed.emit()

    def _settle(self) -> None:
        state = self.state.key()
        self._many.setVisible(MORE in self._few.chosen() or bool(self._many.chosen()))
        self.danger.setVisible(state == seen.DANGER)
        self._ahead.setVisible(state in (seen.CHANGED, seen.DANGER))

    def _looked(self) -> None:
        """The visit says what the checklist says; a danger sign opens the urgent path at once."""
        found = self.look.answers()
        if found is None:
            self.changed.emit()
            return
        if self.look.list.danger:
            self.state.choose(seen.DANGER)
        elif found.signs and self.state.key() in (None, seen.CALM):
            self.state.choose(seen.CHANGED)
        self.outlook.choose(self.look.list.end)
        self._turn()

    def _danger(self) -> QWidget:
        signals = Card(role="bad")
        signals.add(fit.column(words("看到、听到了什么", "label"), self._signals, spacing=6))
        made = QWidget()
        made.setLayout(fit.column(self.urgent, signals, spacing=8))
        return made
