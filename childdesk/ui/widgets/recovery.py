"""Shows a recovery code once, large enough to copy by hand, and asks for proof that it is on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button, prefer
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.words import say, words

ACROSS = 4
LAST = 4
UNPRINTED = "没有打印机，就改用手抄：照着抄在纸上，封进信封。"
PRINTED = "已送到打印机。看一眼纸上的数字清不清楚。"
BY_HAND = "照着抄在纸上，封进信封。抄好了，看着纸输入最后4位。"


class RecoveryCode(Question):
    """Eight groups, a button that prints the sheet, and its last four digits to be typed.

    Printing is what is done next, hence filled, until it is printed, copied by hand, or its end is typed.
    """

    print_asked = Signal()
    paper_changed = Signal(bool)
    """Whether the code is on paper, as far as one can know: then going on is what is done next."""

    def __init__(self) -> None:
        super().__init__()
        self.on_paper = False
        paper = QFrame()
        paper.setProperty("role", "sunk")
        self._grid: QGridLayout = fit.grid(margins=(16, 12, 16, 12), across=18, down=6)
        paper.setLayout(self._grid)
        self._note = words(UNPRINTED, "second", wrap=True)
        self.printer = button("打印恢复单", self.print_asked.emit, kind="primary", icon="print")
        self.by_hand = button("改用手抄", self._copy, icon="edit")
        self.last = QLineEdit()
        self.last.setMaxLength(8)
        self.last.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.last.textEdited.connect(self._typed)
        fit.fix(self.last, width=120)
        self.body.addWidget(paper)
        self.body.addLayout(fit.row(self.printer, self.by_hand, None, spacing=10))
        self.body.addWidget(self._note)
        self.body.addWidget(self.field("last", "看着纸，输入最后4位", self.last, "这样就知道纸上真的有了。"))
        self.begin_with(self.printer)

    def show_code(self, code: str) -> None:
        """The groups in two lines, each under its number."""
        fit.clear(self._grid)
        for number, group in enumerate(code.split("-")):
            cell = QWidget()
            text = words(group, "digits")
            text.setAccessibleName("，".join(group))
            cell.setLayout(fit.column(words(f"第{number + 1}组", "note"), text, spacing=0))
            self._grid.addWidget(cell, number // ACROSS, number % ACROSS)
        self._put(False, UNPRINTED)

    def wipe(self) -> None:
        """Takes the code off the screen."""
        fit.clear(self._grid)
        self.last.clear()

    def printed(self, done: bool) -> None:
        """Says what came of printing; who thought better of it may print or copy by hand still."""
        if done:
            self._put(True, PRINTED, "good")
            self.last.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        self._put(True, BY_HAND)
        self.last.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        """Who types its end has the paper before their eyes."""
        if len(text.strip()) >= LAST and not self.on_paper:
            self._put(True, self._note.text())

    def _put(self, on_paper: bool, told: str, role: str = "second") -> None:
        self.on_paper = on_paper
        say(self._note, told, role)
        prefer(self.printer, "print", first=not on_paper)
        self.begin_with(self.last if on_paper else self.printer)
        self.paper_changed.emit(on_paper)
