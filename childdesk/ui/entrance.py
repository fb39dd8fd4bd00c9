"""Leads into the open desk and out of it: first use, sign-in, locking, another folder, closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from childdesk.desk import escrow, first_steps, people, rescue, telling, unlocking
from childdesk.desk.lanes import Lanes
from childdesk.desk.session import Session
from childdesk.domain.clock import Clock, wall
from childdesk.domain.errors import Refused, Unavailable
from childdesk.ui import theme
from childdesk.ui.autolock import AutoLock
from childdesk.ui.first_desk import Begun, FirstDesk
from childdesk.ui.pages.sign_in import SignIn
from childdesk.ui.seat import FILE, Seat
from childdesk.ui.session_signs import SessionSigns
from childdesk.ui.tasks import Connections, Progress, Tasks
from childdesk.ui.trail import Step
from childdesk.ui.window import Window

WIDE = 1920
"""A screen of this width gets larger type unless somebody chose otherwise."""


@dataclass(frozen=True)
class Opened:
    """A desk that has just been opened: its lanes, who sits there, and how they want to begin."""

    tasks: Tasks
    session: Session
    begin: str = ""
    """import, practice or blank after first use; recover after a lost passphrase; else empty."""


@dataclass(frozen=True)
class _Opening:
    """What is known while a desk is being opened."""

    person: str
    passphrase: str
    begin: str = ""
    finish: Callable[[Session], None] | None = None


@dataclass(frozen=True)
class _Place:
    """Where somebody was when the window was locked."""

    person: str = ""
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, window: Window, person: str) -> _Place:
        """The page that is shown, as it looks, and how one came there."""
        trail = window.trail
        page, step = window.page(), trail.current()
        if page is None or step is None:
            return cls(person)
        step.memento = page.memento()
        return cls(person, tuple(trail.steps[: trail.at + 1]))

    def resume(self, window: Window) -> None:
        """Goes there again; the way back is the same as before."""
        *before, last = self.steps
        window.trail.steps, window.trail.at = list(before), len(before) - 1
        window.go(last.route, last.argument)
        page = window.page()
        if page is not None and last.memento is not None:
            page.resume(last.memento)


class Entrance(QObject):
    """The way in and out. `opened` carries the desk; `locked` says that nothing of it may be used now."""

    opened = Signal(object)
    locked = Signal()
    rescue_asked = Signal()
    help_asked = Signal()
    """The desk does not open: a backup shall help, or the desk above."""
    moved = Signal(object)
    """Another folder: its Seat."""

    def __init__(
        self,
        window: Window,
        home: Path,
        clock: Clock,
        take: Callable[[BaseException], object],
        *,
        at_once: bool = False,
    ) -> None:
        """`take` shows an Unavailable or our own mistake. With `at_once` the lanes work inside the call."""
        super().__init__(window)
        self.window = window
        self.home = home
        self.clock = clock
        self.seat = Seat(home / FILE)
        self.tasks: Tasks | None = None
        self.sign_in: SignIn | None = None
        self._take = take
        self._at_once = at_once
        self._over = False
        # Lanes for what is slow before there is a ledger: making one, recovering, reading the divisions.
        self.front = Tasks(Connections(_nothing, _nothing, _nothing), at_once=at_once, parent=self)
        self.front.failed.connect(take)
        self.front.refused.connect(take)
        self.first = FirstDesk(window, self.front, clock)
        self.first.begun.connect(self.begin)
        self.first.another.connect(self.open_another)
        self.first.rescue_asked.connect(self.rescue_asked)
        self._place = _Place()
        self._person, self._filled = "", ("", "")
        self.autolock = AutoLock(window, self.seat.minutes())
        self.autolock.due.connect(self.lock)
        self._signs = SessionSigns(window)
        self._signs.away.connect(self.lock)
        window.acted.connect(lambda act: self.lock() if act == "lock" else None)
        window.look_changed.connect(lambda scale, high: _keep_look(self.home, self.seat, scale, high))
        window.closing.connect(self.close)

    # -- in ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Shows the sign-in of the folder, or first use where there is no desk yet."""
        _apply(self.seat, self.window)
        self._signs.listen()
        self._show()

    def fill(self, passphrase: str, sentence: str) -> None:
        """On a practice desk made by the program: the passphrase stands there already, and it is said."""
        self._filled = (passphrase, sentence)
        if self.sign_in is not None:
            self.sign_in.fill(passphrase, sentence)

    def settle(self, start: str) -> None:
        """Uncovers the window: at the place where the same person locked it, else at `start`."""
        self.window.show_whole(None)
        self.sign_in = None
        place, self._place = self._place, _Place()
        if not place.steps or place.person != self._person:
            self.window.go(start)
        else:
            place.resume(self.window)

    def open_another(self) -> None:
        """Asks for a folder; one without a desk is said and nothing changes."""
        folder = self.window.ask.folder("选档案所在的文件夹")
        if folder is None:
            return
        if not unlocking.exists(folder):
            self.window.ask.unavailable("这个文件夹里没有档案。", "请换一个文件夹。")
            return
        self.go_to(folder)

    def go_to(self, home: Path) -> None:
        """Makes another folder the one that is opened."""
        self.home = home
        self.seat = Seat(home / FILE)
        self._place, self._filled = _Place(), ("", "")
        _apply(self.seat, self.window)
        self.moved.emit(self.seat)
        self._show()

    def _show(self) -> None:
        if unlocking.exists(self.home):
            self._show_sign_in()
        else:
            self._show_first_use()

    def _show_sign_in(self, busy: str = "") -> None:
        made, trouble = _sign_in(self.home, self.seat, self.clock)
        made.asked.connect(lambda person, passphrase: self._open(_Opening(person, passphrase)))
        made.recovered.connect(self._recover)
        made.another.connect(self.open_another)
        made.rescue_asked.connect(self.rescue_asked)
        made.help_asked.connect(self.help_asked)
        if self._filled[0]:
            made.fill(*self._filled)
        self.sign_in = made
        self.window.show_whole(made)
        made.first_focus().setFocus()
        made.wait(unlocking.seconds_to_wait(self.home, self.clock, made.who.key()))
        if busy:
            made.busy(busy)
        if trouble is not None:
            made.offer_rescue()
            self._take(trouble)

    def _open(self, opening: _Opening) -> None:
        if self.sign_in is not None:
            self.sign_in.busy("正在打开…")
        lanes = Lanes(self.home, self.clock, person=opening.person, passphrase=opening.passphrase)
        ways = Connections(lanes.write, lanes.read, lanes.window, lanes.close, lanes.interrupt, lanes.guard)
        tasks = Tasks(ways, at_once=self._at_once, parent=self)
        tasks.failed.connect(lambda trouble: self._not_opened(tasks, opening, trouble))
        tasks.write(
            lambda session, progress: _greet(session, progress, opening),
            lambda session: self._is_open(tasks, session, opening),
            refused=lambda refused: self._not_opened(tasks, opening, refused),
        )

    def _is_open(self, tasks: Tasks, session: Session, opening: _Opening) -> None:
        tasks.failed.disconnect()
        tasks.failed.connect(self._take)
        tasks.refused.connect(self._take)
        self.tasks = tasks
        self._person = session.person
        _remember(self.seat, session, self.clock)
        self.autolock.minutes = self.seat.minutes()
        self.autolock.start()
        if self.seat.text("wizard/step") == "recovery":
            # The program ended between making the desk and proving its sheet: a new code, a new sheet.
            unit, name = session.ledger.identity.unit_name, session.name
            tasks.write(
                lambda one, _progress: people.new_recovery_code(one),
                lambda code: self.first.ask_again(self.home, self.seat, unit, name, code),
            )
        else:
            self.opened.emit(Opened(tasks, session, opening.begin))

    def _not_opened(self, tasks: Tasks, opening: _Opening, trouble: BaseException) -> None:
        tasks.close()
        page = self.sign_in
        if page is None:
            self._show_sign_in()
            page = self.sign_in
        if page is not None:
            page.busy()
        if page is not None and isinstance(trouble, Unavailable) and rescue.helps(self.home, trouble):
            page.offer_rescue()
        if page is None or not isinstance(trouble, Refused):
            self._take(trouble)
            return
        page.refuse(trouble)
        page.wait(unlocking.seconds_to_wait(self.home, self.clock, opening.person))

    def _recover(self, person: str, code: str, passphrase: str) -> None:
        page = self.sign_in
        if page is None:
            return
        page.busy("正在核对恢复码，换上新口令…")
        home = self.home
        self.front.write(
            lambda _none, _progress: unlocking.recover(home, person, code, passphrase),
            lambda _done: self._open(_Opening(person, passphrase, "recover")),
            refused=page.refuse,
            failed=lambda _trouble: page.busy(),
            owner=page,
        )

    def open_as(self, person: str, passphrase: str, begin: str) -> None:
        """Opens the desk with a passphrase that was just given; `begin` says how it came."""
        self._open(_Opening(person, passphrase, begin))

    # -- first use -----------------------------------------------------------------------------------

    def _show_first_use(self) -> None:
        self.sign_in = None
        self.first.ask(self.home, self.seat)

    def begin(self, begun: Begun) -> None:
        """A desk was just made: the real one by first use, or the practice village beside it."""
        if self.tasks is not None:
            session = self.tasks.glance(lambda session: session)
            self.opened.emit(Opened(self.tasks, session, begun.begin))
            return
        if begun.home != self.home:
            self.home = begun.home
            self.seat = Seat(self.home / FILE)
            self.moved.emit(self.seat)
        self._open(_Opening("", begun.passphrase, begun.begin, begun.finish))

    # -- out -----------------------------------------------------------------------------------------

    @property
    def person(self) -> str:
        """The id of the person who sits here, or sat here last."""
        return self._person

    def ask_again(self) -> None:
        """Shows the sign-in anew: what is opened now is another state of the desk."""
        self._place = _Place()
        self._show()

    def lock(self, then: Callable[[], object] | None = None, told: str = "正在收好档案…") -> None:
        """Covers the window at once, keeps drafts, closes the ledger when they are kept, then goes on."""
        tasks, self.tasks = self.tasks, None
        if tasks is None:
            return
        self.autolock.stop()
        self._place = _Place.of(self.window, self._person)
        self.window.forget_pages()
        self.locked.emit()
        self._show_sign_in(told)

        # Drafts were queued before this question; behind it the lane has nothing left to write.
        def shut(_done: object = None) -> None:
            tasks.close()
            if then is not None:
                then()
            elif self.sign_in is not None:
                self.sign_in.busy()

        tasks.failed.connect(shut)
        tasks.write(lambda _session, _progress: None, shut, refused=shut, cancelled=shut)

    def close(self, seconds: float = 5.0) -> None:
        """At the end of the program: waits until drafts are kept, then closes everything; once."""
        if self._over:
            return
        self._over = True
        self.autolock.stop()
        self.seat.flush()
        tasks, self.tasks = self.tasks, None
        if tasks is not None:
            self.window.forget_pages()
            kept = Event()
            tasks.write(lambda _session, _progress: kept.set(), lambda _done: None)
            kept.wait(seconds)
            tasks.close(seconds)
        self.front.close(seconds)


