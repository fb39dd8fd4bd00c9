"""Hears from the platform that the computer is locked or goes to sleep, where the platform tells it."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget

SESSION_CHANGE, POWER = 0x02B1, 0x0218
"""WM_WTSSESSION_CHANGE and WM_POWERBROADCAST."""

SESSION_LOCK, SUSPEND = 0x7, 0x4
"""WTS_SESSION_LOCK and PBT_APMSUSPEND."""

LINUX = (
    ("system", "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep"),
    ("session", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("session", "org.gnome.ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
    ("session", "org.mate.ScreenSaver", "org.mate.ScreenSaver", "ActiveChanged"),
    ("session", "org.cinnamon.ScreenSaver", "org.cinnamon.ScreenSaver", "ActiveChanged"),
)
"""Bus, service, interface and signal; each carries true when it begins and false when it is over."""


def means_lock(message: int, word: int) -> bool:
    """Whether a Windows message says that the session was locked or the computer goes to sleep."""
    return (message, word) in {(SESSION_CHANGE, SESSION_LOCK), (POWER, SUSPEND)}


class SessionSigns(QObject):
    """Says `away` when the session is locked or sleeps. A platform that says nothing is no trouble."""

    away = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._filter: _Messages | None = None

    def listen(self) -> int:
        """Begins to listen; returns to how many sources."""
        if sys.platform == "win32":
            self._filter = _Messages(self)
            app = QCoreApplication.instance()
            if app is not None:
                app.installNativeEventFilter(self._filter)
            window = self.parent()
            handle = int(window.winId()) if isinstance(window, QWidget) else 0
            return int(ctypes.windll.wtsapi32.WTSRegisterSessionNotification(handle, 0))
        return sum(self._connect(*source) for source in LINUX)

    @Slot(bool)
    def turned(self, begins: bool) -> None:
        """A signal of the bus: sleep or lock begins, or is over."""
        if begins:
            self.away.emit()

    def _connect(self, bus: str, service: str, interface: str, name: str) -> bool:
        found = QDBusConnection.systemBus() if bus == "system" else QDBusConnection.sessionBus()
        path = "/" + service.replace(".", "/")
        # The stubs want bytes for the slot, the binding of 6.9 takes words only; `1` marks a slot.
        slot = "1turned(bool)"
        return found.isConnected() and found.connect(service, path, interface, name, self, slot)  # type: ignore[call-overload]


class _Messages(QAbstractNativeEventFilter):
    """Looks at Windows' messages; never keeps one from where it goes."""

    def __init__(self, signs: SessionSigns) -> None:
        super().__init__()
        self._signs = signs

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Two messages of many matter."""
        if isinstance(kind, QByteArray) and kind.data() == b"windows_generic_MSG":
            found = wintypes.MSG.from_address(int(message))
            if means_lock(found.message, found.wParam):
                self._signs.away.emit()
        return False, 0
