"""A package that would withdraw or move many children at once: it waits until somebody has telephoned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from childdesk.desk.meetings import ReadFile
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words

TITLE = "先打个电话再收"
TOLD = "的包会一次撤回或转走两成以上的孩子，先没有收，台账没有动。"
NEXT = "打电话问一问是不是真的。是，就点下面；不是，请对方改好再写一份。"


class BrakeCard(Card):
    """Shown only after a meeting that met such a package; `agree` is given the names of those packages."""

    def __init__(self, agree: Callable[[frozenset[str]], None]) -> None:
        super().__init__(role="warn", icon="warning", title=TITLE)
        self._agree = agree
        self.names: frozenset[str] = frozenset()
        self.told = words("", "small", wrap=True)
        self.take = button("问清楚了，收下", self._agreed, icon="checkmark")
        for part in (self.told, words(NEXT, "small", wrap=True), fit.row(self.take, None)):
            self.add(part)
        self.hide()

    def show_files(self, files: Iterable[ReadFile], desks: dict[str, str]) -> None:
        """What a meeting met; `desks` says what the units are called."""
        waiting = [one for one in files if one.needs_consent]
        self.names = frozenset(Path(one.file).name for one in waiting)
        units = dict.fromkeys(desks.get(one.source, one.source) for one in waiting)
        self.told.setText("、".join(units) + TOLD)
        self.setVisible(bool(waiting))

    def _agreed(self) -> None:
        self.hide()
        self._agree(self.names)
