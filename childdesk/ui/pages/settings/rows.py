"""One group of the settings: rows with a title, a sentence that says what it is for, and controls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from childdesk.ui import fit
from childdesk.ui.one_draft import FieldsDraft
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.words import rule, say, sign, surface, words

WIDE = 660
"""How wide fields become."""


class Row(QFrame):
    """Title and sentence at left, controls at right."""

    def __init__(self, title: str, sentence: str, *controls: QWidget, icon: str = "") -> None:
        super().__init__()
        self._title = words(title, "body")
        self._sentence = words(sentence, "second", wrap=True)
        line = fit.row(spacing=10)
        if icon:
            line.addWidget(sign(icon, "ink2"))
        line.addLayout(fit.column(self._title, self._sentence, spacing=1), 1)
        for control in controls:
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        fit.hold(line, (0, 2, 0, 2))
        self.setLayout(line)
        self.setAccessibleName(title)

    def say(self, sentence: str, role: str = "second") -> None:
        """Another sentence; `role` may be late or good."""
        say(self._sentence, sentence, role)

    def told(self) -> str:
        """Title and sentence."""
        return f"{self._title.text()}：{self._sentence.text()}"

    def show_hit(self, text: str) -> bool:
        """Whether the searched words stand here; then the title is bold. Empty words stand everywhere."""
        hit = text.lower() in self.told().lower()
        say(self._title, self._title.text(), "group" if text and hit else "body")
        return hit


class Rows(QVBoxLayout):
    """Rows below each other with a hairline between them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("gap", 7)
        fit.hold(self, (0, 0, 0, 0))
        self.all: list[Row] = []
        self._rules: dict[Row, QWidget] = {}

    def put(self, row: Row) -> Row:
        """One more row."""
        if self.count():
            self._rules[row] = rule()
            self.addWidget(self._rules[row])
        self.addWidget(row)
        self.all.append(row)
        return row

    def offer(self, row: Row, shown: bool) -> None:
        """Shows a row, or hides it together with the line above it."""
        row.setVisible(shown)
        if row in self._rules:
            self._rules[row].setVisible(shown)

    def empty(self) -> None:
        """Takes all rows away."""
        self._rules.clear()
        fit.clear(self)
        self.all.clear()


class Group(Card):
    """A group: rows that stay, and whatever a group shows besides."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__(title, note)
        self.rows = Rows()
        self.body.addLayout(self.rows)
        self._lists: list[Rows] = [self.rows]

    def row(self, title: str, sentence: str, *controls: QWidget, icon: str = "") -> Row:
        """One more row."""
        return self.rows.put(Row(title, sentence, *controls, icon=icon))

    def list_of(self) -> Rows:
        """A further list of rows below, to be filled later."""
        made = Rows()
        self.body.addLayout(made)
        self._lists.append(made)
        return made

    def load(self) -> None:
        """Reads anew what it shows."""

    def leave(self) -> None:
        """Puts away what shall not stay on the screen."""

    def first(self) -> QWidget:
        """Where typing goes when the group is chosen."""
        return self

    def show_hits(self, text: str) -> bool:
        """Marks the rows that hold the words; whether there is one."""
        title = bool(text) and text.lower() in self.title.text().lower()
        return any([row.show_hit(text) for rows in self._lists for row in rows.all]) or title


class Form(QWidget):
    """Fields that open below a row, with the verb and the way back; one at a time in a group."""

    def __init__(self, question: Question, verb: str, *, back: str = "不改了") -> None:
        super().__init__()
        self.question = question
        self._draft: FieldsDraft | None = None
        self._verb = verb
        self.go = button(verb, kind="primary")
        self.back = button(back, self.settled)
        acts = fit.row(None, self.back, self.go, spacing=10)
        sunk = surface("sunk")
        fit.fix(question, most=WIDE)
        sunk.setLayout(fit.column(question, acts, margins=(16, 12, 16, 12), spacing=10))
        self.setLayout(fit.column(sunk, margins=(0, 4, 0, 4)))
        self.hide()

    def say(self, verb: str, *, danger: bool = False) -> None:
        """Another verb; `danger` for what takes something away."""
        self._verb = verb
        fit.mark(self.go, kind="danger" if danger else "primary")
        self.wait()

    def wait(self, busy: str = "") -> None:
        """Says that it is being done, or, without words, that one may press again."""
        word = busy or self._verb
        self.go.setText(word)
        self.go.setAccessibleName(word)
        because(self.go, busy)

    def open_form(self, draft: FieldsDraft | None = None) -> None:
        """Shows the fields and goes to the first; what was left half written is there if there is a draft."""
        self._draft = draft
        if draft is not None:
            draft.clean()
            draft.bring_back(over=True)
        self.question.clear()
        self.wait()
        self.show()
        first = self.question.first()
        target = self.back if first is self.question else first
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Puts the fields away; what was typed waits in the draft, and without one it is forgotten."""
        draft, self._draft = self._draft, None
        self.hide()
        if draft is not None:
            draft.keep()

    def settled(self) -> None:
        """It was written, or nobody wants it: the fields are put away and nothing waits."""
        draft, self._draft = self._draft, None
        self.hide()
        if draft is not None:
            draft.drop()
