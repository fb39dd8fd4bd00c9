"""What holds for the whole door: who came along, who was there, who signed; and why nobody was met."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from childdesk.desk.trips import AtDoor
from childdesk.domain.plan_options import MET, OUTCOME, SIGNED
from childdesk.domain.record import Field
from childdesk.domain.trip import Trip
from childdesk.ui import fit
from childdesk.ui.widgets.editors import editor
from childdesk.ui.widgets.field_frame import FieldFrame
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words

CARED = (("是", "有"), ("否", "没有"))


class DoorPart(QObject):
    """`met` and `away` are its two lines. `door` holds for everybody, `attended` for one child."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.second = self._frame(Trip.second_visitor, today, "如：何兰")
        self.present = self._frame(Trip.present, today, "如：奶奶、大伯")
        self.signed = Segmented([(one, one) for one in SIGNED.codes()], dense=True, bad=("拒签",))
        self.cared = Segmented(CARED, dense=True, bad=("否",))
        self.outcome = Segmented([(one, one) for one in OUTCOME.codes() if one != MET], dense=True)
        self.met, self.away = QWidget(), QWidget()
        self.met.setLayout(self._met_line())
        self.away.setLayout(fit.column(words("到门口的情况", "label"), self.outcome, spacing=4))
        for part in (self.signed, self.cared, self.outcome):
            part.chosen.connect(lambda _key: self.changed.emit())

    def show_attended(self, attended: str) -> None:
        """What was answered about one child; the rest holds for everybody and stays."""
        self.cared.choose(attended or None)

    def show_door(self, door: AtDoor) -> None:
        """Begins with what was answered before."""
        self.second.editor.set_text(door.second)
        self.present.editor.set_text(door.present)
        self.signed.choose(door.signed or None)
        self.outcome.choose(door.outcome or None)

    def door(self, *, nobody: bool) -> AtDoor:
        """What holds for everybody."""
        second = self.second.editor.text().strip()
        if nobody:
            return AtDoor(outcome=self.outcome.key() or "", second=second)
        return AtDoor("", second, self.present.editor.text().strip(), self.signed.key() or "")

    def attended(self) -> str:
        """Whether somebody grown up looked after this child when one came."""
        return self.cared.key() or ""

    def fold(self, *, nobody: bool, walked: bool) -> None:
        """Where nobody was met only the reason; where nobody walked to a door, nothing of it."""
        self.met.setVisible(walked and not nobody)
        self.away.setVisible(nobody)

    def _met_line(self) -> QHBoxLayout:
        signed = fit.column(words(Trip.signed.label, "label"), self.signed, spacing=4)
        cared = fit.column(words("走访时有大人看护", "label"), self.cared, spacing=4)
        line = fit.row(self.second, self.present, signed, cared, spacing=16)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        for part in (self.second, self.present, signed, cared):
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        return line

    def _frame(self, field: Field, today: date, hint: str) -> FieldFrame:
        made = FieldFrame(field, editor(field.kind, today, hint))
        made.changed.connect(self.changed)
        return made
