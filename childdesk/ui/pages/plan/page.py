"""走访: the month or the week of doors, the chosen day beside it, the ways to sheets, sweeps and lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from childdesk.desk import cadences, planning, telling
from childdesk.desk.cadences import Demand
from childdesk.desk.planning import Coverage, MonthPlan
from childdesk.desk.session import Right
from childdesk.ui import fit, visit_papers
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.plan.grid import Grid
from childdesk.ui.pages.plan.side import DaySide
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

MONTH, WEEK = "month", "week"
AROUND = (
    ("录入走访单", "keying", None),
    ("电话访", "calls", None),
    ("专项排查", "sweep", None),
    ("去向核对", "sweep", "whereabouts"),
    ("返乡名单", "homecoming", None),
)
"""Word, page and argument of what else is done around the doors."""


class PlanPage(Page):
    """The plan. The argument is an ISO day, or nothing for today."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "走访")
        self.bench = bench
        self.day = bench.today
        self._plan: MonthPlan | None = None
        self.record = button("记走访", lambda: host.go("visit"), kind="primary", icon="add")
        self.head.act(self.record)
        self.span = Segmented([(MONTH, "月"), (WEEK, "周")], dense=True)
        self.span.choose(MONTH)
        self.span.chosen.connect(lambda _key: self._paint())
        self._title = words("", "head")
        self._note = words("", "doubt")
        self.before = tool("上一个", "chevron_left", lambda: self._turn(-1))
        self.after = tool("下一个", "chevron_right", lambda: self._turn(1))
        self.now = button("今天", lambda: self._choose(self.bench.today), kind="small")
        self.settle = button("照建议排好", self._settle_all, kind="small", icon="checkmark")
        self.settle.setToolTip("把建议的日子定下来；一次撤销就全部退回")
        self._grids = {MONTH: Grid(6), WEEK: Grid(1)}
        self._stack = QStackedWidget()
        for grid in self._grids.values():
            self._stack.addWidget(grid)
            grid.chosen.connect(self._choose)
            grid.dropped.connect(self._move)
        self.body.addLayout(self._bar())
        self.body.addWidget(self._stack, 1)
        self.side = DaySide()
        self.side.visit.connect(lambda child: host.go("visit", child))
        self.side.moved.connect(self._move)
        self.side.turned.connect(self._show_rest)
        self.side.demand.told.connect(self._demanded)
        self.add_side("side", "这一天", scrolled(self.side), width=322)
        bench.changed.connect(self._changed)

    def _bar(self) -> QHBoxLayout:
        turn = (self.before, self._title, self.after, self.now)
        return fit.row(*turn, self._note, None, self.settle, self.span)

    @property
    def grid(self) -> Grid:
        """The grid that is shown."""
        return self._grids[self.span.key() or MONTH]

    def arrive(self, argument: object = None) -> None:
        """Reads the month of a day."""
        if isinstance(argument, str) and argument:
            self.day = date.fromisoformat(argument)
        self._load()

    def first_focus(self) -> QWidget | None:
        """The chosen day."""
        return self.grid.cell(self.day)

    def memento(self) -> object:
        """Which day, and whether it was a week."""
        return self.day, self.span.key()

    def resume(self, memento: object) -> None:
        """The same day again."""
        if isinstance(memento, tuple) and len(memento) == 2:
            self.day = memento[0]
            self.span.choose(memento[1])
            self._load()

    def _changed(self) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        day = self.day
        self.bench.newest(
            "plan",
            lambda session, _p: (
                planning.month(session, day.year, day.month),
                planning.coverage(session),
                cadences.demanded(session),
            ),
            lambda found: self._show(*found),
            owner=self,
        )

    def _show(self, plan: MonthPlan, coverage: Coverage, held: Demand) -> None:
        self._plan = plan
        self.side.demand.show_held(held)
        self.side.demand.setVisible(not held.asked and self.bench.may(Right.EDIT))
        self.head.say(self._plan.sentence)
        self._note.setText(self._plan.note)
        self.side.show_year(coverage, self._lists())
        may = self.bench.may(Right.EDIT)
        self._show_rest(0)
        loose = any(not stop.chosen for day in self._plan.days for stop in day.stops)
        self.settle.setVisible(may and loose)
        self._paint()

    def _show_rest(self, first: int) -> None:
        """What the month has no room for: counted, and shown a few at once."""
        plan = self._plan
        if plan is None:
            return
        first = max(0, min(first, len(plan.left) - 1))
        if not plan.left:
            self.side.show_rest((), 0, 0, self.bench.today, ())
            return
        self.bench.newest(
            "plan.rest",
            lambda session, _p: planning.waiting(session, plan.year, plan.month, first, self.side.at_once),
            lambda stops: self.side.show_rest(
                stops, first, len(plan.left), self.bench.today, self._offered()
            ),
            owner=self,
        )

    def _lists(self) -> list[tuple[str, Callable[[], object]]]:
        """The ways to other work around the doors, as far as it is built."""
        around: list[tuple[str, Callable[[], object]]] = [
            (word, partial(self.host.go, to, argument))
            for word, to, argument in AROUND
            if self.host.knows(to)
        ]
        if self.bench.may(Right.EDIT):
            around.append(("改县里的要求", self.side.demand.show))
        return around

    def _paint(self) -> None:
        if self._plan is None:
            return
        today = self.bench.today
        self._stack.setCurrentWidget(self.grid)
        if self.grid.rows == 1:
            monday = self.day - timedelta(self.day.weekday())
            days = [day for day in self._plan.days if monday <= day.kind.day < monday + timedelta(7)]
            self._title.setText(f"{telling.day(monday.isoformat(), today)}起的一周")
        else:
            days = list(self._plan.days)
            self._title.setText(f"{self._plan.year}年{self._plan.month}月")
        self.grid.show_days(days, today, self.day)
        self._paint_day()

    def _paint_day(self) -> None:
        if self._plan is None:
            return
        plan = self._plan.days[self.day.day - 1]
        acts: list[QWidget] = []
        if plan.stops:
            acts.append(button("打印这天的走访单", self.print_day, icon="print"))
        self.side.show_day(plan, self.bench.today, self._offered(), acts)

    def _offered(self) -> list[date]:
        """The working days from tomorrow on to which a door can be moved."""
        if self._plan is None:
            return []
        days = (day.kind for day in self._plan.days if not day.kind.free)
        return [kind.day for kind in days if kind.day > self.bench.today and kind.day != self.day]

    def _choose(self, day: date) -> None:
        same = (day.year, day.month) == (self.day.year, self.day.month) and self._plan is not None
        self.day = day
        self._paint() if same else self._load()

    def _turn(self, by: int) -> None:
        if self.grid.rows == 1:
            self._choose(self.day + timedelta(7 * by))
            return
        months = self.day.year * 12 + self.day.month - 1 + by
        self._choose(date(months // 12, months % 12 + 1, 1))

    def _move(self, key: str, day: date) -> None:
        when = telling.day(day.isoformat(), self.bench.today)
        door = next((one for one in self._doors() if one.key == key), None)
        title = door.title if door is not None else "这一户"

        def done(saved: object) -> None:
            entry = str(getattr(saved, "entry", ""))
            told = ""
            if door is not None and day.isoformat() > door.due:
                told = f"，比该去的{telling.day(door.due, self.bench.today)}晚"
            self.host.toast(f"{title}排到{when}{told}", undo_of(self.bench, self.host, entry))

        self.bench.write(
            lambda session, _p: planning.move(session, key, day),
            done,
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )

    def _demanded(self, how: str, days: int, homes: int, market: str) -> None:
        self.bench.write(
            lambda session, _p: cadences.begin(session, how, days, homes, market),
            lambda saved: self.host.toast(
                f"县里的要求记下了：{how}", undo_of(self.bench, self.host, saved.entry, "县里的要求")
            ),
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )

    def print_day(self) -> None:
        """Sheets for the chosen day, one for each door, on the printer that a person chooses."""
        visit_papers.print_day(self, self.bench, self.day)

    def take(self, act: str) -> bool:
        """Ctrl+P prints the sheets of the chosen day."""
        if act == "print":
            self.print_day()
            return True
        return super().take(act)

    def _settle_all(self) -> None:
        day = self.day

        def done(saved: object) -> None:
            entry = str(getattr(saved, "entry", ""))
            self.host.toast(f"{day.month}月的走访排好了", undo_of(self.bench, self.host, entry))

        self.bench.write(
            lambda session, _p: planning.settle(session, day.year, day.month),
            done,
            refused=lambda refused: self.host.banner("info", refused.sentence),
            owner=self,
        )

    def _doors(self) -> list[planning.StopPlan]:
        return [] if self._plan is None else [stop for day in self._plan.days for stop in day.stops]
