"""Says at the bottom what was done, for eight seconds, with its undo; never used for errors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.ui import fit, theme
from childdesk.ui.widgets.banner import announce
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import words

SECONDS = 8


class Toast(QFrame):
    """Lies over its parent at the bottom centre; stays while the mouse or the focus is on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._text = words("")
        self._undo = button("撤销　Ctrl+Z", self._press, kind="small")
        self._do: Callable[[], object] | None = None
        self.setLayout(fit.row(self._text, self._undo, margins=(16, 6, 8, 6), spacing=16))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._over)
        self._undo.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def say(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Shows what was done; `undo` takes it back. A newer sentence replaces an older one."""
        self._text.setText(sentence)
        self._do = undo
        self._undo.setVisible(undo is not None)
        self.show()
        self.raise_()
        self._settle()
        self._timer.start(SECONDS * 1000)
        announce(self, sentence)

    def sentence(self) -> str:
        """What it says, empty when it is gone."""
        return "" if self.isHidden() else self._text.text()

    def undo(self) -> bool:
        """Ctrl+Z while it is shown; returns whether there was anything to take back."""
        if self.isHidden() or self._do is None:
            return False
        self._press()
        return True

    def put_away(self) -> None:
        """Hides it at once."""
        self._timer.stop()
        self._do = None
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse holds it."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Its time begins anew."""
        super().leaveEvent(event)
        self._again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Focus on its button holds it; a new size of the window moves it."""
        if watched is self._undo and event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif watched is self._undo and event.type() == QEvent.Type.FocusOut:
            self._again()
        elif watched is self.parent() and isinstance(event, QResizeEvent) and not self.isHidden():
            self._settle()
        return False

    def _again(self) -> None:
        if not self.isHidden() and not self._undo.hasFocus() and not self.underMouse():
            self._timer.start(SECONDS * 1000)

    def _over(self) -> None:
        if self._undo.hasFocus() or self.underMouse():
            return
        self.put_away()

    def _press(self) -> None:
        do = self._do
        self.put_away()
        if do is not None:
            do()

    def _settle(self) -> None:
        host = self.parent()
        if not isinstance(host, QWidget):
            return
        self.setMaximumWidth(max(host.width() - theme.look().px(40), 1))
        self.adjustSize()
        left = (host.width() - self.width()) // 2
        self.move(left, host.height() - self.height() - theme.look().px(88))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
