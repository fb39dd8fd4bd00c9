"""Asks for a child in one line: somebody of the register, or words for one who stands in no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.child_pick import WAIT, Offered
from childdesk.ui.widgets.words import words

MOST = 4


class ChildLine(QWidget):
    """`asked` wants children for words; `changed` says that another one is meant."""

    asked = Signal(str)
    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.child = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(f"{title}，要填")
        self.line.setPlaceholderText("姓名、拼音，或怎么称呼")
        self._note = words("", "second", wrap=True)
        self._note.hide()
        self._found = fit.column(spacing=4)
        star = words("*", "error")
        head = fit.row(words(title, "label"), star, None, spacing=3)
        self._trouble = words("", "error", wrap=True)
        self._trouble.hide()
        self.setLayout(fit.column(head, self.line, self._note, self._found, self._trouble, spacing=3))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self._ask)
        self.line.textEdited.connect(self._typed)
        self.line.returnPressed.connect(self._enter)
        self._offered: list[Offered] = []
        self.setFocusProxy(self.line)

    def who(self) -> str:
        """The words for a child of no file."""
        return "" if self.child else self.line.text().strip()

    def take(self, child: str, words_: str) -> None:
        """A child of the register, or none with its words."""
        self.child = child
        self.line.setText(words_)
        self.line.setCursorPosition(0)
        self._clear()
        self.say("")
        told = "" if child or not words_ else "按“不在台账的孩子”记"
        self._note.setText(told)
        self._note.setVisible(bool(told))

    def offer(self, found: Sequence[Offered]) -> None:
        """Who may be meant."""
        self._clear()
        self._offered = list(found[:MOST])
        for one in self._offered:
            made = button(f"{one.name}　{one.second}", kind="small")
            made.clicked.connect(lambda _on=False, one=one: self._take(one))
            self._found.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        told = "" if self._offered or not self.line.text().strip() else "台账里没有，按“不在台账的孩子”记"
        self._note.setText(told)
        self._note.setVisible(bool(told))

    def say(self, sentence: str) -> None:
        """What is wrong, below; empty for nothing."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        fit.mark(self.line, state="invalid" if sentence else "")
        self.line.setAccessibleDescription(sentence)

    def trouble(self) -> str:
        """The sentence that is shown."""
        return self._trouble.text() if not self._trouble.isHidden() else ""

    def _typed(self) -> None:
        self.child = ""
        self.say("")
        self._wait.start()
        self.changed.emit()

    def _ask(self) -> None:
        self._wait.stop()
        if self.line.text().strip():
            self.asked.emit(self.line.text())
        else:
            self.offer(())

    def _enter(self) -> None:
        """Enter takes the first; where there is none, the words stand."""
        if self._wait.isActive():
            self._ask()
        if self._offered:
            self._take(self._offered[0])

    def _take(self, one: Offered) -> None:
        self.take(one.child, f"{one.name}，{one.second}")
        self.changed.emit()

    def _clear(self) -> None:
        self._offered = []
        fit.clear(self._found)
