"""The report in the middle, in paper look: title, who and when, the table, notes; or a file's pages."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from childdesk.desk.report_look import CHANGED, Look
from childdesk.ui import fit
from childdesk.ui.paper import Drawn
from childdesk.ui.widgets.child_pick import ChildPick
from childdesk.ui.widgets.paper_view import PaperView
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.sheet_view import SheetView
from childdesk.ui.widgets.words import Elided, rule, words
from childdesk.ui.widgets.zoom import Zoom

NOW, BEFORE = "now", "before"
HINT = "双击一个数（或按回车），看它数的是哪些孩子。合计用公式，交上去还能改"
HINT_LIST = "双击一行（或按回车），打开这个孩子的档案"


class Preview(QFrame):
    """What a report looks like. `asked` carries line and column of a cell, `compared` now or before."""

    asked = Signal(int, int)
    compared = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.note = words("", "second")
        self.which = Segmented([(NOW, "本表"), (BEFORE, "与上次对比")], dense=True)
        self.which.choose(NOW)
        self.which.chosen.connect(self.compared)
        self.title = words("", "head", wrap=True, centred=True)
        self.unit, self.when = Elided("", "second"), Elided("", "second")
        self.sheet = SheetView()
        self.sheet.asked.connect(self.asked)
        self.signs = words("负责人：　　　　　　　复核人：　　　　　　　填表人：", "second")
        self.hint = words(HINT, "second", wrap=True)
        self.pages = PaperView()
        self.zoom = Zoom("预览")
        self.zoom.changed.connect(self._zoomed)
        self.pick = ChildPick("要打印哪个孩子的档案")
        self._build()

    def _build(self) -> None:
        head = fit.row(words("预览", "group"), self.note, None, self.which, spacing=10)
        facts = fit.row(self.unit, None, self.when, spacing=12)
        table = QWidget()
        inner = fit.column(self.title, facts, self.sheet, self.signs, self.hint, spacing=8)
        inner.setStretch(2, 1)
        table.setLayout(inner)
        self.stack = QStackedWidget()
        for part in (table, self.pages, self.pick):
            self.stack.addWidget(part)
        outer = fit.column(head, rule(), self.stack, margins=(16, 10, 16, 10), spacing=8)
        outer.setStretch(2, 1)
        self.setLayout(outer)

    def show_look(self, look: Look) -> None:
        """Another report."""
        grid = look.grid
        self.which.setVisible(grid is not None and grid.labels > 0 and look.handed is not None)
        told = CHANGED.format(day=f"{look.handed.month}月{look.handed.day}日") if look.handed else ""
        compared = self.which.key() == BEFORE and grid is not None
        self.note.setText(told if compared and look.changed else "没有不同" if compared else "")
        if grid is None:
            self.pages.show_pages(Drawn(look.paper))
            self.stack.setCurrentIndex(1)
            self.zoom.show()
            QTimer.singleShot(0, self.pages, lambda: self.pages.zoom(self.zoom.percent))
            return
        self.zoom.show()
        self.title.setText(grid.title)
        self.unit.say(f"填报单位：{grid.unit}")
        self.when.say(grid.when)
        self.hint.setText(HINT if grid.labels else HINT_LIST)
        self.sheet.show_grid(grid, look.changed)
        self.stack.setCurrentIndex(0)

    def _zoomed(self, percent: int) -> None:
        self.pages.zoom(percent)
        self.sheet.zoom(percent)

    def make_room(self, needed: bool) -> None:
        """Below the table somebody is named: what stands around it steps back."""
        for part in (self.unit, self.when, self.signs, self.hint):
            part.setVisible(not needed)

    def ask_child(self) -> None:
        """Whose file it shall be."""
        self.which.hide()
        self.zoom.hide()
        self.note.setText("")
        self.pick.line.clear()
        self.pick.offer([], "输入姓名来找")
        self.stack.setCurrentIndex(2)
        self.pick.line.setFocus()
