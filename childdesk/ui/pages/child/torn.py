"""Says in a file what two places have written differently, and lets a person decide on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from childdesk.desk.conflicts import Conflict
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words

TITLE = "两边改得不一样"
MOST, LONGEST = 3, 14
"""Fields side by side in a large window, one at a time in a small one; letters of a value on its button."""


class Torn(Card):
    """One line for each field: what stood there before, and the values, each of which can be taken."""

    taken = Signal(str, int)
    """The conflict, and which of its values, counted from 1."""

    def __init__(self) -> None:
        super().__init__(TITLE, role="warn", icon="branch_compare")
        self._conflicts: Sequence[Conflict] = ()
        self._may_edit = False
        self._compact = False
        self._first = fit.row(spacing=10)
        self.head.addLayout(self._first)
        self._rows = fit.column(spacing=6)
        self.add(self._rows)
        self.hide()

    def show_conflicts(self, conflicts: Sequence[Conflict], *, may_edit: bool) -> None:
        """Nothing torn shows nothing."""
        self._conflicts, self._may_edit = conflicts, may_edit
        self._fill()
        self.setVisible(bool(conflicts))

    def set_compact(self, compact: bool) -> None:
        """A small window asks about one field at a time, in one line."""
        if compact != self._compact:
            self._compact = compact
            edge = 4 if compact else 12
            layout = self.layout()
            assert layout is not None
            fit.hold(layout, (16, edge, 16, edge))
            self._fill()

    def _fill(self) -> None:
        fit.clear(self._first)
        fit.clear(self._rows)
        if not self._conflicts:
            return
        if self._compact:
            one, left = self._conflicts[0], len(self._conflicts) - 1
            self.say(f"{one.label}{TITLE}", f"还有{left:,}处" if left else "")
            self._values(self._first, one)
            return
        left = len(self._conflicts) - MOST
        self.say(f"{TITLE}，请您定", f"还有{left:,}处" if left > 0 else "没选上的也留在修改记录里")
        for one in self._conflicts[:MOST]:
            line = fit.row(words(one.label, "strong"), words(_base(one), "second"), spacing=10)
            self._values(line, one)
            line.addStretch(1)
            self._rows.addLayout(line)

    def _values(self, line: QHBoxLayout, one: Conflict) -> None:
        for number, value in enumerate(one.values, start=1):
            text = value.value or "未采集"
            short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
            take = button(f"用“{short}”", partial(self.taken.emit, one.id, number), kind="small")
            take.setAccessibleName(f"{one.label}用{text}，{value.person}写的")
            take.setToolTip("，".join(part for part in (text, f"{value.person}写的", _base(one)) if part))
            take.setEnabled(self._may_edit)
            line.addWidget(take)


def _base(one: Conflict) -> str:
    return "" if one.field.endswith("._alive") else f"原来是{one.base or '未采集'}"
