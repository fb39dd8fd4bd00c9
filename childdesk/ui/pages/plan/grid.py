"""The days of a month or a week as cells: what day it is, whose doors lie on it; a door can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from childdesk.desk import telling
from childdesk.desk.planning import DayPlan, StopPlan
from childdesk.ui import fit, risk
from childdesk.ui.widgets.words import Elided, say, words

MIME = "application/x-childdesk-door"
SHOWN = {6: 2, 1: 12}
"""Rows of the grid → doors that one cell shows."""


class Door(Elided):
    """One door in a cell; it can be taken by the mouse."""

    def __init__(self) -> None:
        super().__init__("", "note")
        self.key = ""
        self._pressed: QPoint | None = None

    def show_stop(self, stop: StopPlan) -> None:
        """Another door: the shape of its gravest risk is told in words too."""
        self.key = stop.key
        several = f"{len(stop.kids)}个" if len(stop.kids) > 1 else ""
        self.say(f"{risk.of(stop.beyond).word}　{stop.title}{several}")
        fit.mark(self, t="doubt" if stop.late else "note")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers where, so that a drag can begin."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag begins after the usual distance."""
        far = self._pressed is not None and (
            (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        )
        if not far or not self.key:
            return
        self._pressed = None
        data = QMimeData()
        data.setData(MIME, self.key.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)


class Cell(QFrame):
    """One day. `chosen` says that a person wants to see it, `dropped` that a door was put on it."""

    chosen = Signal(object)
    dropped = Signal(str, object)
    stepped = Signal(int)

    def __init__(self, most: int) -> None:
        super().__init__()
        self.plan: DayPlan | None = None
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._number = words("", "strong")
        self._name = Elided("", "note")
        self._doors = [Door() for _ in range(most)]
        self._more = words("", "note")
        head = fit.row(self._number, self._name, spacing=6)
        head.setStretch(1, 1)
        self.setLayout(fit.column(head, *self._doors, self._more, None, margins=(7, 4, 7, 4), spacing=1))

    def show_day(self, plan: DayPlan | None, today: date, *, chosen: bool) -> None:
        """Another day, or none: a place before the first or behind the last of the month."""
        self.plan = plan
        self.setEnabled(plan is not None)
        if plan is None:
            fit.mark(self, role="plain")
            for part in (self._number, self._name, self._more, *self._doors):
                part.hide()
            return
        kind = plan.kind
        role = "picked" if chosen else "sunk" if kind.free or kind.day < today else "card"
        fit.mark(self, role=role)
        now = kind.day == today
        say(self._number, "今天" if now else str(kind.day.day), "turn" if now else "strong")
        self._number.show()
        self._name.say(_about(plan))
        self._name.show()
        for part, stop in zip(self._doors, plan.stops, strict=False):
            part.show_stop(stop)
        for number, part in enumerate(self._doors):
            part.setVisible(number < len(plan.stops))
        left = len(plan.stops) - len(self._doors)
        done = f"见了{plan.done}个孩子" if plan.done else ""
        self._more.setText(f"还有{left}户" if left > 0 else done)
        self._more.setVisible(left > 0 or bool(done))
        kids = sum(len(stop.kids) for stop in plan.stops)
        told = f"，{len(plan.stops)}户{kids}个孩子" if plan.stops else ""
        self.setAccessibleName(f"{kind.day.month}月{kind.day.day}日，{_about(plan)}{told}")

    def doors(self) -> Sequence[QLabel]:
        """The doors that are shown."""
        return [part for part in self._doors if part.isVisibleTo(self)]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses the day."""
        if self.plan is not None:
            self.chosen.emit(self.plan.kind.day)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←→ a day, ↑↓ a week."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only doors are taken."""
        if self.plan is not None and event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The door lies here now."""
        if self.plan is not None:
            key = bytes(event.mimeData().data(MIME).data()).decode()
            event.acceptProposedAction()
            self.dropped.emit(key, self.plan.kind.day)


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


def _about(plan: DayPlan) -> str:
    """国庆节, 集日, 腊月廿三: what a day is besides its number."""
    kind = plan.kind
    parts = [kind.name or kind.lunar, "赶集" if kind.market else ""]
    return "　".join(part for part in parts if part)


class Grid(QWidget):
    """Seven columns, Monday first; made once, other days are put into the same cells."""

    chosen = Signal(object)
    dropped = Signal(str, object)

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows
        self.cells = [Cell(SHOWN[rows]) for _ in range(rows * 7)]
        layout = fit.grid(across=6, down=6)
        for at, word in enumerate(telling.WEEKDAYS):
            layout.addWidget(words(f"周{word}", "second", centred=True), 0, at)
        for number, cell in enumerate(self.cells):
            layout.addWidget(cell, 1 + number // 7, number % 7)
            layout.setRowStretch(1 + number // 7, 1)
            cell.chosen.connect(self.chosen)
            cell.dropped.connect(self.dropped)
            cell.stepped.connect(lambda by, cell=cell: self._step(cell, by))
        for at in range(7):
            layout.setColumnStretch(at, 1)
        self.setLayout(layout)

    def show_days(self, days: Sequence[DayPlan], today: date, chosen: date) -> None:
        """Other days; the first stands under its weekday."""
        lead = days[0].kind.day.weekday() if days else 0
        for number, cell in enumerate(self.cells):
            at = number - lead
            plan = days[at] if 0 <= at < len(days) else None
            cell.show_day(plan, today, chosen=plan is not None and plan.kind.day == chosen)

    def cell(self, day: date) -> Cell | None:
        """The cell of a day that is shown."""
        return next((one for one in self.cells if one.plan is not None and one.plan.kind.day == day), None)

    def _step(self, cell: Cell, by: int) -> None:
        at = self.cells.index(cell) + by
        target = self.cells[at] if 0 <= at < len(self.cells) else None
        if target is not None and target.plan is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(target.plan.kind.day)
