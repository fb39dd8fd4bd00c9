"""Is the page 转村申请: whose child, from where to where, why; agreed by a click, declined by a word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from childdesk.desk import moved_on, transfers
from childdesk.desk.moved_on import Gone
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.desk.transfers import Asked, Moved, Offer
from childdesk.domain.errors import Refused
from childdesk.domain.township_options import AGREED, DECLINED
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.transfers.asking import Where
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import chip
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

MOST = 60
COLOURS = {AGREED: "green", DECLINED: "yellow"}
EMPTY = "没有转村申请。孩子要转到别的村，在孩子的档案里点“更多”，“转到别的村”"


class TransfersPage(Page):
    """Reads anew on arrival and with every entry."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "转村申请")
        self.bench = bench
        self.found: list[Asked] = []
        self.above = bench.session().ledger.identity.level != "village"
        self.parts: dict[str, list[QPushButton]] = {}
        self.nothing = Empty("people_list", EMPTY, "去儿童台账", lambda: host.go("children"))
        self.lines = fit.column(spacing=10)
        self.child = ""
        self.asking = Card()
        self.where = Where(asks=not self.above)
        self.go = button(
            "转过去" if self.above else "向镇里申请", self._ask, kind="primary", icon="checkmark"
        )
        self.asking.add(self.where)
        self.asking.add(fit.row(self.go, button("先不转", self._leave), None, spacing=8))
        self.asking.hide()
        self.pickers: dict[str, Picker] = {}
        inside = QWidget()
        inside.setLayout(fit.column(self.asking, self.lines, None, spacing=10))
        fit.fix(inside, most=900)
        self.some = scrolled(inside)
        self.body.addWidget(self.some, 1)
        self.body.addWidget(self.nothing, 1)
        self.nothing.hide()
        bench.changed.connect(self._changed)

    def arrive(self, argument: object = None) -> None:
        """Reads anew; with a child it asks first where that child is to go."""
        self.child = argument if isinstance(argument, str) else ""
        self.asking.setVisible(bool(self.child))
        if self.child:
            name, known = self.bench.glance(self._about)
            self.asking.setAccessibleName(f"{name}转到哪个村")
            self.where.begin(known)
            self.head.say(f"{name}转到哪个村、为什么")
        self._load()

    def _about(self, session: Session) -> tuple[str, list[Offer]]:
        return transfers.name_of(session, self.child), transfers.offers(session)

    def _ask(self) -> None:
        child, why = self.child, self.where.reason.text()
        try:
            target = self.where.target()
        except Refused as trouble:
            self.where.refuse(trouble)
            return
        self.bench.write(
            lambda session, _p: transfers.move(session, child, target, why),
            self._moved,
            refused=self.where.refuse,
            owner=self,
        )

    def _moved(self, done: Moved) -> None:
        told = "已申请，下次同步带到镇里，等批准" if done.request else "已转，下次同步时到那个村"
        self.host.toast(told, undo_of(self.bench, self.host, done.entry))
        self._leave()

    def _leave(self) -> None:
        self.child = ""
        self.asking.hide()
        self._load()

    def first_focus(self) -> QWidget | None:
        """Where the child is to go, else the first answer."""
        if self.child:
            return self.where.first()
        return next((parts[0] for parts in self.parts.values() if parts), None)

    def _changed(self, _entry: str) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        self.bench.newest(
            "transfers",
            lambda session, _p: (transfers.every(session), moved_on.everyone(session)),
            self._loaded,
            owner=self,
        )

    def _loaded(self, all_: tuple[list[Asked], list[Gone]]) -> None:
        found, gone = all_
        self.found = found
        waiting = sum(one.is_open for one in found)
        who = "您" if self.above else "镇里"
        done = "都答复过了" if found else f"转走了{len(gone):,}个孩子" if gone else ""
        if not self.child:
            self.head.say(f"{waiting:,}份等着{who}答复" if waiting else done)
        self.nothing.setVisible(not found and not gone and not self.child)
        self.some.setVisible(self.nothing.isHidden())
        self.parts, self.pickers = {}, {}
        fit.clear(self.lines)
        for one in found[:MOST]:
            self.lines.addWidget(self._card(one))
        if gone:
            self.lines.addWidget(_gone(gone))

    def _card(self, one: Asked) -> Card:
        made = Card()
        name = button(one.name, lambda: self.host.go("child", one.child), kind="link")
        way = words(f"{one.unit_name} → {one.target_name}", "strong", wrap=True)
        line = fit.row(name, way, chip(one.state, COLOURS.get(one.state, "plain")), spacing=14)
        line.setStretch(1, 1)
        made.add(line)
        if one.reason:
            made.add(words(f"为什么：{one.reason}", "small", wrap=True))
        told = f"{one.asked_on}申请" + (f"，{one.decided_on}答复" if one.decided_on else "")
        made.add(words(f"{told}{f'：{one.words}' if one.words else ''}", "second", wrap=True))
        acts = self._acts(one) if one.is_open else []
        if acts and self.above and len(one.target) < transfers.DIGITS:
            made.add(self._picker(one))
        if acts:
            self.parts[one.id] = acts
            made.add(fit.row(*acts, None, spacing=8))
        return made

    def _picker(self, one: Asked) -> QHBoxLayout:
        """Which of the own villages is meant where the request names none by its code."""
        known, meant = self.bench.glance(lambda s: (transfers.offers(s), transfers.matched(s, one)))
        picker = Picker("转到哪个村", "选一个村")
        picker.offer((offer.code, offer.name) for offer in known)
        picker.choose(meant)
        fit.fix(picker, width=220)
        self.pickers[one.id] = picker
        note = "村里只写了名字，就是这个村？" if meant else "村里写的名字对不上，请选"
        return fit.row(picker, words(note, "second"), None, spacing=8)

    def _acts(self, one: Asked) -> list[QPushButton]:
        if not self.above:
            may = self.bench.may(Right.EDIT)
            return [button("撤回申请", partial(self._withdraw, one), kind="small")] if may else []
        if not self.bench.may(Right.PEOPLE):
            return []
        agree = button("同意", partial(self._approve, one), kind="primary", icon="checkmark")
        return [agree, button("不同意…", partial(self._decline, one))]

    def _approve(self, one: Asked) -> None:
        picker = self.pickers.get(one.id)
        target = picker.key() if picker is not None else ""
        where = picker.currentText() if picker is not None else one.target_name
        self._do(
            lambda session: transfers.approve(session, one.id, target=target),
            f"{one.name}已转到{where}，下次同步时过去",
        )

    def _decline(self, one: Asked) -> None:
        said = self.host.ask.words(f"不同意{one.name}转村", "写一句为什么，村里看得到。")
        if said:
            self._do(lambda session: transfers.decline(session, one.id, said), "已答复，下次同步时带回村里")

    def _withdraw(self, one: Asked) -> None:
        self._do(lambda session: transfers.withdraw(session, one.id), f"{one.name}的申请已撤回")

    def _do(self, work: Callable[[Session], Saved], told: str) -> None:
        self.bench.write(
            lambda session, _p: work(session),
            lambda saved: self.host.toast(told, undo_of(self.bench, self.host, saved.entry)),
            refused=self._refused,
            owner=self,
        )

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("warn", trouble.sentence)


def _gone(gone: list[Gone]) -> Card:
    """Who is no longer here: the file went along, and only this line stays."""
    card = Card("转走了的", "档案连同全部记录都在那边，这里只留一行")
    for one in gone[:MOST]:
        line = fit.row(
            words(one.name, "strong"), words(one.words, "small"), words(one.on, "note"), spacing=14
        )
        line.addStretch(1)
        card.add(line)
    return card
