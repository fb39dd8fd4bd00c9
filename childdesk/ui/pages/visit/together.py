"""The form and the children behind the door: one form, shown for one child after the other."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.visits import Opening
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.pages.visit.form import VisitForm
from childdesk.ui.pages.visit.household import Household
from childdesk.ui.pages.visit.kids import Kids
from childdesk.ui.widgets.scroll import bring, scrolled
from childdesk.ui.workbench import Workbench


class Together(QWidget):
    """`turned` carries the child whose form is shown now, `changed` says that somebody typed or chose."""

    turned = Signal(object)
    changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.house = Household()
        self.known: Opening | None = None
        self.kids = Kids()
        self.form = VisitForm(bench.today)
        self._area = scrolled(self.form)
        inner = fit.column(self.kids, self._area, spacing=8)
        inner.setStretch(1, 1)
        self.setLayout(inner)
        self.kids.wanted.connect(self.turn_to)
        self.kids.left_out.connect(self._leave_out)
        self.form.changed.connect(self.changed)
        self.form.mind.grown.connect(self._look_at)

    def begin(self, behind: tuple[Opening, ...], draft: dict[str, str]) -> None:
        """A door, with what was typed there and not saved."""
        self.house = Household.of(behind, draft)
        self.kids.offer(behind)
        self.form.door.show_door(self.house.door)
        self._show(behind[0])

    def forget(self) -> None:
        """No door: nothing is filled in."""
        self.house, self.known = Household(), None

    def gather(self) -> Household:
        """Everything that is filled in, with what stands in the form now."""
        if self.known is not None:
            look = self.form.mind.look.flat()
            self.house.put(self.known.child, self.form.answers(), self.form.at_door(), look)
        return self.house

    def turn_to(self, child: str) -> None:
        """Another child of this door; what was filled in stays."""
        self.gather().include(child)
        self._show(self.house.opening(child))
        self.changed.emit()

    def refuse(self, refused: Refused) -> bool:
        """Shows what the desk refused at its field and its child; False when it is none of these."""
        child, mark, field = (refused.field or "").partition(".")
        if mark and self.known is not None and child != self.known.child:
            self._show(self.house.opening(child))
        told = Refused(refused.sentence, field if mark else refused.field)
        return self.form.refuse(told) or self.form.mind.look.refuse(told)

    def _leave_out(self, child: str) -> None:
        self.house.leave_out(child)
        self._show(self.house.opening(self.house.seen()[0]))
        self.changed.emit()

    def _show(self, known: Opening) -> None:
        self.known = known
        self.form.show_opening(known, self.house.answers(known.child))
        self.form.mind.look.begin(self.bench, self.house.looks.get(known.child, {}))
        self.kids.show_state(known.child, self.house.seen())
        self.turned.emit(known)

    def _look_at(self, part: QWidget) -> None:
        """What has just opened is seen whole."""
        QTimer.singleShot(0, part, lambda: bring(self._area, part))
