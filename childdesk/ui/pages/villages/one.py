"""The village that is looked at: who to call, what came back, what was said, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.township_board import Row
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.words import words

ACTS = (
    ("behalf", "代录一份表", "arrow_import"),
    ("register", "看名册", "people_list"),
    ("typing", "录入助手", "keyboard"),
    ("checks", "核查任务", "shield_task"),
    ("chase", "记一次催办", "call"),
    ("return", "退回…", "arrow_undo"),
    ("rename", "改名…", "edit"),
    ("join", "并入别的村…", "merge"),
)
"""Key, words and icon of what can be done with one village."""


def _way(row: Row) -> str:
    """How one hears of a village."""
    if row.town:
        return f"由{row.town}同步上来"
    return "用童档，U盘同步" if row.desk else "用表格，镇里代录"


class OneVillage(QWidget):
    """A card at the right. `asked` carries the key of an act."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.card = Card()
        self.name = words("", "head", wrap=True)
        self.facts = fit.column(spacing=4)
        self.card.add(self.name)
        self.card.body.addLayout(self.facts)
        self.parts = {key: button(word, icon=icon, kind="small") for key, word, icon in ACTS}
        for key, part in self.parts.items():
            part.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            self.card.add(part)
        self.setLayout(fit.column(self.card, None))
        self.card.hide()

    def show_row(self, row: Row | None) -> None:
        """Another village; without one nothing is shown."""
        self.card.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(row.name)
        fit.clear(self.facts)
        lines = [
            ("儿童主任", row.director or "没写"),
            ("电话", row.phone or "没写"),
            ("怎么来", _way(row)),
        ]
        if row.state:
            told = "" if row.told is None else f"，{row.told:,}人"
            way = f"（{row.way}）" if row.way and not row.owes else ""
            lines.append(("这次的表", f"{row.state}{told if not row.owes else ''}{way}"))
        if row.words:
            lines.append(("退回的话", row.words))
        if row.chases:
            lines.append((f"催过{row.chases:,}次", row.chased))
        for label, text in lines:
            self.facts.addLayout(fact(label, words(text, "small", wrap=True), width=72))
        self.parts["return"].setVisible(bool(row.state) and not row.owes)
        self.parts["chase"].setVisible(row.owes)
        self.parts["checks"].setVisible(row.checks > 0)
        self.parts["typing"].setVisible(row.registered > 0)
