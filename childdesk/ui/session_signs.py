"""Hears from the platform that the computer is locked or goes to sleep, where the platform tells it."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import NamedTuple

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget

SESSION_CHANGE, POWER = 0x02B1, 0x0218
"""WM_WTSSESSION_CHANGE and WM_POWERBROADCAST."""

SESSION_LOCK, SUSPEND = 0x7, 0x4
"""WTS_SESSION_LOCK and PBT_APMSUSPEND."""

TURNED, BEGAN, PROPERTY = "turned(bool)", "began()", "changed(QString,QVariantMap,QStringList)"
"""Slots: true when it begins and false when it is over; it begins; a property of the session changed."""


class Source(NamedTuple):
    """A signal of a bus that says that the session is locked or goes to sleep."""

    service: str
    name: str
    interface: str = ""
    """The same as the service, unless it is said."""
    path: str = ""
    """The service with strokes for dots, unless it is said."""
    slot: str = TURNED
    system: bool = False


PROPERTIES = "org.freedesktop.DBus.Properties"

LINUX = (
    Source("org.freedesktop.login1", "PrepareForSleep", "org.freedesktop.login1.Manager", system=True),
    Source("org.freedesktop.ScreenSaver", "ActiveChanged"),
    Source("org.gnome.ScreenSaver", "ActiveChanged"),
    Source("org.mate.ScreenSaver", "ActiveChanged"),
    Source("org.cinnamon.ScreenSaver", "ActiveChanged"),
    # UKUI (银河麒麟、优麒麟): its object is the root, and locking has a signal of its own.
    Source("org.ukui.ScreenSaver", "lock", path="/", slot=BEGAN),
    # Deepin and UOS: the session's property Locked; from 23 on under another name, with a signal besides.
    Source("com.deepin.SessionManager", "PropertiesChanged", PROPERTIES, slot=PROPERTY),
    Source("org.deepin.dde.SessionManager1", "PropertiesChanged", PROPERTIES, slot=PROPERTY),
    Source("org.deepin.dde.SessionManager1", "LockedChanged"),
)
"""Who tells it, desktop by desktop; who is not there says nothing."""


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
        return sum(self._connect(source) for source in LINUX)

    @Slot(bool)
    def turned(self, begins: bool) -> None:
        """Sleep or lock begins, or is over."""
        if begins:
            self.away.emit()

    @Slot()
    def began(self) -> None:
        """A signal that says nothing but that it is locked."""
        self.away.emit()

    # Words, because Python's dict and list would be other types for the bus; the stubs know types only.
    @Slot(str, "QVariantMap", "QStringList")  # type: ignore[arg-type]
    def changed(self, _interface: str, values: dict[str, object], _gone: list[str]) -> None:
        """Properties of the session: only Locked matters, and only when it becomes true."""
        if values.get("Locked") is True:
            self.away.emit()

    def _connect(self, one: Source) -> bool:
        found = QDBusConnection.systemBus() if one.system else QDBusConnection.sessionBus()
        path = one.path or "/" + one.service.replace(".", "/")
        # The stubs want bytes for the slot, the binding of 6.9 takes words only; `1` marks a slot.
        asked = (one.service, path, one.interface or one.service, one.name, self, f"1{one.slot}")
        return found.isConnected() and found.connect(*asked)  # type: ignore[call-overload]


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
