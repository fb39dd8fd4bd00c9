"""Tells of children who moved to another village: what the former one still says of them, and where they are.

Their files are there now; here stays a stub: first character of the name, where to, when it was heard. What
the village once asked for says how the other village is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from childdesk.desk import places, telling, transfers
from childdesk.desk.session import Right, Session
from childdesk.domain import link as rules
from childdesk.store import held_back, journal, standings, stubs

UNKNOWN = "没有找到这份档案。可能已经撤回"


@dataclass(frozen=True, slots=True)
class Gone:
    """One child who has moved on."""

    child: str
    name: str
    """First character alone: 周〇〇."""
    place: str
    on: str

    @property
    def words(self) -> str:
        """What is said of the child."""
        return f"已转到{self.place}"


def everyone(session: Session) -> list[Gone]:
    """All of them, who left last first."""
    session.require(Right.VIEW)
    connection, own = session.ledger.connection, session.ledger.identity.unit
    back = held_back.waiting(connection)
    found = [one for one in stubs.told(connection) if one["id"] not in back and _is_gone(one, own)]
    if not found:
        return []
    known, asked = transfers.called(session), _asked_for(session, [one["id"] for one in found])
    gone = [
        Gone(
            one["id"],
            f"{one['initial'] or '〇'}〇〇",
            known.get(one["unit"]) or asked.get(one["id"]) or _place(one["unit"]),
            telling.local_day(one["on"]),
        )
        for one in found
    ]
    return sorted(gone, key=lambda one: (one.on, one.child), reverse=True)


def _is_gone(told: Mapping[str, object], own: str) -> bool:
    """Whether a stub says of its child that it is elsewhere."""
    unit = str(told.get("unit") or "")
    return bool(unit) and not rules.covers(own, unit)


def _asked_for(session: Session, children: list[str]) -> dict[str, str]:
    """Child → how the village called the place that it asked for last, while the journal still has it."""
    connection = session.ledger.connection
    called: dict[str, str] = {}
    for one in journal.of_rows(connection, standings.stubbed(connection, "transfer", children)):
        content = one.content()
        if isinstance(content, dict) and content.get("child") in children:
            called[str(content["child"])] = str(content.get("target_name") or "")
    return called


def _place(unit: str) -> str:
    town = places.words(unit[: transfers.TOWN_DIGITS])
    return f"{town}的一个村（{unit}）" if town else f"别的村（{unit}）"


def among(session: Session, rows: Iterable[tuple[str, str]]) -> list[Gone]:
    """Those of whom some records are."""
    wanted = {row for record, row in rows if record == "child"}
    return [one for one in everyone(session) if one.child in wanted] if wanted else []


def why_gone(session: Session, child: str) -> str:
    """Why there is no file of a child here."""
    found = next((one for one in everyone(session) if one.child == child), None)
    return f"{found.name}{found.words}，档案在那边" if found else UNKNOWN


def news(session: Session) -> list[tuple[str, str]]:
    """What 今日 says of moves, as (what, whose): requests, answers, and who has gone within the last days."""
    since = (session.today - timedelta(days=transfers.NEWS)).isoformat()
    fresh = [one for one in everyone(session) if one.on >= since]
    said = [(f"转走了{len(fresh)}个孩子", telling.some([f"{one.name}{one.words}" for one in fresh], 3, "人"))]
    return [*transfers.news(session), *(said if fresh else [])]
