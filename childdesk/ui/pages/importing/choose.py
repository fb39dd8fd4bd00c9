"""Where a file is chosen: what can be done, and why the last one was no roster."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.words import words


class ChooseFile(QWidget):
    """An empty place with one button; a refusal is said here in large."""

    def __init__(self, choose: Callable[[], object]) -> None:
        super().__init__()
        self.choose = button("选文件", choose, kind="primary", icon="folder_open")
        self.why = words("", "body", wrap=True, centred=True)
        self.why.hide()
        empty = Empty("arrow_import", "把手头的表拖到这里，或点下面选一份。原文件不会被改动。")
        line = fit.row(None, self.choose, None)
        self.setLayout(fit.column(None, self.why, empty, line, None, spacing=16))

    def refuse(self, trouble: Refused) -> None:
        """Says why a file was not read."""
        self.why.setText(trouble.sentence)
        self.why.show()
        self.choose.setText(" 选另一份")


def centred(part: QWidget) -> QWidget:
    """A part alone in the middle of its place."""
    made = QWidget()
    made.setLayout(fit.column(None, part, None))
    return made
