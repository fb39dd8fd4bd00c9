"""The children behind one door: whose form is shown, and who else was seen on this visit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from childdesk.desk.visits import Opening
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import words


class Kids(QWidget):
    """One button for each child of the household; hidden where there is only one.

    `wanted` names the child whose form is to be shown, `left_out` one that was not seen after all.
    """

    wanted = Signal(str)
    left_out = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, QPushButton] = {}
        self._names: dict[str, str] = {}
        self._line = fit.row(spacing=6)
        self._note = words("", "second")
        self.out = button("", self._leave_out, kind="quiet")
        self._shown = ""
        line = fit.row(words("这一户", "label"), self._line, self.out, self._note, None, spacing=10)
        self.setLayout(line)

    def offer(self, known: Sequence[Opening]) -> None:
        """The children of a door, the one that the form is about first."""
        fit.clear(self._line)
        self.parts = {}
        self._names = {one.child: one.name for one in known}
        for one in known:
            made = button(one.name, partial(self.wanted.emit, one.child), kind="pick")
            made.setCheckable(True)
            made.setToolTip(one.who)
            self.parts[one.child] = made
            self._line.addWidget(made)
        self.setVisible(len(known) > 1)

    def show_state(self, shown: str, seen: Sequence[str]) -> None:
        """Whose form is open, and who belongs to this visit so far."""
        self._shown = shown
        for child, part in self.parts.items():
            name, there = self._names[child], child in seen
            part.setChecked(child == shown)
            part.setText(name if there else f"＋{name}")
            told = "正在填" if child == shown else "这次也看了" if there else "这次没看，按一下就加上"
            part.setAccessibleName(f"{name}，{told}")
        self.out.setText(f"这次没看{self._names.get(shown, '')}")
        self.out.setAccessibleName(self.out.text())
        self.out.setVisible(len(seen) > 1)
        self._note.setText("" if len(seen) < 2 else f"{len(seen):,}个孩子一起存")

    def _leave_out(self) -> None:
        self.left_out.emit(self._shown)
