"""Leads through first use: what is kept between starts, the practice village, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from childdesk.desk import first_steps, packs, places
from childdesk.desk.first_steps import FirstSteps
from childdesk.desk.session import Session
from childdesk.domain.clock import Clock
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Paper
from childdesk.ui import printing
from childdesk.ui.ask import PACKS
from childdesk.ui.pages.wizard import FirstUse
from childdesk.ui.seat import FILE, Seat
from childdesk.ui.tasks import Tasks
from childdesk.ui.window import Window


@dataclass(frozen=True)
class Begun:
    """How first use ended: which folder is opened with which passphrase, and where one begins."""

    home: Path
    passphrase: str
    begin: str
    finish: Callable[[Session], None] | None = None
    """Written once the desk is open."""


class FirstDesk(QObject):
    """Shows the wizard over the window. `begun` ends it; the others lead to a desk that is there."""

    begun = Signal(object)
    another = Signal()
    rescue_asked = Signal()
    _home: Path
    _seat: Seat

    def __init__(self, window: Window, front: Tasks, clock: Clock) -> None:
        """`front` are lanes without a ledger."""
        super().__init__(window)
        self.page: FirstUse | None = None
        self._window = window
        self._front = front
        self._clock = clock

    def ask(self, home: Path, seat: Seat) -> None:
        """From the first question, or where it was left."""
        page = self._show(home, seat)
        page.resume({key: seat.text(f"wizard/{key}") for key in ("level", "region")})

    def ask_again(self, home: Path, seat: Seat, unit: str, person: str, code: str) -> None:
        """The desk is there and open, its sheet was never proved: a new code on a new sheet."""
        self._show(home, seat).resume_recovery(unit, person, code)

    def _show(self, home: Path, seat: Seat) -> FirstUse:
        flow = FirstSteps(places.divisions())
        made = FirstUse(flow, self._front, home, self._clock, self._print)
        self._home, self._seat = home, seat
        made.kept.connect(lambda state: _keep(self._home, self._seat, state))
        made.made.connect(lambda: self._seat.keep("wizard/step", "recovery"))
        made.proved.connect(lambda: self._seat.forget("wizard/"))
        made.begun.connect(lambda begin: self._begin(flow, begin))
        made.elsewhere.connect(lambda: self._move(made))
        made.another.connect(self.another)
        made.rescue_asked.connect(self.rescue_asked)
        made.pack_asked.connect(lambda: self._open_pack(made))
        self.page = made
        self._window.show_whole(made)
        return made

    def _move(self, page: FirstUse) -> None:
        """The folder will not do; the person says which one will."""
        folder = self._window.ask.folder("档案放在哪个文件夹")
        if folder is not None:
            self._home, self._seat = folder, Seat(folder / FILE)
            page.move_to(folder)

    def _open_pack(self, page: FirstUse) -> None:
        """Which file, and its 24 digits; what is not right is said beside the question, nothing is made."""
        ask = self._window.ask
        file = ask.open_file("选上级给的开户包（CP-NEW开头）", PACKS)
        digits = ask.words("打开开户包", "请照着开户单，或听着电话，输入24位数字") if file else None
        if file is None or not digits:
            return

        def refused(trouble: Refused) -> None:
            page.refuse(Refused(trouble.sentence, "level"))

        self._front.read(
            lambda _none, _progress: packs.open_pack(file, digits),
            page.take_pack,
            refused=refused,
            owner=page,
        )

    def _begin(self, flow: FirstSteps, begin: str) -> None:
        self.page = None
        home = self._home
        if begin != "practice":
            self.begun.emit(Begun(home, flow.passphrase, begin, flow.finish))
            return
        clock, name, passphrase = self._clock, flow.person, flow.passphrase
        beside = first_steps.practice_home(home)
        self._front.write(
            lambda _none, _progress: first_steps.make_practice(
                home, clock, person=name, passphrase=passphrase
            ),
            lambda _done: self.begun.emit(Begun(beside, passphrase, begin)),
        )

    def _print(self, paper: Paper) -> bool:
        return printing.put_on_paper(paper, self._window.ask)


def _keep(home: Path, seat: Seat, state: dict[str, str]) -> None:
    """The folder of a new desk is made with the desk; before that there may be nothing to write into."""
    if home.is_dir():
        for key, value in state.items():
            seat.keep(f"wizard/{key}", value)
