"""Asked once, on the first look at the plan: homes a day, market days, and what the county demands.

The last was perhaps answered in the first use: then it stands there and need only be left.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from childdesk.desk.cadences import Demand
from childdesk.domain.cadence import BY_COLOUR, DEMANDS, EVERY
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words


class DemandCard(Card):
    """`told` carries how, every how many days, homes a day, and the market in words."""

    told = Signal(str, int, int, str)

    def __init__(self) -> None:
        super().__init__("县里怎么要求，一天走几户", role="info")
        self._held: Demand | None = None
        self.how = Segmented([(one, one) for one in DEMANDS], dense=True)
        self.how.choose(BY_COLOUR)
        self.how.chosen.connect(lambda _key: self._show_days())
        self.days = _line("每几天1次")
        self.homes = _line("一天走几户，如：6")
        self.market = _line("赶集，如：农历逢3、8；星期2、6")
        self.add(self.how)
        self.add(self.days)
        self.add(self.homes)
        self.add(self.market)
        self.add(words("只问这一次。按颜色是默认值，请对照本县文件。", "note", wrap=True))
        self.done = button("定好", self._tell, kind="small", icon="checkmark")
        self.add(fit.row(self.done, None))
        self._show_days()

    def show_held(self, held: Demand) -> None:
        """What holds now, to begin with; what is half typed stays."""
        if self.isVisible() and held == self._held:
            return
        self._held = held
        self.how.choose(held.how)
        self.days.setText(str(held.days or ""))
        self.homes.setText(str(held.homes) if held.asked else "")
        self.market.setText(held.market)
        self._show_days()

    def _show_days(self) -> None:
        self.days.setVisible(self.how.key() == EVERY)

    def _tell(self) -> None:
        days, homes = (_number(field) for field in (self.days, self.homes))
        self.told.emit(self.how.key() or BY_COLOUR, days, homes, self.market.text())


def _number(field: QLineEdit) -> int:
    text = field.text().strip()
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _line(words_: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words_)
    made.setAccessibleName(words_)
    return made
