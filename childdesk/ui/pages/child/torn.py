"""Says in a file what two places have written differently, and lets a person decide on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from childdesk.desk.conflicts import Conflict
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words

MOST = 3


class Torn(Card):
    """One line for each field: what stood there before, and the values, each of which can be taken."""

    taken = Signal(str, int)
    """The conflict, and which of its values, counted from 1."""

    def __init__(self) -> None:
        super().__init__("两边改得不一样，请您定", role="warn", icon="branch_compare")
        self._rows = fit.column(spacing=6)
        self.add(self._rows)
        self.hide()

    def show_conflicts(self, conflicts: Sequence[Conflict], *, may_edit: bool) -> None:
        """Nothing torn shows nothing."""
        fit.clear(self._rows)
        for one in conflicts[:MOST]:
            base = f"原来是{one.base or '未采集'}" if one.field.endswith("._alive") is False else ""
            line = fit.row(words(one.label, "strong"), words(base, "second"), spacing=10)
            for number, value in enumerate(one.values, start=1):
                take = button(
                    f"用“{value.value or '未采集'}”", partial(self.taken.emit, one.id, number), kind="small"
                )
                take.setToolTip(f"{value.person}写的")
                take.setEnabled(may_edit)
                line.addWidget(take)
            line.addStretch(1)
            self._rows.addLayout(line)
        left = len(conflicts) - MOST
        self.say("两边改得不一样，请您定", f"还有{left}处" if left > 0 else "没选上的也留在修改记录里")
        self.setVisible(bool(conflicts))
