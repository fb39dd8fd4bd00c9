"""Tells what happened to a child: what is due on top, then newest first, thirty at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from childdesk.ui import fit, icons, theme
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.chip import chip
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words

BATCH = 30
AT_ONCE = 8
"""Rows that are drawn before the page is painted; the rest of the thirty follow at once."""
LINES = 3
SEALED = "受保护的记录"


@dataclass(frozen=True)
class Moment:
    """One thing that happened or is due. `tag` is (words, tone); sealed ones show neither kind nor text."""

    key: str
    when: str
    title: str
    text: str = ""
    who: str = ""
    icon: str = "note"
    ink: str = "brand"
    tag: tuple[str, str] | None = None
    sealed: bool = False
    year: str = ""


class Timeline(QScrollArea):
    """The moments of one file. `opened` carries the key of the one that a person wants to see."""

    opened = Signal(str)

    def __init__(self, empty: QWidget | None = None) -> None:
        super().__init__()
        self._empty = empty or Empty("history", "还没有记录。先去看看孩子")
        self._moments: list[Moment] = []
        self._shown = 0
        self._wanted = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._draw)
        self._rows = fit.column(spacing=0)
        self._more = button("", self._load, kind="quiet", icon="chevron_down")
        inner = QWidget()
        inner.setLayout(fit.column(self._rows, self._more, self._empty, None, spacing=4))
        scrolled(inner, self)
        self.setAccessibleName("经过")

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """All of them, in order; thirty are drawn, a screenful of them before anything is painted."""
        fit.clear(self._rows)
        self._moments = list(moments)
        self._shown = 0
        self._empty.setVisible(not moments)
        self._load()

    def shown(self) -> int:
        """How many are drawn."""
        return self._shown

    def _load(self) -> None:
        self._wanted = min(self._shown + BATCH, len(self._moments))
        self._draw(AT_ONCE)

    def _draw(self, most: int = BATCH) -> None:
        batch = self._moments[self._shown : min(self._shown + most, self._wanted)]
        year = self._moments[self._shown - 1].year if self._shown else ""
        for moment in batch:
            if moment.year and moment.year != year:
                self._rows.addWidget(words(moment.year, "label"))
            year = moment.year
            row = TimelineRow(moment)
            row.opened.connect(self.opened)
            self._rows.addWidget(row)
        self._shown += len(batch)
        if self._shown < self._wanted:
            self._later.start()
            return
        rest = len(self._moments) - self._shown
        self._more.setVisible(rest > 0)
        self._more.setText(f" 再看{min(rest, BATCH)}条，还有{rest:,}条")


class TimelineRow(QWidget):
    """One moment: icon on the line, date, head, at most three lines of text, who."""

    opened = Signal(str)

    def __init__(self, moment: Moment) -> None:
        super().__init__()
        title = SEALED if moment.sealed else moment.title
        head = fit.row(words(title, "group"), spacing=8)
        if moment.tag and not moment.sealed:
            head.addWidget(chip(*moment.tag))
        if moment.sealed:
            head.addWidget(button("查看", lambda: self.opened.emit(moment.key), kind="quiet"))
        head.addStretch(1)
        if moment.who and not moment.sealed:
            head.addWidget(words(moment.who, "second"))
        body = fit.column(head, margins=(0, 3, 0, 12), spacing=4)
        if moment.text:
            body.addWidget(Clamped(moment.text))
        when = words(moment.when, "second")
        fit.fix(when, width=76)
        place = fit.column(when, None, margins=(0, 6, 0, 0))
        node = Node("lock_closed" if moment.sealed else moment.icon, "ink2" if moment.sealed else moment.ink)
        line = fit.row(node, place, body, spacing=8)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.setAccessibleName(f"{moment.when}，{title}")


class Node(QWidget):
    """The icon in its circle, and the line that runs on to the next."""

    SIDE = 28

    def __init__(self, icon: str, ink: str) -> None:
        super().__init__()
        self._icon, self._ink = icon, ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """A circle wide."""
        side = theme.look().px(self.SIDE)
        return QSize(side + 2, side + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line, circle, icon."""
        look = theme.look()
        side, inner = look.px(self.SIDE), look.px(16)
        painter = QPainter(self)
        painter.setPen(QPen(look.colour("headline"), 2))
        middle = side // 2 + 1
        painter.drawLine(middle, side + 2, middle, self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("headline"), 1))
        painter.setBrush(look.colour("card"))
        painter.drawEllipse(QRectF(1.5, 1.5, side - 1, side - 1))
        edge = middle - inner // 2
        painter.drawPixmap(edge, edge, icons.pixmap(self._icon, self._ink, 16))
        painter.end()


class Clamped(QWidget):
    """Text of at most three lines that ends in …; a longer one has 展开."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self._label = words(text, "small", wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._label.setAccessibleName(text)
        self._fold = button("展开", self._turn, kind="quiet")
        self._open = False
        self._fold.hide()
        line = fit.row(self._fold, None)
        self.setLayout(fit.column(self._label, line, spacing=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Counts the lines at this width."""
        super().resizeEvent(event)
        self._measure()

    def _turn(self) -> None:
        self._open = not self._open
        self._fold.setText("收起" if self._open else "展开")
        self._measure()

    def _measure(self) -> None:
        short = shortened(self._whole, theme.look().font(theme.TABLE), max(self.width(), 50))
        self._fold.setVisible(short != self._whole)
        shown = self._whole if self._open else short
        if shown != self._label.text():
            self._label.setText(shown)


def shortened(text: str, font: QFont, wide: int, lines: int = LINES) -> str:
    """The text as it is where it fits into so many lines of a width, else cut off with …"""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.beginLayout()
    starts = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(wide)
        starts.append(line.textStart())
    layout.endLayout()
    return text if len(starts) <= lines else f"{text[: starts[lines] - 3].rstrip('，。；、')}…"
