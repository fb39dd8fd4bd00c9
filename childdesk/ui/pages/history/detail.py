"""Shows one entry: what it changed, record by record; before undoing, what would go back and what stays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.desk.bin import Gone
from childdesk.desk.chronicle import Detail, UndoPlan
from childdesk.ui import fit
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import rule, sign, words

NOTHING = "（空）"


class EntryCard(Card):
    """The card beside the list. It only shows; what a button does is handed in."""

    def __init__(self, home: QWidget) -> None:
        """`home` takes the focus when a button that had it goes."""
        super().__init__("这一次")
        self._home = home
        self._lines = fit.column(spacing=6)
        inside = QWidget()
        inside.setLayout(fit.column(self._lines, None, margins=(0, 0, 6, 0)))
        self.area = scrolled(inside)
        self._acts = fit.row(spacing=8)
        self.add(self.area, 1)
        self.body.addLayout(self._acts)

    def empty(self, sentence: str = "") -> None:
        """Nothing is chosen."""
        self._begin("这一次")
        if sentence:
            self._say(sentence, "second")

    def show_detail(self, told: Detail, undo: Callable[[], object], redo: Callable[[], object]) -> None:
        """What an entry changed, with the way to take it back or to do it again."""
        event = told.event
        self._begin(event.what, event.whose)
        self._say("，".join(part for part in (event.when, event.who) if part), "second")
        if event.why:
            self._say(event.why, "second")
        if told.undone_by:
            self._say("已撤销。可以重做，把这一次的改动再做一遍", "doubt")
        if told.more:
            self._say(f"一共：{told.more}", "small")
        self._lines.addWidget(rule())
        for group in told.groups:
            self._say(group.title, "group")
            for label, before, after in group.lines:
                self._line(label, before, after)
        if told.more:
            self._say("其余的没有一条条列出来，都在档案里", "note")
        if told.refuses:
            self._say(told.refuses, "note")
        elif told.undone_by:
            self._act("重做", redo, icon="arrow_sync")
        else:
            self._act("撤销这一次…", undo, icon="arrow_undo")

    def show_plan(
        self, what: str, plan: UndoPlan, go: Callable[[], object], back: Callable[[], object]
    ) -> None:
        """What undoing would do; nothing has happened yet."""
        self._begin(f"撤销：{what}", "先看一遍，还没有改")
        if plan.steps:
            self._head("checkmark_circle", "green", f"会退回{plan.steps:,}处")
            for whose, label, now, then in plan.back:
                self._line(f"{whose}　{label}".strip(), now, then, plain=not (now or then))
            if plan.steps > len(plan.back):
                self._say(f"其余{plan.steps - len(plan.back):,}处一样退回", "note")
        else:
            self._head("info", "brand", "没有能退回的")
        if plan.kept:
            self._lines.addWidget(rule())
            self._head("warning", "yellow", f"{plan.kept:,}处留着不动")
            for whose, label, why in plan.stays:
                self._say("　".join(part for part in (whose, label) if part) + f"：{why}", "small")
        self._say("撤销也是一次改动，以后还能重做。", "note")
        self._act("不撤了", back)
        if plan.steps:
            words_ = f"退回{plan.steps:,}处" if plan.kept else "撤销"
            self._act(words_, go, kind="primary", icon="arrow_undo").setFocus()
        announce(self, f"会退回{plan.steps:,}处，{plan.kept:,}处留着")

    def show_gone(self, gone: Gone, bring: Callable[[], object] | None) -> None:
        """A record in the recycle bin, and the way back."""
        self._begin(gone.label, gone.name)
        self._say("，".join(part for part in (gone.when, gone.who) if part), "second")
        if gone.how:
            self._say(f"怎么撤的：{gone.how}", "small")
        self._say("恢复后回到原来的地方，什么都不少。", "note")
        if bring is not None:
            self._act("恢复", bring, icon="arrow_undo")

    def _begin(self, title: str, note: str = "") -> None:
        self.say(title, note)
        here = self.window().focusWidget()
        if self.isAncestorOf(here):
            self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        fit.clear(self._lines)
        fit.clear(self._acts)
        self._acts.addStretch(1)
        self.area.verticalScrollBar().setValue(0)

    def first(self) -> QPushButton | None:
        """The first button."""
        parts = (self._acts.itemAt(at).widget() for at in range(self._acts.count()))
        return next((one for one in parts if isinstance(one, QPushButton)), None)

    def _act(self, word: str, do: Callable[[], object], *, kind: str = "", icon: str = "") -> QPushButton:
        made = button(word, do, kind=kind, icon=icon)
        self._acts.addWidget(made)
        return made

    def _say(self, text: str, role: str) -> None:
        self._lines.addWidget(words(text, role, wrap=True))

    def _head(self, icon: str, ink: str, text: str) -> None:
        line = fit.row(sign(icon, ink), words(text, "group"), None, spacing=8)
        self._lines.addLayout(line)

    def _line(self, label: str, before: str, after: str, *, plain: bool = False) -> None:
        """Label, then what stood there and what came: the newer one in full ink."""
        made = QWidget()
        inner = fit.column(words(label, "label", wrap=True), spacing=1)
        if plain:
            made.setLayout(fit.column(words(label, "small", wrap=True)))
            self._lines.addWidget(made)
            return
        if before:
            inner.addWidget(words(before, "second", wrap=True))
        text = after or NOTHING
        inner.addWidget(words(f"→ {text}" if before else text, "small", wrap=True))
        made.setLayout(inner)
        self._lines.addWidget(made)
