"""Backups: one now, one on a stick, the list of them, and bringing one back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from childdesk.desk import backups, telling
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.ask import BACKUPS, Choice
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import line
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.widgets.words import rule, words
from childdesk.ui.workbench import Workbench


class Copies(Card):
    """The card 备份与恢复. `told` says what was done and reads everything anew."""

    def __init__(self, host: Host, bench: Workbench, told: Callable[[str], object]) -> None:
        super().__init__("备份与恢复", "每天自动做一份，做完打开核对")
        self.host = host
        self.bench = bench
        self._told = told
        self._backups: QVBoxLayout = fit.column(spacing=6)
        now = button("马上备份", self._backup, kind="small", icon="archive")
        stick = button("备份到U盘", self._backup_to, kind="small", icon="usb_stick")
        back = button("从备份恢复", self._restore, kind="small", icon="history")
        self.running = TaskRow("正在备份")
        self.running.hide()
        self.add(line("备份", "整份加密，U盘丢了别人也打不开", now, stick))
        self.add(self.running)
        self.add(line("恢复", "现在的档案会挪到旁边留着，不会丢", back))
        self.add(rule())
        self.add(self._backups)

    def _done(self, sentence: str) -> None:
        self.running.hide()
        self._told(sentence)

    def _refused(self, trouble: Refused) -> None:
        self.running.hide()
        self.host.banner("bad", trouble.sentence)

    def show_backups(self, made: list[backups.Backup]) -> None:
        fit.clear(self._backups)
        if not made:
            self._backups.addWidget(words("还没有备份。点“马上备份”做一份", "second"))
        for one in made[:8]:
            when = telling.moment(one.made, self.bench.today)
            children = (one.counts or {}).get("child", 0)
            told = f"孩子{children}人，{one.size // 1024:,}KB，已打开核对"
            self._backups.addWidget(line(when, told if one.whole else "读不完整，不要用它恢复"))

    def _backup(self) -> None:
        self._run_backup(lambda session, progress: backups.make(session, "manual", progress))

    def _backup_to(self) -> None:
        folder = self.host.ask.folder("备份到哪个文件夹")
        if folder is not None:
            self._run_backup(lambda session, progress: backups.make_elsewhere(session, folder, progress))

    def _run_backup(self, work: Callable[..., object]) -> None:
        self.running.say("正在备份")
        self.running.show()
        self.bench.write(
            work,
            lambda _made: self._done("已备份并核对"),
            refused=self._refused,
            failed=lambda _trouble: self.running.hide(),
            stepped=lambda done, total, text: self.running.say(text or "正在备份", done, total),
            news=False,
            owner=self,
        )

    def _restore(self) -> None:
        file = self.host.ask.open_file("选一份备份", BACKUPS)
        if file is None:
            return
        verbs = [Choice("go", "恢复", danger=True), Choice("stay", "留着现在的", harmless=True)]
        sentences = ["会换成这份备份里的档案。", "现在的档案挪到旁边留着。", "恢复后要重新输口令。"]
        if self.host.ask.choose("从备份恢复", sentences, verbs) == "go":
            secret = self.host.ask.passphrase("从备份恢复", "输做这份备份时您的口令")
            if secret:
                self.bench.ways.restore(file, secret)
