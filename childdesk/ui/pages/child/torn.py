"""Says in a file what two places have written differently, and lets a person decide on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from childdesk.desk.conflicts import GONE, KEPT, Conflict
from childdesk.domain.change import ALIVE
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words

TITLE = "两边改得不一样"
TAKES = {GONE: "撤回这份", KEPT: "留着这份"}
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
            if _is_gone(one):
                self._rows.addWidget(words(_who(one), "second", wrap=True))

    def _values(self, line: QHBoxLayout, one: Conflict) -> None:
        for number, value in enumerate(one.values, start=1):
            text = value.value or "未采集"
            short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
            said = TAKES[text] if _is_gone(one) else f"用“{short}”"
            take = button(said, partial(self.taken.emit, one.id, number), kind="small")
            take.setAccessibleName(f"{one.label}用{text}，{value.person}写的")
            take.setToolTip("，".join(part for part in (text, f"{value.person}写的", _base(one)) if part))
            take.setEnabled(self._may_edit)
            line.addWidget(take)


def _is_gone(one: Conflict) -> bool:
    """Whether somebody withdrew what somebody else went on writing in."""
    return one.field.endswith(f".{ALIVE}")


def _who(one: Conflict) -> str:
    """刘敏撤回了：名单上没有这个孩子；陈桂兰还在改学校."""
    said = []
    for value in one.values:
        why = f"：{value.reason}" if value.reason else ""
        said.append(f"{value.person}{f'撤回了{why}' if value.value == GONE else value.reason or '还在改'}")
    return "；".join(said)


def _base(one: Conflict) -> str:
    return "" if _is_gone(one) else f"原来是{one.base or '未采集'}"
