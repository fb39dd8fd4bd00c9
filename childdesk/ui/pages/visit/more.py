"""The further fields of the national form: folded, since most of them stay as they were."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from childdesk.domain.record import Field
from childdesk.domain.visit import Visit
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.field_frame import FieldFrame

ROWS = (
    (Visit.visit_type, Visit.visitor),
    (Visit.place, Visit.asked_address),
    (Visit.study_state, Visit.schooling),
    (Visit.advice,),
    (Visit.focus, Visit.evidence),
)
KEYS = tuple(field.key for line in ROWS for field in line)
WORDS = "全国表其余几项"


class MoreFields(QWidget):
    """The fields in their rows, and the button that unfolds them."""

    def __init__(self, frame: Callable[[Field], FieldFrame]) -> None:
        """`frame` makes the frame of one field and keeps it."""
        super().__init__()
        self.fold = button(WORDS, lambda: self.unfold(self.isHidden()), kind="quiet")
        rows = fit.column(spacing=10)
        for fields in ROWS:
            frames = [frame(field) for field in fields]
            line = fit.row(*frames, spacing=16)
            for one in frames:
                line.setAlignment(one, Qt.AlignmentFlag.AlignTop)
            rows.addLayout(line)
        self.setLayout(rows)
        self.hide()

    def unfold(self, open_: bool) -> None:
        """Shows the fields, or puts them away."""
        self.setVisible(open_)
        self.fold.setText("收起" + WORDS if open_ else WORDS)
        self.fold.setAccessibleName(self.fold.text())
