"""Says what every editor of a value can do, whatever the kind: show, read, say what is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Kind, Scalar
from childdesk.domain.words import says_nothing
from childdesk.ui import fit
from childdesk.ui.widgets.words import words


class Editor(QWidget):
    """One value on screen. `edited` says that a person changed it, `left` that the focus went elsewhere.

    The value is a stored scalar; what cannot be read yet is a sentence, never an exception.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, kind: Kind[Any]) -> None:
        super().__init__()
        self.kind = kind
        self.raw: Scalar = None
        """What the ledger holds, as it was when the editor was opened."""
        self.touched = False
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._line)

    def hold(self, part: QWidget) -> None:
        """The widget that is edited; it takes the focus of the whole."""
        self._line.addWidget(part)
        self.setFocusProxy(part)

    def set_raw(self, raw: Scalar) -> None:
        """Shows a stored value; nobody has touched it."""
        self.raw = raw
        self.touched = False
        self.set_text("" if raw is None else self.kind.shown(raw))

    def text(self) -> str:
        """What stands there, as a draft keeps it."""
        raise TypeError(type(self).__name__)

    def set_text(self, text: str) -> None:
        """Puts words there without saying `edited`."""
        raise TypeError(type(self).__name__)

    def read(self) -> tuple[Scalar, str | None]:
        """(stored scalar, None), or (None, what is wrong). Nothing and 未采集 are both None."""
        text = self.text()
        if says_nothing(text):
            return None, None
        if not self.touched:
            return self.raw, None
        try:
            return self.kind.scalar(text), None
        except Refused as refused:
            return None, refused.sentence

    def part(self) -> QWidget:
        """The widget that the sheet colours when something is wrong."""
        return self.focusProxy() or self

    def mark(self, state: str, sentence: str = "") -> None:
        """Shows `invalid`, `warn` or, when empty, neither; the sentence is for screen readers."""
        fit.mark(self.part(), state=state)
        self.part().setAccessibleDescription(sentence)

    def name(self, label: str) -> None:
        """What a screen reader calls it."""
        self.part().setAccessibleName(label)

    def taken(self) -> None:
        """A person chose something, which is complete at once."""
        self.touch()
        self.left.emit()

    def touch(self) -> None:
        """A person changed something."""
        self.touched = True
        self.edited.emit()


class QuietCombo(QComboBox):
    """A choice that the wheel never changes; the wheel scrolls the page instead."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not ours."""
        event.ignore()


class LineEditor(Editor):
    """One line: text, numbers, identity numbers, telephones, money, addresses."""

    def __init__(self, kind: Kind[Any], *, hint: str = "", latin: bool = False, unit: str = "") -> None:
        super().__init__(kind)
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        hints = Qt.InputMethodHint.ImhNone
        if latin:
            hints = Qt.InputMethodHint.ImhPreferNumbers
        self.line.setInputMethodHints(hints)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._left)
        self.hold(self.line)
        if unit:
            self._line.addWidget(words(unit, "small"))

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Other words."""
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def mend(self, text: str) -> str:
        """What may be put right while it is typed; nothing here."""
        return text

    def settled(self, text: str) -> str:
        """What is meant by words such as 今天, once the focus has gone; nothing here."""
        return text

    def read(self) -> tuple[Scalar, str | None]:
        """As every editor, after `settled`."""
        if not self.touched or says_nothing(self.text()):
            return super().read()
        value, trouble = self.kind.read(self.settled(self.text()))
        return (None, trouble) if trouble else (self.kind.to_db(value), None)

    def _typed(self, text: str) -> None:
        mended = self.mend(text)
        if mended != text:
            at = len(self.mend(text[: self.line.cursorPosition()]))
            self.line.setText(mended)
            self.line.setCursorPosition(at)
        self.touch()

    def _left(self) -> None:
        if self.touched:
            value, trouble = self.read()
            if trouble is None and value is not None:
                self.set_text(self.kind.shown(value))
        self.left.emit()


class AreaEditor(Editor):
    """Several lines; Tab leaves it, since nobody wants a tab in a record."""

    def __init__(self, kind: Kind[Any], *, hint: str = "", tall: int = 72) -> None:
        super().__init__(kind)
        self.area = QPlainTextEdit()
        self.area.setPlaceholderText(hint)
        self.area.setTabChangesFocus(True)
        self._setting = False
        self.area.textChanged.connect(self._typed)
        self.area.installEventFilter(self)
        fit.fix(self.area, height=tall)
        self.hold(self.area)

    def text(self) -> str:
        """What stands there."""
        return self.area.toPlainText()

    def set_text(self, text: str) -> None:
        """Other words."""
        self._setting = True
        self.area.setPlainText(text)
        self._setting = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving is noticed here, since the widget has no signal for it."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return False

    def _typed(self) -> None:
        if not self._setting:
            self.touch()
