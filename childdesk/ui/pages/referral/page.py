"""Is the page 转介: what is under way by state, what waits for the village, and the way into one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from childdesk.desk import choosing, referral_board, referral_counts, referrals
from childdesk.desk.referral_board import Board as Told
from childdesk.desk.session import Right
from childdesk.domain.report import period as periods
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.referral.aside import printed
from childdesk.ui.pages.referral.cards import BY_CODE, Board, CardList
from childdesk.ui.pages.referral.counts import CountsView
from childdesk.ui.pages.referral.county import fill_clocks, load_table, scales
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.child_pick import ChildPick
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import Elided, sign, surface, words
from childdesk.ui.workbench import Workbench

MINE, ALL, CLOSED = "mine", "all", "closed"
BOARD, LIST, COUNTS = "board", "list", "counts"
EMPTY = (
    "没有在办的转介。走访时觉得孩子不对劲，从档案里点“转介”。\n"
    "转介是把孩子交给能帮上忙的人：学校心理老师、热线、医院、未保中心，再一直跟到有结果。"
)
NOTE = "只显示姓氏；打开一份要写明理由，记入访问记录。"
USUAL = ("跟进转介", "核对转介材料", "督导检查")


class ReferralPage(Page):
    """Board and list. Reads anew on arrival and with every entry."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "转介")
        self.bench = bench
        self.told: Told | None = None
        self.which = Segmented([(MINE, "轮到我的"), (ALL, "全部"), (CLOSED, "已结案")])
        self.way = Segmented([(BOARD, "看板"), (LIST, "列表"), (COUNTS, "计数")])
        self.new = button("新的转介", lambda: self._choose_child(), kind="primary", icon="add")
        self.by_code = button("只看短码", self._turn_names, kind="small")
        self.by_code.setCheckable(True)
        self.by_code.setToolTip("旁边有人时用：卡片上不写姓氏，只写短码")
        self.more = tool("更多", "more_horizontal", self._open_menu)
        self.board = Board()
        self.list = CardList()
        self.numbers = CountsView(bench.today)
        self.pick = ChildPick("要转介哪个孩子")
        self.empty = Empty("arrow_routing", EMPTY, "选一个孩子", self._choose_child)
        self.sealed = Empty("shield_lock", "")
        self._build()
        bench.changed.connect(self._changed)

    def _build(self) -> None:
        self.which.choose(ALL)
        self.way.choose(BOARD)
        for act in (self.which, self.way, self.more, self.new):
            self.head.act(act)
        nothing = surface("card")
        nothing.setLayout(fit.column(self.empty))
        hidden = surface("card")
        hidden.setLayout(fit.column(self.sealed))
        self._stack = QStackedWidget()
        self._choosing = False
        self._parts: dict[str, QWidget] = {
            "board": self.board,
            "list": self.list,
            "counts": self.numbers,
            "nothing": nothing,
            "hidden": hidden,
            "pick": self.pick,
        }
        for part in self._parts.values():
            self._stack.addWidget(part)
        self._foot = QWidget()
        self.counts = Elided("", "second")
        said = (sign("lock_closed", "ink2", 16), words(NOTE, "second"), self.by_code)
        line = fit.row(*said, 12, self.counts, spacing=6)
        line.setStretch(4, 1)
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._foot.setLayout(line)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._foot)
        self.which.chosen.connect(lambda _key: self._show())
        self.way.chosen.connect(lambda _key: self._show())
        self.board.opened.connect(self._open)
        self.list.opened.connect(self._open)
        self.numbers.asked.connect(self._count)
        self.pick.asked.connect(self._look_up)
        self.pick.taken.connect(lambda child: self.host.go("refer", child))

    def arrive(self, argument: object = None) -> None:
        """The board, with what others have written since."""
        self._choosing = False
        self._read()

    def memento(self) -> object:
        """Which cards, and how."""
        return self.which.key(), self.way.key()

    def resume(self, memento: object) -> None:
        """The same cards in the same way."""
        if isinstance(memento, tuple):
            self.which.choose(memento[0])
            self.way.choose(memento[1])
            self._show()

    def first_focus(self) -> QWidget | None:
        """The first card that waits, else the way to a new one."""
        firsts = {self.board: self.board.first, self.list: self.list.first}
        first = firsts.get(self._stack.currentWidget())
        return (first() if first is not None else None) or self.new

    def set_compact(self, compact: bool) -> None:
        """Six columns need room; a small window begins with the list."""
        super().set_compact(compact)
        self.way.choose(LIST if compact else BOARD)
        self._show()

    def _changed(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self.bench.newest(
            "referral.board", lambda session, _p: referral_board.board(session), self._arrived, owner=self
        )

    def _arrived(self, told: Told) -> None:
        self.told = told
        self.head.say(told.sentence)
        if self.bench.may(Right.S3):
            year = periods.of(periods.YEAR, self.bench.today)
            self.bench.newest(
                "referral.year",
                lambda session, _p: referral_counts.words(session, year),
                lambda said: self.counts.say(f"本年：{said}"),
                owner=self,
            )
        self.which.say(MINE, f"轮到我的{len(told.mine):,}")
        self.which.say(ALL, f"全部{len(told.open):,}")
        self.which.say(CLOSED, f"已结案{len(told.closed):,}")
        self.host.badge("referral", len(told.mine), late=any(one.clock.tone == "late" for one in told.mine))
        self._show()
        late = next((card for card in told.open if card.clock.tone == "late"), None)
        if late is not None and self.isVisible():
            sentence = f"{late.title}：{late.urgency}，{late.clock.text}。可以先打电话，再决定换不换一家"
            acts = [
                ("打电话用的话", lambda: self._script(late.id)),
                ("打开这份", lambda: self._open(late.id)),
            ]
            self.host.banner("warn", sentence, acts)

    def _show(self) -> None:
        told = self.told
        if told is None or self._choosing:
            return
        which = self.which.key() or ALL
        cards = {MINE: told.mine, ALL: told.open, CLOSED: told.closed}[which]
        if told.sealed:
            self.sealed.say(f"{told.sentence}，由可以看保密记录的人查看。新的转介您照样可以写")
            self._turn("hidden")
        elif not told.open and not told.closed:
            self._turn("nothing")
        elif which == ALL and self.way.key() == COUNTS:
            self._count()
            self._turn("counts")
        elif which == ALL and self.way.key() == BOARD:
            self.board.show_cards(told.columns, told.sides)
            self._turn("board")
        else:
            self.list.show_cards(cards)
            self._turn("list")

    def _turn(self, key: str) -> None:
        self._stack.setCurrentWidget(self._parts[key])
        self._foot.setVisible(key in ("board", "list"))
        self.which.setVisible(key in ("board", "list", "counts"))
        self.way.setVisible(key in ("board", "list", "counts") and self.which.key() == ALL)
        self.by_code.setVisible(key in ("board", "list"))

    def _count(self) -> None:
        period = self.numbers.period
        self.bench.newest(
            "referral.counts",
            lambda session, _p: referral_counts.counts(session, period),
            self.numbers.show_counts,
            owner=self,
        )

    def _turn_names(self) -> None:
        self.board.name_by = self.list.name_by = BY_CODE if self.by_code.isChecked() else ""
        self._show()

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """What else one comes here for."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts: list[tuple[str, Callable[[], object]]] = [
            ("录反馈单（按短码）", self._key_in),
            ("看一看孩子（识别）", partial(self.host.go, "observe")),
            ("机构名录", partial(self.host.go, "directory")),
        ]
        if self.bench.may(Right.S3):
            acts.append(("报过的强制报告", partial(self.host.go, "reported")))
        acts.append(("临时生活照料", partial(self.host.go, "care")))
        if self.bench.may(Right.EDIT):
            acts.append(("换成县里的观察表…", partial(load_table, self.bench, self.host, self)))
            acts.append(scales(self.bench, self.host, self))
        for text, do in acts:
            menu.addAction(text, do)
        if self.bench.may(Right.EDIT):
            fill_clocks(menu.addMenu("期限（默认值可改）"), self.bench, self.host, self)
        return menu

    def _key_in(self) -> None:
        """A feedback slip has come back: its code opens the referral."""
        text = self.host.ask.words("录反馈单", "照反馈单上的短码写，8位")
        if text is None:
            return
        self.bench.read(
            lambda session, _p: referrals.by_code(session, text),
            lambda row: self.host.go("refer", ("referral", row, referrals.BY_SLIP)),
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )

    def _script(self, row: str) -> None:
        printed(self.bench, self.host, row, "script", self)

    # -- opening and beginning -----------------------------------------------------------------------

    def _open(self, row: str) -> None:
        reason = self.host.ask.reason("打开一份转介", "会记下谁打开、为什么。", USUAL)
        if reason is not None:
            self.host.go("refer", ("referral", row, reason))

    def _choose_child(self) -> None:
        self._choosing = True
        self.pick.line.clear()
        self.pick.offer([], "输入姓名来找；也可以从孩子的档案里点“转介”")
        self._turn("pick")
        self.pick.line.setFocus()

    def _look_up(self, text: str) -> None:
        def answer(found: list[choosing.Chosen]) -> None:
            said = f"找到{len(found):,}个" if found else f"没有找到“{text.strip()}”。换拼音首字母试试"
            self.pick.offer(found, said if text.strip() else "输入姓名来找")

        self.bench.newest(
            "referral.pick", lambda session, _p: choosing.look_up(session, text), answer, owner=self
        )
