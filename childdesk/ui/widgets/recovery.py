"""Shows a recovery code once, large enough to copy by hand, and asks for proof that it is on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.words import say, words

ACROSS = 4


class RecoveryCode(Question):
    """Eight groups, a button that prints the sheet, and its last four digits to be typed."""

    print_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        paper = QFrame()
        paper.setProperty("role", "sunk")
        self._grid: QGridLayout = fit.grid(margins=(16, 12, 16, 12), across=18, down=6)
        paper.setLayout(self._grid)
        self._note = words("没有打印机？照着抄在纸上，封进信封。", "second", wrap=True)
        self.printer = button("打印恢复单", self.print_asked.emit, icon="print")
        self.last = QLineEdit()
        self.last.setMaxLength(8)
        self.last.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        fit.fix(self.last, width=120)
        self.body.addWidget(paper)
        line = fit.row(self.printer, self._note, spacing=12)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.field("last", "看着纸，输入最后4位", self.last, "这样就知道纸上真的有了。"))

    def show_code(self, code: str) -> None:
        """The groups in two lines, each under its number."""
        fit.clear(self._grid)
        for number, group in enumerate(code.split("-")):
            cell = QWidget()
            text = words(group, "digits")
            text.setAccessibleName("，".join(group))
            cell.setLayout(fit.column(words(f"第{number + 1}组", "note"), text, spacing=0))
            self._grid.addWidget(cell, number // ACROSS, number % ACROSS)

    def wipe(self) -> None:
        """Takes the code off the screen."""
        fit.clear(self._grid)
        self.last.clear()

    def printed(self, done: bool) -> None:
        """Says what came of printing."""
        if done:
            say(self._note, "已送到打印机。看一眼纸上的数字清不清楚。", "good")
        self.last.setFocus(Qt.FocusReason.OtherFocusReason)
