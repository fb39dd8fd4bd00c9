"""Is the page 修改记录: every entry with filters, what it changed, undo seen before it is done; the bin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from childdesk.desk import bin as recycle
from childdesk.desk import chronicle, history
from childdesk.desk.chronicle import KINDS, SPANS, Detail, Event, Filter, UndoPlan
from childdesk.desk.session import Right
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.history.detail import EntryCard
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.event_list import EventList, Happened
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import surface
from childdesk.ui.workbench import Workbench

LOG, BIN = "log", "bin"
NONE_YET = "还没有改动。记一次走访、改一处资料，这里就有了。"
NONE_SO = "这些条件下没有改动。换一类，或看全部时间。"
NO_BIN = "回收站是空的。撤回的记录会在这里，随时能恢复。"


class HistoryPage(Page):
    """List at left, one entry at right. `arrive` may take an entry's id, or bin."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "修改记录", back=host.back)
        self.bench = bench
        self._events: dict[str, Event] = {}
        self._gone: dict[str, recycle.Gone] = {}
        self._wanted = Filter()
        self._more = self._several = False
        self.which = Segmented([(LOG, "修改记录"), (BIN, "回收站")])
        self.kinds = Segmented([(key, word) for key, (word, _, _) in KINDS.items()], dense=True)
        self.spans = Picker("时间", "全部时间")
        self.people = Picker("谁", "谁都行")
        self.list = EventList("改动")
        self.empty = Empty("history", NONE_YET, "看全部改动", self._everything)
        self.entry = EntryCard(self.list)
        self._build()
        bench.changed.connect(self._again)

    def _build(self) -> None:
        self.which.choose(LOG)
        self.kinds.choose("")
        self.spans.offer(SPANS.items())
        self.spans.choose("")
        self.head.act(self.which)
        fit.fix(self.spans, width=124)
        fit.fix(self.people, width=150)
        self._filters = QWidget()
        self._filters.setLayout(fit.row(self.kinds, None, self.spans, self.people, margins=(14, 10, 14, 8)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        card = surface("card")
        inner = fit.column(self._filters, self._stack, margins=(1, 1, 1, 1), spacing=0)
        inner.setStretch(1, 1)
        card.setLayout(inner)
        self.body.addWidget(card, 1)
        self.add_side("side", "这一次", self.entry, width=372)
        self.which.chosen.connect(lambda _key: self._load())
        self.kinds.chosen.connect(lambda _key: self._load())
        self.spans.chosen.connect(lambda _key: self._load())
        self.people.chosen.connect(lambda _key: self._load())
        self.list.moved.connect(self._moved)
        self.list.end_reached.connect(self._further)
        self.list.activated.connect(lambda _index: self._enter())

    # -- arriving ------------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Lists the newest entries; shows one, or the recycle bin, when asked for."""
        if argument == BIN:
            self.which.choose(BIN)
        self.bench.read(lambda session, _p: chronicle.people(session), self._know, owner=self)
        self._load("" if argument == BIN else str(argument or ""))

    def memento(self) -> object:
        """Which list, and where one stood."""
        return self.which.key(), self.kinds.key(), self.list.current()

    def resume(self, memento: object) -> None:
        """The same list at the same place."""
        if isinstance(memento, tuple) and len(memento) == 3:
            self.which.choose(memento[0])
            self.kinds.choose(memento[1])
            self._load(str(memento[2]))

    def first_focus(self) -> QWidget | None:
        """The list; where nothing stands in it, the way to where something does."""
        return self.list if self._events or self._gone else self.empty.act

    def set_compact(self, compact: bool) -> None:
        """In a small window the kinds alone fill the line."""
        super().set_compact(compact)
        self.people.setVisible(not compact and self._several)

    def _know(self, people: list[tuple[str, str]]) -> None:
        """With one person alone there is nothing to choose."""
        chosen = self.people.key()
        self._several = len(people) > 1
        self.people.offer([("", "谁都行"), *people])
        self.people.choose(chosen)
        self.people.setVisible(self._several and not self.compact)

    # -- the list ------------------------------------------------------------------------------------

    def _again(self) -> None:
        if self.isVisible():
            self._load(self.list.current())

    def _load(self, current: str = "") -> None:
        self._filters.setVisible(self.which.key() == LOG)
        if self.which.key() == BIN:
            self.bench.newest("history", lambda s, _p: recycle.everything(s), self._show_bin, owner=self)
            return
        self._wanted = Filter(self.kinds.key() or "", self.people.key(), self.spans.key())
        wanted = self._wanted
        self.bench.newest(
            "history",
            lambda session, _p: chronicle.page(session, wanted),
            lambda page: self._show(page, current),
            owner=self,
        )

    def _everything(self) -> None:
        self.which.choose(LOG)
        self.kinds.choose("")
        self.spans.choose("")
        self.people.choose("")
        self._load()

    def _show(self, page: chronicle.Page, current: str) -> None:
        self._gone = {}
        self._events = {one.id: one for one in page.events}
        self._more = page.more
        narrowed = self._wanted != Filter()
        self.head.say(f"{'选出' if narrowed else '共'}{page.total:,}次改动，一次不少，都能看到改了什么")
        self.empty.say(NONE_SO if narrowed else NONE_YET)
        self.empty.act.setVisible(narrowed)
        self._stack.setCurrentIndex(0 if page.events else 1)
        self.list.show_events([_happened(one) for one in page.events], current)
        if not page.events:
            self.entry.empty()
        elif current and current not in self._events:
            # An older one was asked for: it is shown although the list has not come so far.
            self._ask(current)

    def _further(self) -> None:
        """The next page, once the end of this one is seen."""
        if not self._more or self.which.key() == BIN:
            return
        self._more = False
        last, wanted = next(reversed(self._events.values())), self._wanted
        self.bench.newest(
            "history",
            lambda session, _p: chronicle.page(session, wanted, last.arrived),
            self._add,
            owner=self,
        )

    def _add(self, page: chronicle.Page) -> None:
        self._events.update((one.id, one) for one in page.events)
        self._more = page.more
        self.list.add_events([_happened(one) for one in page.events])

    def _show_bin(self, gone: list[recycle.Gone]) -> None:
        self._events = {}
        self._gone = {one.id: one for one in gone}
        self.head.say(f"回收站里有{len(gone):,}份，都能恢复" if gone else "回收站是空的")
        self.empty.say(NO_BIN)
        self.empty.act.setVisible(True)
        self._stack.setCurrentIndex(0 if gone else 1)
        self.list.show_events([_thrown(one) for one in gone])
        if not gone:
            self.entry.empty("撤回的记录点开后，在这里看是什么、怎么恢复")

    # -- one entry -----------------------------------------------------------------------------------

    def _moved(self, current: str) -> None:
        if current in self._events:
            self._ask(current)
        elif current in self._gone:
            gone = self._gone[current]
            may = self.bench.may(Right.EDIT)
            self.entry.show_gone(gone, (lambda: self._bring_back(gone)) if may else None)

    def _enter(self) -> None:
        """Enter goes into the entry: its button, or in a small window its drawer."""
        first = self.entry.first()
        if self.compact:
            self.open_side("side")
        elif first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, entry: str) -> None:
        self.bench.newest(
            "history.entry",
            lambda session, _p: chronicle.detail(session, entry),
            self._detail,
            refused=self._refused,
            owner=self,
        )

    def _detail(self, told: Detail) -> None:
        event = told.event
        self.entry.show_detail(
            told, lambda: self._plan(event), lambda: self._undo(told.undone_by, "撤销", done="已重做")
        )

    def _plan(self, event: Event) -> None:
        self.bench.read(
            lambda session, _p: chronicle.plan(session, event.id),
            lambda plan: self._show_plan(event, plan),
            refused=self._refused,
            owner=self,
        )

    def _show_plan(self, event: Event, plan: UndoPlan) -> None:
        self.entry.show_plan(
            event.what, plan, lambda: self._undo(event.id, event.what), lambda: self._ask(event.id)
        )

    def _undo(self, entry: str, what: str, *, done: str = "") -> None:
        def told(undone: history.Undone) -> None:
            if not undone.entry:
                self.host.banner("info", "没有改回：后来又改过，或别的记录要用到它")
                return
            self.host.toast(done or f"已撤销{what}", undo_of(self.bench, self.host, undone.entry))
            self._load(undone.entry)

        self.bench.write(
            lambda session, _p: history.apply_undo(session, entry), told, refused=self._refused, owner=self
        )

    def _bring_back(self, gone: recycle.Gone) -> None:
        def told(entry: str) -> None:
            name = gone.name or gone.label
            self.host.toast(f"已恢复{name}", undo_of(self.bench, self.host, entry, f"恢复{name}"))

        self.bench.write(
            lambda session, _p: recycle.bring_back(session, gone.record, gone.id),
            told,
            refused=self._refused,
            owner=self,
        )

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("warn", trouble.sentence)


def _happened(one: Event) -> Happened:
    tag = "已撤销" if one.undone else ""
    return Happened(one.id, one.icon, one.what, one.whose, one.why, one.who, one.when, tag)


def _thrown(one: recycle.Gone) -> Happened:
    icon = "lock_closed" if one.record in chronicle.PROTECTED else "archive"
    return Happened(one.id, icon, one.label, one.name, one.how, one.who, one.when)
