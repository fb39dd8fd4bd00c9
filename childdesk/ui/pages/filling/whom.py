"""For whom the form is: the one list, or each of its sheets with a tick and the children it is for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.desk.fill_look import SCOPES, SheetLook
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.words import words

ONE, SEVERAL = "填给谁", "填哪几页，给谁"


class ForWhom(Card):
    """`scoped` carries a sheet ("" for the only one) and whom; `ticked` a sheet and whether it is filled."""

    scoped = Signal(str, str)
    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(ONE)
        self._lines = fit.column(spacing=8)
        self.add(self._lines)
        self.ticks: dict[str, QPushButton] = {}
        self.pickers: dict[str, Picker] = {}

    @property
    def picker(self) -> Picker:
        """Whom the only sheet, or the first, is for."""
        return next(iter(self.pickers.values()))

    def show_sheets(self, looks: Sequence[SheetLook]) -> None:
        """Other sheets."""
        fit.clear(self._lines)
        self.ticks.clear()
        self.pickers.clear()
        several = len(looks) > 1
        self.say(SEVERAL if several else ONE)
        for look in looks:
            if several:
                self._lines.addWidget(self._tick(look))
            if look.chosen:
                self._lines.addWidget(self._picker(look, look.name if several else ""))

    def _tick(self, look: SheetLook) -> QWidget:
        whole = QWidget()
        made = button(look.name, kind="pick")
        made.setCheckable(True)
        made.setChecked(look.chosen)
        made.setAccessibleName(f"{look.name}，{look.sentence}")
        made.clicked.connect(lambda: self.ticked.emit(look.name, made.isChecked()))
        self.ticks[look.name] = made
        line = fit.row(made, words(look.sentence, "second", wrap=True), spacing=8)
        line.setStretch(1, 1)
        whole.setLayout(line)
        return whole

    def _picker(self, look: SheetLook, name: str) -> QWidget:
        made = Picker(f"{look.name}填给谁" if name else ONE)
        scopes = list(SCOPES)
        if look.scope and look.scope not in dict(scopes):
            scopes.append((look.scope, look.scope.partition("=")[2] or look.scope))
        made.offer(scopes)
        made.choose(look.scope)
        made.chosen.connect(partial(self.scoped.emit, name))
        self.pickers[name] = made
        return made
