"""The search box: who is meant by a name, pinyin, initials, a number's tail, a telephone or a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import shown, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, days
from childdesk.domain.kinds import Date, Scalar
from childdesk.store import reader, search


@dataclass(frozen=True, slots=True)
class Hit:
    """One child as a list shows it, and why it matched."""

    id: str
    name: str
    sex: str
    age: int | None
    village_group: str
    """With the village before it where several are looked after."""
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
    return Hits(found.count, tuple(hits(session, dict(found.hits))))


def hits(session: Session, why: Mapping[str, str]) -> list[Hit]:
    """The list rows of some children (child id → why it is listed) in the given order, masked."""
    connection = session.ledger.connection
    stored = reader.many(connection, "child", why)
    rows = reader.with_current(connection, "child", stored, session.today, only=frozenset(("categories",)))
    home = villages.home(session)
    return [_hit(session, child, rows[child], why[child], home) for child in why if child in rows]


def _hit(session: Session, child: str, raw: Mapping[str, Scalar], why: str, home: villages.Home) -> Hit:
    fields = catalogue.RECORDS["child"].fields()
    born = raw.get("birth")
    keys = ("name", "sex", "id_number", "risk")
    words = {key: shown.one(fields[key], raw.get(key)) for key in keys}
    return Hit(
        id=child,
        village_group=home(raw),
        age=None if born is None else days.age(Date().from_db(born), session.today),
        categories=tuple(str(raw.get("categories") or "").split("、")) if raw.get("categories") else (),
        closed=bool(raw.get("exit_on") or raw.get("exit_reason")),
        why=why,
        **words,
    )
