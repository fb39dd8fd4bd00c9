"""Stays at the foot of a form: what is still missing, what is unsaved, the way to save."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import words

UNSAVED = "有改动还没保存"
MOST = 3


class SaveBar(QFrame):
    """Words at the left, what is missing in the middle (a click goes there), buttons at the right."""

    def __init__(self, save: str, do: Callable[[], object], *, icon: str = "checkmark") -> None:
        super().__init__()
        self.setProperty("role", "savebar")
        self.note = words("", "second")
        self._missing = button("", self._jump, kind="quiet")
        self._missing.hide()
        self._places: list[Callable[[], object]] = []
        self.left: QHBoxLayout = fit.row(spacing=8)
        self.acts: QHBoxLayout = fit.row(spacing=10)
        self.save = button(save, do, kind="primary", icon=icon)
        self.setLayout(
            fit.row(
                self.left,
                self.note,
                None,
                self._missing,
                self.acts,
                self.save,
                margins=(0, 6, 0, 6),
                spacing=10,
            )
        )

    def second(self, text: str, do: Callable[[], object]) -> None:
        """One more, outlined button before the primary one."""
        self.acts.addWidget(button(text, do))

    def lacks(self, names: Sequence[str], go: Sequence[Callable[[], object]], wrong: int = 0) -> None:
        """“还差2项：监护人意见、下一步；1处要改”; `go` are the ways there, in the same order."""
        self._places = list(go)
        said = []
        if names:
            most = MOST - 1 if wrong else MOST  # what is wrong needs room, too
            shown = "、".join(names[:most]) + ("…" if len(names) > most else "")
            said.append(f"还差{len(names):,}项：{shown}")
        if wrong:
            said.append(f"{wrong:,}处要改")
        self._missing.setText("；".join(said))
        self._missing.setAccessibleName("；".join(said))
        self._missing.setVisible(bool(said))

    def unsaved(self, dirty: bool) -> None:
        """Says so while there is something unsaved."""
        self.note.setText(UNSAVED if dirty else "")

    def busy(self, text: str = "") -> None:
        """正在保存… instead of the verb; empty words bring the verb back."""
        if text:
            if not self.save.property("verb"):
                self.save.setProperty("verb", self.save.text())
            self.save.setText(text)
        elif self.save.property("verb"):
            self.save.setText(self.save.property("verb"))
        self.save.setEnabled(not text)

    def _jump(self) -> None:
        if self._places:
            self._places[0]()
