"""A new sweep in a minute: its name, who asks, until when, of whom, and one question a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from childdesk.desk.listing import Filter
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.words import words

EVERYBODY = "在册的全部孩子"


class Begin(QWidget):
    """The form. `begun` says that a person wants the sweep as it stands."""

    begun = Signal()
    form_asked = Signal()
    """Somebody wants the questions of a form that was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.name = _line("名称，如：防溺水排查")
        self.asker = _line("谁要的，如：镇民政办")
        self.day = _line("哪天，如：今天、11-26")
        self.hour = _line("几点前，如：17:00")
        self.scope = Picker("范围", EVERYBODY)
        self.questions = QPlainTextEdit()
        self.questions.setAccessibleName("问题，一行一个")
        self.questions.setPlaceholderText("一行一个问题，如：\n有没有单独下河玩水：没有/有*\n家里谁看着孩子")
        self.questions.setTabChangesFocus(True)
        fit.fix(self.questions, height=104)
        self.start = button("开始排查", self.begun.emit, kind="primary", icon="checkmark")
        self.form = button("按来的表出题…", self.form_asked.emit, icon="document_arrow_up")
        self.told = words("冒号后面写答案，用/分开；危险的答案后面加*。不写答案就是填字", "note", wrap=True)
        card = Card("新的排查")
        for part in (
            self.name,
            fit.row(self.asker, self.day, self.hour),
            self.scope,
            self.questions,
            self.told,
            fit.row(self.start, self.form, None),
        ):
            card.add(part)
        self.setLayout(fit.column(card, None))

    def fields(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        """What is typed, by key: what a draft keeps."""
        return {
            "name": self.name,
            "asker": self.asker,
            "day": self.day,
            "hour": self.hour,
            "questions": self.questions,
        }

    def clear(self) -> None:
        """As for a new one."""
        for field in self.fields().values():
            field.clear()

    def offer(self, scopes: Sequence[tuple[str, str]]) -> None:
        """(group=value, words) of the parts of the register that may be asked about."""
        self.scope.offer([("", EVERYBODY), *scopes])

    def ask_these(self, questions: Sequence[str], name: str) -> None:
        """The questions of a form; its name where nobody has written one."""
        self.questions.setPlainText("\n".join(questions))
        if not self.name.text().strip():
            self.name.setText(name)
        self.questions.setFocus()

    def chosen(self) -> tuple[Filter, str]:
        """The filter of the scope, and its words."""
        key = self.scope.key()
        if not key:
            return Filter(), EVERYBODY
        group, _, value = key.partition("=")
        return Filter.of({"state": ("open",), group: (value,)}), value


def _line(words_: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words_)
    made.setAccessibleName(words_)
    return made
