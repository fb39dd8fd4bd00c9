"""Is the page U盘同步: the stick, three counted sentences, one big button, and what came of it by child."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from childdesk.desk import arrived, outlook, packs, pairing, sync
from childdesk.desk.arrived import Came
from childdesk.desk.meetings import READING, Met
from childdesk.desk.outlook import Outlook
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.pairing import Paper
from childdesk.ui import fit, icons, sticks
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.sync.beside import Beside
from childdesk.ui.pages.sync.brake import BrakeCard
from childdesk.ui.pages.sync.held_back import HeldBackCard
from childdesk.ui.pages.sync.pairing import PairingCard
from childdesk.ui.pages.sync.steps import Steps
from childdesk.ui.pages.sync.told import FIRST, about, came_of, counted, day, first
from childdesk.ui.pages.sync.waiting import WaitingCard
from childdesk.ui.sticks import Stick
from childdesk.ui.tasks import Progress, Task
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import chip
from childdesk.ui.widgets.scroll import as_tall, bring, scrolled
from childdesk.ui.widgets.words import rule, say, sign, words
from childdesk.ui.workbench import Workbench

Outcome = tuple[Met, list[dict[str, str]], tuple[Came, ...]]
"""A meeting, the children that changed by it, and what came from above."""
UNIT = "条"
"""What all three numbers count, as the report and 以前的同步 do: a new file or one field that was written."""
EVERY = 2000
"""Milliseconds between two looks for a stick."""
NO_STICK, NO_STICK_SHORT = "请插上U盘", "没有U盘"
FOLDER = "光盘、邮件附件、共享文件夹都一样。"
NO_STICK_NEXT = "插上就会出现在这里；也可以点右上角“选择文件夹”。"
CALM = "同步完会告诉您“可以拔出U盘了”。中途拔出也不会丢，重来一次即可。"
DONE = "可以拔出U盘了"
TAKEN = "收到了，自己的还没写上"
STOPPED = "已停下。每一包要么收全了，要么没动。可以再点一次。"


class Counted(QWidget):
    """One of the three sentences with its number."""

    def __init__(self, icon: str, title: str) -> None:
        super().__init__()
        self.note = words("", "second", wrap=True)
        self.number = words("0", "page")
        middle = fit.column(words(title, "strong"), self.note, spacing=2)
        number = fit.row(self.number, words(UNIT, "second"), spacing=4)
        line = fit.row(sign(icon, "brand", 20), middle, number, margins=(0, 4, 0, 4), spacing=16)
        line.setStretch(1, 1)
        self.setLayout(line)

    def say(self, number: int, note: str) -> None:
        """The number and what it consists of."""
        self.number.setText(f"{number:,}")
        self.note.setText(note)
        self.setAccessibleName(f"{note} {number:,}{UNIT}")


class SyncPage(Page):
    """The stick at left with everything to do; partner, decisions and past meetings at right."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "U盘同步")
        self.bench = bench
        self.stick: Stick | None = None
        self.chosen: Path | None = None
        self._outlook: Outlook | None = None
        self._timer, self._busy = QTimer(self), False
        self._timer.timeout.connect(self.look)
        self.drill = button("练习一次", lambda: host.go("drill"), icon="question_circle")
        self.drill.setVisible(host.knows("drill"))
        self.desks = button("开户和停用", lambda: host.go("packs"), icon="key_multiple")
        self.desks.setVisible(_gives_packs(host, bench))
        for part in (self.drill, self.desks, button("选择文件夹", self.choose, icon="folder_open")):
            self.head.act(part)
        self._build_stick()
        self.beside = Beside(host, bench)
        self.add_side("side", "对方和以前的同步", scrolled(self.beside), width=520)
        self.start.setEnabled(False)

    def _build_stick(self) -> None:
        self.panel = Card()
        self.name = words(NO_STICK, "head")
        self.about = words(NO_STICK_NEXT, "second", wrap=True)
        self.state = chip(NO_STICK_SHORT, "plain")
        top = fit.row(
            sign("usb_stick", "brand", 24),
            fit.column(self.name, self.about, spacing=2),
            self.state,
            spacing=14,
        )
        top.setStretch(1, 1)
        self.out = Counted("arrow_upload", "我带去的")
        given = "镇里给我的" if self.bench.session().ledger.identity.level == "village" else "对方给我的"
        self.come = Counted("arrow_download", given)
        self.way = Counted("hourglass", "还在路上的")
        self.start = button("开始同步", self.go, kind="huge", icon="arrow_sync")
        fit.fix(self.start, height=62)
        self.task: Task | None = None
        self.stop = button("停下", self._stop, kind="quiet", icon="dismiss")
        self.stop.hide()
        self.progress = words(FIRST, "second", centred=True)
        self.steps = Steps()
        for part in (top, rule(), self.out, self.come, self.way, self.start, self.steps, self.progress):
            self.panel.add(part)
        self.panel.add(fit.row(None, self.stop, None))
        self.steps.hide()
        self.pairing = PairingCard(self.host.ask, self.bench, self._paired)
        self.waiting = WaitingCard(self.host.ask, self.bench)
        self.held = HeldBackCard(self.bench)
        self.brake = BrakeCard(self.go)
        self.done = Card(role="good", icon="checkmark_circle", title=DONE)
        self.report = words("", "small", wrap=True)
        self.done.add(self.report)
        self.warning = Card(role="warn", icon="shield_error", title="U盘上有可疑文件")
        self.viruses = words("", "small", wrap=True)
        self.warning.add(self.viruses)
        self.calm = fit.row(sign("info", "ink2", 16), words(CALM, "second", wrap=True), spacing=8)
        self.calm.setStretch(1, 1)
        # Nothing that may appear stands above the button: on a small screen it would push it out of sight.
        above = (self.waiting, self.panel, self.done, self.brake, self.held)
        cards = (*above, self.pairing, self.warning, self.calm)
        self.area = scrolled(as_tall(fit.column(*cards, None, spacing=12)))
        self.body.addWidget(self.area, 1)
        for part in (self.done, self.warning, self.pairing):
            part.hide()

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────

    def arrive(self, argument: object = None) -> None:
        """Looks for a stick, and again every two seconds."""
        self.chosen = argument if isinstance(argument, Path) else self.chosen
        self._clear()
        self.look()
        self._again()
        self._timer.start(EVERY)

    def leave(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()

    def first_focus(self) -> QWidget | None:
        """The big button, or the way to a first pairing."""
        return self.start if self.start.isEnabled() else None

    def choose(self) -> None:
        """Another place than a stick: a CD, a shared folder, an import station."""
        folder = self.host.ask.folder("选一个文件夹")
        if folder is not None:
            self.chosen = folder
            self.look()
            self._again()

    def look(self) -> None:
        """Whether a stick has come or gone."""
        if self._busy:
            return
        known, before = sticks.found(), self.folder
        self.stick = known[0] if known else None
        if self.folder != before:
            self._clear()
            self._again()
        self._show_stick()

    @property
    def folder(self) -> Path | None:
        """Where packages are read and written: what was chosen, else the first stick."""
        if self.chosen is not None:
            return self.chosen
        return self.stick.folder if self.stick is not None else None

    def _show_stick(self) -> None:
        if self.chosen is not None:
            self._say_stick(f"文件夹：{self.chosen.name}", FOLDER, sticks.state(self.chosen))
        elif self.stick is not None:
            state = sticks.WRITABLE if self.stick.writable else sticks.PROTECTED
            self._say_stick(f"找到U盘：{self.stick.name}", about(self.stick, self._outlook), state)
        else:
            self._say_stick(NO_STICK, NO_STICK_NEXT, NO_STICK_SHORT)

    def _say_stick(self, name: str, about: str, state: str) -> None:
        say(self.name, name)
        say(self.about, about)
        self.state.setText(state)
        fit.mark(self.state, chip={sticks.WRITABLE: "green", NO_STICK_SHORT: "plain"}.get(state, "yellow"))
        paired = bool(self._outlook and self._outlook.peers)
        self.start.setEnabled(bool(self.folder) and paired and not self._busy)

    def _again(self) -> None:
        folder = self.folder
        # On the writing lane, because what waits is numbered while it is counted; nobody is told 正在保存.
        self.bench.tasks.write(
            lambda one, _p: (outlook.outlook(one, folder), packs.waiting(one), pairing.asked(one)),
            self._show,
            owner=self,
        )

    def _paired(self) -> None:
        """Digits to read aloud, or a pairing, are there: they come into sight."""
        self._again()
        QTimer.singleShot(0, self.pairing, lambda: bring(self.area, self.pairing))

    def _show(self, all_: tuple[Outlook, Paper | None, str]) -> None:
        found, asked, digits = all_
        self._outlook = found
        self.pairing.show_asked(digits)
        self.held.show_held(found.held)
        self.waiting.show_request(asked)
        for part in (self.out, self.come, self.way):
            part.setVisible(asked is None)  # before the first meeting there is nothing to count
        self.pairing.setVisible(not found.peers or self.pairing.above)
        self.pairing.step_back(paired=bool(found.peers))
        self.panel.setVisible(bool(found.peers))
        numbers, notes = counted(found, self.bench.today)
        for part, number, note in zip((self.out, self.come, self.way), numbers, notes, strict=True):
            part.say(number, note)
        last = max((one.last_read or one.last_sent for one in found.peers), default="")
        when = f"上次同步：{day(last, self.bench.today)}。" if last else ""
        self.head.say(f"{when}插上U盘，点一下就好。")
        self._warn(found.warnings)
        self.beside.show_outlook(found, self.bench.today)
        self._show_stick()
        if not self._busy:
            self.progress.setText(first(self._outlook))

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────

    def go(self, agreed: frozenset[str] = frozenset()) -> None:
        """The one big button. `agreed`: packages about which somebody has telephoned."""
        folder = self.folder
        if folder is None or self._busy:
            return
        self._busy = True
        self._clear()
        self.host.clear_banner()
        self.start.setEnabled(False)
        self._begin_steps()
        self.stop.show()
        self.task = self.bench.write(
            partial(_meet, folder, agreed),
            self._met,
            refused=self._refused,
            cancelled=self._stopped,
            outward=True,
            failed=lambda _trouble: self._rest(),
            stepped=self._stepped,
            owner=self,
        )

    def _clear(self) -> None:
        """What was said of the last meeting goes."""
        self.done.hide()
        self.brake.hide()

    def _begin_steps(self) -> None:
        self.progress.setText(f"{READING}…")
        self.start.setText(" 正在同步…")
        self.steps.begin()
        self.steps.show()

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def _stopped(self) -> None:
        """What was taken in whole stays, what was not is as if it had never been begun."""
        self._rest()
        self.host.banner("info", STOPPED)
        self._again()

    def _warn(self, seen: list[str]) -> None:
        self.warning.setVisible(bool(seen))
        self.viruses.setText("。".join(seen) + "。本程序不打开、也不删除它们，请找人查毒。")

    def _stepped(self, done: int, total: int, text: str) -> None:
        self.progress.setText(f"{text} {done:,}/{total:,}" if total else f"{text}…")
        self.steps.reach(text)

    def _met(self, found: Outcome) -> None:
        met, children, came = found
        self._rest()
        self.report.setText("\n".join(came_of(met, children, came)))
        self.done.say(TAKEN if met.unwritten else DONE)
        fit.mark(self.done, role="warn" if met.unwritten else "good")
        self.done.show()
        peers = self._outlook.peers if self._outlook is not None else []
        self.brake.show_files(met.read.files, {one.unit: one.unit_name for one in peers})
        self._warn(met.read.warnings)
        QTimer.singleShot(0, self.done, lambda: bring(self.area, self.done))
        icons.redraw(self.done)
        announce(self.done, self.done.title.text())
        self.host.status("sync", self.done.title.text())
        self._again()

    def _refused(self, trouble: Refused) -> None:
        self._rest()
        self.host.banner("warn", trouble.sentence)

    def _rest(self) -> None:
        self._busy = False
        self.stop.hide()
        self.steps.hide()
        self.start.setText(" 开始同步")
        self.progress.setText(first(self._outlook))
        self._show_stick()


def _meet(folder: Path, agreed: frozenset[str], session: Session, progress: Progress) -> Outcome:
    """One meeting with what lies in a folder."""
    met = sync.meet(session, folder, progress, agreed)
    came = arrived.among(session, met.read.changed | met.read.fresh)
    return met, sync.children(session, met.read), came


def _gives_packs(host: Host, bench: Workbench) -> bool:
    """Whether desks below may be given packs and stopped here."""
    above = bench.session().ledger.identity.level != "village"
    return above and host.knows("packs") and bench.may(Right.PEOPLE)
