"""The days of a month or a week as cells: what day it is, whose doors lie on it; a door can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from childdesk.desk import telling
from childdesk.desk.planning import DayPlan, StopPlan
from childdesk.ui import fit, risk
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, say, words

MIME = "application/x-childdesk-door"
SHOWN = {6: 4, 1: 12}
"""Rows of the grid → doors that one cell shows at most; a low cell shows as many as fit."""
LEAST = {6: 1, 1: 4}
"""Rows of the grid → doors for which a cell always has room; below that the days are scrolled."""


class Door(Elided):
    """One door in a cell; it can be taken by the mouse."""

    def __init__(self) -> None:
        super().__init__("", "second")
        self.key = ""
        self._pressed: QPoint | None = None

    def show_stop(self, stop: StopPlan) -> None:
        """Another door: the shape of its gravest risk is told in words too."""
        self.key = stop.key
        several = f"{len(stop.kids)}个" if len(stop.kids) > 1 else ""
        late = "晚　" if stop.late else ""
        self.say(f"{late}{risk.of(stop.beyond).word}　{stop.title}{several}")
        fit.mark(self, t="doubt" if stop.late else "second")

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

    def __init__(self, most: int, least: int) -> None:
        super().__init__()
        self.plan: DayPlan | None = None
        self._least = least
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self.stand_on(False)
        self._number = words("", "strong")
        self._name = Elided("", "second")
        self._doors = [Door() for _ in range(most)]
        self._more = words("", "second")
        head = fit.row(self._number, self._name, spacing=6)
        head.setStretch(1, 1)
        self.setLayout(fit.column(head, *self._doors, self._more, None, margins=(7, 4, 7, 4), spacing=1))

    def stand_on(self, chosen: bool) -> None:
        """Of all days Tab comes to the chosen one; the arrows go on from there."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

    def show_day(self, plan: DayPlan | None, today: date, *, chosen: bool) -> None:
        """Another day, or none: a place before the first or behind the last of the month."""
        self.plan = plan
        self.setEnabled(plan is not None)
        self.stand_on(chosen)
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
        self._fit()
        kids = sum(len(stop.kids) for stop in plan.stops)
        told = f"，{len(plan.stops):,}户{kids:,}个孩子" if plan.stops else ""
        self.setAccessibleName(f"{kind.day.month}月{kind.day.day}日，{_about(plan)}{told}")

    def _fit(self) -> None:
        """Shows as many doors as have room, and says in a line below them how many are left."""
        if self.plan is None:
            return
        stops, done = len(self.plan.stops), self.plan.done
        room = self._room(self.height())
        count = min(stops, len(self._doors), room if not done else room - 1)
        if count < stops:
            count = max(0, min(count, room - 1))
        for number, part in enumerate(self._doors):
            part.setVisible(number < count)
        left = stops - count
        more = f"还有{left:,}户" if left else f"见了{done:,}个孩子" if done else ""
        if more != self._more.text():
            self._more.setText(more)
        self._more.setVisible(bool(more))

    def _room(self, height: int) -> int:
        """How many lines stand below the date in a cell of a height."""
        head, line, gap, around = self._lengths()
        return max(0, height - head - around) // (line + gap)

    def _lengths(self) -> tuple[int, int, int, int]:
        """Heights of the date, of a line, between lines, and of what is around them."""
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        frame = 2 * self.frameWidth()
        head = max(self._number.sizeHint().height(), self._name.sizeHint().height())
        line = max(one.sizeHint().height() for one in (*self._doors, self._more))
        return head, line, max(0, layout.spacing()), margins.top() + margins.bottom() + frame

    def minimumSizeHint(self) -> QSize:
        """The date, the least doors and the line of what is left, whole."""
        head, line, gap, around = self._lengths()
        return QSize(super().minimumSizeHint().width(), head + around + (self._least + 1) * (line + gap))

    def sizeHint(self) -> QSize:
        """All days alike, whatever lies on them."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height has room for other doors."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Larger type needs higher lines."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

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
        self.cells = [Cell(SHOWN[rows], LEAST[rows]) for _ in range(rows * 7)]
        heads = fit.grid(across=6, down=0)
        self._days = fit.grid(across=6, down=6)
        for at, word in enumerate(telling.WEEKDAYS):
            heads.addWidget(words(f"周{word}", "second", centred=True), 0, at)
        for number, cell in enumerate(self.cells):
            self._days.addWidget(cell, number // 7, number % 7)
            cell.chosen.connect(self.chosen)
            cell.dropped.connect(self.dropped)
            cell.stepped.connect(lambda by, cell=cell: self._step(cell, by))
        for at in range(7):
            heads.setColumnStretch(at, 1)
            self._days.setColumnStretch(at, 1)
        held = QWidget()
        held.setLayout(self._days)
        self.area = scrolled(held)
        self._beside = QWidget()
        self._beside.setFixedWidth(0)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(lambda least, most: self._make_room(bar.sizeHint().width() * (most > least)))
        top = fit.row(heads, self._beside, spacing=0)
        top.setStretch(0, 1)
        self.setLayout(fit.column(top, self.area, spacing=6))

    def _make_room(self, width: int) -> None:
        """The weekdays stand over their days, beside a scroll bar too."""
        self._beside.setFixedWidth(width)

    def show_days(self, days: Sequence[DayPlan], today: date, chosen: date) -> None:
        """Other days; the first stands under its weekday."""
        lead = days[0].kind.day.weekday() if days else 0
        for number, cell in enumerate(self.cells):
            at = number - lead
            plan = days[at] if 0 <= at < len(days) else None
            cell.show_day(plan, today, chosen=plan is not None and plan.kind.day == chosen)
        for row in range(self.rows):
            week = self.cells[row * 7 : row * 7 + 7]
            there = any(cell.plan is not None for cell in week)
            for cell in week:
                cell.setVisible(there)
            self._days.setRowStretch(row, int(there))
        picked = self.cell(chosen)
        if picked is not None:
            self.area.ensureWidgetVisible(picked, 0, 0)

    def cell(self, day: date) -> Cell | None:
        """The cell of a day that is shown."""
        return next((one for one in self.cells if one.plan is not None and one.plan.kind.day == day), None)

    def _step(self, cell: Cell, by: int) -> None:
        at = self.cells.index(cell) + by
        target = self.cells[at] if 0 <= at < len(self.cells) else None
        if target is not None and target.plan is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(target.plan.kind.day)
