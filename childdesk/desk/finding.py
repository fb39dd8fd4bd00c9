"""The search box: who is meant by a name, pinyin, initials, a number's tail, a telephone or a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from childdesk.desk import shown
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, days
from childdesk.domain.kinds import Date
from childdesk.store import reader, search

LISTED = ("phone", "categories", "live_address", "former_name")


@dataclass(frozen=True, slots=True)
class Hit:
    """One child as a list shows it, and why it matched."""

    id: str
    name: str
    sex: str
    age: int | None
    village_group: str
    categories: tuple[str, ...]
    id_number: str
    risk: str
    closed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The exact number of matches and the first of them in order."""

    count: int
    hits: tuple[Hit, ...]


def find(session: Session, text: str, limit: int = 50, offset: int = 0) -> Hits:
    """Children that match, in the order of a Chinese list of names; empty text lists everyone."""
    session.require(Right.VIEW)
    found = search.find(session.ledger.connection, text, limit, offset)
    why = dict(found.hits)
    return Hits(found.count, tuple(hit(session, child, why[child]) for child in why if child))


def hits(session: Session, children: Iterable[str]) -> list[Hit]:
    """The list rows of some children in the given order."""
    return [hit(session, child, "") for child in children]


def hit(session: Session, child: str, why: str) -> Hit:
    """The list row of one child, masked."""
    raw = reader.whole(session.ledger.connection, "child", child, session.today) or {}
    fields = catalogue.RECORDS["child"].fields()
    born = raw.get("birth")
    words = {
        key: shown.one(fields[key], raw.get(key))
        for key in ("name", "sex", "village_group", "id_number", "risk")
    }
    return Hit(
        id=child,
        age=None if born is None else days.age(Date().from_db(born), session.today),
        categories=tuple(str(raw.get("categories") or "").split("、")) if raw.get("categories") else (),
        closed=bool(raw.get("exit_on") or raw.get("exit_reason")),
        why=why,
        **words,
    )
