"""One row of the settings."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.words import words


def line(title: str, sentence: str, *controls: QWidget) -> QFrame:
    """One row: title and sentence at left, controls at right."""
    made = QFrame()
    told = words(sentence, "second", wrap=True)
    text = fit.column(words(title, "body"), told, spacing=1)
    row = fit.row(text, *controls, spacing=10)
    row.setStretch(0, 1)
    made.setLayout(row)
    made.setAccessibleName(title)
    return made
