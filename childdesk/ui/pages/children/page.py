"""Is the page 儿童台账: filter at the left, the table of everybody, acts for several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from childdesk.desk import listed, listing
from childdesk.desk.listing import Filter, Narrowed, Order
from childdesk.desk.session import Right
from childdesk.ui import fit
from childdesk.ui.among import Among
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.children.columns import FILTERS, cells, columns, order_words
from childdesk.ui.pages.children.narrowing import DEFAULT, Narrowing
from childdesk.ui.pages.children.several import Several
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.data_table import DataTable
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.filter_pane import FilterChips
from childdesk.ui.widgets.table_model import Cell
from childdesk.ui.widgets.words import surface, words
from childdesk.ui.workbench import Workbench

STATE = "columns/children"
TEXT = "text"
"""The group of the chip that stands for what was searched."""


class ChildrenPage(Page):
    """Everybody. Ids come from the reading lane, rows a page at a time on the window's own."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "儿童台账")
        self.bench = bench
        self.text = ""
        self.order = Order()
        self._known: Narrowed | None = None
        self.narrowing = Narrowing(bench)
        self.add_side("filter", "筛选", self.narrowing, width=184, left=True)
        self.importing = button("导入表格", self._import, icon="arrow_import")
        self.exporting = button("导出所见", self._export_all, icon="arrow_download")
        self.new = button("新建档案", lambda: host.go("child", "+"), kind="primary", icon="person_add")
        for part, right in (
            (self.importing, Right.IMPORT),
            (self.exporting, Right.EXPORT),
            (self.new, Right.EDIT),
        ):
            self.head.act(part)
            part.setVisible(bench.may(right))
        self.importing.setVisible(host.knows("importing") and bench.may(Right.IMPORT))
        self.chips = FilterChips()
        level = bench.session().ledger.identity.level
        self.table = DataTable(columns(above=level != "village", county=level == "county"), self._rows)
        self._build()
        self._connect()
        self._restore()

    def _build(self) -> None:
        self._by = words("", "second")
        self.choose = button(
            "选列", lambda: self.table.open_chooser(self.choose), kind="small", icon="column_triple"
        )
        self.keep = button("存为常用筛选", self._keep, kind="small", icon="star")
        top = fit.row(self.chips, self._by, self.choose, self.keep, margins=(12, 7, 12, 7), spacing=8)
        top.setStretch(0, 1)
        self._nobody = Empty("people_list", "这些条件下没有人", "全部清除", self._clear)
        self.table.set_empty(self._nobody)
        self.several = Several(self.host, self.bench, self)
        card = surface("card")
        inner = fit.column(top, self.table, margins=(1, 1, 1, 1), spacing=0)
        inner.setStretch(1, 1)
        card.setLayout(inner)
        self._card = card
        verb = "导入表格" if self.host.knows("importing") else "新建档案"
        self._start = Empty(
            "people_list", f"还没有孩子。把手头的表拖进来，或{verb}", verb, self._import, kind="primary"
        )
        second = button("一个一个建档", lambda: self.host.go("child", "+"), icon="person_add")
        second.setVisible(self.host.knows("importing"))
        self._first = surface("card")
        self._first.setLayout(
            fit.column(None, self._start, fit.row(None, second, None), None, margins=(0, 0, 0, 40), spacing=0)
        )
        self._first.hide()
        self.body.addWidget(self.several.running)
        self.body.addWidget(card, 1)
        self.body.addWidget(self._first, 1)

    def _connect(self) -> None:
        self.narrowing.changed.connect(self._load)
        self.chips.dropped.connect(self._drop)
        table = self.table
        table.opened.connect(self._open)
        table.sort_asked.connect(self._sort)
        table.only_asked.connect(lambda key: self.narrowing.open_group(FILTERS.get(key, "")))
        table.columns_changed.connect(lambda: self.bench.remember(STATE, table.state()))
        table.jump_asked.connect(self._jump)
        table.letter_at = self._letter
        if self.bench.may(Right.EDIT):
            self.plan = table.act("排走访…", self.several.plan, icon="calendar_day")
        if self.bench.may(Right.EXPORT):
            self.export_some = table.act("导出选中的", self._export, icon="arrow_download")
        self.bench.changed.connect(self._changed)

    def _restore(self) -> None:
        """Columns, order and filter of the last time."""
        state = self.bench.recall(STATE)
        if isinstance(state, dict):
            self.table.restore(state)
            if state.get("sort"):
                self.order = Order(str(state["sort"]), bool(state.get("descending")))
        self.narrowing.recall()

    def arrive(self, argument: object = None) -> None:
        """With a filter, with words of the search, or as it was."""
        if isinstance(argument, Filter):
            self.text = argument.text
            self.narrowing.choose({**DEFAULT, **argument.chosen})
        elif isinstance(argument, str) and argument:
            self.text = argument
            self.narrowing.choose(DEFAULT)
        self._load()

    def memento(self) -> object:
        """The row and the filter."""
        return self.table.current(), self._filter(), self.order

    def resume(self, memento: object) -> None:
        """Stands on the same row again."""
        if isinstance(memento, tuple) and memento[0]:
            self.table.go(str(memento[0]))

    def take(self, act: str) -> bool:
        """记走访 and 转介 for the row where one stands."""
        if act in ("visit", "refer") and self.host.knows(act) and self.table.current():
            self.host.go(act, self.table.current())
            return True
        if act == "print" and self.host.knows("reports") and self.bench.may(Right.EXPORT):
            self.host.go("reports", "village-roster")
            return True
        return super().take(act)

    def first_focus(self) -> QWidget | None:
        """The table; on an empty desk the way to fill it."""
        if self._known is not None and not self._known.everyone:
            return self._start.act
        return self.table.view

    def set_compact(self, compact: bool) -> None:
        """The hints give way first."""
        super().set_compact(compact)
        self.table.set_compact(compact)
        self._by.setVisible(not compact)

    # -- what is shown -------------------------------------------------------------------------------

    def _filter(self) -> Filter:
        return Filter.of(self.narrowing.chosen(), self.text)

    def _changed(self) -> None:
        if self.isVisible():
            self._load(anew=True)

    def _load(self, *, anew: bool = False) -> None:
        wanted, order = self._filter(), self.order
        self._chips()

        def show(found: Narrowed) -> None:
            if anew:
                self.table.refresh(self.table.model.ids)
            self._show(found)

        self.bench.newest(
            "children", lambda session, _p: listing.narrowed(session, wanted, order), show, owner=self
        )
        self.bench.newest(
            "children.counts",
            lambda session, _p: (listing.groups(session), listing.counts(session, wanted)),
            lambda pair: self.narrowing.show_counts(*pair),
            owner=self,
        )

    def _show(self, found: Narrowed) -> None:
        self._known = found
        empty = found.everyone == 0
        self._card.setVisible(not empty)
        self._first.setVisible(empty)
        if not self.compact:
            self.narrowing.setVisible(not empty)
        self.exporting.setVisible(not empty and self.bench.may(Right.EXPORT))
        self.new.setVisible(not empty and self.bench.may(Right.EDIT))
        self.head.say("台账是空的" if empty else f"登记在册{found.open:,}人，现在显示{len(found.ids):,}人")
        self._by.setText(order_words(self.order.key, descending=self.order.descending))
        self.table.sort(self.order.key, descending=self.order.descending)
        self.table.set_ids(found.ids)

    def _rows(self, ids: Sequence[str], keys: Sequence[str]) -> list[tuple[Cell, ...]]:
        return cells(self.bench.glance(lambda session: listed.rows(session, ids, keys)), keys)

    def _chips(self) -> None:
        chosen = self.narrowing.words()
        if self.text:
            chosen = [(TEXT, self.text, f"找：{self.text}"), *chosen]
        self.chips.show_chosen(chosen)

    def _letter(self, row: int) -> str:
        if self.order.key != "name" or not 0 <= row < len(self.table.model.ids):
            return ""
        child = self.table.model.ids[row]
        return str(self.bench.glance(lambda session: listing.letter(session, child)))

    # -- what a person does --------------------------------------------------------------------------

    def _open(self, child: str) -> None:
        ids = self.table.model.ids
        at = self.table.model.row_of(child)
        self.host.go("child", Among(child, ids, -1 if at is None else at, "儿童台账"))

    def _sort(self, key: str, descending: bool) -> None:
        self.order = Order(key, descending)
        self.table.sort(key, descending=descending)
        self.bench.remember(STATE, self.table.state())
        self._load()

    def _drop(self, group: str, value: str) -> None:
        if group == TEXT:
            self.text = ""
            self._load()
        else:
            self.narrowing.drop(group, value)

    def _clear(self) -> None:
        self.text = ""
        self.narrowing.choose(DEFAULT)
        self._load()

    def _jump(self, letters: str) -> None:
        wanted = self._filter()
        self.bench.newest(
            "children.jump",
            lambda session, _p: listing.place_of(session, wanted, letters),
            lambda child: self.table.go(child) if child else None,
            owner=self,
        )

    def _keep(self) -> None:
        name = self.host.ask.words("存为常用筛选", "给它起个名字，以后在筛选上面一点就到。")
        if name:
            self.narrowing.keep(name)
            self.host.toast(f"已存为“{name}”")

    def _import(self) -> None:
        if self.host.knows("importing"):
            self.host.go("importing")
        else:
            self.host.go("child", "+")

    def _export_all(self) -> None:
        self._export(list(self.table.model.ids))

    def _export(self, ids: list[str]) -> None:
        self.several.export(ids, [column.key for column in self.table.model.columns])
