"""The chosen day beside the month: its doors with their children and reasons, and how the year went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from childdesk.desk import telling
from childdesk.desk.planning import Coverage, DayPlan, StopPlan
from childdesk.ui import fit
from childdesk.ui.pages.plan.demand import DemandCard
from childdesk.ui.widgets.buttons import because, button, tool
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import RiskChip
from childdesk.ui.widgets.words import Elided, rule, surface, words

AT_ONCE = 5
"""Doors that are shown at once of those for which the month has no room."""
DAYS_AHEAD = 8
"""Days that the menu 挪到 offers."""


class DaySide(QWidget):
    """What lies on the chosen day. `visit` names a child, `moved` a door and its new day."""

    at_once = AT_ONCE
    visit = Signal(str)
    opened = Signal(str)
    moved = Signal(str, object)
    turned = Signal(int)
    """Another part of the doors for which the month has no room, from that door on."""

    def __init__(self) -> None:
        super().__init__()
        self.day = Card("这一天")
        self.year = Card("回头看")
        self.rest = Card("这个月排不下的")
        self._rest = fit.column(spacing=8)
        self.before = tool("前面几户", "chevron_left", lambda: self.turned.emit(self._first - AT_ONCE))
        self.after = tool("后面几户", "chevron_right", lambda: self.turned.emit(self._first + AT_ONCE))
        self._where = words("", "second")
        self._first = 0
        self.rest.add(self._rest)
        self.rest.add(fit.row(self.before, self._where, self.after, None))
        self.rest.hide()
        self._doors = fit.column(spacing=8)
        self.day.add(self._doors)
        self.acts: list[QPushButton] = []
        self.movers: list[QPushButton] = []
        self.demand = DemandCard()
        self.demand.hide()
        self.setLayout(fit.column(self.demand, self.day, self.rest, self.year, None, spacing=10))

    def show_day(self, plan: DayPlan, today: date, offered: Sequence[date], acts: Sequence[QWidget]) -> None:
        """Another day; a door can be moved to the `offered` days, `acts` is what the day itself offers."""
        fit.clear(self._doors)
        self.acts, self.movers = [], []
        kids = sum(len(stop.kids) for stop in plan.stops)
        told = f"{len(plan.stops):,}户，{kids:,}个孩子" if plan.stops else "没有要走的"
        self.day.say(telling.whole_day(plan.kind.day), told)
        for number, stop in enumerate(plan.stops):
            if number:
                self._doors.addWidget(rule())
            self._doors.addWidget(self._door(stop, today, offered))
        if plan.stops:
            for act in acts:
                self._doors.addWidget(act)

    def show_rest(
        self, stops: Sequence[StopPlan], first: int, total: int, today: date, offered: Sequence[date]
    ) -> None:
        """The doors for which the month has no room, a few at once."""
        self._first = first
        fit.clear(self._rest)
        self.rest.setVisible(total > 0)
        self.rest.say("这个月排不下的", f"{total:,}户")
        for number, stop in enumerate(stops):
            if number:
                self._rest.addWidget(rule())
            self._rest.addWidget(self._door(stop, today, offered))
        self._where.setText(f"最急的在前，第{first + 1:,}—{first + len(stops):,}户")
        because(self.before, "" if first else "前面没有了")
        because(self.after, "" if first + len(stops) < total else "后面没有了")

    def _door(self, stop: StopPlan, today: date, offered: Sequence[date]) -> QWidget:
        made = QWidget()
        late = words(f"晚了{(today - date.fromisoformat(stop.due)).days}天", "late") if stop.late else None
        more = tool(f"把{stop.title}挪到别的日子", "calendar_clock", kind="dot")
        more.clicked.connect(partial(self._menu, stop, offered, today, more))
        self.movers.append(more)
        told = "　".join(part for part in (stop.group, "排好的" if stop.chosen else "建议") if part)
        place = Elided(told, "note")
        head = fit.row(words(stop.title, "group"), place, *((late,) if late else ()), more)
        head.setStretch(1, 1)
        lines: list[fit.Part] = [head]
        for kid in stop.kids:
            act = button("记走访", partial(self.visit.emit, kid.child), kind="small")
            act.setAccessibleName(f"记走访：{kid.name}，{kid.reason}")
            self.acts.append(act)
            line = fit.row(RiskChip(kid.risk), Elided(kid.name, "small"), act, spacing=8)
            line.setStretch(1, 1)
            lines += [line, words(kid.reason, "note", wrap=True)]
        made.setLayout(fit.column(*lines, spacing=3))
        return made

    def _menu(
        self, stop: StopPlan, offered: Sequence[date], today: date, over: QPushButton, *_on: bool
    ) -> None:
        self.menu(stop, offered, today).popup(over.mapToGlobal(over.rect().bottomLeft()))

    def menu(self, stop: StopPlan, offered: Sequence[date], today: date) -> QMenu:
        """The days to which a door can be moved."""
        menu = QMenu(self)
        for day in offered[:DAYS_AHEAD]:
            word = f"{telling.day(day.isoformat(), today)} 周{telling.WEEKDAYS[day.weekday()]}"
            menu.addAction(word, lambda day=day: self.moved.emit(stop.key, day))
        return menu

    def show_year(self, coverage: Coverage, lists: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """本月应访42户，已访33户, and a strip of the year in words and bars."""
        fit.clear(self.year.body)
        self.year.add(words(coverage.sentence, "small"))
        self.year.add(words(coverage.year, "second", wrap=True))
        most = max((number for _, number in coverage.strip), default=0) or 1
        strip = fit.row(spacing=3)
        for month, number in coverage.strip:
            strip.addLayout(_bar(month, number, most))
        self.year.add(strip)
        for word, do in lists:
            self.year.add(button(word, do, kind="quiet"))


TALLEST, WIDEST = 40, 999
"""Pixels of the tallest bar; the largest number that has room above one."""


def _bar(month: str, number: int, most: int) -> QVBoxLayout:
    """One month: a bar, and how many visits it stands for."""
    level = surface("meter")
    fit.mark(level, lit="2" if number else "")
    fit.fix(level, height=max(2, number * TALLEST // most))
    level.setToolTip(f"{month}：{number:,}次")
    level.setAccessibleName(f"{month}走访{number:,}次")
    made = fit.column(spacing=1)
    made.addStretch(1)
    made.addWidget(words(str(number) if 0 < number <= WIDEST else "", "note", centred=True))
    made.addWidget(level)
    made.addWidget(words(str(int(month[5:])), "note", centred=True))
    return made
