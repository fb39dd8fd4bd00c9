"""The tab 受保护: says how much there is, opens it with a reason, and closes it again when one goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.protected import Opened
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import surface, words

MINUTES = 5
"""After so long what was opened is closed again."""
LABEL = 130


class Sealed(QWidget):
    """Closed until a person with the right has written why."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._may = False
        self._closed = Empty("lock_closed", "", "写明理由并查看", self.asked.emit)
        self._open = fit.column(spacing=10, margins=(0, 0, 8, 0))
        inside = QWidget()
        inside.setLayout(self._open)
        self._area = scrolled(inside)
        self._bar = QWidget()
        note = words("已记入访问记录。看完请收起，离开这一页也会收起", "second")
        self._bar.setLayout(
            fit.row(note, None, button("收起", self.close_again, kind="small", icon="lock_closed"))
        )
        card = surface("card")
        card.setLayout(fit.column(self._closed))
        self._card = card
        outer = fit.column(card, self._bar, self._area, spacing=8)
        outer.setStretch(0, 1)
        outer.setStretch(2, 1)
        self.setLayout(outer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MINUTES * 60_000)
        self._timer.timeout.connect(self.close_again)
        self.close_again()

    def show_count(self, number: int, *, may: bool) -> None:
        """How many there are, and whether this person may open them."""
        self._count, self._may = number, may
        if not number:
            self._closed.say("这个孩子没有受保护的记录")
        elif may:
            self._closed.say(f"有{number}份受保护的记录。查看要写明理由，并记入访问记录")
        else:
            self._closed.say(f"有{number}份受保护的记录，由督导员查看。需要的话给督导员打电话")
        self._closed.act.setVisible(bool(number) and may)

    def show_opened(self, records: Sequence[Opened]) -> None:
        """What was opened, for a while."""
        fit.clear(self._open)
        for one in records:
            card = Card(one.title, one.when, icon="lock_closed")
            for label, text in one.lines:
                card.add(fact(label, text, width=LABEL))
            self._open.addWidget(card)
        self._open.addStretch(1)
        self._card.hide()
        self._bar.show()
        self._area.show()
        self._timer.start()

    def opened(self) -> bool:
        """Whether something is open."""
        return not self._area.isHidden()

    def close_again(self) -> None:
        """Nothing of it stays in the window."""
        self._timer.stop()
        fit.clear(self._open)
        self._area.hide()
        self._bar.hide()
        self._card.show()
