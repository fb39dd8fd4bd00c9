"""Puts the window together: crash guard, entrance, lanes, pages, search, status; the roof of the house."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from childdesk.desk import backups, due, finding, referral_board, sync, telling, today, torn
from childdesk.desk.session import Right, Session
from childdesk.domain.clock import Clock, SystemClock
from childdesk.store import lock
from childdesk.ui import opening, practising, restoring, theme
from childdesk.ui.ask import Dialogs
from childdesk.ui.crash import Crash
from childdesk.ui.dropped import Dropped
from childdesk.ui.entrance import Entrance, Opened
from childdesk.ui.page import Host, Page, Route
from childdesk.ui.pages.calls import CallsPage
from childdesk.ui.pages.checks import ChecksPage
from childdesk.ui.pages.child import ChildPage
from childdesk.ui.pages.children import ChildrenPage
from childdesk.ui.pages.comparing.page import ComparePage
from childdesk.ui.pages.conflicts import ConflictsPage
from childdesk.ui.pages.directory import DirectoryPage
from childdesk.ui.pages.drill import DrillPage
from childdesk.ui.pages.filling import FillPage
from childdesk.ui.pages.handins import HandInsPage
from childdesk.ui.pages.help import HelpPage
from childdesk.ui.pages.history import HistoryPage
from childdesk.ui.pages.homecoming import HomecomingPage
from childdesk.ui.pages.importing.page import ImportPage
from childdesk.ui.pages.keying import KeyingPage
from childdesk.ui.pages.mandatory import CarePage, KeptPage, MandatoryPage
from childdesk.ui.pages.observation import AssessPage, ObservationPage
from childdesk.ui.pages.packs import PacksPage
from childdesk.ui.pages.plan import PlanPage
from childdesk.ui.pages.referral import ReferPage, ReferralPage, ScanPage
from childdesk.ui.pages.reports import ReportsPage
from childdesk.ui.pages.rulefile import RuleFilePage
from childdesk.ui.pages.settings import SettingsPage
from childdesk.ui.pages.suggest import ScalePage, SuggestPage
from childdesk.ui.pages.sweep import SweepPage
from childdesk.ui.pages.sync import SyncPage
from childdesk.ui.pages.today import TodayPage
from childdesk.ui.pages.transfers import TransfersPage
from childdesk.ui.pages.typing import TypingPage
from childdesk.ui.pages.villages import VillagesPage
from childdesk.ui.pages.visit import VisitPage
from childdesk.ui.seat import Ways
from childdesk.ui.widgets.find_box import Hit
from childdesk.ui.window import Window
from childdesk.ui.workbench import Workbench

START = "today"
IDLE_BACKUP = 20_000
"""Milliseconds after signing in at which the day's backup is made, so that it never delays the first page."""

ELSEWHERE = {"report": "report", "visit": "visit", "refer": "referral"}
"""Where an act leads that the page that is shown has nothing to do with."""

LOOK_FOR_CALL = 1_000
"""Milliseconds between looks for a second program that asks this window to come forward."""

Make = Callable[[Host, Workbench], Page]


