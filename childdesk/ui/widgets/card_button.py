"""Is a button as large as a small card: words inside it are drawn by labels and never take the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLayout, QPushButton, QSizePolicy, QWidget

from childdesk.ui import theme

_MEASURED = frozenset(
    {
        QEvent.Type.LayoutRequest,
        QEvent.Type.Polish,
        QEvent.Type.StyleChange,
        QEvent.Type.Show,
        QEvent.Type.Resize,
    }
)


class CardButton(QPushButton):
    """A card that can be pressed, with the keyboard too. `least` is its least width."""

    def __init__(self, name: str, inside: QLayout, *, least: int = 120, tall: int = 0) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self._inside = inside
        self._least = least
        self._tall = tall
        self.setLayout(inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As its words need it, not as a button without words would."""
        return QSize(self._inside.sizeHint().width(), max(self._needed(), theme.look().px(self._tall)))

    def minimumSizeHint(self) -> QSize:
        """It may be narrow, never low: words end in … but are not cut through."""
        return QSize(theme.look().px(self._least), self.sizeHint().height())

    def _needed(self) -> int:
        """Wrapped words guess at two lines where in this width they need one."""
        if self._inside.hasHeightForWidth() and self.isVisible():
            return self._inside.totalHeightForWidth(self.width())
        return self._inside.sizeHint().height()

    def event(self, event: QEvent) -> bool:
        """The sheet gives every button a least height of its own; a card would be squeezed to that."""
        handled = super().event(event)
        if event.type() in _MEASURED:
            tall = self.sizeHint().height()
            if self.minimumHeight() != tall:
                self.setMinimumHeight(tall)
        return handled
