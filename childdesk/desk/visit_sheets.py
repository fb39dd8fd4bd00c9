"""Visit sheets: printed for a day or a door, keyed in by their code; a trip and a visit for each child."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from childdesk.desk import photos, planning, telling, trips, visits
from childdesk.desk.session import Right, Session
from childdesk.desk.trips import Kept
from childdesk.domain import seen
from childdesk.domain import visit_sheet as form
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.paper import Footer, Paper
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.plan_options import MET
from childdesk.domain.visit_sheet import BLANK, Door, Filled, Kid
from childdesk.store import access, reader


@dataclass(frozen=True, slots=True)
class Printed:
    """A round on paper: the sheets, and the entry that keeps their codes."""

    paper: Paper
    doors: tuple[Door, ...]
    entry: str


def print_day(session: Session, day: date) -> Printed:
    """The sheets of everybody on a day's plan, in walking order. Raises Refused for an empty day."""
    session.require(Right.EXPORT)
    stops = planning.day(session, day).stops
    if not stops:
        raise Refused("这一天没有要走的，没有单子可打", "day")
    return _print(session, [[kid.child for kid in stop.kids] for stop in stops], day)


def print_children(session: Session, children: Sequence[str], day: date) -> Printed:
    """One sheet for the children of one door."""
    session.require(Right.EXPORT)
    return _print(session, [list(children)], day)


def _print(session: Session, groups: Sequence[Sequence[str]], day: date) -> Printed:
    doors = tuple(_door(session, form.new_code(), children, day.isoformat()) for children in groups)
    unit = session.ledger.identity
    ops: list[Op] = [
        New(
            "sheet",
            new_id(),
            {
                "unit": unit.unit,
                "code": door.code,
                "day": door.day,
                "household": _household(session, door.kids[0].child),
                "children": "\n".join(kid.child for kid in door.kids),
                "version": form.VERSION,
            },
        )
        for door in doors
    ]
    entry = session.ledger.writer.write("print_sheets", session.person, ops).entry
    told = f"{len(doors):,}张走访单"
    access.note(session.ledger.connection, session.clock, session.person, "print", fields=told)
    footer = Footer(session.name, session.today.isoformat())
    made = replace(form.paper(doors, unit.unit_name, footer), practice=unit.practice)
    return Printed(made, doors, entry)


def _household(session: Session, child: str) -> Scalar:
    return (reader.get(session.ledger.connection, "child", child) or {}).get("household")


def _door(session: Session, code: str, children: Sequence[str], day: str) -> Door:
    kids, place = [], ""
    for child in children:
        known = visits.opening(session, child)
        last = "" if known.last is None else f"　上次{known.last.day}"
        # What is to be known at the door stands at the head of the sheet.
        asks = tuple(one for one in known.attention if not one.startswith(visits.AT_THE_DOOR))
        kids.append(Kid(child, known.name, known.who, last, asks[:3]))
        place = place or known.home
    row = str(_household(session, children[0]) or "")
    household = reader.get(session.ledger.connection, "household", row) or {}
    title = f"{household['head']}家" if household.get("head") else kids[0].name
    return Door(code, day, title, place, str(household.get("caution") or ""), tuple(kids))


# ── keying it in ────────────────────────────────────────────────────────────────────────────────────────


def open_sheet(session: Session, typed: str) -> Door:
    """The sheet of a code, with its children in the order in which they were printed. Raises Refused."""
    session.require(Right.VIEW)
    _, raw = _sheet(session, typed)
    children = [child for child in str(raw["children"] or "").split("\n") if child]
    return _door(session, str(raw["code"]), children, str(raw["day"]))


def _sheet(session: Session, typed: str) -> tuple[str, reader.Raw]:
    code = form.read_code(typed)
    for row in reader.where(session.ledger.connection, "sheet", "code", code):
        raw = reader.get(session.ledger.connection, "sheet", row)
        if raw is not None:
            if raw.get("keyed_on"):
                day = telling.day(str(raw["keyed_on"]), session.today)
                raise Refused(f"这张单子{day}已经录过", "code")
            return row, raw
    raise Refused("没有找到这个编号的走访单", "code")


