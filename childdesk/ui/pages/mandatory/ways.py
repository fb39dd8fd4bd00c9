"""Answers whether this is a report, a protection or a help, by what was met."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.domain import situations
from childdesk.ui import fit
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.words import sign, words

ICONS = {
    situations.REPORT: ("alert_urgent", "red"),
    situations.CARE: ("person", "brand"),
    situations.HELP: ("info", "ink2"),
    situations.REFER: ("arrow_routing", "brand"),
}


class Ways(QWidget):
    """是报告、保护，还是帮扶? `chosen` carries the kind."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        card = Card("是报告、保护，还是帮扶？", "遇到的是哪一种，点它")
        self.parts: list[QPushButton] = []
        for way in situations.WAYS:
            icon, ink = ICONS[way.kind]
            text = fit.column(
                words(way.met, "group", wrap=True), words(way.what, "second", wrap=True), spacing=2
            )
            line = fit.row(sign(icon, ink), text, margins=(14, 8, 14, 8), spacing=12)
            line.setStretch(1, 1)
            made = CardButton(f"{way.met}：{way.what}", line)
            made.clicked.connect(lambda _on=False, kind=way.kind: self.chosen.emit(kind))
            self.parts.append(made)
            card.add(made)
        card.add(words(f"没人照料的依据：{situations.CARE_SOURCE}", "note", wrap=True))
        self.setLayout(fit.column(card, None, margins=(0, 0, 4, 0)))
        self.setFocusProxy(self.parts[0])
