"""Writes down that somebody wants a form: what, who, by when, how often, for whom."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from childdesk.desk.fill_look import SCOPES
from childdesk.domain import handin_options as steps
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.segmented import Segmented


class AskForm(QWidget):
    """A short form. `taken` carries texts by key, `cancelled` that nobody wants it."""

    taken = Signal(object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked = Question()
        self.title = QLineEdit()
        self.title.setPlaceholderText("如：11月留守儿童花名册")
        self.who = Picker("谁要的")
        self.who.offer([(option.code, option.word()) for option in steps.ASKED_BY.open()])
        self.due = QLineEdit()
        self.due.setPlaceholderText("如：11-25、明天")
        self.hour = QLineEdit()
        self.hour.setPlaceholderText("如：17:00")
        self.cycle = Segmented([(word, word) for word in ("临时", "月", "季", "半年", "年")])
        self.scope = Picker("填给谁")
        self.scope.offer(SCOPES)
        self.go = button("记下", self._take, kind="primary")
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        card = Card("记一份要交的表")
        when = fit.row(
            self.asked.field("due", "哪天以前", self.due),
            self.asked.field("hour", "几点以前", self.hour),
            spacing=12,
        )
        for part in (
            self.asked.field("title", "要交的是什么表", self.title),
            self.asked.field("asked_by", "谁要的", self.who),
        ):
            self.asked.body.addWidget(part)
        self.asked.body.addLayout(when)
        cycle = fit.row(self.cycle, None)
        holder = QWidget()
        holder.setLayout(cycle)
        self.asked.body.addWidget(self.asked.field("cycle", "多久一次", holder))
        self.asked.body.addWidget(self.asked.field("scope", "填给谁", self.scope))
        card.add(self.asked)
        card.add(fit.row(self.go, button("不记了", self.cancelled.emit), None))
        fit.fix(card, most=560)
        self.setLayout(fit.column(card, None))

    def clear(self) -> None:
        """As for a new one."""
        for line in (self.title, self.due, self.hour):
            line.clear()
        self.asked.clear()
        self.who.choose("乡镇民政")
        self.cycle.choose("临时")
        self.scope.choose("")

    def fields(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        """What is typed, by key: what a draft keeps."""
        return {"title": self.title, "due": self.due, "hour": self.hour}

    def texts(self) -> dict[str, str]:
        """Everything that stands in the form, by key."""
        return {
            "title": self.title.text().strip(),
            "asked_by": self.who.key(),
            "due": self.due.text().strip(),
            "hour": self.hour.text().strip(),
            "cycle": self.cycle.key() or "临时",
            "scope": self.scope.key(),
        }

    def refuse(self, refused: Refused) -> None:
        """Says it at its field."""
        self.asked.refuse(refused)

    def _take(self) -> None:
        self.asked.clear()
        self.taken.emit(self.texts())
