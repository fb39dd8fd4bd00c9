"""Who is still to be typed into the national system, at the left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.desk.typed import Waiting
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, words

AT_ONCE = 30
WIDTH = 250


class Shelf(QFrame):
    """`chosen` carries the id of a child."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName("还要录入的孩子")
        self.parts: dict[str, CardButton] = {}
        self._some: Sequence[Waiting] = ()
        self._shown = AT_ONCE
        self._lines = fit.column(spacing=4, margins=(0, 0, 4, 0))
        inside = QWidget()
        inside.setLayout(self._lines)
        self.setLayout(fit.column(scrolled(inside), margins=(8, 8, 4, 8)))
        fit.fix(self, width=WIDTH)

    def show_lines(self, some: Sequence[Waiting], chosen: str) -> None:
        """Other children; one is marked."""
        at = next((n for n, one in enumerate(some) if one.child == chosen), 0)
        self._some, self._shown = some, max(AT_ONCE, at + 1)
        self._fill(chosen)

    def mark(self, child: str) -> None:
        """Marks the child that is shown."""
        for one, made in self.parts.items():
            made.setChecked(one == child)

    def _fill(self, chosen: str) -> None:
        fit.clear(self._lines)
        self.parts.clear()
        for one in self._some[: self._shown]:
            still = f"还有{one.left:,}项" if one.left else "录完了"
            told = f"改了{one.changed:,}项" if one.changed else still
            role = "soon" if one.changed else "second"
            first = fit.row(Elided(one.name, "strong"), words(told, role), spacing=8)
            first.setStretch(0, 1)
            begun = f"录过，{one.typed_on[5:]}" if one.typed_on else "还没录"
            second = Elided("，".join(part for part in (one.group, begun) if part), "second")
            made = CardButton(
                f"{one.name}，{told}，{begun}", fit.column(first, second, margins=(10, 5, 10, 5), spacing=1)
            )
            made.setCheckable(True)
            made.setChecked(one.child == chosen)
            made.clicked.connect(partial(self.chosen.emit, one.child))
            self.parts[one.child] = made
            self._lines.addWidget(made)
        left = len(self._some) - self._shown
        if left > 0:
            text = f"再看{min(left, AT_ONCE)}人，还有{left:,}人"
            self._lines.addWidget(button(text, self._more, kind="quiet"))
        self._lines.addStretch(1)

    def _more(self) -> None:
        on = next((key for key, made in self.parts.items() if made.isChecked()), "")
        self._shown += AT_ONCE
        self._fill(on)
