"""Is the page 今日: one sentence, the children to see in groups, the cards beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from childdesk.desk import collecting, file, held_back, stops, telling, today
from childdesk.desk.drafting import Waiting
from childdesk.desk.listing import Filter
from childdesk.desk.session import Right
from childdesk.ui import fit, visit_papers
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.today.answering import answer_matter, ask_day
from childdesk.ui.pages.today.matters import MatterGroup
from childdesk.ui.pages.today.owed import give_owed
from childdesk.ui.pages.today.rows import DueGroup, DueRow, step
from childdesk.ui.pages.today.side import ROUTES, Side
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import sign, surface, words
from childdesk.ui.workbench import Workbench

FIRST_STEPS = (
    ("arrow_import", "导入", "把手头的花名册、登记表导进来，先看一遍再收"),
    ("shield_task", "评风险", "在孩子的档案里选红黄蓝绿，写一句理由"),
    ("calendar_day", "排走访", "记走访时填下次日期，到日子这里会提醒"),
)


SENT_DOWN = {
    "task": ("checks", None),
    "directive": ("settings", "走访规则"),
    "agency": ("directory", None),
    "item": ("settings", "本村项目"),
}
"""Kind of record that comes from above → the page on which it is looked at."""


class TodayPage(Page):
    """What is due now. Reads anew on arrival and whenever something was written."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "今日")
        self.bench = bench
        self._shown: today.Today | None = None
        self._acts = frozenset(key for key in ("visit",) if host.knows(key))
        self.record = button("记一次走访", lambda: self.host.go("visit"), kind="primary", icon="add")
        self.sheets = button("打印走访单", self.print_sheets, icon="print")
        self.sheets.setToolTip("今天要走的每户一张，按走的顺序（Ctrl+P）")
        self.head.act(self.sheets)
        if "visit" in self._acts:
            self.head.act(self.record)
        self.late = DueGroup("已经晚了", late=True)
        self.now = DueGroup("今天")
        self.week = DueGroup("本周还有", folded=True)
        for group in (self.late, self.now, self.week):
            group.row_made.connect(self._bind)
        self.now.head.addWidget(words("按村民组排好", "second"))
        self._quiet = Empty("calendar_day", "今天没有到期的事", "看这周要走的", self._see_week)
        self.matters = MatterGroup()
        self.matters.wanted.connect(self._matter)
        self._lists = fit.column(self.matters, self.late, self.now, self._quiet, self.week, None, spacing=0)
        self._build()
        self.side = Side(self._open, self._resume)
        self._column = scrolled(self.side)
        self.add_side("side", "侧栏", self._column, width=322)
        bench.changed.connect(self._changed)

    def _build(self) -> None:
        inside = QWidget()
        inside.setLayout(self._lists)
        card = surface("card")
        card.setLayout(fit.column(scrolled(inside), margins=(1, 1, 1, 6)))
        self._card = card
        self._begin = self._beginning()
        self.body.addWidget(card, 1)
        self.body.addWidget(self._begin, 1)
        self._begin.hide()

    def _beginning(self) -> QWidget:
        """A brand-new desk: three steps, the first of them as the one primary button."""
        card = Card("从这里开始")
        for number, (icon, title, text) in enumerate(FIRST_STEPS, start=1):
            line = fit.row(
                sign(icon, "brand", 24),
                fit.column(words(f"{number}　{title}", "group"), words(text, "second"), spacing=2),
                None,
                spacing=14,
                margins=(0, 8, 0, 8),
            )
            card.add(line)
        if self.host.knows("importing"):
            self.begin = button(
                "导入表格", lambda: self.host.go("importing"), kind="primary", icon="arrow_import"
            )
        else:
            self.begin = button(
                "新建档案", lambda: self.host.go("child", "+"), kind="primary", icon="person_add"
            )
        second = button("一个一个建档", lambda: self.host.go("child", "+"), icon="person_add")
        second.setVisible(self.host.knows("importing"))
        card.add(fit.row(self.begin, second, None, margins=(0, 10, 0, 8)))
        inside = QWidget()
        inside.setLayout(fit.column(card, None))
        return scrolled(inside)

    def arrive(self, argument: object = None) -> None:
        """Reads the day."""
        self._load()

    def take(self, act: str) -> bool:
        """记走访 without a child in mind; the sheets of the day."""
        if act == "print" and self.sheets.isVisible():
            self.print_sheets()
            return True
        if act == "visit" and "visit" in self._acts:
            self.host.go("visit")
            return True
        return super().take(act)

    def print_sheets(self) -> None:
        """What is to be taken along today."""
        visit_papers.print_day(self, self.bench, self.bench.today)

    def first_focus(self) -> QWidget | None:
        """The first row's button."""
        rows = self._rows()
        if rows:
            return rows[0].act
        return self.begin if self._shown is not None and not self._shown.children else None

    def _load(self) -> None:
        self.bench.newest(
            "today",
            lambda session, _progress: (today.today(session), held_back.waiting(session)),
            self._show,
            owner=self,
        )

    def _changed(self) -> None:
        if self.isVisible():
            self._load()

    def _show(self, both: tuple[today.Today, held_back.Held | None]) -> None:
        page, held = both
        first = self._shown is None
        focused = self._focused()
        self._shown = page
        on = self.bench.today
        self.head.say(f"{page.day}　{page.sentence}")
        empty = page.children == 0
        self._card.setVisible(not empty)
        self._begin.setVisible(empty)
        if not self.compact:
            self._column.setVisible(not empty)
        self.record.setVisible(not empty and "visit" in self._acts)
        due = bool(page.late.children or page.now.children)
        self.sheets.setVisible(due and "visit" in self._acts and self.bench.may(Right.EXPORT))
        self.matters.show_matters(page.matters, may_report=self.host.knows("report"))
        self.late.show_part(page.late, on, self._acts)
        self.now.show_part(page.now, on, self._acts)
        self.week.show_part(page.week, on, self._acts, page.week_words)
        quiet = not empty and not due
        self._quiet.setVisible(quiet)
        following = f"。下一次：{page.next_words}" if page.next_words else "。走访时填下次日期，这里就会提醒"
        self._quiet.say(f"今天没有到期的事{following}")
        self._quiet.act.setVisible(page.week.children > 0)
        board = (lambda: self.host.go("referral")) if self.host.knows("referral") else None
        if self.host.knows("conflicts"):
            self.side.decide = lambda: self.host.go("conflicts")
        if self.host.knows("transfers"):
            self.side.moves = lambda: self.host.go("transfers")
        if self.host.knows("reported") and self.bench.may(Right.S3):
            self.side.reported = lambda: self.host.go("reported")
        if self.host.knows("sync"):
            self.side.stick = lambda: self.host.go("sync")
        self.side.sent_down = self._see_sent_down
        self.side.show_held(held)
        self.host.badge("sync", page.torn)
        self.side.show_day(page, board, lambda: self.host.go("children", Filter.of({"risk": ("未评",)})))
        if first or focused:
            target = self._row_of(focused) or self.first_focus()
            if target is not None and self.isVisible():
                target.setFocus()

    def _focused(self) -> str:
        """The child whose row has the focus."""
        focused = self.window().focusWidget()
        return next((row.line.child for row in self._rows() if focused in (row.act, row.more)), "")

    def _see_sent_down(self, record: str) -> None:
        """Where what came from above of one kind is looked at."""
        route, argument = SENT_DOWN[record]
        self.host.go(route, argument)

    def _row_of(self, child: str) -> QWidget | None:
        return next((row.act for row in self._rows() if row.line.child == child), None)

    def _rows(self) -> Sequence[DueRow]:
        return [*self.late.rows, *self.now.rows, *self.week.rows]

    def _bind(self, row: DueRow) -> None:
        row.visit.connect(lambda child: self.host.go("visit", child))
        row.opened.connect(self._open)
        row.called.connect(self._call)
        row.postponed.connect(self._postpone)
        row.stepped.connect(lambda by: self._step(row, by))

    def _step(self, row: DueRow, by: int) -> None:
        target = step(self._rows(), row, by)
        if target is not None:
            target.setFocus()

    def _open(self, child: str) -> None:
        self.host.go("child", child)

    def _resume(self, draft: Waiting) -> None:
        child, _, _ = draft.record.partition(":")
        route, part = ROUTES.get(draft.page, (draft.page, child))
        own = self.host.knows(route)
        self.host.go(route if own else "child", part if own else child)

    def _see_week(self) -> None:
        self.host.go("children", Filter.of({"visit": ("week",), "state": ("open",)}))

    def _matter(self, act: str, matter: today.Matter) -> None:
        """What a person wants with something that is to be done."""
        if act == "sweep":
            self.host.go("sweep", matter.row)
        elif act == "handin":
            owed = self.bench.glance(lambda session: collecting.owed_one(session, matter.row))
            self.host.go("handins", matter.row) if owed is None else give_owed(self.host, self.bench, owed)
        elif act in ("open", "report"):
            self.host.go({"open": "child", "report": "report"}[act], matter.child)
        else:
            answer_matter(self.host, self.bench, act, matter)

    def _call(self, line: today.Line) -> None:
        def show(numbers: Sequence[tuple[str, str]]) -> None:
            told = [f"{who}　{_spaced(number)}" for who, number in numbers]
            self.host.ask.choose(
                f"给{line.name}家打电话",
                told or ["还没有电话。走访时问一个，记在资料里。"],
                [Choice("ok", "好", harmless=True)],
            )

        self.bench.write(lambda session, _p: file.numbers(session, line.child), show, news=False, owner=self)

    def _postpone(self, line: today.Line, day: date | None) -> None:
        on = self.bench.today
        chosen = day.isoformat() if day is not None else ask_day(self.host, f"{line.name}推后到哪一天", on)
        if not chosen:
            return
        when = telling.day(chosen, on)
        why = self.host.ask.words(f"{line.name}推后到{when}", "写一句理由，如：下雨路断了、家里有事。")
        if why is None:
            return

        def done(saved: object) -> None:
            entry = str(getattr(saved, "entry", ""))
            self.host.toast(f"{line.name}推后到{when}", undo_of(self.bench, self.host, entry))

        self.bench.write(
            lambda session, _progress: stops.postpone(session, line.child, chosen, why),
            done,
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )


def _spaced(number: str) -> str:
    """A mobile number in the groups in which it is dialled: 138 1234 5678."""
    return (
        f"{number[:3]} {number[3:7]} {number[7:]}" if len(number) == 11 and number.startswith("1") else number
    )
