"""One field that two places wrote differently: what it was, each value with its writer, and the choice."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from childdesk.desk.conflicts import Taken
from childdesk.desk.torn import Question, Side
from childdesk.desk.twins import NOT_ONE
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import RiskChip
from childdesk.ui.widgets.words import sign, words


class QuestionCard(Card):
    """Base first, then ours, then theirs; nothing is chosen beforehand. Once chosen it shrinks."""

    taken = Signal(str, object)
    """Question and what is taken; None takes the choice back."""
    asked_other = Signal(str)
    """Question for which another value is to be typed."""

    def __init__(self, question: Question, *, may_edit: bool) -> None:
        super().__init__(question.label)
        self.question = question
        self.choice: Taken | None = None
        self._may_edit = may_edit
        self.takes: list[QWidget] = []
        self._said = words("", "good")
        self.again = button("改主意", lambda: self.choose(None), kind="quiet")
        if question.note:
            self._note = fit.row(sign("shield_error", "yellow"), words(question.note, "soon"), spacing=6)
            self.head.addLayout(self._note)
        self.act(self._said)
        self.act(self.again)
        self.again.hide()
        self._sides = QWidget()
        self._sides.setLayout(self._row())
        self.add(self._sides)
        self._foot = QWidget()
        self._foot.setLayout(self._others())
        self.add(self._foot)

    def choose(self, taken: Taken | None, words_: str = "") -> None:
        """Takes a choice, or takes it back."""
        self.choice = taken
        self._said.setText(f"已选{words_}" if taken is not None else "")
        self.again.setVisible(taken is not None)
        self._sides.setVisible(taken is None)
        self._foot.setVisible(taken is None)
        self.taken.emit(self.question.id, taken)

    def press(self, number: int) -> bool:
        """The keys 1, 2, 3: the sides from left to right, then another value."""
        if self.choice is not None or not self._may_edit:
            return False
        sides = self.question.sides
        if 1 <= number <= len(sides):
            self._take(sides[number - 1])
            return True
        if number == len(sides) + 1 and self.question.twin:
            self._take_apart()
            return True
        if number == len(sides) + 1 and self.question.typed:
            self.asked_other.emit(self.question.id)
            return True
        return False

    def _row(self) -> QHBoxLayout:
        line = fit.row(spacing=10)
        if not self.question.twin and (not self.question.both or self.question.base):
            line.addWidget(self._plain("原来", self.question.base or "未采集", self.question.base_who), 1)
        for key, side in enumerate(self.question.sides, 1):
            line.addWidget(self._side(side, key), 1)
        return line

    def _plain(self, where: str, value: str, who: str) -> QFrame:
        made = QFrame()
        made.setProperty("role", "sunk")
        parts: list[fit.Part] = [words(where, "second"), self._value(value)]
        if who:
            parts.append(_written_by(who))
        made.setLayout(fit.column(*parts, None, margins=(14, 10, 14, 10), spacing=6))
        return made

    def _value(self, value: str) -> QWidget:
        return RiskChip(value, whole=True) if self.question.risk else words(value, "strong", wrap=True)

    def _side(self, side: Side, key: int) -> QFrame:
        made = QFrame()
        made.setProperty("role", "card")
        take = button(self._verb(side), partial(self._take, side), kind="small")
        take.setAccessibleName(f"{self.question.label}{self._verb(side)}：{side.value}，{side.who}")
        take.setEnabled(self._may_edit)
        self.takes.append(take)
        foot = fit.row(take, words(str(key), "key"), spacing=6)
        foot.setStretch(0, 1)
        parts = (words(side.where, "second"), self._value(side.value), _written_by(side.who), None, foot)
        made.setLayout(fit.column(*parts, margins=(14, 10, 14, 10), spacing=6))
        return made

    def _verb(self, side: Side) -> str:
        if self.question.twin:
            return "合成一份，照这份"
        if len({one.where for one in self.question.sides}) < len(self.question.sides):
            return "用这个"
        return (
            "用我们的"
            if side.own
            else "用对方的"
            if side.where.startswith("对方")
            else f"用{side.where[:2]}的"
        )

    def _take(self, side: Side) -> None:
        said = f"合成一份，照{side.where}" if self.question.twin else f"{self._verb(side)[1:]}：{side.value}"
        self.choose(Taken(number=side.number), said)

    def _others(self) -> QHBoxLayout:
        line = fit.row(spacing=8)
        if self.question.both:
            both = button("两边都要", self._take_both, kind="small")
            both.setToolTip(self.question.both)
            both.setEnabled(self._may_edit)
            line.addWidget(both)
        if self.question.twin:
            apart = button(NOT_ONE, self._take_apart, kind="small")
            apart.setEnabled(self._may_edit)
            line.addWidget(apart)
            line.addWidget(words(str(len(self.question.sides) + 1), "key"))
        if self.question.typed:
            other = button("另填一个", partial(self.asked_other.emit, self.question.id), kind="small")
            other.setEnabled(self._may_edit)
            line.addWidget(words("都不对？", "second"))
            line.addWidget(other)
            line.addWidget(words(str(len(self.question.sides) + 1), "key"))
        line.addWidget(words("不定也行，先打电话问一声。", "second"))
        line.addStretch(1)
        return line

    def _take_apart(self) -> None:
        self.choose(Taken(value=NOT_ONE), f"：{NOT_ONE}")

    def _take_both(self) -> None:
        self.choose(Taken(value=self.question.both), f"两边都要：{self.question.both}")


def _written_by(who: str) -> QHBoxLayout:
    line = fit.row(sign("person", "ink2", 16), words(who, "second", wrap=True), spacing=4)
    line.setStretch(1, 1)
    return line