class App:
    """One running window."""

    def __init__(self, home: Path, clock: Clock, *, at_once: bool = False) -> None:
        self.home = home
        self.clock = clock
        self.crash = Crash(_version())
        self.dialogs = Dialogs()
        self.window = Window(self.dialogs)
        self.dialogs.over = self.window
        self.entrance = Entrance(self.window, home, clock, self.crash.take, at_once=at_once)
        self.bench: Workbench | None = None
        self._timers: list[QTimer] = []
        Dropped(self.window, lambda: self.bench is not None and self.bench.may(Right.IMPORT))
        self._bind()

    def _bind(self) -> None:
        window, crash = self.window, self.crash
        crash.show = window.ask.crashed
        crash.refuse = lambda refused: window.banner("bad", refused.sentence)
        crash.stop = lambda trouble: window.ask.unavailable(trouble.sentence, trouble.next_step)
        window.finder.asked.connect(self._find)
        window.finder.opened.connect(lambda child: window.go("child", child))
        window.finder.visit_asked.connect(lambda child: window.go("visit", child))
        window.finder.all_asked.connect(lambda text: window.go("children", text))
        window.finder.new_asked.connect(lambda text: window.go("child", f"+{text}"))
        window.acted.connect(self._acted)
        window.offer("lock", "help", "report")
        self.entrance.opened.connect(self._opened)
        self.entrance.locked.connect(self._locked)
        self.entrance.rescue_asked.connect(lambda: restoring.rescue(self.entrance))
        self.entrance.help_asked.connect(lambda: opening.ask_above(self.entrance))
        for route in routes(self._page):
            window.add_route(route)

    def start(self) -> None:
        """Shows the window with the sign-in or the first use in it."""
        self.window.resize(1366, 698)
        self.window.show()
        self.entrance.start()
        self._every(LOOK_FOR_CALL, self._come_forward)

    def _page(self, make: Make) -> Callable[[Host], Page]:
        def made(host: Host) -> Page:
            if self.bench is None:
                raise RuntimeError("no page is shown before a desk is open")
            return make(host, self.bench)

        return made

    def _ways(self) -> Ways:
        entrance = self.entrance
        return Ways(
            entrance.seat,
            self.window.set_look,
            self.window.set_always_compact,
            self._lock_after,
            lambda file, secret: restoring.restore(entrance, file, secret),
            self.crash.version,
            entrance.home,
            practising.ways(entrance),
        )

    def _lock_after(self, minutes: int) -> None:
        self.entrance.autolock.minutes = minutes

    # -- the open desk -------------------------------------------------------------------------------

    def _opened(self, opened: Opened) -> None:
        window, session = self.window, opened.session
        identity = session.ledger.identity
        window.forget_pages()
        self.bench = Workbench(opened.tasks, window.status, window)
        self.bench.ways = self._ways()
        self.bench.seat = self.entrance.seat
        self.bench.changed.connect(self._heard)
        self._say_unit()
        window.rail.offer("villages", on=identity.level != "village")
        window.status("who", f"{session.name}，{session.role}")
        window.status("saved", "全部已保存")
        self._say_backup()
        self.entrance.settle({"import": "importing", "sync": "sync"}.get(opened.begin, START))
        self._count()
        once = QTimer(window)
        once.setSingleShot(True)
        once.timeout.connect(self._daily)
        once.start(IDLE_BACKUP)
        self._timers.append(once)

    def _say_unit(self) -> None:
        """The unit's name, which a meeting with the desk above may have changed."""
        if self.bench is not None:
            identity = self.bench.session().ledger.identity
            self.window.say_title(identity.unit_name, practice=identity.practice)
            self.window.status("unit", identity.unit_name)

    def _locked(self) -> None:
        self.bench = None
        self.window.finder.clear()

    def _heard(self, entry: str) -> None:
        """Something was written; without an entry it may have been a backup."""
        self._count()
        self._say_unit()
        if not entry:
            self._say_backup()

    def _count(self) -> None:
        """The badges of the rail: how many wait; counted with each entry, never by polling."""
        if self.bench is not None:
            self.bench.newest(
                "badges",
                lambda session, _progress: (_waiting(session), _sync_words(session)),
                self._tell_waiting,
            )

    def _tell_waiting(self, told: tuple[dict[str, tuple[int, bool]], tuple[str, str]]) -> None:
        for place, (number, late) in told[0].items():
            self.window.badge(place, number, late=late)
        self.window.status("sync", *told[1])

    def _daily(self) -> None:
        if self.bench is not None:
            self.bench.write(
                lambda session, progress: backups.when_idle(session, progress),
                self._backed_up,
                news=False,
            )

    def _backed_up(self, done: tuple[backups.Backup | None, backups.Rehearsal | None]) -> None:
        made, tried = done
        if made is not None:
            self._say_backup()
        if tried is not None and not tried.holds:
            self.window.banner("bad", "最新的备份试着恢复，没成。现在的档案没有事，请到设置里马上备份一份")

    def _say_backup(self) -> None:
        if self.bench is not None:
            self.bench.read(
                lambda session, _progress: _backup_words(session),
                lambda told: self.window.status("backup", *told),
            )

    # -- search and acts -----------------------------------------------------------------------------

    def _find(self, text: str, number: int) -> None:
        if self.bench is None:
            return

        def answer(found: finding.Hits) -> None:
            hits = [Hit(h.id, h.name, (), _second(h), h.risk, h.why) for h in found.hits]
            self.window.finder.deliver(number, hits, found.count)

        self.bench.newest("find", lambda session, _progress: finding.find(session, text, 8), answer)

    def _acted(self, act: str) -> None:
        if self.bench is None:
            return
        if act == "help":
            page = self.window.trail.current()
            self.window.go("help", page.route if page is not None else "")
        elif act == "new":
            self.window.go("child", "+")
        elif act in ELSEWHERE:
            self.window.go(ELSEWHERE[act])
        elif act == "print":
            self.window.toast("这一页没有要打印的；走访单、报表、档案各在自己那一页打印")

    # -- the process ---------------------------------------------------------------------------------

    def _every(self, milliseconds: int, work: Callable[[], object]) -> None:
        timer = QTimer(self.window)
        timer.timeout.connect(work)
        timer.start(milliseconds)
        self._timers.append(timer)

    def _come_forward(self) -> None:
        if lock.called_to_front(self.entrance.home):
            self.window.showNormal()
            self.window.raise_()
            self.window.activateWindow()


