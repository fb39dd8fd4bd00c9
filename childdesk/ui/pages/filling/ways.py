"""Where a form comes from: the township's workbook, heads that are pasted, or one that was kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from childdesk.desk.forms import Kept
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.words import words

MOST = 8
"""Kept forms that are offered at once."""


class Ways(QWidget):
    """Three cards. `heads` carries a name and the pasted words, `kept_chosen` and `sent_down` a form's id."""

    file_asked = Signal()
    heads = Signal(str, str)
    kept_chosen = Signal(str)
    sent_down = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.file = button("选对方的表", self.file_asked.emit, kind="primary", icon="folder_open")
        self.name = QLineEdit()
        self.name.setPlaceholderText("如：暑期摸底表")
        self.area = QPlainTextEdit()
        self.area.setAccessibleName("表头")
        self.area.setTabChangesFocus(True)
        self.area.setPlaceholderText("如：姓名、性别、身份证号、监护人、联系电话")
        fit.fix(self.area, height=118)
        self.go = button("照这些做一张", self._take)
        self.asked = Question()
        self._kept = fit.column(spacing=6)
        self.parts: dict[str, QWidget] = {}
        self.sends: dict[str, QWidget] = {}
        self.setLayout(fit.row(self._left(), self._middle(), spacing=12))

    def _left(self) -> QWidget:
        made = QWidget()
        theirs = Card("对方发来了表")
        theirs.add(words("照原样填好，另存成新文件。原表不会被改动。", "second", wrap=True))
        theirs.add(fit.row(self.file, None))
        self._again = Card("上次填过的")
        self._again.add(self._kept)
        made.setLayout(fit.column(theirs, self._again, None, spacing=12))
        return made

    def _middle(self) -> QWidget:
        card = Card("只有照片，或只说了要哪些")
        self.asked.body.addWidget(self.asked.field("name", "表名", self.name))
        whole = self.asked.field("heads", "表头，按顺序贴在这里", self.area, "每行一个，或用顿号隔开")
        self.asked.body.addWidget(whole)
        card.add(self.asked)
        card.add(fit.row(self.go, None))
        made = QWidget()
        made.setLayout(fit.column(card, None))
        return made

    def _take(self) -> None:
        self.asked.clear()
        self.heads.emit(self.name.text().strip(), self.area.toPlainText())

    def refuse(self, refused: Refused) -> None:
        """Says what is wrong with the heads, at their place."""
        self.asked.refuse(refused)

    def show_kept(self, forms: Sequence[Kept], *, down: bool = False) -> None:
        """The forms that are kept by name; `down`: this desk may send its own to every desk below."""
        fit.clear(self._kept)
        self.parts.clear()
        self.sends.clear()
        for form in forms[:MOST]:
            note = f"{form.by}发的" if form.by else form.file or f"{len(form.heads):,}栏"
            made = button(f"{form.name}（{note}）", partial(self.kept_chosen.emit, form.id), kind="link")
            self.parts[form.id] = made
            line = fit.row(made, None, spacing=8)
            if down and not form.by:
                send = button(
                    "发给各村", partial(self.sent_down.emit, form.id), kind="small", icon="arrow_upload"
                )
                send.setAccessibleName(f"{form.name}：发给各村")
                self.sends[form.id] = send
                line.addWidget(send)
            self._kept.addLayout(line)
        self._again.setVisible(bool(forms))
