"""Is the checklist of 识别 within a visit: closed until it is wanted, saved together with the visit."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk import directory, observations
from childdesk.desk.directory import Proposed
from childdesk.desk.observations import Answers, Table
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.tasks import Progress
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.checklist import Checklist
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

OPEN, CLOSE = "用观察清单看一看", "收起清单，不记"
NOTE = "近两周看到、听到的，勾上。和走访一起存，受保护"
PREFIX, MARK = "look.", "look.open"


def looked(draft: Mapping[str, str]) -> Answers:
    """What the checklist of a draft says."""
    return observations.thaw(_kept(draft))


def _kept(draft: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(PREFIX): text for key, text in draft.items() if key.startswith(PREFIX)}


class Look(QWidget):
    """`changed` says that something was ticked or typed, `grown` that the list has just opened."""

    changed = Signal()
    grown = Signal(QWidget)
    numbers = Signal(object)
    """Whom to call now, as soon as it is known."""

    def __init__(self) -> None:
        super().__init__()
        self._draft: Mapping[str, str] | None = None
        self.list = Checklist(dense=True)
        self.open = button(OPEN, self._turn, kind="small", icon="shield_lock")
        self.open.setAccessibleDescription(NOTE)
        self._note = words(NOTE, "note", wrap=True)
        line = fit.row(self.open, self._note, spacing=10)
        line.setStretch(1, 1)
        self.setLayout(fit.column(line, self.list, spacing=8))
        self.list.hide()
        self.list.changed.connect(self.changed)

    def begin(self, bench: Workbench, draft: Mapping[str, str]) -> None:
        """For another child: closed, unless the draft says that it was open."""
        self._draft = draft
        kept = _kept(draft)
        self._show(MARK in draft)

        def work(session: Session, _p: Progress) -> tuple[Table, list[Proposed]]:
            now = session.clock.now().astimezone()
            return observations.table(session), directory.propose(session, "紧急", None, now, in_school=False)

        def shown(found: tuple[Table, list[Proposed]]) -> None:
            self.list.show_table(found[0])
            self.list.show_answers(observations.thaw(kept))
            self._draft = None
            self._note.setText(NOTE + (f"。用的是{found[0].name}" if found[0].reference else ""))
            self.numbers.emit(found[1])
            if kept:
                self.changed.emit()

        bench.read(work, shown, owner=self)

    def answers(self) -> Answers | None:
        """What was looked at; None while the list is closed."""
        return None if self.list.isHidden() else self.list.answers()

    def flat(self) -> dict[str, str]:
        """As the visit's draft keeps it."""
        if self._draft is not None:
            # Not read yet: what was kept is still all there is.
            return {key: text for key, text in self._draft.items() if key.startswith(PREFIX)}
        found = self.answers()
        if found is None:
            return {}
        return {MARK: "1", **{PREFIX + key: text for key, text in observations.flat(found).items()}}

    def refuse(self, refused: Refused) -> bool:
        """Shows what the desk refused at its field; False when it is not of the checklist."""
        if refused.field != "examples" or self.list.isHidden():
            return False
        self.list.say(refused.sentence)
        return True

    def _turn(self) -> None:
        opens = self.list.isHidden()
        self._show(opens)
        if opens:
            self.grown.emit(self.list)
        self.changed.emit()

    def _show(self, opened: bool) -> None:
        self.list.setVisible(opened)
        self.open.setText(CLOSE if opened else OPEN)
        self.open.setAccessibleName(self.open.text())
