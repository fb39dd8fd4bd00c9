"""The list of sections beside the forms: a click goes there, and what is missing is counted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.scroll import scrolled


class Contents(QFrame):
    """Names of what can be scrolled to. `wanted` carries the widget."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._list = fit.column(spacing=0, margins=(6, 8, 6, 8))
        inside = QWidget()
        inside.setLayout(fit.column(self._list, None, spacing=0))
        # More sections than a small window is high: they scroll, they do not lie over one another.
        self.setLayout(fit.column(scrolled(inside), spacing=0))
        self.setAccessibleName("资料的各段")
        fit.fix(self, width=184)

    def clear(self) -> None:
        """Another child."""
        fit.clear(self._list)

    def add(self, label: str, target: QWidget, lacking: int = 0) -> None:
        """One more section."""
        name = f"{label}　还差{lacking:,}项" if lacking else label
        self._list.addWidget(button(name, partial(self.wanted.emit, target), kind="fold"))
