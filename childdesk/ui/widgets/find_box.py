"""Finds a person from anywhere: one line, and below it the first hits as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.ui import theme
from childdesk.ui.widgets.find_list import FindList
from childdesk.ui.widgets.words import sign, words

DEBOUNCE = 60
"""Milliseconds of rest before a question is asked."""

WIDE = "找人：姓名、拼音首字母、证件后4位、电话、村民组"
NARROW = "找人：姓名、拼音、证件后4位、村民组"


@dataclass(frozen=True)
class Hit:
    """One child that was found. `bold` are (start, length) in the name; `why` says what matched."""

    id: str
    name: str
    bold: tuple[tuple[int, int], ...] = ()
    second: str = ""
    risk: str = ""
    why: str = ""


class FindBox(QLineEdit):
    """The search box. It asks, numbers its questions, and shows only the answer to the newest."""

    asked = Signal(str, int)
    """Text and number of a question; `deliver` brings the answer."""
    opened = Signal(str)
    visit_asked = Signal(str)
    all_asked = Signal(str)
    new_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "search")
        self.setPlaceholderText(WIDE)
        self.setAccessibleName("找人")
        self.setAccessibleDescription("输入姓名、拼音首字母、证件后4位、电话或村民组")
        self.setMaxLength(60)
        self._glass = sign("search", "ink2", 20)
        self._glass.setParent(self)
        self._hint = words("Ctrl+F", "key", centred=True)
        self._hint.setParent(self)
        for part in (self._glass, self._hint):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._composing = False
        self._number = 0
        self._before: QWidget | None = None
        self._list: FindList | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)

    def set_compact(self, compact: bool) -> None:
        """A shorter hint, and no key beside it."""
        self.setPlaceholderText(NARROW if compact else WIDE)
        self._hint.setVisible(not compact)

    def seize(self) -> None:
        """Takes the focus and remembers where it was."""
        focused = self.window().focusWidget()
        if focused is not self:
            self._before = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def deliver(self, number: int, hits: Sequence[Hit], total: int) -> None:
        """The answer to a question; an older one than the newest is dropped."""
        if number != self._number or not self.text().strip():
            return
        shown = self._popup()
        shown.show_hits(self.text().strip(), hits, total)
        self._place()

    def popup(self) -> FindList | None:
        """The list below, once it was needed."""
        return self._list

    def put_away(self) -> None:
        """Closes the list; what was typed stays."""
        if self._list is not None:
            self._list.hide()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While the input method composes, what stands there is not yet a question."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._composing:
            self._timer.stop()

    def event(self, event: QEvent) -> bool:
        """Tab goes to the whole list in 台账 while hits are shown."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and self._open()
        ):
            self._everyone()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ walk, Enter opens, Ctrl+Enter records a visit, Esc clears and then gives the focus back."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._open() and self._list is not None:
            self._list.walk(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._open():
            self._enter(visit=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes when the focus goes, but not for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.put_away()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Glass at the left, the key at the right, the list below."""
        super().resizeEvent(event)
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's new size moves the list."""
        if event.type() == QEvent.Type.Resize and self._open():
            self._place()
        return False

    def _settle(self) -> None:
        px = theme.look().px
        self._glass.adjustSize()
        self._glass.move(px(9), (self.height() - self._glass.height()) // 2)
        self._hint.adjustSize()
        self._hint.move(self.width() - self._hint.width() - px(8), (self.height() - self._hint.height()) // 2)

    def _typed(self) -> None:
        self._number += 1
        if not self.text().strip():
            self._timer.stop()
            self.put_away()
        elif not self._composing:
            self._timer.start()

    def _ask(self) -> None:
        text = self.text().strip()
        if text and not self._composing:
            self._number += 1
            self.asked.emit(text, self._number)

    def _enter(self, *, visit: bool) -> None:
        if self._list is None:
            return
        chosen = self._list.current()
        text = self.text().strip()
        self.put_away()
        if chosen == FindList.EVERYONE:
            self.all_asked.emit(text)
        elif chosen == FindList.NEW:
            self.new_asked.emit(text)
        elif chosen:
            (self.visit_asked if visit else self.opened).emit(chosen)

    def _everyone(self) -> None:
        self.put_away()
        self.all_asked.emit(self.text().strip())

    def _escape(self) -> None:
        if self._open() or self.text():
            self.put_away()
            self.clear()
        else:
            before, self._before = self._before, None
            # The row it was on may have been made anew meanwhile.
            if before is not None and shiboken6.isValid(before):
                before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> bool:
        return self._list is not None and not self._list.isHidden()

    def _popup(self) -> FindList:
        if self._list is None:
            self._list = FindList(self.window())
            self._list.taken.connect(lambda: self._enter(visit=False))
            self.window().installEventFilter(self)
        return self._list

    def _place(self) -> None:
        if self._list is not None:
            corner = self.mapTo(self.window(), QPoint(0, self.height() + theme.look().px(4)))
            self._list.settle(corner, self.width())
