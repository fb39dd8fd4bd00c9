"""A desk made with a 开户包 whose request the desk above has not taken yet: its digits, large."""

from __future__ import annotations

from childdesk.desk import packs
from childdesk.desk.pairing import Step
from childdesk.domain import pairing, tiers
from childdesk.domain.errors import Refused
from childdesk.domain.pairing import Paper
from childdesk.ui import fit
from childdesk.ui.ask import Ask
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

STEPS = (
    "1　把U盘交回镇里，或者就在镇里的电脑上。请求在开户包旁边（CP-REQ开头）；没有，就在下面再写一份。",
    "2　镇里读请求时，把下面24位数字念给他们，或者两块屏幕对着看。",
    "3　镇里说“配好了”，这里点“开始同步”就行。",
)


class WaitingCard(Card):
    """Shown until the first package from above was read."""

    def __init__(self, ask: Ask, bench: Workbench) -> None:
        level = bench.session().ledger.identity.level
        head = ("还差一步：镇里收下请求", "念一遍数字，镇里就知道是您的电脑")
        super().__init__(*(tiers.below(text, level) for text in head))
        self.ask, self.bench = ask, bench
        self.digits = words("", "figure")
        self.told = words("", "second", wrap=True)
        for sentence in STEPS:
            self.add(words(tiers.below(sentence, level), "small", wrap=True))
        self.add(self.digits)
        self.add(self.told)
        self.again = button("把请求再写到U盘…", self.write, icon="usb_stick")
        self.add(fit.row(self.again, None))
        self.hide()

    def show_request(self, asked: Paper | None) -> None:
        """The request that waits, or none."""
        self.setVisible(asked is not None)
        if asked is not None:
            self.digits.setText(pairing.digits(asked))

    def write(self) -> None:
        """The stick was not there, or is another one."""
        folder = self.ask.folder("请求写到哪里")
        if folder is not None:
            self.bench.write(
                lambda session, _progress: packs.ask(session, folder),
                self._written,
                outward=True,
                refused=self._refused,
                news=False,
                owner=self,
            )

    def _written(self, step: Step) -> None:
        self.digits.setText(step.digits)
        self.told.setText("请求写好了，可以拔出U盘了。数字还是这一组。")
        announce(self, self.told.text())

    def _refused(self, trouble: Refused) -> None:
        self.told.setText(trouble.sentence)
        announce(self, trouble.sentence)
