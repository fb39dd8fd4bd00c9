"""A child who has come back and whose history never came whole: what happened, what is safe, what helps."""

from __future__ import annotations

from childdesk.desk import held_back
from childdesk.desk.held_back import RELINK, Held
from childdesk.desk.session import Right
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

NO_RIGHT = "这一步由主任来点。"


class HeldBackCard(Card):
    """Shown only while somebody waits; its one act begins anew with the desk above."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(role="warn", icon="hourglass", title="转回来还没到齐")
        self.bench = bench
        self.told = words("", "small", wrap=True)
        self.next = words("", "small", wrap=True)
        self.begin = button("重新对一遍", self._begin, icon="arrow_sync")
        for part in (self.told, self.next, fit.row(self.begin, None)):
            self.add(part)
        self.hide()

    def show_held(self, held: Held | None) -> None:
        """Other facts, or none."""
        self.setVisible(held is not None)
        if held is None:
            return
        may = self.bench.may(Right.PEOPLE)
        self.say(held.title)
        self.setAccessibleName(held.title)
        self.told.setText(held.told)
        self.next.setText(held.next + ("" if may or held.step != RELINK else NO_RIGHT))
        self.begin.setVisible(held.step == RELINK and may)

    def _begin(self) -> None:
        self.bench.write(
            lambda session, _progress: held_back.relink(session),
            self._begun,
            refused=self._refused,
            news=False,
            owner=self,
        )

    def _begun(self, held: Held | None) -> None:
        self.show_held(held)
        announce(self, self.next.text())

    def _refused(self, trouble: Refused) -> None:
        self.next.setText(trouble.sentence)
        announce(self, trouble.sentence)
