"""Is 修改记录: every entry, what it changed, undoing it after seeing what that does; the recycle bin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from childdesk.desk import bin as bin_
from childdesk.desk import history, telling
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Plan
from childdesk.domain.undo import Kept
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.undoing import take_back
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.data_table import DataTable
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.table_model import Cell, Column
from childdesk.ui.widgets.words import rule, words
from childdesk.ui.workbench import Workbench

COLUMNS = (
    Column("when", "时间", 130, sortable=False),
    Column("who", "谁", 90, sortable=False),
    Column("what", "做了什么", 150, sortable=False),
    Column("source", "来源和原因", 270, sortable=False),
)
KINDS = (
    ("", "全部"),
    ("import", "导入"),
    ("visit", "走访"),
    ("child", "资料"),
    ("undo", "撤销"),
    ("bin", "回收站"),
)
MOST, LINES = 500, 60
"""Entries listed, and lines of one entry that are shown."""


class HistoryPage(Page):
    """List at left, one entry at right. `arrive` may take an entry's id."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "修改记录", back=host.back)
        self.bench = bench
        self._told: dict[str, history.Told] = {}
        self._gone: dict[str, bin_.Gone] = {}
        self._kind = ""
        self.kinds = Segmented(list(KINDS))
        self.kinds.choose("")
        self.kinds.chosen.connect(self._choose)
        self.table = DataTable(COLUMNS, self._rows, unit="次")
        self.table.set_empty(Empty("history", "还没有改动。记一次走访、改一处资料，这里就有了。"))
        self.table.opened.connect(self._open)
        self.table.view.selectionModel().currentRowChanged.connect(self._moved)
        card = Card()
        card.add(self.kinds)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)
        self.detail = Card("这一次")
        self._lines: QVBoxLayout = fit.column(spacing=6)
        inner = QWidget()
        inner.setLayout(fit.column(self._lines, None, margins=(0, 0, 6, 0)))
        self.detail.add(scrolled(inner), 1)
        self._acts = fit.row(spacing=8)
        self.detail.add(self._acts)
        self.add_side("side", "这一次", self.detail, width=372)
        bench.changed.connect(lambda _entry: self._load())

    def arrive(self, argument: object = None) -> None:
        """Lists the newest entries; shows one when asked for."""
        self._load(str(argument or ""))

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table.view

    def _choose(self, key: str) -> None:
        self._kind = key
        self._load()

    def _load(self, entry: str = "") -> None:
        if self._kind == "bin":
            self.bench.newest("history", lambda s, _p: bin_.everything(s), self._show_bin, owner=self)
        else:
            self.bench.newest(
                "history",
                lambda s, _p: history.latest(s, MOST),
                lambda told: self._show(told, entry),
                owner=self,
            )

    def _show(self, told: list[history.Told], entry: str) -> None:
        kind = self._kind
        mine = [one for one in told if kind in one.operation]
        self._told = {one.id: one for one in mine}
        self._gone = {}
        self.head.say(f"共{len(mine)}次改动，一条不少" if mine else "还没有改动")
        self.table.set_ids([one.id for one in mine], current=entry or None)
        self._moved()

    def _show_bin(self, gone: list[bin_.Gone]) -> None:
        self._gone = {one.id: one for one in gone}
        self._told = {}
        self.head.say(f"回收站里有{len(gone)}份，都能恢复" if gone else "回收站是空的")
        self.table.set_ids([one.id for one in gone])
        self._moved()

    def _rows(self, ids: Sequence[str], keys: Sequence[str]) -> Sequence[Sequence[Cell]] | None:
        today = self.bench.today
        return [[Cell(self._words(one, today).get(key, "")) for key in keys] for one in ids]

    def _words(self, one: str, today: object) -> dict[str, str]:
        told, gone = self._told.get(one), self._gone.get(one)
        if told is not None:
            source = "，".join(part for part in (told.source, told.reason) if part)
            when = telling.moment(told.when, self.bench.today)
            return {"when": when, "who": told.person, "what": told.what, "source": source}
        if gone is not None:
            when = telling.moment(gone.when, self.bench.today) if gone.when else ""
            return {
                "when": when,
                "who": gone.who,
                "what": f"{gone.label}　{gone.name}",
                "source": gone.reason,
            }
        return {}

    # -- one entry -----------------------------------------------------------------------------------

    def _moved(self, *_: object) -> None:
        current = self.table.current() or ""
        if current in self._told:
            self.bench.newest("entry", lambda s, _p: history.of_entry(s, current), self._detail, owner=self)
        elif current in self._gone:
            self._detail_gone(self._gone[current])
        else:
            self._clear("这一次")

    def _open(self, _id: str) -> None:
        self._moved()

    def _clear(self, title: str) -> None:
        self.detail.say(title)
        fit.clear(self._lines)
        fit.clear(self._acts)

    def _detail(self, told: history.Told) -> None:
        self._clear(told.what)
        self._say(f"{telling.moment(told.when, self.bench.today)}，{told.person}", "second")
        for part in (told.source, told.reason):
            if part:
                self._say(part, "second")
        self._lines.addWidget(rule())
        for line in told.lines[:LINES]:
            self._say(
                f"{_whose(line.record)}{line.label}：{line.before or '（空）'} → {line.after or '（空）'}",
                "small",
            )
        if len(told.lines) > LINES:
            self._say(f"还有{len(told.lines) - LINES:,}处", "note")
        if told.operation not in ("erase", "new_desk"):
            self._acts.addWidget(button("撤销这一次", lambda: self._plan(told), icon="arrow_undo"))
        self._acts.addStretch(1)

    def _plan(self, told: history.Told) -> None:
        """What undoing would do, before it is done."""
        self.bench.read(
            lambda s, _p: history.plan_undo(s, told.id),
            lambda found: self._show_plan(told, *found),
            refused=self._refused,
            owner=self,
        )

    def _show_plan(self, told: history.Told, plan: Plan, kept: list[Kept]) -> None:
        self._clear(f"撤销：{told.what}")
        self._say(f"会退回{len(plan.steps)}处" if plan.steps else "没有能退回的", "body")
        if kept:
            self._say(f"留着{len(kept)}处：", "body")
        for one in kept[:LINES]:
            label = catalogue.RECORDS[one.record].label if one.record in catalogue.RECORDS else one.record
            self._say(f"{label}，{one.why}", "small")
        self._say("撤销以后还能再撤回来。", "note")
        if plan.steps:
            self._acts.addWidget(
                button("撤销", lambda: take_back(self.bench, self.host, told.id, told.what), kind="primary")
            )
        self._acts.addWidget(button("不撤了", self._moved))
        self._acts.addStretch(1)

    def _undo(self, told: history.Told) -> None:
        take_back(self.bench, self.host, told.id, told.what)

    def _detail_gone(self, gone: bin_.Gone) -> None:
        self._clear(gone.label)
        self._say(bin_.words(gone), "body")
        self._say("恢复后回到原来的地方，什么都不少。", "note")
        self._acts.addWidget(button("恢复", lambda: self._bring_back(gone), icon="arrow_undo"))
        self._acts.addStretch(1)

    def _bring_back(self, gone: bin_.Gone) -> None:
        self.bench.write(
            lambda s, _p: bin_.bring_back(s, gone.record, gone.id),
            lambda _entry: self.host.toast(f"已恢复{gone.name or gone.label}"),
            refused=self._refused,
            owner=self,
        )

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("warn", trouble.sentence)

    def _say(self, text: str, role: str) -> None:
        self._lines.addWidget(words(text, role, wrap=True))


def _whose(record: str) -> str:
    """Before a label: whose it is, when it is not the child's own."""
    if record == "child" or record not in catalogue.RECORDS:
        return ""
    return f"{catalogue.RECORDS[record].label}，"
