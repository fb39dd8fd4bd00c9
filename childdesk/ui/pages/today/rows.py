"""The children to see: late, today, this week; one row each with its reason, its act and its menu."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from childdesk.desk import telling
from childdesk.desk.today import Line, Part
from childdesk.ui import fit, icons
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.chip import RiskChip, count
from childdesk.ui.widgets.words import Elided, words

FIRST, MORE = 7, 30
"""Rows of a group that are drawn at first, and with each 还有N个."""


class DueRow(QFrame):
    """One child. `visit`, `opened`, `called` and `postponed` say what a person wants."""

    visit = Signal(str)
    opened = Signal(str)
    called = Signal(object)
    postponed = Signal(object, object)
    """The line, and the day; None for a day still to be chosen."""
    stepped = Signal(int)

    def __init__(self, line: Line, today: date, acts: frozenset[str]) -> None:
        """`acts` says which of visit there are: a button that leads nowhere is not shown."""
        super().__init__()
        self.line = line
        self._today = today
        self.setProperty("role", "row")
        name = words(line.name, "group")
        who = Elided(line.who, "second")
        why = Elided(line.why, "second")
        head = fit.row(name, who, spacing=8)
        head.setStretch(1, 1)
        text = fit.column(head, why, spacing=1)
        verb = "记走访" if "visit" in acts else "打开"
        self.act = button(verb, self._do, kind="small")
        self.act.setAccessibleName(f"{verb}：{line.name}，{line.due.text}，{line.why}")
        fit.fix(self.act, least=92)
        self.more = tool("更多：推后、打电话、打开", "more_horizontal", self._open_menu, kind="dot")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._acts = acts
        box = QWidget()
        box.setLayout(fit.row(RiskChip(line.risk), None))
        fit.fix(box, width=62)
        inner = fit.row(
            box,
            text,
            fit.fix(words(line.group, "small"), width=48),
            fit.fix(words(line.what, "small"), width=88),
            fit.fix(words(line.due.text, line.due.tone or "small"), width=96),
            self.act,
            self.more,
            margins=(16, 5, 10, 5),
            spacing=12,
        )
        inner.setStretch(1, 1)
        self.setLayout(inner)
        fit.fix(self, tall=54)

    def menu(self) -> QMenu:
        """推后…, 打电话, 打开档案."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        later = menu.addMenu("推后")
        for day in later_days(self._today):
            word = f"{telling.day(day.isoformat(), self._today)} 周{telling.WEEKDAYS[day.weekday()]}"
            later.addAction(word, lambda day=day: self.postponed.emit(self.line, day))
        later.addAction("选日子…", lambda: self.postponed.emit(self.line, None))
        menu.addAction("打电话", lambda: self.called.emit(self.line))
        menu.addAction("打开档案", lambda: self.opened.emit(self.line.child))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts, ↑↓ move, Del puts off."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_menu() if self.window().focusWidget() is self.more else self._do()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Delete:
            self.postponed.emit(self.line, None)
        else:
            super().keyPressEvent(event)

    def _do(self) -> None:
        (self.visit if "visit" in self._acts else self.opened).emit(self.line.child)

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def later_days(today: date) -> list[date]:
    """Tomorrow, the day after, next Monday, in a week; each once."""
    monday = today + timedelta(days=7 - today.weekday())
    return sorted({today + timedelta(days=1), today + timedelta(days=2), monday, today + timedelta(days=7)})


class DueGroup(QWidget):
    """A group of rows with its head; long ones show the first seven and say how many there are."""

    row_made = Signal(object)

    def __init__(self, title: str, *, late: bool = False, folded: bool = False) -> None:
        super().__init__()
        self._late = late
        self._folded = folded
        self._lines: Sequence[Line] = ()
        self._today = date.min
        self._whole = 0
        self._acts: frozenset[str] = frozenset()
        self.rows: list[DueRow] = []
        self._title = words(title, "group")
        self._fold = button("", self._turn, kind="fold", icon="chevron_right")
        self._fold.setText(f" {title}")
        self._fold.setAccessibleName(f"{title}，展开")
        self._title.setVisible(not folded)
        self._fold.setVisible(folded)
        self._count = count(0, late=late)
        self._note = words("", "second")
        self._place = fit.row(self._title, self._fold, self._count, self._note, None, spacing=10)
        self.head = fit.row(self._place, margins=(16, 10, 16, 4))
        self._body = fit.column(spacing=0)
        self._more = button("", self._load, kind="quiet", icon="chevron_down")
        self._foot = QWidget()
        self._foot.setLayout(fit.row(self._more, None, margins=(10, 2, 10, 6)))
        self.setLayout(fit.column(self.head, self._body, self._foot, spacing=0))

    def show_part(self, part: Part, today: date, acts: frozenset[str], note: str = "") -> None:
        """Other lines; the head counts all of them."""
        fit.clear(self._body)
        self.rows.clear()
        self._lines, self._today, self._acts = part.lines, today, acts
        self._whole = part.children
        self._count.setText("99+" if part.children > 99 else str(part.children))
        self._note.setText(note)
        self.setVisible(part.children > 0)
        if self._folded:
            self._foot.hide()
        else:
            self._load(FIRST)

    def _turn(self) -> None:
        if self.rows:
            fit.clear(self._body)
            self.rows.clear()
            self._foot.hide()
        else:
            self._load(FIRST)
            self.rows[0].act.setFocus(Qt.FocusReason.TabFocusReason) if self.rows else None
        self._arrow()

    def _arrow(self) -> None:
        icons.put(self._fold, "chevron_down" if self.rows else "chevron_right", "ink2", 16)

    def _load(self, number: int = MORE) -> None:
        start = len(self.rows)
        for line in self._lines[start : start + number]:
            row = DueRow(line, self._today, self._acts)
            self.rows.append(row)
            self._body.addWidget(row)
            self.row_made.emit(row)
        left = self._whole - len(self.rows)
        self._foot.setVisible(left > 0)
        self._more.setText(f" 还有{left:,}个")
        self._more.setEnabled(len(self.rows) < len(self._lines))


def step(rows: Sequence[DueRow], row: DueRow, by: int) -> QPushButton | None:
    """The button of the row above or below."""
    at = rows.index(row) + by
    return rows[at].act if 0 <= at < len(rows) else None
