"""The village that is looked at: how it stands with a desk of its own, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.packs import GIVEN, NO_DESK, PAIRED, STOPPED, Seat
from childdesk.domain import tiers
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.words import words

ACTS = (
    ("give", "写开户包", "key_multiple", (NO_DESK, GIVEN)),
    ("again", "给新电脑写开户包", "key_multiple", (STOPPED,)),
    ("accept", "读它的请求…", "folder_open", (GIVEN,)),
    ("lost", "电脑丢了、坏了…", "shield_error", (PAIRED,)),
    ("stop", "只停用…", "dismiss_circle", (PAIRED,)),
    ("relink", "重新对一遍", "arrow_sync", (PAIRED,)),
)
"""Key, words, icon, and in which states it is offered."""

MEANS = {
    NO_DESK: "这个村还没有自己的电脑，名单由镇里代录。",
    GIVEN: "开户包给出去了，等村里把请求带回来。没用上的，再写一份也行，旧的就作废。",
    PAIRED: "用U盘来回同步。",
    STOPPED: "旧电脑写的包会放在一边，不采用。换了新电脑，写一个开户包，记录全回去。",
}


class OneSeat(QWidget):
    """A card at the right. `asked` carries the key of an act."""

    asked = Signal(str)

    def __init__(self, level: str) -> None:
        super().__init__()
        self._level = level
        self.card = Card()
        self.name = words("", "head", wrap=True)
        self.means = words("", "small", wrap=True)
        self.facts = fit.column(spacing=4)
        self.card.add(self.name)
        self.card.body.addLayout(self.facts)
        self.card.add(self.means)
        self.parts = {key: button(word, icon=icon, kind="small") for key, word, icon, _ in ACTS}
        for key, part in self.parts.items():
            part.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            self.card.add(part)
        self.setLayout(fit.column(self.card, None))
        self.card.hide()

    def show_seat(self, seat: Seat | None) -> None:
        """Another village; without one nothing is shown."""
        self.card.setVisible(seat is not None)
        if seat is None:
            return
        self.name.setText(seat.name)
        self.means.setText(tiers.at(MEANS[seat.state], self._level))
        fit.clear(self.facts)
        lines = [("电脑", seat.state), ("在册", f"{seat.held:,}人")]
        if seat.since and seat.state == GIVEN:
            lines.append(("开户包", f"{seat.since}写的"))
        if seat.state in (PAIRED, STOPPED):
            lines.append(("上次收到", seat.last_read or "还没有"))
        for label, text in lines:
            self.facts.addLayout(fact(label, words(text, "small", wrap=True), width=72))
        for key, _, _, states in ACTS:
            self.parts[key].setVisible(seat.state in states)
