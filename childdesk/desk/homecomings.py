"""返乡 before 春节: whose parents are away, when they are home, what only they can sign; door by door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import telling
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, current
from childdesk.domain.query import group_number
from childdesk.store import reader

ENTRUST = "委托照护确认书"


@dataclass(frozen=True, slots=True)
class Line:
    """One child: its door, which parents are away, when each is home, what they have to sign."""

    child: str
    name: str
    group: str
    household: str
    away: tuple[str, ...]
    home: tuple[str, ...]
    papers: tuple[str, ...]


def lines(session: Session) -> list[Line]:
    """Every open child with a parent away or coming home, household by household."""
    session.require(Right.VIEW)
    connection, on = session.ledger.connection, session.today
    absences = [
        raw for _, raw in reader.everyone(connection, "absence") if current.is_valid(raw, on) and raw["child"]
    ]
    comings = [
        raw
        for _, raw in reader.everyone(connection, "homecoming")
        if not raw.get("ends") or str(raw["ends"]) >= on.isoformat()
    ]
    ids = {str(raw["child"]) for raw in (*absences, *comings)}
    children = reader.many(connection, "child", ids)
    homes = reader.many(connection, "household", {str(raw["household"] or "") for raw in children.values()})
    found = []
    for child, raw in children.items():
        if raw.get("exit_on") or raw.get("exit_reason"):
            continue
        home = homes.get(str(raw["household"] or ""), {})
        found.append(_line(session, child, raw, home, absences, comings))
    return sorted(found, key=lambda one: (_order(one.group), one.household, one.name))


def _line(
    session: Session,
    child: str,
    raw: reader.Raw,
    home: Mapping[str, object],
    absences: list[reader.Raw],
    comings: list[reader.Raw],
) -> Line:
    names = _parents(session, child)
    away = [names.get(str(one["holder"]), "") for one in absences if one["child"] == child]
    mine = [one for one in comings if one["child"] == child]
    home_ = []
    for one in mine:
        when = telling.span(_text(one, "begins"), _text(one, "ends"), session.today)
        home_.append(f"{names.get(str(one['holder']), '家长')}{when}")
    papers = [str(one["papers"]) for one in mine if one.get("papers")]
    carers = reader.about(session.ledger.connection, "guardian", [child]).get(child, ())
    signed = any(one.get("agreement") == "是" for _, one in carers)
    if len([one for one in away if one]) > 1 and not signed:
        papers.append(ENTRUST)
    return Line(
        child,
        str(raw["name"]),
        str(raw.get("village_group") or ""),
        str(home.get("head") or ""),
        tuple(dict.fromkeys(one for one in away if one)),
        tuple(home_),
        tuple(dict.fromkeys(papers)),
    )


def _text(raw: reader.Raw, key: str) -> str | None:
    return None if raw.get(key) is None else str(raw[key])


def _parents(session: Session, child: str) -> dict[str, str]:
    return {
        row: catalogue.RECORDS[record].label
        for record in ("father", "mother")
        for row, _ in reader.about(session.ledger.connection, record, [child]).get(child, ())
    }


def _order(group: str) -> tuple[int, str]:
    number = group_number(group) if group else None
    return (int(number) if number else 9_999, group)
