"""What stands beside the stick: who is paired, what waits for a person, former meetings."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from childdesk.desk import meetings, torn
from childdesk.desk.meetings import Meeting
from childdesk.desk.outlook import Outlook
from childdesk.desk.session import Right
from childdesk.desk.sync import Standing
from childdesk.ui import fit
from childdesk.ui.page import Host
from childdesk.ui.pages.sync.past import PastCard
from childdesk.ui.pages.sync.told import day
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import chip, count
from childdesk.ui.widgets.words import sign, words
from childdesk.ui.workbench import Workbench

MOST = 20
"""Desks that are named."""


class Beside(QWidget):
    """Three cards, one below the other."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__()
        self.host, self.bench = host, bench
        self.partner = Card("对方")
        self.decide = Card("要您决定")
        self.past = PastCard()
        self.lost = button("U盘丢了…", self._lost, kind="link")
        self.past.act(self.lost)
        self.setLayout(fit.column(self.partner, self.decide, self.past, None, spacing=12))

    def show_outlook(self, found: Outlook, today: date) -> None:
        """How things stand now."""
        self.past.show_past(found.past)
        self.lost.setVisible(bool(found.past) and self.bench.may(Right.EXPORT))
        fit.clear(self.partner.body)
        for one in found.peers[:MOST]:
            self.partner.body.addLayout(_partner(one, today))
        if not found.peers:
            self.partner.add(words("还没有配对。", "second"))

        # Files that may be of one child are held against each other apart from it: that may take seconds.
        self.bench.newest("torn", lambda one, _p: torn.count(one), self.show_undecided, owner=self)

    def show_undecided(self, number: int) -> None:
        """How many questions wait, pairs of files that may be one child's among them."""
        self.host.badge("sync", number)
        fit.clear(self.decide.body)
        for line in _undecided(self.host, number):
            self.decide.add(line)

    def _lost(self) -> None:
        """There is nothing to stop, but it is written down, and one hears that nothing leaked."""
        reason = self.host.ask.words(meetings.LOST_STICK, "写一句怎么丢的，会记下来。", "在路上丢的")
        if reason:
            self.bench.write(
                lambda session, _progress: meetings.lost(session, reason), self._noted, owner=self
            )

    def _noted(self, past: list[Meeting]) -> None:
        self.past.show_past(past)
        self.host.banner("info", f"{meetings.NOTED}。{meetings.LOST_SAFE}。")


def _partner(one: Standing, today: date) -> QHBoxLayout:
    """A desk that is paired: its name, when it was last heard, whether it is being completed."""
    line = fit.row(sign("building_government", "ink2"), spacing=10)
    when = f"上次读到它的包：{day(one.last_read, today)}" if one.last_read else "还没有读过它的包"
    line.addLayout(fit.column(words(one.unit_name, "strong"), words(when, "second"), spacing=1), 1)
    line.addWidget(chip("正在补齐" if one.asking else "已配对", "yellow" if one.asking else "green"))
    return line


def _undecided(host: Host, number: int) -> list[QHBoxLayout]:
    """What waits for a person, and the way there."""
    if not number:
        return [fit.row(words("没有。", "second"), None)]
    told = words("两边改得不一样的、像是同一个孩子的，程序不替您选。", "small", wrap=True)
    line = fit.row(told, count(number, late=True), spacing=10)
    line.setStretch(0, 1)
    lines = [line]
    if host.knows("conflicts"):
        go = button(f"去看{number:,}处", lambda: host.go("conflicts"), icon="merge")
        lines.append(fit.row(go, None))
    return lines
