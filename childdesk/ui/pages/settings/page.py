"""Is the settings: look, people, passphrase, backups, checking, about; each row says what it is for."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from childdesk.desk import backups, checking, people
from childdesk.domain.errors import Refused
from childdesk.ui import fit, theme
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.settings.copies import Copies
from childdesk.ui.pages.settings.members import Members
from childdesk.ui.pages.settings.rows import line
from childdesk.ui.seat import MINUTES
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words
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
        self.parts = [button(name, partial(self._jump, at), kind="fold") for at, name in enumerate(GROUPS)]
        for part in self.parts:
            self.groups.add(part)
        self.groups.body.addStretch(1)
        self.add_side("filter", "分组", self.groups, width=184, left=True)
        self.members = Members(host, bench, self._changed)
        self.copies = Copies(host, bench, self._changed)
        self._found: QVBoxLayout = fit.column(spacing=6)
        cards = (self._look(), self._lock(), self.members, self._keys(), self.copies, self._check())
        self.cards: list[QWidget] = [*cards, self._about()]
        inner = QWidget()
        inner.setLayout(fit.column(*self.cards, None, margins=(0, 0, 8, 0), spacing=12))
        self.area: QScrollArea = scrolled(inner)
        self.body.addWidget(self.area, 1)

    def arrive(self, argument: object = None) -> None:
        """Reads people and backups anew; `argument` may name a group."""
        self.bench.read(lambda session, _p: people.everyone(session), self.members.show_people, owner=self)
        self.bench.read(lambda session, _p: backups.latest(session), self.copies.show_backups, owner=self)
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
        self.host.toast(sentence)
        self.arrive()

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("bad", trouble.sentence)
