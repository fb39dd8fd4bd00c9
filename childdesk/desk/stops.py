"""Chooses days for children: put off with a reason, or planned on a round; both are rows of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from childdesk.desk import cadences, records, telling
from childdesk.desk.session import Right, Session
from childdesk.domain import plan_options
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Op, Set
from childdesk.store import reader


def postpone(session: Session, child: str, day: str, reason: str) -> records.Saved:
    """Puts a visit off to a later day, at most as far as the rules allow. Raises Refused."""
    session.require(Right.EDIT)
    if not reason.strip():
        raise Refused("推后要写一句理由", "reason")
    on = session.today
    if day <= on.isoformat():
        raise Refused("请选今天以后的一天", "day")
    _, cases, engine = cadences.board(session)
    case = cases.get(child)
    if case is None:
        raise Refused("这份档案已经退出，不用再去", "child")
    latest = engine.latest_put_off(case, on)
    if day > latest.isoformat():
        raise Refused(f"最晚推到{telling.day(latest.isoformat(), on)}，照走访规则", "day")
    texts = {"child": child, "day": day, "kind": plan_options.PUT_OFF, "reason": reason}
    return records.add(session, "stop", {**texts, "made_on": on.isoformat()}, reason=reason)


def plan(session: Session, days: Mapping[str, date]) -> records.Saved:
    """Child → the day on which she wants to go there: one entry, one row for each child, moved in place."""
    session.require(Right.EDIT)
    on = session.today.isoformat()
    held = planned(session, days)
    ops: list[Op] = []
    for child, day in sorted(days.items()):
        row = held.get(child)
        if row is None:
            values = {"child": child, "day": day.isoformat(), "kind": plan_options.PLANNED, "made_on": on}
            ops.append(New("stop", new_id(), values))
        else:
            ops += [Set("stop", row[0], "day", day.isoformat()), Set("stop", row[0], "made_on", on)]
    written = session.ledger.writer.write("plan_visits", session.person, ops)
    return records.Saved("", written.entry)


def planned(session: Session, children: Mapping[str, object] | None = None) -> dict[str, tuple[str, str]]:
    """Child → (row, day) of what was planned for it; of several rows the one made last."""
    connection = session.ledger.connection
    if children is None:
        rows = [(row, raw) for row, raw in reader.everyone(connection, "stop")]
    else:
        rows = [pair for some in reader.about(connection, "stop", children).values() for pair in some]
    found: dict[str, tuple[str, str]] = {}
    for row, raw in sorted(rows, key=lambda pair: (str(pair[1]["made_on"] or ""), pair[0])):
        if raw["kind"] == plan_options.PLANNED and raw["day"]:
            found[str(raw["child"])] = (row, str(raw["day"]))
    return found