def save(
    session: Session,
    typed: str,
    filled: Filled,
    *,
    day: str = "",
    second: str = "",
    reason: str = "",
    picture: bytes = b"",
) -> Kept:
    """Writes a keyed sheet as one entry: the trip, a visit for each child, hazards, the caution of the door.

    `picture` is a photo of the paper, small and plain; it belongs to the trip.

    Raises Refused naming the field; then nothing is written and the sheet can be keyed again.
    """
    session.require(Right.EDIT)
    row, raw = _sheet(session, typed)
    children = [child for child in str(raw["children"] or "").split("\n") if child]
    on = day or str(raw["day"])
    outcome = form.word(form.DOOR[0], filled.door.get("outcome", BLANK)) or MET
    signed = form.word(form.DOOR[1], filled.door.get("signed", BLANK))
    door = trips.AtDoor(outcome, second, "", signed, reason, str(raw["code"]))
    answers = {child: _answers(filled, at, on, outcome, reason) for at, child in enumerate(children)}
    more: list[Op] = [Set("sheet", row, "keyed_on", session.today.isoformat())]
    trip = new_id()
    if picture:
        more.append(photos.named(session, children[0], picture, f"走访单{raw['code']}", about=trip))
    return trips.write(session, answers, door, more, trip=trip)


def _answers(filled: Filled, at: int, on: str, outcome: str, reason: str) -> visits.Answers:
    """One child's part of the sheet as the form would have it."""
    given = filled.kids[at] if at < len(filled.kids) else {}
    words: Mapping[str, str] = filled.words[at] if at < len(filled.words) else {}
    told = {question.key: form.word(question, given.get(question.key, BLANK)) for question in form.CHILD}
    if outcome != MET:
        return visits.Answers(date=on, way=visits.NOBODY, reason=reason or outcome)
    recheck = told["recheck"] == "要"
    ticks = {
        key.removeprefix("tick."): seen.Tick(verdict, "", recheck and verdict == seen.BAD)
        for key, verdict in told.items()
        if key.startswith("tick.") and verdict
    }
    attended = {"有": "是", "没有": "否"}.get(told["attended"], "")
    return visits.Answers(
        date=on,
        ticks=ticks,
        living=words.get("note", ""),
        guardianship=told["guardianship"],
        mind=told["mind"],
        outlook=told["outlook"],
        opinion=words.get("opinion", ""),
        next_step=words.get("next_step", ""),
        last_contact=filled.contact,
        more={"attended": attended} if attended else {},
    )


def ticked(session: Session, trip: str) -> Filled:
    """The numbers of a trip as they were kept: what printing it filled in would tick."""
    session.require(Right.VIEW)
    raw = reader.get(session.ledger.connection, "trip", trip) or {}
    door = {
        question.key: _number(question, str(raw.get(question.key) or ""))
        for question in form.DOOR
        if raw.get(question.key)
    }
    rows = [reader.get(session.ledger.connection, "visit", row) for row in _of_trip(session, trip)]
    kids = tuple(_kept(one) for one in rows if one is not None)
    return Filled(door, kids)


def _of_trip(session: Session, trip: str) -> list[str]:
    """The visits of a trip in the order of its sheet."""
    sheet = (reader.get(session.ledger.connection, "trip", trip) or {}).get("sheet")
    rows = {
        str((reader.get(session.ledger.connection, "visit", row) or {}).get("child")): row
        for row in reader.where(session.ledger.connection, "visit", "trip", trip)
    }
    for row in reader.where(session.ledger.connection, "sheet", "code", sheet):
        raw = reader.get(session.ledger.connection, "sheet", row) or {}
        return [rows[child] for child in str(raw.get("children") or "").split("\n") if child in rows]
    return sorted(rows.values())


def _kept(raw: reader.Raw) -> dict[str, int]:
    ticks = seen.read(str(raw.get("living") or ""), str(raw.get("family") or ""))
    told = {f"tick.{key}": tick.verdict for key, tick in ticks.items()}
    if any(tick.recheck for tick in ticks.values()):
        told["recheck"] = "要"
    told["guardianship"] = str(raw.get("guardianship") or "")
    told["attended"] = {"是": "有", "否": "没有"}.get(str(raw.get("attended") or ""), "")
    mind = str(raw.get("mind") or "").split("；")
    told["mind"] = next((one for one in seen.MINDS if mind[0].startswith(one)), "")
    told["outlook"] = next((one for one in seen.OUTLOOKS if one in mind), "")
    return {
        question.key: number
        for question in form.CHILD
        if (number := _number(question, told.get(question.key, "")))
    }


def _number(question: form.Question, word: str) -> int:
    return question.options.index(word) + 1 if word in question.options else BLANK


def title(door: Door, today: date) -> str:
    """周大有家，11月26日，2个孩子."""
    return f"{door.title}，{telling.day(door.day, today)}，{len(door.kids):,}个孩子"
