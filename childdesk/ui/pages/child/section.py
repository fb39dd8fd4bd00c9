"""One section of a file: its form, below it what is doubtful or was not understood, and what goes before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.form import Opened, Part
from childdesk.domain.issue import Issue
from childdesk.ui import fit
from childdesk.ui.pages.child.layout import Section, usual
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.widgets.words import sign, words


class SectionPart(QWidget):
    """Shows one record's section and lets it be edited in place. Empty until `read` or `open`."""

    edit_asked = Signal(object)
    changed = Signal(object)
    reveal_asked = Signal(object, str)

    def __init__(self, section: Section, part: Part | None, today: date, *, may_edit: bool) -> None:
        """`part` is None for a grown-up about whom nothing is known yet."""
        super().__init__()
        filled = (
            frozenset(key for key, value in part.shown.items() if value) if part is not None else frozenset()
        )
        self.section = usual(section, filled)
        self.part = part
        self.seen: Opened | None = None
        self._may_edit = may_edit
        title = section.title if part is None or part.record == "child" else f"{section.title}　{part.title}"
        self.form = SectionForm(title, self.section.lines, today)
        self.form.edit_asked.connect(lambda: self.edit_asked.emit(self))
        self.form.changed.connect(lambda: self.changed.emit(self))
        self.form.reveal_asked.connect(lambda key: self.reveal_asked.emit(self, key))
        self._notes = fit.column(spacing=2, margins=(16, 0, 16, 0))
        self.setLayout(fit.column(self.form, self._notes, spacing=4))

    @property
    def key(self) -> str:
        """How its draft is named: section, and the row where there are several."""
        row = self.part.row if self.part is not None and self.part.record != "child" else ""
        return f"{self.section.key}:{row}" if row else self.section.key

    @property
    def row(self) -> str:
        """The record's id; empty for one that is not there yet."""
        return self.part.row if self.part is not None else ""

    def read(self) -> None:
        """Reading again, without what was typed."""
        self.seen = None
        self.form.show_values(self.part.shown if self.part is not None else {}, may_edit=self._may_edit)
        fit.clear(self._notes)
        if self.part is None:
            return
        names = set(self.section.names())
        for issue in self.part.issues:
            if issue.field in names:
                self._note(issue.text, issue)
        for key, typed in self.part.was.items():
            if key in names:
                label = next(field.label for line in self.section.lines for field in line if field.key == key)
                self._note(f"{label}写的是“{typed}”，没认出来，先留着")

    def open(self, seen: Opened) -> None:
        """Editing."""
        self.seen = seen
        self.form.open(seen.values, seen.masked)

    def resume(self, draft: Mapping[str, str]) -> None:
        """Puts back what was typed and not saved."""
        self.form.resume(draft)

    def missing(self) -> int:
        """How many fields of this section are still to be collected."""
        if self.part is None:
            return 1 if self.section.key == "guardian" else 0
        return len(set(self.part.missing) & set(self.section.names()))

    def _note(self, text: str, issue: Issue | None = None) -> None:
        bad = issue is not None and issue.level == "impossible"
        icon, ink, role = ("error_circle", "red", "error") if bad else ("warning", "yellow", "doubt")
        if issue is not None and issue.level == "note":
            icon, ink, role = "info", "ink2", "second"
        line = fit.row(sign(icon, ink, 16), words(text, role, wrap=True), spacing=6)
        line.setStretch(1, 1)
        self._notes.addLayout(line)
