"""What writing our own report for a request would give: its checks, what it holds, how much of a person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.handin_lines import HandInLine
from childdesk.desk.handin_reports import Draft
from childdesk.desk.leaving import Terms
from childdesk.domain import handin_options as steps
from childdesk.ui import fit
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.check_lines import CheckLines, counted
from childdesk.ui.widgets.leaving_terms import LeavingTerms
from childdesk.ui.widgets.words import words

TO_WRITE = (steps.TO_FILL, steps.RETURNED)
SHOWN = (*TO_WRITE, steps.TO_CHECK)
"""States in which the checks are worth a look: before it is written, and before 待核 is left."""


class DraftCards(QWidget):
    """Checks, then 写成文件前. `child_asked` carries a child, `terms_changed` for whom and how much."""

    child_asked = Signal(str)
    terms_changed = Signal(object)

    def __init__(self, line: HandInLine, draft: Draft, terms: Terms) -> None:
        super().__init__()
        self.checks = CheckLines()
        self.checks.child_asked.connect(self.child_asked)
        self.checks.show_checks(draft.checks, names={one.id: one.name for one in draft.names})
        card = Card("勾稽核对", counted(draft.checks))
        card.add(self.checks)
        card.setVisible(bool(draft.checks))
        self.terms = LeavingTerms()
        self.load, self.marked = words("", "small", wrap=True), words("", "small", wrap=True)
        parts: list[QWidget] = [card]
        if line.state in TO_WRITE:
            parts.append(self._leaving(line, draft, terms))
        made = fit.column(*parts, spacing=12)
        self.setLayout(made)

    def _leaving(self, line: HandInLine, draft: Draft, terms: Terms) -> Card:
        card = Card("写成文件前")
        card.add(self.load)
        card.add(self.marked)
        self.show_load(draft)
        self.terms.offer([line.asked_by] if line.asked_by else [])
        self.terms.recipient.setEditText(terms.recipient)
        self.terms.purpose.setEditText(terms.purpose)
        self.terms.choose_level(terms.level)
        self.terms.show_level(bool(draft.load.children))
        self.terms.level_chosen.connect(lambda _level: self.terms_changed.emit(self.terms.chosen()))
        card.add(self.terms)
        return card

    def show_load(self, draft: Draft) -> None:
        """What the file would hold, and what would be marked in it."""
        self.load.setText(draft.load.sentence)
        told = f"和上次交的比，有{draft.marked:,}格不一样，会标成黄底" if draft.marked else ""
        self.marked.setText(told)
        self.marked.setVisible(bool(told))
