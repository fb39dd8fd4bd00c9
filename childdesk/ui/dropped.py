"""Takes a workbook that is dropped anywhere on the window: it is looked at first, as with the button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from childdesk.ui.window import Window

SHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")


class Dropped(QObject):
    """Listens to the window; a page that takes files itself hears of them first."""

    def __init__(self, window: Window, may: Callable[[], bool]) -> None:
        """`may` says whether somebody has signed in who may import."""
        super().__init__(window)
        self._window, self._may = window, may
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file that may be a roster is welcome on every page."""
        if isinstance(event, QDropEvent | QDragEnterEvent) and self._may():
            path = sheet_of(event.mimeData().urls())
            if path is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._window.go("importing", path)
                return True
        return False


def sheet_of(urls: Sequence[QUrl]) -> Path | None:
    """The first file that may be a roster."""
    for url in urls:
        path = Path(url.toLocalFile())
        if path.suffix.lower() in SHEETS:
            return path
    return None
