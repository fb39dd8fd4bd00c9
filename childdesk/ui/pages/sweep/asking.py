"""One child of a sweep: its questions; number keys answer them in order, 0 says that nobody was reached."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from childdesk.desk.sweeps import Line
from childdesk.domain.questions import Question
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words

WAYS = ("电话", "入户", "纸上")


class Asking(QFrame):
    """`given` says that the child is done (answers there), `unreached` that nobody answered."""

    given = Signal()
    unreached = Signal()
    called = Signal()
    touched = Signal()
    finished = Signal()
    """A field was left or an answer chosen: a power cut now costs at most the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line: Line | None = None
        self.questions: tuple[Question, ...] = ()
        self.choices: dict[int, Answers] = {}
        self.fields: dict[int, QLineEdit] = {}
        self._name = words("", "head")
        self._who = words("", "second")
        self.call = button("看电话", self.called.emit, kind="small", icon="call")
        self.way = Segmented([(one, one) for one in WAYS], dense=True)
        self.way.choose(WAYS[0])
        self.note = QLineEdit()
        self.note.setPlaceholderText("备注：去了哪里、说了什么")
        self.note.setAccessibleName("备注")
        self.note.textEdited.connect(lambda _text: self.touched.emit())
        self.note.editingFinished.connect(self.finished)
        self._body = fit.column(spacing=10)
        self.done = button("记下，下一个", self.given.emit, kind="primary", icon="checkmark")
        self.away = button("联系不上", self.unreached.emit)
        head = fit.row(self._name, self._who, None, self.call)
        foot = fit.row(self.done, self.away, None, self.way)
        parts = (head, self._body, self.note, foot, None)
        self.setLayout(fit.column(*parts, margins=(16, 12, 16, 12), spacing=12))

    def show_line(self, line: Line, questions: tuple[Question, ...], kept: dict[str, str]) -> None:
        """Another child; `kept` is what was typed about it and not saved."""
        self.line, self.questions = line, questions
        self._name.setText(line.name)
        self._who.setText("　".join(part for part in (line.who, line.group, line.state) if part))
        fit.clear(self._body)
        self.choices, self.fields = {}, {}
        for number, question in enumerate(questions, start=1):
            self._body.addWidget(words(f"{number}. {question.text}", "strong"))
            words_ = kept.get(str(number), line.answers.get(number, ""))
            if question.answers:
                pairs = [(one, f"{at} {one}") for at, one in enumerate(question.answers, start=1)]
                pills = Answers(pairs)
                pills.choose([words_] if words_ else [])
                pills.changed.connect(self._changed)
                self.choices[number] = pills
                self._body.addWidget(pills)
            else:
                field = QLineEdit(words_)
                field.setAccessibleName(question.text)
                field.textEdited.connect(lambda _text: self.touched.emit())
                field.editingFinished.connect(self.finished)
                self.fields[number] = field
                self._body.addWidget(field)
        self.note.setText(kept.get("note", line.note))
        self.setAccessibleName(f"{line.name}，{line.state}，按数字回答，0是联系不上")

    def answers(self) -> dict[int, str]:
        """What was answered, by number."""
        found = {number: "".join(pills.chosen()) for number, pills in self.choices.items()}
        found |= {number: field.text() for number, field in self.fields.items()}
        return {number: text for number, text in found.items() if text.strip()}

    def typed(self) -> dict[str, str]:
        """What a draft keeps."""
        kept = {str(number): text for number, text in self.answers().items()}
        return kept | ({"note": self.note.text()} if self.note.text() else {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number answers the first open question; with the last one the child is done.

        Enter comes here from the fields too, which let it pass: told by them as well, it would count twice.
        """
        text = event.text()
        if text == "0":
            self.unreached.emit()
        elif text.isdecimal():
            self._answer(int(text))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.given.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self._take_back()
        else:
            super().keyPressEvent(event)

    def _answer(self, number: int) -> None:
        open_ = next((at for at, pills in self.choices.items() if not pills.chosen()), None)
        if open_ is None:
            return
        options = self.questions[open_ - 1].answers
        if number <= len(options):
            self.choices[open_].choose([options[number - 1]])
            self._changed()

    def _take_back(self) -> None:
        last = next((pills for pills in reversed(self.choices.values()) if pills.chosen()), None)
        if last is not None:
            last.choose([])
            self.touched.emit()

    def _changed(self) -> None:
        self.touched.emit()
        if not self.fields and all(pills.chosen() for pills in self.choices.values()):
            self.given.emit()
        else:
            self.finished.emit()
