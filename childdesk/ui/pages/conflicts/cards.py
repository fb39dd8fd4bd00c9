"""One field that two places wrote differently: what it was, each value with its writer, and the choice."""

from __future__ import annotations

from collections.abc import Callable
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
        self._may_edit = may_edit and question.here
        self.takes: list[QWidget] = []
        self._feet: list[QWidget] = []
        self._frames: dict[int, QFrame] = {}
        self._said = words("", "good")
        self._tick = sign("checkmark_circle", "green", 16)
        self.again = button("改主意", lambda: self.choose(None), kind="quiet")
        self._note = QWidget()
        self._note.setLayout(fit.row(sign("shield_error", "yellow"), words(question.note, "soon"), spacing=6))
        self._note.setVisible(bool(question.note))
        shown: tuple[QWidget, ...] = (self._note, self._tick, self._said, self.again)
        for part in shown:
            self.act(part)
        self.add(self._row())
        self._foot = QWidget()
        self._foot.setLayout(self._others())
        self.add(self._foot)
        self._show_choice()

    def choose(self, taken: Taken | None, words_: str = "") -> None:
        """Takes a choice, or takes it back."""
        self.choice = taken
        self._said.setText(f"已选{words_}" if taken is not None else "")
        self._show_choice()
        self.taken.emit(self.question.id, taken)

    def _show_choice(self) -> None:
        """What was chosen stands out, and the buttons go: the card shrinks."""
        chosen = self.choice is not None
        told: tuple[QWidget, ...] = (self._tick, self._said, self.again)
        for part in told:
            part.setVisible(chosen)
        self._note.setVisible(bool(self.question.note) and not chosen)
        for one in (*self._feet, self._foot):
            one.setVisible(not chosen)
        for number, frame in self._frames.items():
            mine = self.choice is not None and self.choice.number == number
            fit.mark(frame, role="chosen" if mine else "sunk" if chosen else "card")

    def press(self, number: int) -> bool:
        """The keys 1, 2, 3: the sides from left to right, then what stands below them, in its order."""
        if self.choice is not None or not self._may_edit:
            return False
        sides, below = self.question.sides, [act for _, act in self._below()]
        if 1 <= number <= len(sides):
            self._take(sides[number - 1])
            return True
        if len(sides) < number <= len(sides) + len(below):
            below[number - len(sides) - 1]()
            return True
        return False

    def _below(self) -> list[tuple[str, Callable[[], None]]]:
        """What may be chosen beside the sides: both at once, neither."""
        asked = self.question
        found: list[tuple[str, Callable[[], None]]] = []
        if asked.both:
            found.append(("两边都要", self._take_both))
        if asked.twin:
            found.append((NOT_ONE, self._take_apart))
        if asked.typed:
            found.append(("另填一个…", partial(self.asked_other.emit, asked.id)))
        return found

    def _row(self) -> QHBoxLayout:
        line = fit.row(spacing=10)
        asked = self.question
        if not asked.twin and (not asked.both or asked.base):
            parts = self._told("原来", asked.base or "未采集", asked.base_who, asked.base_reason)
            line.addWidget(_framed("sunk", *parts, None), 1)
        for key, side in enumerate(asked.sides, 1):
            line.addWidget(self._side(side, key), 1)
        return line

    def _told(self, where: str, value: str, who: str, reason: str) -> list[fit.Part]:
        """Where, what, why, who and when; why is left out where nobody said it."""
        shown = RiskChip(value, whole=True) if self.question.risk else words(value, "strong", wrap=True)
        parts: list[fit.Part] = [words(where, "second"), shown]
        if reason:
            parts.append(
                words(reason if reason.startswith("还在") else f"理由：{reason}", "small", wrap=True)
            )
        if who:
            parts.append(words(who, "second", wrap=True) if self.question.twin else _written_by(who))
        return parts

    def _side(self, side: Side, key: int) -> QFrame:
        take = button(side.take, partial(self._take, side), kind="small")
        take.setAccessibleName(f"{self.question.label}{side.take}：{side.value}，{side.who}")
        take.setEnabled(self._may_edit)
        self.takes.append(take)
        foot = QWidget()
        inner = fit.row(take, words(str(key), "key"), spacing=6)
        inner.setStretch(0, 1)
        foot.setLayout(inner)
        self._feet.append(foot)
        told = self._told(side.where, side.value, side.who, side.reason)
        made = self._frames[side.number] = _framed("card", *told, None, foot)
        return made

    def _take(self, side: Side) -> None:
        said = f"{side.take[1:]}：{side.value}" if side.take.startswith("用") else f"：{side.take}"
        if self.question.twin:
            said = f"合成一份，照{side.where}"
        self.choose(Taken(number=side.number), said)

    def _others(self) -> QHBoxLayout:
        line = fit.row(spacing=8)
        for key, (text, act) in enumerate(self._below(), len(self.question.sides) + 1):
            made = button(text, act, kind="small")
            made.setEnabled(self._may_edit)
            made.setToolTip(self.question.both if text == "两边都要" else "")
            if text.startswith("另填"):
                line.addWidget(words("都不对？", "second"))
            line.addWidget(made)
            line.addWidget(words(str(key), "key"))
        line.addWidget(words("都没定也行，可以先打电话问一声。", "second"))
        line.addStretch(1)
        return line

    def _take_apart(self) -> None:
        self.choose(Taken(value=NOT_ONE), f"：{NOT_ONE}")

    def _take_both(self) -> None:
        self.choose(Taken(value=self.question.both), f"两边都要：{self.question.both}")


def _framed(role: str, *parts: fit.Part) -> QFrame:
    made = QFrame()
    made.setProperty("role", role)
    made.setLayout(fit.column(*parts, margins=(14, 10, 14, 10), spacing=6))
    return made


def _written_by(who: str) -> QHBoxLayout:
    line = fit.row(sign("person", "ink2", 16), words(who, "second", wrap=True), spacing=4)
    line.setStretch(1, 1)
    return line
