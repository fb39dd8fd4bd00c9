"""Two short forms: a paper that all villages owe, and a pasted list of villages."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.question import Question

SAMPLE = "如：\n河湾村　陈桂兰　10400001234\n石桥村　990101001202　李秀英"


class PaperForm(QWidget):
    """`taken` carries texts by key, `cancelled` that nobody wants it."""

    taken = Signal(object)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked = Question()
        self.title, self.due, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.title.setPlaceholderText("如：11月留守儿童花名册")
        self.due.setPlaceholderText("如：11-25、明天")
        self.note.setPlaceholderText("如：监护人电话一定要填")
        lines = (
            ("title", "要各村交什么表", self.title, ""),
            ("due", "哪天以前", self.due, ""),
            (
                "note",
                "说明（可以不写）",
                self.note,
                "用童档的村同步后在今日里看到；没有电脑的村，请照常通知。",
            ),
        )
        for key, label, field, note in lines:
            self.asked.body.addWidget(self.asked.field(key, label, field, note))
        card = Card("收一份表")
        card.add(self.asked)
        self.go = button("向各村收", self._take, kind="primary", icon="checkmark")
        card.add(fit.row(self.go, button("先不收", self.cancelled.emit), None))
        fit.fix(card, most=560)
        self.setLayout(fit.column(card, None))

    def fields(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        """What is typed, by key."""
        return {"title": self.title, "due": self.due, "note": self.note}

    def clear(self) -> None:
        """As for a new one."""
        for line in (self.title, self.due, self.note):
            line.clear()
        self.asked.clear()

    def refuse(self, refused: Refused) -> None:
        """Says it at its field."""
        self.asked.refuse(refused)

    def _take(self) -> None:
        self.asked.clear()
        typed = {"title": self.title, "due": self.due, "note": self.note}
        self.taken.emit({key: line.text().strip() for key, line in typed.items()})


class ListForm(QWidget):
    """`taken` carries the pasted text."""

    taken = Signal(str)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked = Question()
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(SAMPLE)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("各村名单")
        fit.fix(self.text, least=320, tall=240)
        note = "每行一个村：村名、12位代码、儿童主任、电话，顺序随便，用空格隔开。没写代码的，先给一个。"
        self.asked.body.addWidget(self.asked.field("village", "把各村名单粘贴在这里", self.text, note))
        card = Card("加上各村")
        card.add(self.asked)
        self.go = button("看一遍再加", self._take, kind="primary", icon="checkmark")
        card.add(fit.row(self.go, button("先不加", self.cancelled.emit), None))
        fit.fix(card, most=640)
        self.setLayout(fit.column(card, None))

    def fields(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        """What is typed, by key."""
        return {"list": self.text}

    def refuse(self, refused: Refused) -> None:
        """Says it below the list."""
        self.asked.refuse(refused)

    def _take(self) -> None:
        self.asked.clear()
        self.taken.emit(self.text.toPlainText())
