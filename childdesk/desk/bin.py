"""The recycle bin: records that were taken back, who did it and when, and bringing one back."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.desk import history
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.change import ALIVE
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Set
from childdesk.domain.privacy import S3
from childdesk.store import journal, reader

LISTED = ("child", "visit", "referral", "father", "mother", "guardian", "household")
"""Records that a person would look for; dated rows come and go with them."""


@dataclass(frozen=True, slots=True)
class Gone:
    """One withdrawn record: what it is, whose, who took it back, when and why."""

    record: str
    id: str
    label: str
    name: str
    who: str
    when: str
    reason: str


def everything(session: Session, limit: int = 300) -> list[Gone]:
    """What was taken back, the latest first. A sealed record says only that there is one."""
    session.require(Right.VIEW)
    rows = [at for at in reader.withdrawn(session.ledger.connection) if at[0] in LISTED]
    return [_gone(session, record, row) for record, row in rows[:limit]]


def _gone(session: Session, record: str, row: str) -> Gone:
    state = session.ledger.writer.state(record, row)
    mark = journal.at(session.ledger.connection, state.heads[ALIVE][-1])
    entry = None if mark is None else journal.header(session.ledger.connection, mark.entry)
    person = None if entry is None else reader.get(session.ledger.connection, "person", entry.person)
    owner = state.values.get("child")
    child = reader.get(session.ledger.connection, "child", str(owner)) if owner else None
    own = state.values.get("name")
    name = str(own or (child or {}).get("name") or "")
    cls = catalogue.RECORDS[record]
    sealed = record == "referral" or all(item.privacy is S3 for item in cls.fields().values())
    return Gone(
        record,
        row,
        "受保护的记录" if sealed else cls.label,
        name,
        str(person["name"]) if person else "",
        entry.wall if entry else "",
        history.operation_words(entry.operation) if entry else "",
    )


def bring_back(session: Session, record: str, row: str) -> str:
    """Makes a withdrawn record live again; returns the entry. Raises Refused when it lives already."""
    session.require(Right.EDIT)
    state = session.ledger.writer.state(record, row)
    if not state.born or state.alive:
        raise Refused("这份记录已经在册")
    seen = journal.seen(session.ledger.connection, record, row)
    mark = {"alive": True, "reason": "恢复", "seen": seen}
    op = Set(record, row, ALIVE, mark, state.heads.get(ALIVE, ()))
    return session.ledger.writer.write(f"restore_{record}", session.person, [op]).entry


def words(gone: Gone) -> str:
    """One line about a withdrawn record."""
    return "　".join(part for part in (gone.label, gone.name, gone.reason) if part)
