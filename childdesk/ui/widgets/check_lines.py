"""The 勾稽 checks of a table, each with its sign: those that do not hold first, with who is behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.desk.rosters import Check
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.words import sign, words

FEW = 6
"""Checks that hold and are told one by one; names behind one that does not."""


class CheckLines(QWidget):
    """`children_asked` carries a rule and who is behind it, `child_asked` one child."""

    children_asked = Signal(str, object)
    child_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = fit.column(spacing=6)
        self.names: list[QPushButton] = []
        self.setLayout(self._lines)

    def show_checks(
        self, checks: Sequence[Check], *, ask: bool = True, names: Mapping[str, str] | None = None
    ) -> None:
        """Other checks. With `names` the children stand below a broken one, else a button asks for them."""
        fit.clear(self._lines)
        self.names = []
        broken = [check for check in checks if not check.holds]
        held = [check for check in checks if check.holds]
        for check in broken:
            self._check(check, ask=ask, names=names)
        if len(held) <= FEW:
            for check in held:
                self._check(check)
        else:
            rules = "\n".join(check.rule for check in held)
            self._check(Check(f"{'其余' if broken else ''}{len(held):,}条都对", holds=True), tip=rules)

    def _check(
        self, check: Check, *, ask: bool = True, tip: str = "", names: Mapping[str, str] | None = None
    ) -> None:
        icon, ink = ("checkmark_circle", "green") if check.holds else ("warning", "yellow")
        text = words(check.rule, "small", wrap=True)
        text.setAccessibleName(f"{check.rule}，{'对' if check.holds else '请看'}")
        text.setToolTip(tip)
        line = fit.row(sign(icon, ink), text, spacing=8)
        line.setStretch(1, 1)
        self._lines.addLayout(line)
        if check.holds or not (check.why or (ask and check.children)):
            return
        second = fit.row(28, spacing=4)
        second.addWidget(words(check.why, "second", wrap=True), 1)
        if ask and check.children and names is None:
            word = f"看这{len(check.children):,}人"
            asked = button(word, partial(self.children_asked.emit, check.rule, check.children), kind="small")
            asked.setAccessibleName(f"{word}，{check.rule}")
            second.addWidget(asked)
        self._lines.addLayout(second)
        if ask and check.children and names:
            self._lines.addLayout(fit.row(28, self._behind(check, names)))

    def _behind(self, check: Check, names: Mapping[str, str]) -> QWidget:
        made = QWidget()
        flow = Flow(6, 4)
        known = [child for child in check.children if child in names][:FEW]
        for child in known:
            name = button(names[child], partial(self.child_asked.emit, child), kind="link")
            self.names.append(name)
            flow.addWidget(name)
        if len(check.children) > len(known):
            flow.addWidget(words(f"等{len(check.children):,}人", "second"))
        made.setLayout(flow)
        return made


def counted(checks: Sequence[Check]) -> str:
    """How many hold."""
    broken = sum(not check.holds for check in checks)
    held = len(checks) - broken
    return f"{held:,}条对，{broken:,}条请看" if broken else f"{held:,}条都对"
