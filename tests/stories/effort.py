"""Counts what a story costs a person: clicks, Enter keys, and what the system's own dialogs ask for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit

from tests.ui.prepared import PreparedAsk

NATIVE = {"open_file": 2, "save_file": 1, "folder": 2, "printer": 1}
"""Clicks inside a dialog of the system: choose and open, save, choose and take, print."""


class Effort(QObject):
    """Watches the whole application. Every click on a control and every Enter that decides counts as one."""

    def __init__(self, application: QApplication, asked: PreparedAsk) -> None:
        super().__init__()
        self._application = application
        self._asked = asked
        self.steps: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        """Notes what was pressed; it goes on to where it was meant for."""
        if event.type() == QEvent.Type.MouseButtonPress and self._takes_clicks(watched):
            self.steps.append(f"click {getattr(watched, 'accessibleName', str)()}")
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and isinstance(watched, QLineEdit | QAbstractButton):
                self.steps.append(f"Enter in {watched.accessibleName()}")
        return False

    @staticmethod
    def _takes_clicks(watched: QObject) -> bool:
        parent = watched.parent()
        list_ = isinstance(parent, QAbstractScrollArea) and parent.viewport() is watched
        return isinstance(watched, QAbstractButton) or list_

    @property
    def clicks(self) -> int:
        """All of them, with those in the system's dialogs."""
        native = sum(NATIVE.get(kind, 1) for kind, _ in self._asked.asked)
        return len(self.steps) + native

    def stop(self) -> None:
        """Watches no longer."""
        self._application.removeEventFilter(self)
