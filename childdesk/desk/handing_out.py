"""分发: one form for every village, with the village's own children in it, ready for sticks or to be sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import filling, leaving, villages
from childdesk.desk.filling import FillPlan, Wish
from childdesk.desk.rosters import MASKED, WHOLE
from childdesk.desk.session import Right, Session
from childdesk.desk.villages import VillageLine
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Progress, Silent
from childdesk.files import read

PURPOSE = "分发给各村核对补填"


@dataclass(frozen=True, slots=True)
class Part:
    """What one village gets: its plan, or nothing where it has no children and gets the form as it is."""

    line: VillageLine
    made: FillPlan | None

    @property
    def children(self) -> int:
        """How many of its children stand in the form."""
        return self.made.rows if self.made else 0


@dataclass(frozen=True, slots=True)
class Sent:
    """One file that was written."""

    unit: str
    name: str
    children: int
    file: str


def plan(
    session: Session,
    form: Path,
    units: Collection[str] = (),
    *,
    answers: Mapping[str, str] | None = None,
    masked: bool = False,
    progress: Progress | None = None,
) -> list[Part]:
    """What each village would get; nothing is written. Raises Refused as filling the form does."""
    session.require(Right.EXPORT)
    if session.ledger.identity.level == "village":
        raise Refused("分发给各村是镇里的事")
    chosen = [line for line in villages.every(session) if not units or line.unit in units]
    if not chosen:
        raise Refused("还没有村。请先把各村加上", "village")
    watch, parts = progress or Silent(), []
    for number, line in enumerate(chosen):
        watch.step(number, len(chosen), f"正在填{line.name}的")
        seat = session.on_behalf_of(line.unit, line.name)
        wish = Wish((f"child.unit={line.unit}",), level=MASKED if masked else WHOLE)
        made = filling.plan(seat, form, wish, answers=answers)
        parts.append(Part(line, made if made.rows else None))
    return parts


def write(
    session: Session, form: Path, parts: Collection[Part], folder: Path, progress: Progress | None = None
) -> list[Sent]:
    """Writes a file for each village into a folder; each is noted with what it holds and for whom.

    Raises Refused when one of the files is there already: nothing is overwritten.
    """
    session.require(Right.EXPORT)
    leaving.require_place(folder / form.name)
    places = {part.line.unit: folder / f"{part.line.name}_{form.stem}{form.suffix}" for part in parts}
    there = [path.name for path in places.values() if path.exists()]
    if there:
        raise Refused(f"这里已有{there[0]}等{len(there):,}份。没有动，请换一个文件夹", "out")
    watch, sent = progress or Silent(), []
    for number, part in enumerate(parts):
        watch.step(number, len(parts), f"正在写{part.line.name}的")
        out = places[part.line.unit]
        if part.made is None:
            filling.save(out, read.contents(form))
        else:
            filling.write(session, part.made, out, purpose=PURPOSE, recipient=part.line.name)
        sent.append(Sent(part.line.unit, part.line.name, part.children, str(out)))
    return sent
