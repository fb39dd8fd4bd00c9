"""What happened at one door, as one entry: the trip, a visit for each child, what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from childdesk.desk import drafting, observations, reading, visits
from childdesk.desk.session import Right, Session
from childdesk.desk.visits import HOME, NOBODY, Answers, Opening
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.plan_options import MET, OUTCOME
from childdesk.store import reader

MOST_KIDS = 12
"""Children behind one door that a form shows."""
MAYBE_BETTER = ("家里没人", "不让进门")
"""What need not be so the next time: it is forgotten as soon as somebody was met."""


@dataclass(frozen=True, slots=True)
class AtDoor:
    """What holds for everybody behind a door; as typed."""

    outcome: str = ""
    second: str = ""
    present: str = ""
    signed: str = ""
    reason: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: the trip (empty where nobody walked), its visits, the entry, what waits."""

    trip: str
    visits: tuple[str, ...]
    entry: str
    issues: tuple[Issue, ...]


def behind(session: Session, child: str) -> tuple[Opening, ...]:
    """The child, then the others of its household whose files are open, the eldest first. Raises Refused."""
    known = visits.opening(session, child)
    raw = reader.get(session.ledger.connection, "child", child) or {}
    home = raw.get("household")
    rows = reader.where(session.ledger.connection, "child", "household", home) if home else []
    raws = reader.many(session.ledger.connection, "child", rows)
    rows = sorted(
        rows, key=lambda row: (str(raws[row].get("birth") or "9"), str(raws[row].get("name") or ""))
    )
    others = [visits.opening(session, row) for row in rows[: MOST_KIDS + 1] if row != child]
    return (known, *(one for one in others if not one.closed))


def save(
    session: Session,
    filled: Mapping[str, Answers],
    door: AtDoor,
    looks: Mapping[str, observations.Answers] | None = None,
) -> Kept:
    """Writes a visit for each child and, where somebody walked to the door, the trip that they belong to.

    `looks` are the checklists that were opened. Raises Refused naming the field, of several children as
    `child.field`; then nothing is written.
    """
    session.require(Right.EDIT)
    if not filled:
        raise Refused("没有选孩子，存不下来", "child")
    first = next(iter(filled.values()))
    walked = first.way in (HOME, NOBODY)
    at_door = replace(door, outcome=door.outcome or ("家里没人" if first.nobody else MET))
    kept = write(session, filled, at_door if walked else None, looks=looks)
    for child in filled:
        drafting.drop(session, visits.PAGE, child)
    return kept


def write(
    session: Session,
    filled: Mapping[str, Answers],
    door: AtDoor | None,
    more: Iterable[Op] = (),
    *,
    trip: str = "",
    looks: Mapping[str, observations.Answers] | None = None,
) -> Kept:
    """The same for whoever has more to write in this entry; without a door there is no trip."""
    trip = (trip or new_id()) if door is not None else ""
    visits_, ops, issues = list[str](), list[Op](), list[Issue]()
    for child, answers in filled.items():
        look = (looks or {}).get(child)
        made, row, found = _one(session, child, answers, trip, look, several=len(filled) > 1)
        visits_.append(row)
        ops += made
        issues += found
    if door is not None:
        ops[:0] = _door_ops(session, trip, filled, door)
    name = "add_trip" if door is not None and (len(filled) > 1 or door.sheet) else "add_visit"
    written = session.ledger.writer.write(name, session.person, [*ops, *more])
    return Kept(trip, tuple(visits_), written.entry, tuple(issues))


def _one(
    session: Session,
    child: str,
    answers: Answers,
    trip: str,
    look: observations.Answers | None,
    *,
    several: bool,
) -> tuple[list[Op], str, list[Issue]]:
    try:
        return visits.written(session, child, answers, {"trip": trip} if trip else {}, look)
    except Refused as refused:
        if not several:
            raise
        name = (reader.get(session.ledger.connection, "child", child) or {}).get("name") or "孩子"
        raise Refused(f"{name}：{refused.sentence}", f"{child}.{refused.field or ''}") from refused


def _door_ops(session: Session, trip: str, filled: Mapping[str, Answers], door: AtDoor) -> list[Op]:
    """The trip, and what the next visitor of the household is to know."""
    child, answers = next(iter(filled.items()))
    on = str(reading.read("visit", {"date": answers.date}, session.today).values["date"])
    household = (reader.get(session.ledger.connection, "child", child) or {}).get("household")
    values: dict[str, Scalar] = {
        "unit": session.ledger.identity.unit, "household": household, "date": on,
        "visitor": answers.more.get("visitor") or session.name, "second_visitor": _short(door.second, 100),
        "outcome": door.outcome if door.outcome in OUTCOME.codes() else MET, "present": _short(door.present),
        "signed": door.signed or None,
        "reason": _short(door.reason or answers.reason) if answers.nobody else None,
        "sheet": door.sheet or None,
    }  # fmt: skip
    ops: list[Op] = [New("trip", trip, {key: value for key, value in values.items() if value})]
    return ops if household is None else [*ops, *_caution(session, str(household), on, door.outcome)]


def _short(words: str, most: int = 200) -> str | None:
    return words.strip()[:most] or None


def _caution(session: Session, household: str, on: str, outcome: str) -> list[Op]:
    held = str((reader.get(session.ledger.connection, "household", household) or {}).get("caution") or "")
    if outcome != MET:
        return [Set("household", household, "caution", f"{on}：{outcome}")]
    day, mark, said = held.partition("：")
    gone = mark and said in MAYBE_BETTER and _is_day(day) and day <= on
    return [Set("household", household, "caution", None)] if gone else []


def _is_day(words: str) -> bool:
    try:
        return bool(date.fromisoformat(words))
    except ValueError:
        return False


# ── a form that is left half filled ─────────────────────────────────────────────────────────────────────


REST = "look."
"""Beginning of the keys under which a form keeps what is no answer about the visit itself."""
_DOOR = ("outcome", "second", "present", "signed")


def flat(
    filled: Mapping[str, Answers], door: AtDoor, rest: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, str]:
    """A whole form as a draft keeps it, under the first child; `rest` is what else each child has."""
    made: dict[str, str] = {}
    for at, (child, answers) in enumerate(filled.items()):
        texts = {**visits.flat(answers), **(rest or {}).get(child, {})}
        made |= texts if not at else {f"kid.{child}.{key}": text for key, text in texts.items()}
        if at:
            made[f"kid.{child}."] = "1"
    made |= {f"door.{key}": getattr(door, key) for key in _DOOR}
    return {key: text for key, text in made.items() if text}


def thaw(kept: Mapping[str, str], child: str) -> tuple[dict[str, Answers], AtDoor, dict[str, dict[str, str]]]:
    """The form of a draft again: child → answers, the door, child → what else it has."""
    texts: dict[str, dict[str, str]] = {child: {}}
    for key, text in kept.items():
        whose, rest = child, key
        if key.startswith("kid."):
            whose, _, rest = key[4:].partition(".")
        texts.setdefault(whose, {})[rest] = text
    filled = {one: visits.thaw(own) for one, own in texts.items()}
    more = {one: {k: t for k, t in own.items() if k.startswith(REST)} for one, own in texts.items()}
    return filled, AtDoor(**{key: kept.get(f"door.{key}", "") for key in _DOOR}), more
