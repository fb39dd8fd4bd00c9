"""Backups: one now, one on a stick, the list, bringing one back after seeing what that changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from childdesk.desk import backups, telling
from childdesk.desk.backups import Rehearsal, RestorePlan
from childdesk.desk.session import Right
from childdesk.domain.errors import Refused
from childdesk.ui import fit, sticks
from childdesk.ui.ask import BACKUPS
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form, Group, Row
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import fact
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.secret import Secret
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.widgets.words import say, words
from childdesk.ui.workbench import Workbench

MOST = 8
"""So many backups are listed; more are kept."""


NOT_TRIED = "还没试过。打开一会儿没人用时会自己试，档案不动"
TRYING, TRIED = "正在试着恢复", "试过了，结果写在这一行"


def _tried(last: Rehearsal | None, today: date) -> str:
    """How the last trial went, as the row says it."""
    if last is None:
        return NOT_TRIED
    what = f"{telling.day(last.on, today)}试过，用的是{telling.moment(last.made, today)}的备份"
    if not last.holds:
        return f"{what}，恢复不了。现在的档案没有事，请点“马上备份”再试一次"
    return f"{what}，能恢复：孩子{last.children:,}人、走访{last.visits:,}次"


class BringBack(Question):
    """What a backup would change, and the passphrase of its day."""

    def __init__(self) -> None:
        super().__init__()
        self._title = words("", "group")
        self._counts = fit.column(spacing=4)
        self._note = words("", "small", wrap=True)
        self.secret = Secret("做这份备份时您的口令")
        for part in (self._title, self._counts, self._note, self.secret):
            fit.add(self.body, part)
        self.begin_with(self.secret.line)

    def show_plan(self, plan: RestorePlan, when: str) -> None:
        """The numbers before and after, and what stays where."""
        self._title.setText(f"换成{when}的备份")
        fit.clear(self._counts)
        for label, now, then in plan.counts:
            same = "一样多" if now == then else f"现在{now}，换后{then}"
            self._counts.addLayout(fact(label, f"{now}，{same}" if now == then else same))
        told = [f"那以后记的{plan.later:,}件事不在里面。"] if plan.later else []
        told += ["现在的档案挪到旁边的文件夹留着，不会丢。换好以后要重新输口令。"]
        if plan.foreign:
            told = ["这是另一台电脑或另一个单位的备份，请看清楚再换。", *told]
        say(self._note, "".join(told), "doubt" if plan.foreign or plan.later else "small")
        self.secret.wipe()
        self.secret.refuse("")


class Copies(Group):
    """The group 备份与恢复."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("备份与恢复", "每天自动做一份，做完打开核对")
        self.host = host
        self.bench = bench
        self._plan: RestorePlan | None = None
        self.now = button("马上备份", self._backup, kind="small", icon="archive")
        self.stick = button("备份到U盘", self._backup_to, kind="small", icon="usb_stick")
        self.back = button("选备份文件", self._choose, kind="small", icon="history")
        self.running = TaskRow("正在备份")
        self.running.hide()
        self.row("备份", "整份加密，U盘丢了别人也打不开", self.now, self.stick)
        self.try_ = button("试一次", self._rehearse, kind="small", icon="checkmark_circle")
        self.tried = self.row("每月试着恢复一次", NOT_TRIED, self.try_)
        self.row("从备份恢复", "先看会变什么，再决定；也可以点下面某一份", self.back)
        self.add(self.running)
        self.seen = BringBack()
        self.form = Form(self.seen, "换成这份", back="留着现在的")
        self.form.say("换成这份", danger=True)
        self.form.go.clicked.connect(self._restore)
        self.seen.secret.entered.connect(self._restore)
        self.add(self.form)
        self.made = self.list_of()

    def load(self) -> None:
        """The backups of this desk."""
        may = self.bench.may(Right.BACKUP)
        why = "" if may else f"您的身份是{self.bench.session().role}，备份由主任做"
        for one in (self.now, self.stick, self.back, self.try_):
            because(one, why)
        self.bench.read(
            lambda session, _p: (backups.latest(session), backups.rehearsed(session)), self._know, owner=self
        )

    def leave(self) -> None:
        """Forgets what was typed."""
        self.form.close_form()
        self.seen.secret.wipe()

    def first(self) -> QWidget:
        """A backup now."""
        return self.now

    def _know(self, known: tuple[list[backups.Backup], Rehearsal | None]) -> None:
        made, tried = known
        self.tried.say(_tried(tried, self.bench.today), "second" if tried is None or tried.holds else "late")
        self.made.empty()
        if not made:
            self.made.put(Row("还没有备份", "点“马上备份”做一份", icon="archive"))
        for one in made[:MOST]:
            self.made.put(self._line(one))

    def _line(self, one: backups.Backup) -> Row:
        when = telling.moment(one.when, self.bench.today)
        if not one.whole:
            row = Row(when, "读不完整，不要用它恢复", icon="warning")
            row.say("读不完整，不要用它恢复", "late")
            return row
        take = button("恢复", partial(self._look, one.path), kind="small")
        take.setAccessibleName(f"恢复{when}的备份")
        because(take, "" if self.bench.may(Right.BACKUP) else "备份由主任恢复")
        told = f"孩子{(one.counts or {}).get('child', 0):,}人，{sticks.size(one.size)}，已打开核对"
        return Row(when, told, take, icon="archive")

    # -- making one ----------------------------------------------------------------------------------

    def _backup(self) -> None:
        self._run(lambda session, progress: backups.make(session, "manual", progress))

    def _backup_to(self) -> None:
        folder = self.host.ask.folder("备份到哪个文件夹")
        if folder is not None and not folder.is_dir():
            self.host.banner("warn", "没有找到这个文件夹。请看看U盘插好没有")
        elif folder is not None:
            self._run(lambda session, progress: backups.make_elsewhere(session, folder, progress))

    def _rehearse(self) -> None:
        self._run(lambda session, progress: backups.rehearse(session, progress), TRYING, TRIED)

    def _run(
        self, work: Callable[..., object], doing: str = "正在备份", done_: str = "已备份，打开核对过了"
    ) -> None:
        self.running.say(doing)
        self.running.show()

        def done(_made: object) -> None:
            self.running.hide()
            self.load()
            self.host.toast(done_)

        self.bench.write(
            work,
            done,
            refused=self._refused,
            outward=True,
            failed=lambda _trouble: self.running.hide(),
            stepped=lambda done, total, text: self.running.say(text or doing, done, total),
            owner=self,
        )

    def _refused(self, trouble: Refused) -> None:
        self.running.hide()
        self.host.banner("bad", trouble.sentence)

    # -- bringing one back ---------------------------------------------------------------------------

    def _choose(self) -> None:
        file = self.host.ask.open_file("选一份备份", BACKUPS)
        if file is not None:
            self._look(file)

    def _look(self, file: Path) -> None:
        self.bench.read(
            lambda session, _p: backups.plan_to_bring_back(session, file),
            self._show_plan,
            refused=self._refused,
            owner=self,
        )

    def _show_plan(self, plan: RestorePlan) -> None:
        self._plan = plan
        self.seen.show_plan(plan, telling.moment(plan.made, self.bench.today))
        self.form.open_form()

    def _restore(self) -> None:
        secret = self.seen.secret.text()
        if not secret:
            self.seen.secret.refuse("输那时的口令，才能打开那份备份")
        elif self._plan is not None:
            self.form.wait("正在换…")
            self.bench.ways.restore(self._plan.file, secret)
