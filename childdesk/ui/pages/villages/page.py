"""Is the page 各村: all villages in one table, one of them beside it, a paper that all owe above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from childdesk.desk import collecting, township_board, transfers, villages
from childdesk.desk.listing import Filter
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.desk.township_board import Board, Row
from childdesk.desk.villages import Listed
from childdesk.domain.township_options import GIVEN, NOT_YET, RETURNED, ZERO
from childdesk.ui import fit
from childdesk.ui.ask import Choice
from childdesk.ui.one_draft import FieldsDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.villages.acts import Acts
from childdesk.ui.pages.villages.asking import ListForm, PaperForm
from childdesk.ui.pages.villages.one import OneVillage
from childdesk.ui.pages.villages.table import cells, columns, ordered
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.data_table import DataTable
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.table_model import Cell
from childdesk.ui.widgets.words import surface, words
from childdesk.ui.workbench import Workbench

ALL, OWES, BACK, IN = "all", "owes", "back", "in"
EMPTY = "还没有村。把各村的名单粘贴进来，就能看谁交了、谁没交"
NOT_PAIRED = "还没有乡镇同步上来。先和乡镇配好，它们的村就会列在这里"
SHOWN = 5
PAPER, LIST = "paper-new", "villages-new"
"""Drafts of the two forms."""


class VillagesPage(Page):
    """The board. Reads anew on arrival and with every entry."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "各村")
        self.bench = bench
        self.board: Board | None = None
        self.paper = ""
        self.rows: dict[str, Row] = {}
        self.acts = Acts(self)
        self.add = button("加村", self._ask_list, icon="add")
        self.moves = button("转村申请", lambda: host.go("transfers"))
        self.moves.hide()
        self.compare = button("比对名单", lambda: host.go("importing"), icon="branch_compare")
        self.compare.setVisible(host.knows("importing") and bench.may(Right.IMPORT))
        self.hand = button("分发一份表", self.acts.hand_out, icon="document_arrow_up")
        self.hand.setVisible(bench.may(Right.EXPORT))
        self.collect = button("收一份表", self._ask_paper, kind="primary", icon="document_table")
        for part in (self.add, self.moves, self.compare, self.hand, self.collect):
            self.head.act(part)
        for part in (self.add, self.collect):
            part.setVisible(bench.may(Right.PEOPLE))
        self.one = OneVillage()
        self.one.asked.connect(self._asked)
        self.add_side("side", "这个村", scrolled(self.one), width=250)
        self._build()
        bench.changed.connect(self._changed)

    def _build(self) -> None:
        self.papers = Picker("哪一次收表", "没有要收的表")
        self.papers.chosen.connect(self._choose_paper)
        fit.fix(self.papers, width=300)
        self.which = Segmented([(ALL, "全部"), (OWES, "没交"), (BACK, "退回"), (IN, "交了")], dense=True)
        self.which.choose(ALL)
        self.which.chosen.connect(lambda _key: self._fill())
        self.table = DataTable(columns(self.bench.session()), self._cells, unit="个村")
        self.table.view.beside = True
        self.table.sort_asked.connect(self._sort)
        self.table.opened.connect(lambda _unit: self._asked("register"))
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_one())
        self.table.set_empty(Empty("checkmark_circle", "这里没有村。", "看全部", self._see_all))
        if self.bench.may(Right.EDIT):
            for text, state in (("记为已交", GIVEN), ("零报告", ZERO), ("记成未交", NOT_YET)):
                self.table.act(text, partial(self.acts.mark, state=state))
            self.table.act("记催办", self.acts.chase, icon="call")
        self.total = words("", "second")
        card = surface("card")
        inner = fit.column(self.table, fit.row(self.total, None, margins=(12, 6, 12, 6)), spacing=0)
        inner.setStretch(0, 1)
        card.setLayout(inner)
        shown = QWidget()
        shown.setLayout(fit.column(fit.row(self.papers, self.which, None, spacing=12), card, spacing=8))
        self.paper_form, self.list_form = PaperForm(), ListForm()
        self.paper_form.taken.connect(self._take_paper)
        self.list_form.taken.connect(self._look)
        drafts = FieldsDraft(self.bench, PAPER, self.paper_form.fields())
        self.paper_draft, self.list_draft = drafts, FieldsDraft(self.bench, LIST, self.list_form.fields())
        self.paper_form.cancelled.connect(self._show)
        self.list_form.cancelled.connect(self._show)
        self.nothing = beginning(self)
        self.stack = QStackedWidget()
        for part in (shown, self.nothing, scrolled(self.paper_form), scrolled(self.list_form)):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Reads anew."""
        self._show()
        self._load()

    def leave(self) -> None:
        """What was typed and not taken is kept."""
        self.paper_draft.keep()
        self.list_draft.keep()

    def first_focus(self) -> QWidget | None:
        """The worst village, or the way to the first ones."""
        return self.table.view if self.rows else None

    def memento(self) -> object:
        """Which village and paper."""
        return self.table.current(), self.paper

    def resume(self, memento: object) -> None:
        """The same again."""
        if isinstance(memento, tuple) and memento[0]:
            self.paper = str(memento[1])
            self.table.go(str(memento[0]))

    def _changed(self, _entry: str) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        paper = self.paper
        self.bench.newest(
            "villages", lambda session, _p: township_board.board(session, paper), self._loaded, owner=self
        )
        self.bench.newest(
            "moves", lambda session, _p: transfers.waiting(session), self._say_moves, owner=self
        )

    def _say_moves(self, number: int) -> None:
        """The way to requests that wait; without any it takes no room."""
        self.moves.setText(f"转村申请（{number}）")
        self.moves.setVisible(bool(number) and self.host.knows("transfers"))

    def _loaded(self, found: Board) -> None:
        self.board = found
        self.rows = {row.unit: row for row in found.rows}
        self.head.say(township_board.sentence(found))
        self.papers.offer([(one.id, f"{one.title}（{one.due[5:]}前）") for one in found.papers])
        if found.paper is not None:
            self.paper = found.paper.id
            self.papers.choose(found.paper.id)
        self.which.setVisible(found.paper is not None)
        self._show()

    def _show(self) -> None:
        self.stack.setCurrentIndex(0 if self.rows or self.board is None else 1)
        self.collect.setVisible(bool(self.rows) and self.bench.may(Right.PEOPLE))
        self.hand.setVisible(bool(self.rows) and self.bench.may(Right.EXPORT))
        self._fill()

    def _see_all(self) -> None:
        self.which.choose(ALL)
        self._fill()

    def _wanted(self) -> list[str]:
        which = self.which.key()
        wanted = [row for row in self.rows.values() if _is_of(row, which)]
        key, descending = self.table.model.sorted_by, self.table.model.descending
        return [row.unit for row in (ordered(wanted, key, descending=descending) if key else wanted)]

    def _sort(self, key: str, descending: bool) -> None:
        self.table.sort(key, descending=descending)
        self._fill()

    def _fill(self) -> None:
        if self.board is None:
            return
        self.table.set_ids(self._wanted())
        self.total.setText(_totals(self.board))
        self._show_one()

    def _cells(self, ids: Sequence[str], keys: Sequence[str]) -> list[list[Cell]]:
        late = self.board is not None and self.board.paper is not None and self.board.paper.days_late > 0
        return [cells(self.rows[unit], keys, late=late) for unit in ids if unit in self.rows]

    def row(self) -> Row | None:
        """The village that is looked at."""
        return self.rows.get(self.table.current() or "")

    def registered(self, unit: str) -> str:
        """How many children the register has for a village, in digits."""
        return str(self.rows[unit].registered) if unit in self.rows else ""

    def _show_one(self) -> None:
        row = self.row() if self.stack.currentIndex() == 0 else None
        self.one.show_row(row)
        self.want_side("side", row is not None)

    def _choose_paper(self, paper: str) -> None:
        self.paper = paper
        self._load()

    # -- forms ---------------------------------------------------------------------------------------

    def _ask_paper(self) -> None:
        self.paper_draft.bring_back()
        self.stack.setCurrentIndex(2)
        self._show_one()
        self.collect.hide()
        self.paper_form.title.setFocus()

    def _take_paper(self, texts: dict[str, str]) -> None:
        def done(saved: Saved) -> None:
            self.paper = saved.id
            self.paper_form.clear()
            self.paper_draft.drop()
            self._show()
            self.acts.told("已向各村收表", saved)

        self.bench.write(
            lambda session, _p: collecting.ask(session, {key: text for key, text in texts.items() if text}),
            done,
            refused=self.paper_form.refuse,
            owner=self,
        )

    def _ask_list(self) -> None:
        self.list_draft.bring_back()
        self.stack.setCurrentIndex(3)
        self._show_one()
        self.collect.hide()
        self.list_form.text.setFocus()

    def _look(self, text: str) -> None:
        self.bench.write(
            lambda session, _p: villages.look(session, text),
            self._looked,
            refused=self.list_form.refuse,
            news=False,
            owner=self,
        )

    def _looked(self, found: Listed) -> None:
        told = [f"新增{len(found.add):,}个村，已有{found.same:,}个，不收{len(found.left):,}行"]
        told += ["、".join(one["name"] for one in found.add[:12])] if found.add else []
        told += [f"第{line}行：{why}" for line, why in found.left[:SHOWN]]
        go = [Choice("yes", f"加{len(found.add):,}个", primary=True)] if found.add else []
        choices = [Choice("no", "先不加", harmless=True), *go]
        if self.host.ask.choose("加上各村", told, choices) == "yes":

            def done(saved: Saved) -> None:
                self.list_form.text.clear()
                self.list_draft.drop()
                self._show()
                self.acts.told(f"已加{len(found.add):,}个村", saved)

            self.bench.write(
                lambda session, _p: villages.take_in(session, found),
                done,
                refused=self.list_form.refuse,
                owner=self,
            )

    # -- one village -----------------------------------------------------------------------------------

    def _asked(self, act: str) -> None:
        row = self.row()
        if row is None:
            return
        if act == "register":
            self.host.go("children", Filter.of({"village": (row.unit,), "state": ("open",)}))
        elif act in ("checks", "typing"):
            self.host.go(act, row.unit)
        else:
            self.acts.do(act, row)

    def do(self, work: Callable[[Session], Saved], told: str) -> None:
        """One act on the writing lane, with its toast and undo."""
        self.bench.write(
            lambda session, _p: work(session),
            lambda saved: self.acts.told(told, saved),
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            owner=self,
        )


def _totals(board: Board) -> str:
    """The last line: what the lines above it come to."""
    told = township_board.totals(board)
    said = [f"合计{told['villages']:,}个村", f"在册{told['registered']:,}人"]
    if board.paper is not None:
        said.insert(1, f"交来{told['told']:,}人")
    said += [f"晚了的走访{told['overdue']:,}"] if told["overdue"] else []
    said += [f"不在各村名下的{board.own:,}人"] if board.own else []
    return "　".join(said)


def _is_of(row: Row, which: str | None) -> bool:
    """Whether a village stands where one looks."""
    if which == OWES:
        return row.owes
    if which == BACK:
        return row.state == RETURNED
    return which != IN or (bool(row.state) and not row.owes)


def beginning(page: VillagesPage) -> Empty:
    """What comes first here: the list of villages, at a county a township that brings them along."""
    if page.bench.session().ledger.identity.level == "county":
        pair = partial(page.host.go, "sync")
        return Empty("people_community", NOT_PAIRED, "去和乡镇配对", pair, kind="primary")
    return Empty("people_community", EMPTY, "加上各村", page._ask_list, kind="primary")
