"""The questions at the left: at a township by village, then one line for each question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.desk.checks import Check, Standing
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, words

AT_ONCE = 40
ALL = ""


class _Shelf(QFrame):
    """A column of cards, one of which is chosen."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self.parts: dict[str, CardButton] = {}
        self._lines = fit.column(spacing=4, margins=(0, 0, 4, 0))
        inside = QWidget()
        inside.setLayout(self._lines)
        self.setLayout(fit.column(scrolled(inside), margins=(8, 8, 4, 8)))

    def _put(self, key: str, name: str, first: QWidget, second: QWidget, mark: QWidget, *, on: bool) -> None:
        top = fit.row(first, mark, spacing=8)
        top.setStretch(0, 1)
        made = CardButton(name, fit.column(top, second, margins=(10, 6, 10, 6), spacing=2))
        made.setCheckable(True)
        made.setChecked(on)
        made.clicked.connect(partial(self.chosen.emit, key))
        self.parts[key] = made
        self._lines.addWidget(made)

    def mark(self, key: str) -> None:
        """Marks the one that is shown."""
        for one, made in self.parts.items():
            made.setChecked(one == key)


class VillageShelf(_Shelf):
    """Village by village: how many are asked, answered, late."""

    def show_lines(self, lines: Sequence[Standing], chosen: str) -> None:
        """Other villages; the first line stands for all of them."""
        fit.clear(self._lines)
        self.parts.clear()
        asked, answered = sum(one.asked for one in lines), sum(one.answered for one in lines)
        everyone = Standing(ALL, "全部村", asked, answered, sum(one.late for one in lines))
        for one in (everyone, *lines):
            told = f"{one.asked:,}件，已答{one.answered}"
            late = f"晚{one.late}" if one.late else ("答完了" if one.asked == one.answered else "")
            self._put(
                one.unit,
                f"{one.village}，{told}，{late}",
                Elided(one.village, "strong"),
                words(told, "second"),
                words(late, "late" if one.late else "good"),
                on=one.unit == chosen,
            )
        self._lines.addStretch(1)


class CheckShelf(_Shelf):
    """One line for each question."""

    def __init__(self) -> None:
        super().__init__("要核查的")
        self._some: Sequence[Check] = ()
        self._shown = AT_ONCE

    def show_lines(self, checks: Sequence[Check], chosen: str) -> None:
        """Other questions."""
        at = next((n for n, one in enumerate(checks) if one.id == chosen), 0)
        self._some, self._shown = checks, max(AT_ONCE, at + 1)
        self._fill(chosen)

    def _fill(self, chosen: str) -> None:
        fit.clear(self._lines)
        self.parts.clear()
        for one in self._some[: self._shown]:
            told, role = _when(one)
            self._put(
                one.id,
                f"{one.title}，{one.village}，{told}",
                Elided(one.brief, "strong"),
                Elided(f"{one.village}，{one.listed}", "second"),
                words(told, role),
                on=one.id == chosen,
            )
        left = len(self._some) - self._shown
        if left > 0:
            self._lines.addWidget(
                button(f"再看{min(left, AT_ONCE)}件，还有{left:,}件", self._more, kind="quiet")
            )
        self._lines.addStretch(1)

    def _more(self) -> None:
        on = next((key for key, made in self.parts.items() if made.isChecked()), "")
        self._shown += AT_ONCE
        self._fill(on)


def _when(one: Check) -> tuple[str, str]:
    if not one.is_open:
        return "已答", "good"
    return (f"晚了{one.days_late}天", "late") if one.days_late else (one.due[5:], "second")
