"""Shows the facts that begin and end as history: what held when, known from where, checked when."""

from __future__ import annotations

from collections.abc import Sequence

from childdesk.desk.story import DatedRow
from childdesk.ui import fit
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import chip
from childdesk.ui.widgets.words import words

LABEL, SPAN, SOURCE = 112, 190, 190


class DatedCard(Card):
    """One line for each row; what holds today stands first and bold."""

    def __init__(self, rows: Sequence[DatedRow]) -> None:
        super().__init__("历次变化", "类别、外出、住址、电话、名字，改过的都留着")
        for row in rows:
            name = fit.fix(words(row.label, "label", wrap=True), width=LABEL)
            text = words(row.text, "strong" if row.current else "small", wrap=True)
            span = words(row.span, "second", wrap=True)
            where = "，".join(part for part in (row.source, row.checked) if part)
            line = fit.row(
                name,
                text,
                fit.fix(span, width=SPAN),
                fit.fix(words(where, "second", wrap=True), width=SOURCE),
            )
            line.setStretch(1, 1)
            if row.current:
                line.addWidget(chip("现在", "brand"))
            self.add(line)
