"""What is filled in for the children behind one door, as long as it is not saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from childdesk.desk import leads, telling, trips
from childdesk.desk.session import Session
from childdesk.desk.trips import AtDoor, Kept
from childdesk.desk.visits import Answers, Opening
from childdesk.ui.pages.visit.looking import MARK, looked


class Household:
    """Child → answers. Day, way, who was asked and the last contact hold for everybody."""

    def __init__(
        self,
        behind: Sequence[Opening] = (),
        filled: dict[str, Answers] | None = None,
        door: AtDoor | None = None,
        looks: dict[str, dict[str, str]] | None = None,
    ) -> None:
        """`behind` is who lives there, the child that the form was opened for first."""
        self.behind = tuple(behind)
        known = {one.child for one in self.behind}
        self.filled = {child: answers for child, answers in (filled or {}).items() if child in known}
        self.door = door or AtDoor()
        self.looks = looks or {}
        """Child → what the checklist of 识别 says, as a draft keeps it."""
        self.first = self.behind[0].child if self.behind else ""

    @classmethod
    def of(cls, behind: Sequence[Opening], draft: Mapping[str, str]) -> Household:
        """A door with what was typed there and not saved."""
        filled, door, rest = trips.thaw(draft, behind[0].child)
        return cls(behind, filled, door, rest)

    def flat(self) -> dict[str, str]:
        """As a draft keeps it."""
        return trips.flat(self.filled, self.door, self.looks)

    def opening(self, child: str) -> Opening:
        """What is known of one child."""
        return next(one for one in self.behind if one.child == child)

    def answers(self, child: str) -> Answers:
        """What was answered about one child so far."""
        return self.filled.get(child, Answers())

    def seen(self) -> list[str]:
        """Who belongs to this visit, in the order of the door."""
        return [one.child for one in self.behind if one.child in self.filled]

    def names(self) -> str:
        """周小禾、周小满."""
        return telling.some([self.opening(child).name for child in self.seen()], unit="个孩子")

    def put(self, child: str, answers: Answers, door: AtDoor, look: dict[str, str]) -> None:
        """What stands in the form of one child now; what holds for the door holds for the others too."""
        self.looks[child] = look
        self.door = door
        self.filled[child] = answers
        for other, held in self.filled.items():
            self.filled[other] = _together(held, answers)

    def include(self, child: str) -> None:
        """One more child was seen."""
        if child not in self.filled:
            self.filled[child] = _together(Answers(), self.answers(self.seen()[0]))

    def leave_out(self, child: str) -> None:
        """A child was not seen after all; the last one stays."""
        if len(self.filled) > 1:
            self.filled.pop(child, None)
            self.looks.pop(child, None)

    def save(self, session: Session) -> Kept:
        """Writes it as one entry; what a referral would begin with is put down for it. Raises Refused."""
        filled = {child: self.filled[child] for child in self.seen()}
        looks = {child: looked(texts) for child, texts in self.looks.items() if MARK in texts}
        kept = trips.save(session, filled, self.door, looks)
        child = self.to_refer()
        if child:
            leads.refer(session, child, self.filled[child])
        return kept

    def to_refer(self) -> str:
        """The child for whom a referral comes next; empty for none."""
        for child in self.seen():
            if self.filled[child].danger or self.filled[child].outlook == "需要转介":
                return child
        return ""


def _together(held: Answers, one: Answers) -> Answers:
    return replace(
        held, date=one.date, way=one.way, asked=one.asked, last_contact=one.last_contact, reason=one.reason
    )
