"""Frames every page: rail at the left, search on top, banner over the page, status line at the foot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget

from childdesk.ui import fit
from childdesk.ui.page import Acts
from childdesk.ui.widgets.banner import Banner
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.find_box import FindBox
from childdesk.ui.widgets.nav_rail import NavRail
from childdesk.ui.widgets.status_line import StatusLine
from childdesk.ui.widgets.words import sign, words

PRACTICE = "演练：这里的人都是编出来的，不会和真档案混在一起"


class Frame(QWidget):
    """What stands round a page. `pressed` carries the act of a button in the top bar."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rail = NavRail()
        self.finder = FindBox()
        self.pages = QStackedWidget()
        self.status = StatusLine()
        self.bar = Banner()
        self.practice = self._practice()
        self.buttons: dict[str, QPushButton] = {
            "help": tool("这一页的帮助（F1）", "question_circle", lambda: self.pressed.emit("help")),
            "lock": tool("锁上（Ctrl+L）", "lock_closed", lambda: self.pressed.emit("lock")),
            "report": button(
                "强制报告", lambda: self.pressed.emit("report"), kind="report", icon="alert_urgent"
            ),
        }
        self.buttons["report"].setToolTip("发现孩子正受侵害，先打110（F12）")
        self._over = QWidget()
        self._over.setLayout(fit.column(self.bar, margins=(20, 10, 20, 0)))
        self._over.hide()
        self.bar.gone.connect(self._over.hide)
        self._bar = self._top()
        right = fit.column(self.practice, self._bar, self._over, self.pages, self.status, spacing=0)
        right.setStretch(3, 1)
        line = fit.row(self.rail, right, spacing=0)
        line.setStretch(1, 1)
        self.setLayout(line)

    def banner(self, level: str, sentence: str, acts: Acts = ()) -> None:
        """One sentence across the page; the graver one wins."""
        self.bar.say(level, sentence, acts)
        self._over.show()

    def clear_banner(self) -> None:
        """Puts the banner away."""
        self.bar.put_away()

    def in_reading_order(self) -> list[QWidget]:
        """The page first, since one comes for it; then the places, the foot, and round to the top."""
        return [self._over, self.pages, self.rail, self.status, self._bar]

    def set_compact(self, compact: bool) -> None:
        """Everything that takes room gives some."""
        self.rail.set_compact(compact)
        self.finder.set_compact(compact)
        self.status.set_compact(compact)

    def _top(self) -> QFrame:
        top = QFrame()
        top.setObjectName("topbar")
        inner = fit.row(self.finder, None, *self.buttons.values(), margins=(20, 8, 20, 8), spacing=4)
        inner.setStretch(0, 10)
        inner.setStretch(1, 4)
        top.setLayout(inner)
        fit.fix(top, height=54)
        fit.fix(self.finder, most=470)
        for one in self.buttons.values():
            one.hide()
        return top

    def _practice(self) -> QFrame:
        made = QFrame()
        made.setObjectName("practice")
        made.setLayout(
            fit.row(sign("info", "yellow", 16), words(PRACTICE, "second"), None, margins=(16, 2, 16, 2))
        )
        made.hide()
        return made
