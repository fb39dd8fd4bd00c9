"""The list at the left: what can be made, and what was written before with what became of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from childdesk.desk.leaving import Copy
from childdesk.desk.report_look import Shelf
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card_button import CardButton
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, words

WIDTH = 224
SHORT = {"left-behind-summary": "留守儿童排查汇总表"}
"""Names that are too long for the list."""
LEFT = {"there": ("还在本机", "soon"), "cleared": ("已清理", "good"), "gone": ("不在了", "second")}


def state_of(copy: Copy) -> str:
    """What became of a file that was written."""
    return "cleared" if copy.cleared_on else "there" if copy.there else "gone"


class ShelfList(QFrame):
    """Reports in groups, then files. `chosen` carries a report's name, `copy_asked` a file's id."""

    chosen = Signal(str)
    copy_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName("报表")
        self.parts: dict[str, QPushButton] = {}
        self.copies: dict[str, CardButton] = {}
        self._lines = fit.column(spacing=2, margins=(0, 0, 4, 0))
        inside = QWidget()
        inside.setLayout(self._lines)
        self.under = fit.column(spacing=6)
        """Below the list: what else leads to a sheet, such as filling the township's own."""
        self._area = scrolled(inside)
        inner = fit.column(self._area, self.under, margins=(8, 8, 4, 8), spacing=6)
        inner.setStretch(0, 1)
        self.setLayout(inner)
        self._known: tuple[object, ...] = ()
        self._name = ""

    def show_shelf(self, shelf: Shelf) -> None:
        """Other reports or files; the chosen one stays."""
        known = (shelf.groups, shelf.copies)
        if known == self._known:
            return
        self._known = known
        fit.clear(self._lines)
        self.parts.clear()
        self.copies.clear()
        for title, reports in shelf.groups:
            self._lines.addWidget(self._title(title))
            for name, label in reports:
                self.parts[name] = self._report(name, label)
                self._lines.addWidget(self.parts[name])
        if shelf.copies:
            self._lines.addWidget(self._title("写出过的"))
            for copy in shelf.copies:
                self.copies[copy.id] = self._copy(copy)
                self._lines.addWidget(self.copies[copy.id])
        self._lines.addStretch(1)
        self.choose(self._name)

    def choose(self, name: str) -> None:
        """Marks a report without saying so; only it is reached by Tab."""
        self._name = name
        for key, made in self.parts.items():
            made.setChecked(key == name)
            tab = key == name or (name not in self.parts and key == next(iter(self.parts)))
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus)
        chosen = self.parts.get(name)
        if chosen is not None:
            QTimer.singleShot(0, chosen, lambda: self._area.ensureWidgetVisible(chosen))

    def first(self) -> QWidget | None:
        """The chosen report."""
        return self.parts.get(self._name) or next(iter(self.parts.values()), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑↓ go through the reports and show them, before the scrolling takes the key."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        names = list(self.parts)
        here = next((at for at, name in enumerate(names) if self.parts[name] is watched), None)
        if step is None or here is None or not 0 <= here + step < len(names):
            return False
        self._take(names[here + step])
        self.parts[names[here + step]].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @staticmethod
    def _title(text: str) -> QWidget:
        made = words(text, "second")
        made.setContentsMargins(8, 6, 0, 2)
        return made

    def _report(self, name: str, label: str) -> QPushButton:
        made = button(SHORT.get(name, label), kind="group")
        made.setToolTip(label)
        made.setAccessibleName(label)
        made.setCheckable(True)
        made.installEventFilter(self)
        made.clicked.connect(partial(self._take, name))
        return made

    def _copy(self, copy: Copy) -> CardButton:
        word, role = LEFT[state_of(copy)]
        whom = f"，给{copy.recipient}" if copy.recipient else ""
        head = fit.row(Elided(copy.path.stem, "small"), words(word, role), spacing=6)
        head.setStretch(0, 1)
        second = Elided(f"截止{copy.as_of}{whom}", "second")
        made = CardButton(
            f"{copy.path.name}，{word}", fit.column(head, second, margins=(10, 6, 8, 6), spacing=2)
        )
        made.clicked.connect(partial(self.copy_asked.emit, copy.id))
        return made

    def _take(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)
