"""Lists former meetings: when, how much went each way, what came of it, the code to compare by telephone."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from childdesk.desk import telling
from childdesk.desk.meetings import Meeting
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import Elided, sign, words

FIRST = 8
"""Meetings that are shown before somebody asks for all."""
HEADS = ("时间", "做了什么", "结果", "核对码")
SIGNS = {
    "good": ("checkmark_circle", "green"),
    "soon": ("branch_compare", "yellow"),
    "info": ("info", "ink2"),
}
CODE = "打电话对一对：您这里写的和对方读到的，应是同样4个字"


class PastCard(Card):
    """以前的同步, the newest first."""

    def __init__(self) -> None:
        super().__init__("以前的同步")
        self.every = button("全部", self._all, kind="link")
        self.act(self.every)
        self.table: QGridLayout = fit.grid(across=14, down=6)
        self.table.setColumnStretch(1, 1)
        held = QWidget()
        held.setLayout(self.table)
        self.none = words("还没有。", "second")
        self.add(held)
        self.add(self.none)
        self._past: list[Meeting] = []
        self._whole = False

    def show_past(self, past: list[Meeting]) -> None:
        """Other meetings."""
        self._past = past
        self._fill()

    def lines(self) -> list[tuple[str, ...]]:
        """What stands in the table, line by line."""
        shown = self._past if self._whole else self._past[:FIRST]
        return [(telling.stamp(one.when), one.what, one.result, one.code or "—") for one in shown]

    def _all(self) -> None:
        self._whole = True
        self._fill()

    def _fill(self) -> None:
        fit.clear(self.table)
        self.none.setVisible(not self._past)
        self.every.setVisible(not self._whole and len(self._past) > FIRST)
        for column, head in enumerate(HEADS if self._past else ()):
            name = words(head, "second")
            name.setToolTip(CODE if column == 3 else "")
            self.table.addWidget(name, 0, column)
        for at, (line, one) in enumerate(zip(self.lines(), self._past, strict=False), 1):
            icon, token = SIGNS[one.tone]
            role = {"info": "small"}.get(one.tone, one.tone)
            result = fit.row(sign(icon, token, 16), words(one.result, role), None, spacing=4)
            code = words(line[3], "small")
            code.setToolTip(CODE)
            self.table.addWidget(words(line[0], "small"), at, 0)
            self.table.addWidget(Elided(line[1], "small"), at, 1)
            self.table.addLayout(result, at, 2)
            self.table.addWidget(code, at, 3)
