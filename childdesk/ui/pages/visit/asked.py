"""Chooses who was asked: the family as pills, and anybody else by name and relation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.visits import Asked
from childdesk.domain.visit import Visit
from childdesk.ui import fit
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.editors import editor
from childdesk.ui.widgets.field_frame import FieldFrame

TEACHER = Asked("班主任", "老师")
OTHER = "其他…"


class AskedPick(QWidget):
    """Pills; 其他… opens two fields."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._known: list[Asked] = []
        self.pills = Answers([])
        self.name = FieldFrame(Visit.asked_person, editor(Visit.asked_person.kind, today), label="姓名")
        relation = editor(Visit.asked_relation.kind, today)
        self.relation = FieldFrame(Visit.asked_relation, relation, label="与孩子关系")
        self._other = QWidget()
        self._other.setLayout(fit.row(self.name, self.relation, None, spacing=16))
        self._other.hide()
        self._line = fit.column(self.pills, self._other, spacing=6)
        self.setLayout(self._line)
        for frame in (self.name, self.relation):
            frame.changed.connect(self.changed)

    def offer(self, known: Sequence[Asked], chosen: Sequence[Asked]) -> None:
        """Who may be asked; those chosen already are marked, a stranger stands in the two fields."""
        self._known = [*known, TEACHER]
        pairs = [(str(at), f"{one.name}，{one.relation}") for at, one in enumerate(self._known[:-1])]
        made = Answers([*pairs, (str(len(pairs)), TEACHER.name), ("other", OTHER)], several=True)
        made.changed.connect(self._pressed)
        self._line.replaceWidget(self.pills, made)
        self.pills.hide()
        self.pills.deleteLater()
        self.pills = made
        strangers = [one for one in chosen if one not in self._known]
        keys = [str(at) for at, one in enumerate(self._known) if one in chosen]
        self.pills.choose([*keys, *(["other"] if strangers else [])])
        first = strangers[0] if strangers else Asked("", "")
        self.name.editor.set_text(first.name)
        self.relation.editor.set_text(first.relation)
        self._other.setVisible(bool(strangers))
        self.setFocusProxy(self.pills.pills()[0])

    def asked(self) -> tuple[Asked, ...]:
        """Who was asked, in the order of the pills."""
        chosen = self.pills.chosen()
        found = [self._known[int(key)] for key in chosen if key != "other"]
        name = self.name.editor.text().strip()
        if "other" in chosen and name:
            found.append(Asked(name, self.relation.editor.text().strip() or "其他"))
        return tuple(found)

    def _pressed(self) -> None:
        other = "other" in self.pills.chosen()
        if other and self._other.isHidden():
            self._other.show()
            self.name.editor.setFocus()
        elif not other:
            self._other.hide()
        self.changed.emit()