def usual_scale() -> int:
    """110 % on wide screens, else 100 %."""
    return 110 if QApplication.primaryScreen().size().width() >= WIDE else 100


def _sign_in(home: Path, seat: Seat, clock: Clock) -> tuple[SignIn, Unavailable | None]:
    """The page with who may open it and what was opened here last; what is wrong when nobody can be named."""
    try:
        known = unlocking.people(home)
    except Unavailable as trouble:
        return SignIn([], unit=seat.text("desk/unit")), trouble
    last, role = seat.text("desk/person"), seat.text("desk/role")
    pairs = [(key, f"{name}，{role}" if key == last and role else name) for key, name in known]
    name, opened = dict(known).get(last, ""), seat.text("desk/opened")
    note = f"上次打开：{telling.moment(opened, clock.today())}，{name}" if opened and name else ""
    return SignIn(pairs, unit=seat.text("desk/unit"), last=note, person=last if name else ""), None


def _remember(seat: Seat, session: Session, clock: Clock) -> None:
    """What the sign-in may say before the ledger is open the next time."""
    seat.keep("desk/unit", session.ledger.identity.unit_name)
    seat.keep("desk/opened", wall(clock.now()))
    seat.keep("desk/person", session.person)
    seat.keep("desk/role", session.role)
    seat.flush()


def _apply(seat: Seat, window: Window) -> None:
    """The look that this seat has chosen, else the usual one."""
    scale = seat.number("look/scale") or usual_scale()
    window.set_look(scale if scale in theme.SCALES else 100, seat.yes("look/high"))
    window.set_always_compact(seat.yes("look/compact"))


def _keep_look(home: Path, seat: Seat, scale: int, high: bool) -> None:
    """Before there is a desk there may be no folder to write into."""
    if home.is_dir():
        seat.keep("look/scale", scale)
        seat.keep("look/high", high)


def _nothing() -> None:
    """There is no ledger yet."""


def _greet(session: Session, progress: Progress, opening: _Opening) -> Session:
    """The first work on the writing lane: what could not be written before the desk was open."""
    if opening.finish is not None:
        opening.finish(session)
    if opening.begin == "recover":
        unlocking.note_recovery(session)
    if opening.begin == "escrow":
        escrow.note_opened(session)
    if opening.begin == "practice":
        first_steps.fill_practice(session, progress)
    return session
