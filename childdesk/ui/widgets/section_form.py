"""Shows one section of a file for reading, and turns it into fields in place when a person says 改."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit

from childdesk.domain.change import ITEM
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Codes, Scalar
from childdesk.domain.privacy import UNKNOWN
from childdesk.domain.record import Field
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.editors import Links, editor
from childdesk.ui.widgets.field_frame import FieldFrame
from childdesk.ui.widgets.masked import Masked

Lines = Sequence[Sequence[Field[Any]]]
"""Fields as they stand: short related ones in one row."""

Shown = Mapping[str, str | None]
"""Field key → words as the desk gives them, masked where they are; None where nothing was collected."""


class SectionForm(Card):
    """One section. `edit_asked` wants `open`, `saved` carries the patch of touched fields only."""

    edit_asked = Signal()
    saved = Signal(dict)
    changed = Signal()
    reveal_asked = Signal(str)

    def __init__(
        self, title: str, lines: Lines, today: date, *, links: Mapping[str, Links] | None = None
    ) -> None:
        super().__init__(title)
        self.lines = [list(line) for line in lines]
        self.today = today
        self.links = dict(links or {})
        self.frames: dict[str, FieldFrame] = {}
        self.masks: dict[str, Masked] = {}
        self._edit = button("改", self.edit_asked.emit, kind="quiet")
        self._edit.setAccessibleName(f"改{title}")
        self.act(self._edit)

    def show_values(self, shown: Shown, *, may_edit: bool = True) -> None:
        """Reading: label at the left, value beside it, 未采集 where there is none."""
        self._empty()
        self._edit.setVisible(may_edit)
        for line in self.lines:
            cells = fit.row(spacing=16)
            facts = [self._fact(field, shown.get(field.key)) for field in line]
            for made in facts:
                cells.addLayout(made, 1)
                if any(field.key in self.masks for field in line):
                    _centre(made)
            self.body.addLayout(cells)

    def open(self, values: Mapping[str, Scalar], masked: Mapping[str, str] | None = None) -> None:
        """Editing: labels above fields. What stands in `masked` starts empty and is kept unless typed."""
        self._empty()
        self._edit.hide()
        hidden = masked or {}
        for line in self.lines:
            cells = fit.row(spacing=16)
            for field in line:
                frame = self._frame(field, hidden.get(field.key, ""))
                frame.editor.set_raw(None if field.key in hidden else values.get(field.key))
                cells.addWidget(frame, 2 if isinstance(field.kind, Codes) else 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(cells)
        first = next(iter(self.frames.values()), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def editing(self) -> bool:
        """Whether fields are open."""
        return bool(self.frames)

    def dirty(self) -> bool:
        """Whether anything differs from the ledger."""
        return any(frame.differs() for frame in self.frames.values())

    def patch(self) -> dict[str, Scalar]:
        """The touched fields that can be read, and nothing else."""
        return {
            key: frame.value()
            for key, frame in self.frames.items()
            if frame.differs() and frame.editor.read()[1] is None
        }

    def check(self) -> list[FieldFrame]:
        """Shows what is wrong everywhere; returns the fields concerned, in order."""
        return [frame for frame in self.frames.values() if frame.check()]

    def missing(self) -> list[FieldFrame]:
        """Required fields that are still empty, in order."""
        return [frame for frame in self.frames.values() if frame.field.required and frame.empty()]

    def save(self) -> bool:
        """Checks and says `saved`; with something wrong it goes there instead."""
        wrong = self.check()
        if wrong:
            self.go(wrong[0])
            return False
        self.saved.emit(self.patch())
        return True

    def refuse(self, refused: Refused) -> bool:
        """Shows what the ledger refused at its field; False when the field is not on this form."""
        frame = self.frames.get(refused.field or "")
        if frame is None:
            return False
        frame.say("invalid", refused.sentence)
        self.go(frame)
        return True

    def warn(self, key: str, sentence: str) -> None:
        """A doubt at a field; it may be saved all the same."""
        if key in self.frames:
            self.frames[key].say("warn", sentence)

    def draft(self) -> dict[str, str]:
        """What was typed and not saved, by field key."""
        return {key: one.editor.text() for key, one in self.frames.items() if one.differs()}

    def resume(self, draft: Mapping[str, str]) -> None:
        """Puts a draft back; those fields count as touched."""
        for key, text in draft.items():
            if key in self.frames:
                self.frames[key].editor.set_text(text)
                self.frames[key].editor.touched = True
                self.frames[key].check()
        self.changed.emit()

    def go(self, frame: FieldFrame) -> None:
        """Puts the focus into a field."""
        frame.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, key: str, text: str) -> None:
        """Shows a masked value whole for a minute."""
        if key in self.masks:
            self.masks[key].reveal(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, Ctrl+Enter saves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.frames:
            self.save()
        elif enter and isinstance(self.window().focusWidget(), QLineEdit):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _frame(self, field: Field[Any], masked: str) -> FieldFrame:
        made = editor(field.kind, self.today, _example(field.hint), self.links.get(field.key, ()))
        frame = FieldFrame(field, made, masked=masked)
        frame.changed.connect(self.changed)
        self.frames[field.key] = frame
        return frame

    def _fact(self, field: Field[Any], shown: str | None) -> QHBoxLayout:
        if not shown:
            return fact(field.label, UNKNOWN, width=122, role="unset")
        hides = field.kind.mask is not None or field.key.startswith(ITEM)
        if not hides or "*" not in shown:
            return fact(field.label, shown, width=122)
        masked = Masked(shown, field.label)
        masked.asked.connect(lambda: self.reveal_asked.emit(field.key))
        self.masks[field.key] = masked
        return fact(field.label, masked, width=122)

    def _empty(self) -> None:
        self.frames.clear()
        self.masks.clear()
        fit.clear(self.body)


def _centre(line: QHBoxLayout) -> None:
    """Beside a masked value, whose button is taller than a line, labels stand as high as their values."""
    item = line.itemAt(0)
    name = item.widget() if item is not None else None
    if isinstance(name, QLabel):
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        name.setContentsMargins(0, 0, 0, 0)


def _example(hint: str) -> str:
    return hint if not hint or hint.startswith("如") else f"如：{hint}" if hint[0].isdigit() else hint
