"""Chooses a child where a page needs one: those that are offered, or anybody by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView

from childdesk.ui import fit
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.find_box import Hit
from childdesk.ui.widgets.find_list import KEY, Described, HitDelegate, line_of, spoken
from childdesk.ui.widgets.words import words

WAIT = 60
"""Milliseconds after the last key."""

HINT = "姓名、拼音首字母、证件后4位，或走访单上的编号"


class Offered(Described, Protocol):
    """A child that may be chosen."""

    @property
    def child(self) -> str: ...


class ChildPick(Card):
    """A line and a list below it. `asked` wants children for words; `taken` carries the one chosen."""

    asked = Signal(str)
    taken = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.line = QLineEdit()
        self.line.setPlaceholderText(HINT)
        self.line.setAccessibleName(title)
        self.note = words("", "second", wrap=True)
        self._model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setAccessibleName("可以选的孩子")
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        fit.fix(self.line, most=560)
        fit.fix(self.list, most=560)
        self.add(self.line)
        self.add(self.note)
        self.add(self.list, 1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self._ask)
        self.line.textChanged.connect(lambda _text: self._wait.start())
        self.line.returnPressed.connect(self._enter)
        self.list.clicked.connect(self._take)
        self.list.activated.connect(self._take)

    def offer(self, found: Sequence[Offered], sentence: str) -> None:
        """Who may be taken, and what the list is."""
        self._model.clear()
        self.note.setText(sentence)
        for one in found:
            hit = Hit(one.child, one.name, (), one.second, one.risk, one.why)
            self._model.appendRow(line_of(one.child, spoken(one), hit))

    def children_offered(self) -> tuple[str, ...]:
        """The ids in the list, in order."""
        return tuple(str(self._model.item(at).data(KEY)) for at in range(self._model.rowCount()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ leads from the line into the list."""
        if event.key() == Qt.Key.Key_Down and self.line.hasFocus():
            self._into()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._wait.stop()
        self.asked.emit(self.line.text())

    def _enter(self) -> None:
        """Enter takes the only one; among several the list is asked."""
        if self._wait.isActive():
            self._ask()
        if self._model.rowCount() == 1:
            self._take(self._model.index(0, 0))
        else:
            self._into()

    def _into(self) -> None:
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0, 0))
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, index: QModelIndex) -> None:
        child = index.data(KEY)
        if child:
            self.taken.emit(str(child))
