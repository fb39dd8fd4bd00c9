"""Shows short facts: square labels, risk with its shape, counts, and pills that are answers."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from childdesk.ui import icons, risk, theme
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.words import sign, words


def chip(text: str, tone: str = "plain") -> QLabel:
    """A square label; `tone` is plain, brand, red, yellow, blue, green, or doubt (dashed: suggested only)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("chip", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def count(number: int, *, late: bool = False) -> QLabel:
    """A round number beside a heading; red when something in it is late, never above 99+."""
    made = words("99+" if number > 99 else str(number), "countlate" if late else "count", centred=True)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class RiskChip(QWidget):
    """Risk as shape, word and colour on its own ground; `whole` says 黄色 二级 instead of 黄."""

    def __init__(self, level: str | None = None, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self._risk = risk.of(level)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_level(level)

    def set_level(self, level: str | None) -> None:
        """Shows another level by its stored word."""
        self._risk = risk.of(level)
        self.setAccessibleName(f"风险，{self._risk.spoken}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for shape and word in this look."""
        look = theme.look()
        text = self._risk.name if self._whole else self._risk.word
        wide = look.px(28) + self._metrics().horizontalAdvance(text) + look.px(8)
        return QSize(wide, look.px(30 if self._whole else 24))

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, shape, word."""
        look = theme.look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if look.high else 1
        painter.setPen(QPen(look.colour(f"{self._risk.tone}line"), width))
        painter.setBrush(look.colour(f"{self._risk.tone}bg"))
        inset = width / 2
        whole = QRectF(0, 0, min(self.width(), self.sizeHint().width()), self.height())
        painter.drawRoundedRect(whole.adjusted(inset, inset, -inset, -inset), 4, 4)
        side = look.px(12)
        box = QRectF(look.px(9), (self.height() - side) / 2, side, side)
        icons.draw_shape(painter, self._risk.shape, box, look.colour(self._risk.mark))
        painter.setFont(self._font())
        painter.setPen(look.colour(self._risk.tone))
        text = self._risk.name if self._whole else self._risk.word
        place = self.rect().adjusted(look.px(26), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def _font(self) -> QFont:
        return theme.look().font(theme.BODY if self._whole else theme.TABLE, bold=True)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())


class Answers(QWidget):
    """Pills of which one, or with `several` any number, may be chosen; `changed` says that somebody did."""

    changed = Signal()

    def __init__(self, options: Iterable[tuple[str, str]], *, several: bool = False, last: str = "") -> None:
        """`options` are (key, word); `last` is a word that excludes all others, such as 未采集."""
        super().__init__()
        self._several = several
        self._buttons: dict[str, QPushButton] = {}
        self._last = last
        flow = Flow(across=6, down=6)
        pairs = [*options, *([("", last)] if last else [])]
        for key, word in pairs:
            made = button(word, kind="pick")
            made.setCheckable(True)
            made.clicked.connect(lambda _on=False, key=key: self._press(key))
            self._buttons[key] = made
            flow.addWidget(made)
        self.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def chosen(self) -> tuple[str, ...]:
        """The chosen keys in the order of the list; ("",) is the last word."""
        return tuple(key for key, made in self._buttons.items() if made.isChecked())

    def choose(self, keys: Iterable[str]) -> None:
        """Sets what is chosen without saying `changed`."""
        wanted = set(keys)
        for key, made in self._buttons.items():
            made.setChecked(key in wanted)

    def pills(self) -> tuple[QPushButton, ...]:
        """The buttons in order."""
        return tuple(self._buttons.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←→ move between the pills."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        made = list(self._buttons.values())
        at = next((number for number, one in enumerate(made) if one.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        made[max(0, min(len(made) - 1, at + step))].setFocus(Qt.FocusReason.TabFocusReason)

    def _press(self, key: str) -> None:
        pressed = self._buttons[key]
        if pressed.isChecked() and (not self._several or (self._last and key == "")):
            self.choose([key])
        elif pressed.isChecked() and self._last:
            self._buttons[""].setChecked(False)
        self.changed.emit()


def risk_mark(level: str | None, size: int = 12) -> QLabel:
    """The shape alone, for places where word and colour stand beside it."""
    one = risk.of(level)
    return sign(one.shape, one.mark, size)
