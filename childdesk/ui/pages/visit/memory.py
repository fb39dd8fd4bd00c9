"""Stands beside the form: the last visit, what to take care of, what follows from what was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from childdesk.desk.visits import Last, Opening
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words

FIRST = "第一次走访，多看一眼"


class Memory(QWidget):
    """Three cards; those with nothing in them are not shown."""

    def __init__(self, see: Callable[[str], object]) -> None:
        """`see` opens the sealed words of a visit by its id."""
        super().__init__()
        self._see = see
        self.last = Card("上次走访")
        self.care = Card("这次请留意", role="warn", icon="warning")
        self.after = Card("保存后会提议", role="info", icon="info")
        self.setLayout(fit.column(self.last, self.care, self.after, None, spacing=10))

    def show_opening(self, known: Opening) -> None:
        """What is known before anything is typed."""
        fit.clear(self.last.body)
        if known.last is None:
            self.last.say("上次走访")
            self.last.add(words(FIRST, "small", wrap=True))
        else:
            self.last.say("上次走访", "，".join(part for part in (known.last.day, known.last.who) if part))
            self._show_last(known.last)
        fit.clear(self.care.body)
        for sentence in known.attention:
            self.care.add(words(sentence, "small", wrap=True))
        self.care.setVisible(bool(known.attention))

    def show_after(self, sentences: Sequence[str]) -> None:
        """What will be proposed once it is saved."""
        fit.clear(self.after.body)
        for sentence in sentences:
            self.after.add(words(sentence, "small", wrap=True))
        self.after.setVisible(bool(sentences))

    def _show_last(self, last: Last) -> None:
        if last.nobody:
            self.last.add(words("没见到人", "small"))
        facts = (("生活", last.living), ("家庭", last.family), ("监护", last.guardianship))
        for label, text in facts:
            if text:
                self._fact(label, words(text, "small", wrap=True))
        if last.sealed:
            look = button("查看", lambda: self._see(last.id), kind="link")
            look.setAccessibleName("查看上次的精神状况，受保护")
            line = QWidget()
            line.setLayout(fit.row(words("受保护的记录", "small"), look, None, spacing=8))
            self._fact("精神", line)
        if last.agreed:
            self._fact("说好的事", words(last.agreed, "small", wrap=True))

    def _fact(self, label: str, value: QWidget) -> None:
        self.last.add(fit.column(words(label, "note"), value, spacing=1))
