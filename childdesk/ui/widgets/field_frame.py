"""Puts a label above an editor and a sentence below it when something is wrong or doubtful."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from childdesk.domain.kinds import Scalar
from childdesk.domain.record import Field
from childdesk.ui import fit, icons
from childdesk.ui.widgets.editor import Editor
from childdesk.ui.widgets.words import sign, words


class FieldFrame(QWidget):
    """One field being edited. Sentences come when it is left or saved, never while it is typed."""

    changed = Signal()

    def __init__(self, field: Field[Any], editor: Editor, *, masked: str = "", label: str = "") -> None:
        """`masked` is how the present value is shown; then the editor starts empty and untouched."""
        super().__init__()
        self.field = field
        self.editor = editor
        self.masked = masked
        name = label or field.label
        head = fit.row(words(name, "label"), spacing=3)
        if field.required:
            star = words("*", "error")
            star.setAccessibleName("要填")
            head.addWidget(star)
        head.addStretch(1)
        self._sign = sign("error_circle", "red", 16)
        self._text = words("", "error", wrap=True)
        self._trouble = QWidget()
        line = fit.row(self._sign, self._text, spacing=4)
        line.setStretch(1, 1)
        self._trouble.setLayout(line)
        self._trouble.hide()
        self.setLayout(fit.column(head, editor, self._trouble, spacing=3))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        editor.name(f"{name}，要填" if field.required else name)
        editor.edited.connect(self._edited)
        editor.left.connect(self.check)
        if masked:
            self._show_mask()

    def check(self) -> str | None:
        """Looks at what stands there and shows what is wrong; returns the sentence or None."""
        _, trouble = self.editor.read()
        self.say("invalid" if trouble else "", trouble or "")
        return trouble

    def say(self, state: str, sentence: str) -> None:
        """A sentence below: invalid (red) or warn (yellow); an empty state clears it."""
        self.editor.mark(state, sentence)
        self._trouble.setVisible(bool(sentence))
        if sentence:
            self._text.setText(sentence)
            fit.mark(self._text, t="doubt" if state == "warn" else "error")
            name, ink = ("warning", "yellow") if state == "warn" else ("error_circle", "red")
            icons.show(self._sign, name, ink, 16)

    def trouble(self) -> str:
        """The sentence that is shown, empty when there is none."""
        return "" if self._trouble.isHidden() else self._text.text()

    def value(self) -> Scalar:
        """What stands there as a stored scalar; None when nothing does or it cannot be read."""
        return self.editor.read()[0]

    def differs(self) -> bool:
        """Whether a person has changed it to something else than the ledger holds."""
        if not self.editor.touched:
            return False
        if self.masked and not self.editor.text().strip():
            return False
        return self.editor.read()[0] != self.editor.raw or self.editor.read()[1] is not None

    def empty(self) -> bool:
        """Whether nothing is known: neither kept, nor typed."""
        if self.masked and not self.differs():
            return False
        return not self.editor.text().strip() or (self.value() is None and self.editor.read()[1] is None)

    def _edited(self) -> None:
        self.say("", "")
        self.changed.emit()

    def _show_mask(self) -> None:
        part = self.editor.part()
        if hasattr(part, "setPlaceholderText"):
            part.setPlaceholderText(f"{self.masked}　不改留空")
