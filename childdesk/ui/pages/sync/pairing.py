"""Pairing in the window: what this level of desk does next, and the 24 digits large enough to read aloud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from childdesk.desk import packs, pairing
from childdesk.desk.pairing import Step
from childdesk.domain import tiers
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.ask import Ask
from childdesk.ui.tasks import Task
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button, prefer
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

BELOW = (
    "1　在这里写一份请求，存到U盘，给镇里打电话，念24位数字。",
    "2　镇里在他们的电脑上读请求，写一份答复，念他们的24位数字。",
    "3　U盘带回来，在这里读答复，输入听到的数字。",
)
ABOVE = (
    "1　村里写一份请求存在U盘上，打电话念24位数字。",
    "2　在这里读请求，输入听到的数字；写好答复，再念这边的24位。",
    "3　U盘带回村里，村里读答复。",
)
ASK = {"village": "写请求…", "township": "向县里写请求…"}
STOPPED = "已停下，没有配对，什么也没改。随时可以再来一次"
DIGITS = "请输入电话里听到的24位数字"


class PairingCard(Card):
    """Three steps, one button for each that happens here; `done` is told when there are digits to read aloud
    or a pairing was made."""

    def __init__(self, ask: Ask, bench: Workbench, done: Callable[[], object]) -> None:
        super().__init__("配对", "只做一次。两边各念一遍数字，谁也冒充不了谁")
        self.ask, self.bench, self._done = ask, bench, done
        self.level = bench.session().ledger.identity.level
        self.above = self.level != "village"
        self.digits = words("", "figure")
        self.told = words("", "second", wrap=True)
        for sentence in ABOVE if self.above else BELOW:
            self.add(words(tiers.at(sentence, self.level), "small", wrap=True))
        self.add(self.told)
        self.add(self.digits)
        acts = fit.row(spacing=8)
        if self.above:
            self.first = button(self._say("读村里的请求…"), self.answer, kind="primary", icon="folder_open")
            acts.addWidget(self.first)
        if self.level != "county":
            kind = "" if self.above else "primary"
            acts.addWidget(button(ASK[self.level], self.request, kind=kind, icon="usb_stick"))
            acts.addWidget(button(f"读{self._up}的答复…", self.finish, icon="folder_open"))
        self.task: Task | None = None
        self.stop = button("停下", self._stop, kind="quiet", icon="dismiss")
        self.stop.hide()
        acts.addWidget(self.stop)
        acts.addStretch(1)
        self.body.addLayout(acts)
        self.digits.hide()

    @property
    def _up(self) -> str:
        """Who is above."""
        return tiers.below("镇里", self.level)

    def _say(self, text: str) -> str:
        """A sentence about those below."""
        return tiers.at(text, self.level)

    @property
    def _asks(self) -> str:
        return f"请求写好了。请打电话给{self._up}，念这24位数字："

    def step_back(self, *, paired: bool) -> None:
        """Whoever is paired already comes to this page to sync: one button only is the next step."""
        if self.above:
            prefer(self.first, "folder_open", first=not paired)

    def show_asked(self, digits: str) -> None:
        """A request waits for its answer, perhaps since yesterday: its digits are still wanted."""
        if digits and self.digits.isHidden():
            self.told.setText(self._asks)
            self.digits.setText(digits)
            self.digits.show()

    def request(self) -> None:
        """Writes the request of this desk."""
        folder = self.ask.folder("请求存到哪里")
        if folder is not None:
            self._do(lambda session, _progress: pairing.request(session, folder), self._asks)

    def answer(self) -> None:
        """Reads a request and writes the answer beside it."""
        asked = self._asked(self._say("选村里的请求（CP-REQ开头）"))
        if asked is not None:
            file, digits = asked

            def told(step: Step) -> str:
                if step.file.endswith(".txt"):
                    return f"{step.unit_name}配好了，可以同步了。回执在U盘上，请双方签字。开户包的数字是："
                return self._say("配好了，答复写在同一个地方。请念这24位数字给村里：")

            self._do(
                lambda session, progress: packs.accept(session, file, file.parent, digits, progress=progress),
                told,
                met=True,
            )

    def finish(self) -> None:
        """Reads the answer."""
        asked = self._asked(f"选{self._up}的答复（CP-OK开头）")
        if asked is not None:
            file, digits = asked
            told = "配好了，可以同步了。回执在U盘上，请双方签字。"
            self._do(
                lambda session, progress: pairing.finish(session, file, digits, progress), told, met=True
            )

    def _asked(self, title: str) -> tuple[Path, str] | None:
        file = self.ask.open_file(title)
        digits = self.ask.words("核对数字", DIGITS) if file is not None else None
        return None if file is None or not digits else (file, digits)

    def _do(self, work: Callable[..., Step], told: str | Callable[[Step], str], *, met: bool = False) -> None:
        def shown(step: Step) -> None:
            self.stop.hide()
            said = told if isinstance(told, str) else told(step)
            self.digits.setText(step.digits)
            self.digits.show()
            self.told.setText(said)
            announce(self, f"{said}{step.digits}")
            self._done()

        self.stop.setVisible(met)
        self.task = self.bench.write(
            work,
            shown,
            outward=True,
            refused=self._refused,
            cancelled=self._cancelled,
            failed=self._failed,
            stepped=self._stepped,
            news=False,
            owner=self,
        )

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def _stepped(self, done: int, total: int, text: str) -> None:
        self.digits.hide()
        self.told.setText(f"{text} {done:,}/{total:,}" if total else f"{text}…")

    def _failed(self, _trouble: BaseException) -> None:
        self.stop.hide()
        self.told.setText("")

    def _cancelled(self) -> None:
        self.stop.hide()
        self.told.setText(STOPPED)
        announce(self, STOPPED)

    def _refused(self, trouble: Refused) -> None:
        self.stop.hide()
        self.digits.hide()
        self.told.setText(trouble.sentence)
        announce(self, trouble.sentence)
