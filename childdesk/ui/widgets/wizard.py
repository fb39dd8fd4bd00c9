"""Leads through a few questions, one at a time; steps at the left, and nothing is lost on the way back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QWidget

from childdesk.ui import fit, icons
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import rule, sign, words


@dataclass(frozen=True)
class StepWords:
    """One step: permanent key, word at the left, question, and why it is asked."""

    key: str
    label: str
    question: str
    why: str = ""


class Wizard(QWidget):
    """The frame. `step_shown` says where one is, `finished` that the last 下一步 was pressed."""

    step_shown = Signal(str)
    finished = Signal()

    def __init__(self, title: str, *, last: str = "完成") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._steps: list[StepWords] = []
        self._marks: list[tuple[QLabel, QLabel]] = []
        self._skipped: set[str] = set()
        self._last = last
        self._list = fit.column(spacing=10)
        side = QFrame()
        side.setProperty("role", "brand")
        name = words(title, "onbrandhead", wrap=True)
        side.setLayout(
            fit.column(
                sign("mark", "card", 56), name, 12, self._list, None, margins=(28, 32, 24, 24), spacing=10
            )
        )
        fit.fix(side, width=260)
        self._pages = QStackedWidget()
        self.back = button("上一步", self.go_back, icon="chevron_left")
        self.next = button("下一步", self.go_on, kind="primary")
        self.foot: QHBoxLayout = fit.row(self.back, None, self.next, spacing=10)
        right = fit.column(self._pages, rule(), self.foot, margins=(36, 28, 36, 20), spacing=14)
        card = QFrame()
        card.setProperty("role", "card")
        inner = fit.row(side, right, spacing=0, margins=(0, 0, 0, 0))
        inner.setStretch(1, 1)
        card.setLayout(inner)
        fit.fix(card, most=980)
        line = fit.row(None, card, None)
        line.setStretch(1, 10)
        self.setLayout(fit.column(line, margins=(20, 20, 20, 20)))

    def add(self, step: StepWords, content: QWidget) -> None:
        """One more step at the end."""
        self._steps.append(step)
        mark = sign("ring", "card", 16)
        word = words(f"{len(self._steps)}　{step.label}", "onbrand")
        line = fit.row(mark, word, None, spacing=10)
        self._list.addLayout(line)
        self._marks.append((mark, word))
        page = QWidget()
        head = words(step.question, "page", wrap=True)
        why = words(step.why, "second", wrap=True)
        why.setVisible(bool(step.why))
        body = fit.column(head, why, 8, content, spacing=8)
        body.setStretch(3, 1)
        page.setLayout(body)
        self._pages.addWidget(scrolled(page))
        if len(self._steps) == 1:
            self.show_step(step.key)

    def key(self) -> str:
        """The step that is shown."""
        return self._steps[self._pages.currentIndex()].key

    def show_step(self, key: str) -> None:
        """Goes to a step; an unknown key stays where it is."""
        at = next((n for n, step in enumerate(self._steps) if step.key == key), None)
        if at is None:
            return
        self._pages.setCurrentIndex(at)
        for number, (mark, word) in enumerate(self._marks):
            drawing = "checkmark_circle" if number < at else "circle" if number == at else "ring"
            icons.show(mark, drawing, "card", 16)
            fit.mark(word, t="onbrand")
            word.setAccessibleDescription("已答" if number < at else "现在" if number == at else "")
        self.back.setVisible(at > 0)
        self.next.setText(self._last if at == len(self._steps) - 1 else "下一步")
        self.step_shown.emit(key)

    def block(self, reason: str) -> None:
        """Why one cannot go on yet; empty when one can."""
        because(self.next, reason)

    def skip(self, key: str, *, on: bool) -> None:
        """Whether a step is passed over; the others are counted without it."""
        self._skipped = (self._skipped - {key}) | ({key} if on else set())
        number = 0
        for step, (mark, word) in zip(self._steps, self._marks, strict=True):
            asked = step.key not in self._skipped
            number += asked
            word.setText(f"{number}　{step.label}")
            mark.setVisible(asked)
            word.setVisible(asked)

    def _beside(self, by: int) -> str:
        """The next step in a direction that is asked; empty behind the last and before the first."""
        at = self._pages.currentIndex() + by
        while 0 <= at < len(self._steps):
            if self._steps[at].key not in self._skipped:
                return self._steps[at].key
            at += by
        return ""

    def go_on(self) -> None:
        """下一步."""
        following = self._beside(1)
        if following:
            self.show_step(following)
        else:
            self.finished.emit()

    def go_back(self) -> None:
        """上一步; everything typed stays."""
        before = self._beside(-1)
        if before:
            self.show_step(before)
