"""The questions of one sheet from top to bottom: what was keyed, and which one is next."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from childdesk.domain import visit_sheet as form
from childdesk.domain.visit_sheet import BLANK, Door, Filled, Question
from childdesk.ui import fit
from childdesk.ui.widgets.words import say, words


class QuestionRow(QFrame):
    """One question: its words, and the answers with their numbers; the chosen one is bold."""

    def __init__(self, number: int, question: Question) -> None:
        super().__init__()
        self.question = question
        self.setProperty("role", "plain")
        self._label = words(f"{number}. {question.text}", "small")
        self._marks = [words(f"{at} {word}", "second") for at, word in enumerate(question.options, start=1)]
        inner = fit.row(fit.fix(self._label, width=216), *self._marks, None, margins=(8, 3, 8, 3), spacing=16)
        self.setLayout(inner)

    def show_answer(self, number: int, *, following: bool) -> None:
        """What was keyed (0 is blank), and whether this one is next."""
        for at, mark in enumerate(self._marks, start=1):
            say(mark, mark.text(), "turn" if at == number else "second")
        fit.mark(self, role="picked" if following else "plain")
        told = form.word(self.question, number) or ("等您按" if following else "空着")
        self.setAccessibleName(f"{self.question.text}：{told}")


class Questions(QWidget):
    """All questions of a sheet: those of the door, then those of each child under its name."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[int, QuestionRow]] = []
        self._body = fit.column(spacing=1)
        self.setLayout(fit.column(self._body, None, spacing=0))

    def show_door(self, door: Door) -> None:
        """Another sheet."""
        fit.clear(self._body)
        self.rows = []
        for number, question in enumerate(form.DOOR, start=1):
            self._add(-1, number, question)
        for at, kid in enumerate(door.kids):
            self._body.addWidget(words(f"{at + 1}. {kid.name}　{kid.who}", "group"))
            for number, question in enumerate(form.CHILD, start=1):
                self._add(at, number, question)

    def _add(self, kid: int, number: int, question: Question) -> None:
        row = QuestionRow(number, question)
        self.rows.append((kid, row))
        self._body.addWidget(row)

    def show_filled(self, filled: Filled, keys: int) -> None:
        """What was keyed so far; `keys` is how many keys that were."""
        for at, (kid, row) in enumerate(self.rows):
            given = filled.door if kid < 0 else filled.kids[kid]
            row.show_answer(given.get(row.question.key, BLANK), following=at == keys)

    def row_at(self, keys: int) -> QuestionRow | None:
        """The question that is next."""
        return self.rows[keys][1] if 0 <= keys < len(self.rows) else None
