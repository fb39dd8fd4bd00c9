"""Locks the window after minutes without a key or the mouse, warns half a minute before, and after sleep."""

from __future__ import annotations

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.ui import fit, theme
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import words

WARNING = 30
"""Seconds before locking in which it is said."""

SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
        QEvent.Type.TabletPress,
    }
)


class AutoLock(QObject):
    """Watches the program's windows while it runs. `due` says that it is time; nothing is locked here."""

    due = Signal()

    def __init__(self, over: QWidget, minutes: int, now: Callable[[], float] = time.time) -> None:
        """`now` counts seconds and goes on while the computer sleeps."""
        super().__init__(over)
        self.minutes = minutes
        self._now = now
        self._last = now()
        self._warning = Warned(over, self.touch)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._watched: list[QWindow] = []

    def start(self) -> None:
        """Begins to watch."""
        self._last = self._now()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(app.focusWindow())
        self._watch(self._over().windowHandle())
        self.look()

    def stop(self) -> None:
        """Watches no longer, for instance because it is locked."""
        self._timer.stop()
        self._warning.hide()
        app = QGuiApplication.instance()
        if self._watched and isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._watch)
        for window in self._watched:
            # A menu or a list that had the focus may be gone since.
            if shiboken6.isValid(window):
                window.removeEventFilter(self)
        self._watched.clear()

    def touch(self) -> None:
        """Somebody is there. After a sleep that was too long it is too late for that."""
        if self.left() <= 0:
            self.look()
            return
        self._last = self._now()
        if self._warning.isVisible():
            self.look()

    def left(self) -> float:
        """Seconds until it locks."""
        return self.minutes * 60 - (self._now() - self._last)

    def look(self) -> None:
        """Looks how long nobody was there, and when to look again."""
        left = self.left()
        if left <= 0:
            self.stop()
            self.due.emit()
        elif left <= WARNING:
            self._warning.say(round(left))
            self._timer.start(1000)
        else:
            self._warning.hide()
            self._timer.start(round((left - WARNING) * 1000) + 50)

    def warning(self) -> str:
        """What it says now, empty while there is time."""
        return self._warning.sentence()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys and the mouse count; they go on to where they were meant for."""
        if event.type() in SIGNS_OF_LIFE:
            self.touch()
        return False

    def _over(self) -> QWidget:
        over = self.parent()
        assert isinstance(over, QWidget)
        return over.window()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)


class Warned(QFrame):
    """Lies over the window: how many seconds are left, and a button that is one sign of life."""

    def __init__(self, over: QWidget, stay: Callable[[], object]) -> None:
        super().__init__(over)
        self._host = over
        self.setProperty("role", "toast")
        self._text = words("")
        self._stay = button("我还在用", stay, kind="small")
        self.setLayout(fit.row(self._text, self._stay, margins=(16, 6, 8, 6), spacing=16))
        self.hide()

    def say(self, seconds: int) -> None:
        """Shows the seconds; read aloud once, not every second."""
        self._text.setText(f"{seconds}秒后锁上，填的内容会留着")
        host = self._host
        first = self.isHidden()
        self.show()
        self.raise_()
        self.adjustSize()
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - theme.look().px(40))
        if first:
            announce(self, self._text.text())

    def sentence(self) -> str:
        """What stands there, empty when it is hidden."""
        return "" if self.isHidden() else self._text.text()