def routes(page: Callable[[Make], Callable[[Host], Page]]) -> list[Route]:
    """Every page of the window; those with words are places of the rail."""
    return [
        Route("today", page(TodayPage), "今日", "calendar_day"),
        Route("villages", page(VillagesPage), "各村", "people_community"),
        Route("children", page(ChildrenPage), "儿童台账", "people_list"),
        Route("plan", page(PlanPage), "走访", "person_walking"),
        Route("referral", page(ReferralPage), "转介", "arrow_routing"),
        Route("reports", page(ReportsPage), "报表上报", "document_table"),
        Route("sync", page(SyncPage), "U盘同步", "usb_stick"),
        Route("handins", page(HandInsPage), place="reports"),
        Route("visit", page(VisitPage), place="plan"),
        Route("keying", page(KeyingPage), place="plan"),
        Route("sweep", page(SweepPage), place="plan"),
        Route("calls", page(CallsPage), place="plan"),
        Route("homecoming", page(HomecomingPage), place="plan"),
        Route("child", page(ChildPage), place="children"),
        Route("suggest", page(SuggestPage), place="children"),
        Route("scale", page(ScalePage), place="children"),
        Route("refer", page(ReferPage), place="referral"),
        Route("scan", page(ScanPage), place="referral"),
        Route("observe", page(ObservationPage), place="referral"),
        Route("assess", page(AssessPage), place="referral"),
        Route("report", page(MandatoryPage), place="referral"),
        Route("care", page(CarePage), place="referral"),
        Route("reported", page(KeptPage), place="referral"),
        Route("directory", page(DirectoryPage), place="referral"),
        Route("importing", page(ImportPage), place="children"),
        Route("comparing", page(ComparePage), place="children"),
        Route("checks", page(ChecksPage), place="children"),
        Route("typing", page(TypingPage), place="children"),
        Route("conflicts", page(ConflictsPage), place="sync"),
        Route("drill", page(DrillPage), place="sync"),
        Route("packs", page(PacksPage), place="sync"),
        Route("transfers", page(TransfersPage), place="children"),
        Route("filling", page(FillPage), place="reports"),
        Route("history", page(HistoryPage), place="settings"),
        Route("rulefile", page(RuleFilePage), place="settings"),
        Route("settings", page(SettingsPage), "设置", "settings", foot=True),
        Route("help", page(lambda host, _bench: HelpPage(host)), place="settings"),
    ]


def _second(hit: finding.Hit) -> str:
    age = "" if hit.age is None else f"{hit.age}岁"
    return "，".join(part for part in (hit.sex, age, hit.village_group, "、".join(hit.categories)) if part)


def _waiting(session: Session) -> dict[str, tuple[int, bool]]:
    """Place of the rail → (how many wait for this person, whether one of them is late)."""
    mine = referral_board.board(session).mine
    late = any(card.clock.tone == "late" for card in mine)
    reports = {item.record for item in due.due(session) if item.kind.startswith("report")}
    return {
        "today": today.waits(session),
        "referral": (len(mine) + len(reports), late or bool(reports)),
        "sync": (torn.known(session), False),
    }


def _backup_words(session: Session) -> tuple[str, str]:
    made = backups.latest(session)
    if not made:
        return "还没有备份", "late"
    when = telling.moment(made[0].when, session.today)
    days = (session.today - made[0].day).days
    if not made[0].whole:
        return f"上次备份 {when}，读不完整", "late"
    return f"上次备份 {when}，已检查", "late" if days > 7 else ""


def _sync_words(session: Session) -> tuple[str, str]:
    """How long ago a stick was here, and how much is nowhere else yet; a desk that has met nobody says
    nothing."""
    last = sync.last_met(session)
    if not last:
        return "", ""
    unsent = sync.unsent(session)
    more = f"，未同步{unsent:,}条" if unsent else ""
    days = (session.today - date.fromisoformat(last)).days
    near = telling.day(last, session.today) if days in (0, 1) else f"{days}天前"
    return f"上次同步 {near}{more}", "late" if days >= 30 else "soon" if days >= 10 else ""


def _version() -> str:
    try:
        return version("childdesk")
    except PackageNotFoundError:
        return "0"


def steady(app: App) -> None:
    """Keeps Python's collector from going through everything in the middle of a scroll (90 ms, measured).

    What stands when the desk is open is left out of later rounds; once it is locked all of it is let go, so
    that nothing of the ledger stays in memory.
    """

    def let_go() -> None:
        gc.unfreeze()
        gc.collect()

    app.entrance.opened.connect(lambda _opened: QTimer.singleShot(0, gc.freeze))
    app.entrance.locked.connect(lambda: QTimer.singleShot(0, let_go))


def run(home: Path, *, fill: str = "", told: str = "") -> int:
    """Opens the window on a home folder and returns when it is closed.

    `fill` is a passphrase that stands in the field already (practice desks made by the program), `told`
    the sentence that says so.
    """
    if "fcitx" in os.environ.get("XMODIFIERS", "") and "QT_IM_MODULE" not in os.environ:
        # The wheel has no fcitx plug-in, but fcitx answers to the ibus one.
        os.environ["QT_IM_MODULE"] = "ibus"
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("the window needs a QApplication")
    application.setApplicationName("childdesk")
    application.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.apply(application)
    with contextlib.suppress(OSError):  # said by first use, with the way to another folder
        home.mkdir(parents=True, exist_ok=True)
    app = App(home, SystemClock())
    steady(app)
    left = app.crash.install(home)
    app.start()
    if fill:
        app.entrance.fill(fill, told)
    if left:
        QTimer.singleShot(0, lambda: app.window.ask.crashed(left))
    try:
        return application.exec()
    finally:
        app.crash.remove()
