"""Writes down that somebody wants a form: what, who, by when, how often, for whom."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from childdesk.desk import handin_papers
from childdesk.desk.fill_look import SCOPES
from childdesk.desk.handin_lines import HandInLine
from childdesk.domain import handin_options as steps
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.segmented import Segmented

THEIRS = "theirs"
"""The key of the form of whoever asks, which is offered first."""
Times = Callable[[str], list[tuple[str, str]]]
"""The name of a report → (key, words) of the times for which it is usually made."""


class AskForm(QWidget):
    """A short form. `taken` carries texts by key, `cancelled` that nobody wants it.

    `row` is the request that is changed, empty for a new one.
    """

    taken = Signal(object)
    cancelled = Signal()

    def __init__(self, times: Times) -> None:
        super().__init__()
        self.row = ""
        self._times = times
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
        self.paper = Picker("用哪张表")
        self.paper.offer([(THEIRS, "对方的表，填的时候再选"), *handin_papers.offered().items()])
        self.paper.chosen.connect(self._paper)
        self.time = Picker("哪段时间")
        self.time.chosen.connect(lambda _key: self._propose())
        self.go = button("记下", self._take, kind="primary")
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        card = self.card = Card("记一份要交的表")
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
        self.of_when = self.asked.field("period", "哪段时间", self.time)
        which = fit.row(self.asked.field("report", "用哪张表", self.paper), self.of_when, spacing=12)
        which.setStretch(0, 1)
        which.setStretch(1, 1)
        self.asked.body.addLayout(which)
        cycle = fit.row(self.cycle, None)
        holder = QWidget()
        holder.setLayout(cycle)
        self.asked.body.addWidget(self.asked.field("cycle", "多久一次", holder))
        self.asked.body.addWidget(self.asked.field("scope", "填给谁", self.scope))
        card.add(self.asked)
        card.add(fit.row(self.go, button("不记了", self.cancelled.emit), None))
        fit.fix(card, most=640)
        self.setLayout(fit.column(card, None))

    def clear(self) -> None:
        """As for a new one."""
        self.row = ""
        self.card.say("记一份要交的表")
        self.go.setText("记下")
        for line in (self.title, self.due, self.hour):
            line.clear()
        self.asked.clear()
        self.who.choose("乡镇民政")
        self.cycle.choose("临时")
        self.scope.choose("")
        self.paper.choose(THEIRS)
        self._proposed = ""
        self._offer_times("")

    def show_line(self, line: HandInLine) -> None:
        """A request that turns out otherwise."""
        self.clear()
        self.row = line.id
        self.card.say("改这份要求")
        self.go.setText("改好了")
        self.title.setText(line.title)
        self.who.choose(line.asked_by)
        self.due.setText(line.due)
        self.hour.setText(line.hour)
        self.cycle.choose(line.cycle or "临时")
        scope = "\n".join(line.scope)
        if scope not in self.scope.all_keys():
            self.scope.offer([*SCOPES, (scope, "、".join(line.scope))])
        self.scope.choose(scope)
        self.paper.choose(line.report or THEIRS)
        self._offer_times(line.period)

    def _paper(self, _name: str) -> None:
        self._offer_times("")
        self._propose()

    def _offer_times(self, chosen: str) -> None:
        name = self._report()
        self.of_when.setVisible(bool(name))
        times = self._times(name) if name else []
        if chosen and chosen not in [key for key, _ in times]:
            times = [(chosen, chosen), *times]
        self.time.offer(times)
        self.time.choose(chosen or (times[0][0] if times else ""))

    def _propose(self) -> None:
        """A title where nobody wrote one: 11月留守儿童花名册."""
        if self.title.text().strip() not in ("", self._proposed) or not self._report():
            return
        label = handin_papers.offered()[self._report()]
        month = re.fullmatch(r"\d{4}-(\d{2})", self.time.key())
        self._proposed = f"{int(month[1])}月{label}" if month else label
        self.title.setText(self._proposed)

    def _report(self) -> str:
        name = self.paper.key()
        return "" if name == THEIRS else name

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
            "report": self._report(),
            "period": self.time.key() if self._report() else "",
        }

    def refuse(self, refused: Refused) -> None:
        """Says it at its field."""
        self.asked.refuse(refused)

    def _take(self) -> None:
        self.asked.clear()
        self.taken.emit(self.texts())
