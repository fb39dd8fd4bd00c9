"""Holds the fields of one question and says beside the right one what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.words import sign, words


class Question(QWidget):
    """Labelled fields below each other; a refusal stands below its field, or at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.body = fit.column(spacing=12)
        self._fields: dict[str, QWidget] = {}
        self._said: dict[str, tuple[QWidget, QLabel]] = {}
        self._first: QWidget | None = None
        end, self._end_text = _trouble()
        self._end = end
        self.setLayout(fit.column(self.body, end, None, spacing=12))

    def field(self, key: str, label: str, field: QWidget, note: str = "") -> QWidget:
        """One field under its label; `key` is what a refusal calls it. Returns the whole."""
        self._fields[key] = field
        row, text = _trouble()
        self._said[key] = (row, text)
        if isinstance(field, QLineEdit):
            field.setAccessibleName(label)
            field.textEdited.connect(lambda _text: self.clear(key))
        below = words(note, "note", wrap=True)
        below.setVisible(bool(note))
        head = words(label, "label")
        head.setVisible(bool(label))
        whole = QWidget()
        whole.setLayout(fit.column(head, field, row, below, spacing=5))
        return whole

    def begin_with(self, field: QWidget) -> None:
        """Another field to begin with than the first one."""
        self._first = field

    def first(self) -> QWidget:
        """The field to begin with."""
        return self._first or next(iter(self._fields.values()), self)

    def refuse(self, refused: Refused) -> None:
        """Says it, and goes to the field."""
        key = refused.field or ""
        if key not in self._fields:
            self._end_text.setText(refused.sentence)
            self._end.show()
            return
        row, text = self._said[key]
        text.setText(refused.sentence)
        row.show()
        field = self._fields[key]
        if isinstance(field, QLineEdit):
            fit.mark(field, state="invalid")
        field.setAccessibleDescription(refused.sentence)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self, key: str = "") -> None:
        """Puts away what was said at one field, or everywhere."""
        self._end.hide()
        for one, (row, _) in self._said.items():
            if key in ("", one):
                row.hide()
                fit.mark(self._fields[one], state="")
                self._fields[one].setAccessibleDescription("")

    def trouble(self) -> str:
        """What is said now, empty for nothing."""
        rows = [*self._said.values(), (self._end, self._end_text)]
        return next((text.text() for row, text in rows if not row.isHidden()), "")


def _trouble() -> tuple[QWidget, QLabel]:
    text = words("", "error", wrap=True)
    line = fit.row(sign("error_circle", "red", 16), text, spacing=5)
    line.setStretch(1, 1)
    made = QWidget()
    made.setLayout(line)
    made.hide()
    return made, text
