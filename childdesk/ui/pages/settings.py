"""Is the settings: look, people, passphrase, backups, checking, about; each row says what it is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from childdesk.desk import backups, checking, people, telling
from childdesk.desk.people import Member
from childdesk.desk.session import RIGHTS, Right
from childdesk.domain.errors import Refused
from childdesk.ui import fit, theme
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host, Page
from childdesk.ui.seat import MINUTES
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.widgets.words import rule, words
from childdesk.ui.workbench import Workbench

SCALES = (100, 110, 125, 150)
LICENCE = "木兰宽松许可证第2版。用到的开源软件和许可在安装文件夹的 licences 里。"
GROUPS = ("显示", "锁屏", "人员", "口令和恢复单", "备份与恢复", "修改记录和检查", "关于")


class SettingsPage(Page):
    """Groups at left, rows with a sentence at right; everything is kept at once."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "设置")
        self.bench = bench
        self.ways = bench.ways
        self.head.say("改了就存好，每一行写着它管什么")
        self.groups = Card("分组")
        self.parts = [button(name, partial(self._jump, at), kind="quiet") for at, name in enumerate(GROUPS)]
        for part in self.parts:
            self.groups.add(part)
        self.groups.body.addStretch(1)
        self.add_side("filter", "分组", self.groups, width=184, left=True)
        self._people: QVBoxLayout = fit.column(spacing=6)
        self._backups: QVBoxLayout = fit.column(spacing=6)
        self._found: QVBoxLayout = fit.column(spacing=6)
        cards = (self._look(), self._lock(), self._members(), self._keys(), self._copies(), self._check())
        self.cards: list[QWidget] = [*cards, self._about()]
        inner = QWidget()
        inner.setLayout(fit.column(*self.cards, None, margins=(0, 0, 8, 0), spacing=12))
        self.area: QScrollArea = scrolled(inner)
        self.body.addWidget(self.area, 1)

    def arrive(self, argument: object = None) -> None:
        """Reads people and backups anew; `argument` may name a group."""
        self.bench.read(lambda session, _p: people.everyone(session), self._show_people, owner=self)
        self.bench.read(lambda session, _p: backups.latest(session), self._show_backups, owner=self)
        if argument in GROUPS:
            self._jump(GROUPS.index(str(argument)))

    def first_focus(self) -> QWidget | None:
        """The groups."""
        return self.parts[0]

    def _jump(self, row: int) -> None:
        if 0 <= row < len(self.cards):
            self.area.verticalScrollBar().setValue(self.cards[row].y())

    # -- look ----------------------------------------------------------------------------------------

    def _look(self) -> Card:
        card = Card("显示")
        now = theme.look()
        self.scale = Segmented([(str(scale), f"{scale}%") for scale in SCALES])
        self.scale.choose(str(now.scale))
        self.scale.chosen.connect(lambda key: self._set_look(int(key), theme.look().high))
        self.contrast = Segmented([("0", "平常"), ("1", "高")])
        self.contrast.choose("1" if now.high else "0")
        self.contrast.chosen.connect(lambda key: self._set_look(theme.look().scale, key == "1"))
        self.small = Segmented([("0", "自动"), ("1", "总是")])
        self.small.choose("1" if self.ways.seat.yes("look/compact") else "0")
        self.small.chosen.connect(self._set_compact)
        card.add(line("字号", "看不清就调大，字和按钮一起变。也可以按 Ctrl 和加号", self.scale))
        card.add(line("对比度", "光线太强、屏幕太旧时用高对比", self.contrast))
        card.add(line("紧凑", "窗口小时自动收起两边；选“总是”就一直收着", self.small))
        return card

    def _set_look(self, scale: int, high: bool) -> None:
        before = theme.look()
        self.ways.look(scale, high)

        def back() -> None:
            self.ways.look(before.scale, before.high)
            self.scale.choose(str(before.scale))
            self.contrast.choose("1" if before.high else "0")

        self.host.toast("显示已改", back)

    def _set_compact(self, key: str) -> None:
        self.ways.seat.keep("look/compact", key == "1")
        self.ways.compact(key == "1")

    def _lock(self) -> Card:
        card = Card("锁屏")
        chosen = Segmented([(str(minutes), f"{minutes}分钟") for minutes in MINUTES])
        chosen.choose(str(self.ways.seat.minutes()))
        chosen.chosen.connect(self._set_minutes)
        card.add(line("多久没动就锁上", "锁上后要口令才能看；没写完的都留着", chosen))
        return card

    def _set_minutes(self, key: str) -> None:
        self.ways.seat.keep("lock/minutes", int(key))
        self.ways.lock_after(int(key))
        self.host.toast(f"没动{key}分钟就锁上")

    # -- people --------------------------------------------------------------------------------------

    def _members(self) -> Card:
        card = Card("人员", "谁能打开这份档案")
        card.add(self._people)
        add = button("加一个人", self._add_person, kind="small", icon="person_add")
        card.add(line("副手、督导员、审计员", "各有各的口令；副手不看保密记录，审计员只看不改", add))
        return card

    def _show_people(self, members: list[Member]) -> None:
        fit.clear(self._people)
        mine = self.bench.session().person
        for member in members:
            state = "" if member.can_open else "，口令已移走"
            told = f"{member.role}{'，可看保密记录' if member.s3 else ''}{state}"
            parts: list[QWidget] = []
            if member.can_open and member.id != mine and self.bench.may(Right.PEOPLE):
                parts.append(button("移走", partial(self._remove, member), kind="small"))
            self._people.addWidget(line(member.name, told, *parts))

    def _add_person(self) -> None:
        ask = self.host.ask
        name = ask.words("加一个人", "他叫什么？写全名")
        if not name:
            return
        choices = [Choice(role, role, primary=role == "副手") for role in RIGHTS]
        role = ask.choose(
            "加一个人", [f"{name}是什么身份？"], [*choices, Choice("", "先不加", harmless=True)]
        )
        secret = ask.passphrase("加一个人", f"请{name}自己输一个口令，至少8个字") if role else None
        if not role or not secret:
            return
        self.bench.write(
            lambda session, _p: people.add(session, name, role, secret),
            lambda made: self._changed(f"已加{made.name}，{made.role}"),
            refused=self._refused,
            owner=self,
        )

    def _remove(self, member: Member) -> None:
        verbs = [Choice("go", "移走口令", danger=True), Choice("stay", "留着", harmless=True)]
        sentences = [f"{member.name}以后打不开这份档案。", "他写过的记录都留着。"]
        if self.host.ask.choose("移走一个人", sentences, verbs) == "go":
            self.bench.write(
                lambda session, _p: people.remove(session, member.id),
                lambda _none: self._changed(f"已移走{member.name}的口令"),
                refused=self._refused,
                owner=self,
            )

    # -- passphrase ----------------------------------------------------------------------------------

    def _keys(self) -> Card:
        card = Card("口令和恢复单")
        change = button("改口令", self._change, kind="small", icon="key_multiple")
        code = button("换恢复码", self._new_code, kind="small")
        card.add(line("我的口令", "四个不相干的词最好记。改口令不会动档案", change))
        card.add(line("恢复单", "口令忘了只有它能打开。换了新码，旧纸就作废", code))
        return card

    def _change(self) -> None:
        old = self.host.ask.passphrase("改口令", "先输现在的口令")
        new = self.host.ask.passphrase("改口令", "再输新口令，至少8个字") if old else None
        if old and new:
            self.bench.write(
                lambda session, _p: people.change_passphrase(session, old, new),
                lambda _none: self.host.toast("口令已改，下次用新的打开"),
                refused=self._refused,
                news=False,
                owner=self,
            )

    def _new_code(self) -> None:
        self.bench.write(
            lambda session, _p: people.new_recovery_code(session), self._tell_code, news=False, owner=self
        )

    def _tell_code(self, code: str) -> None:
        sentences = ["请抄在纸上封好，这里只显示一次：", code, "旧的恢复码从现在起打不开了。"]
        self.host.ask.choose("新的恢复码", sentences, [Choice("done", "抄好了", primary=True, harmless=True)])

    # -- backups -------------------------------------------------------------------------------------

    def _copies(self) -> Card:
        card = Card("备份与恢复", "每天自动做一份，做完打开核对")
        now = button("马上备份", self._backup, kind="small", icon="archive")
        stick = button("备份到U盘", self._backup_to, kind="small", icon="usb_stick")
        back = button("从备份恢复", self._restore, kind="small", icon="history")
        self.running = TaskRow("正在备份")
        self.running.hide()
        card.add(line("备份", "整份加密，U盘丢了别人也打不开", now, stick))
        card.add(self.running)
        card.add(line("恢复", "现在的档案会挪到旁边留着，不会丢", back))
        card.add(rule())
        card.add(self._backups)
        return card

    def _show_backups(self, made: list[backups.Backup]) -> None:
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
            lambda _made: self._changed("已备份并核对"),
            refused=self._refused,
            stepped=lambda done, total, text: self.running.say(text or "正在备份", done, total),
            news=False,
            owner=self,
        )

    def _restore(self) -> None:
        file = self.host.ask.open_file("选一份备份", "备份（*.childdesk）")
        if file is None:
            return
        verbs = [Choice("go", "恢复", danger=True), Choice("stay", "留着现在的", harmless=True)]
        sentences = ["会换成这份备份里的档案。", "现在的档案挪到旁边留着。", "恢复后要重新输口令。"]
        if self.host.ask.choose("从备份恢复", sentences, verbs) == "go":
            secret = self.host.ask.passphrase("从备份恢复", "输做这份备份时您的口令")
            if secret:
                self.ways.restore(file, secret)

    # -- checking, about -----------------------------------------------------------------------------

    def _check(self) -> Card:
        card = Card("修改记录和检查")
        told = button("打开", lambda: self.host.go("history"), kind="small", icon="history")
        card.add(line("修改记录和回收站", "谁、什么时候、改了什么；每一次都能撤销", told))
        go = button("检查一遍", self._run_check, kind="small", icon="checkmark_circle")
        again = button("重新生成", self._rebuild, kind="small", icon="arrow_sync")
        card.add(line("都对得上吗", "逐条核对改动记录和每一份档案", go))
        card.add(line("表和搜索", "万一对不上，由改动记录重新生成，不会丢东西", again))
        card.add(self._found)
        return card

    def _run_check(self) -> None:
        self.bench.read(lambda session, p: checking.check(session, p), self._show_problems, owner=self)

    def _rebuild(self) -> None:
        self.bench.write(
            lambda session, p: checking.rebuild(session, p),
            lambda _none: self._changed("已由改动记录重新生成"),
            refused=self._refused,
            owner=self,
        )

    def _show_problems(self, problems: list[checking.Problem]) -> None:
        fit.clear(self._found)
        if not problems:
            self._found.addWidget(words("检查过了，都对得上。", "good"))
        for one in problems[:20]:
            self._found.addWidget(words(f"{one.where}：{one.text}", "late"))

    def _about(self) -> Card:
        card = Card("关于")
        identity = self.bench.session().ledger.identity
        card.add(line("童档", f"版本{self.ways.version}。不连网，档案只存在这台电脑"))
        card.add(line("本机", f"{identity.unit_name}，{identity.unit}，指纹 {identity.fingerprint}"))
        if identity.practice:
            card.add(line("演练", "这是演练档案，里面的人都是编的，永远不与真档案混"))
        card.add(line("许可", LICENCE))
        return card

    def _changed(self, sentence: str) -> None:
        self.running.hide()
        self.host.toast(sentence)
        self.arrive()

    def _refused(self, trouble: Refused) -> None:
        self.running.hide()
        self.host.banner("bad", trouble.sentence)


def line(title: str, sentence: str, *controls: QWidget) -> QFrame:
    """One row: title and sentence at left, controls at right."""
    made = QFrame()
    told = words(sentence, "second", wrap=True)
    text = fit.column(words(title, "body"), told, spacing=1)
    row = fit.row(text, *controls, spacing=10)
    row.setStretch(0, 1)
    made.setLayout(row)
    made.setAccessibleName(title)
    return made
