"""The recycle bin: records that were taken back, who did it and when, and bringing one back."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.desk import history, telling, traces
from childdesk.desk.chronicle import PROTECTED
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.change import ALIVE
from childdesk.domain.errors import Refused
from childdesk.domain.fold import RowState
from childdesk.domain.plan import Set
from childdesk.store import journal, reader

LISTED = (
    "child", "visit", "referral", "observation", "assessment", "mandatory_report", "temporary_care",
    "consent_scan", "father", "mother", "guardian", "household",
)  # fmt: skip
"""Records that a person would look for; dated rows come and go with their child."""

SEALED = "受保护的记录"
BROUGHT = "恢复"


@dataclass(frozen=True, slots=True)
class Gone:
    """One withdrawn record: what it is, whose, who took it back, when and how. Sealed ones have no name."""

    record: str
    id: str
    label: str
    name: str
    who: str
    when: str
    how: str


def everything(session: Session, limit: int = 300) -> list[Gone]:
    """What was taken back, the latest first. A sealed record says only that there is one."""
    session.require(Right.VIEW)
    rows = [
        at
        for at in reader.withdrawn(session.ledger.connection)
        if at[0] in LISTED and traces.seen(session, at[0])
    ]
    return [_gone(session, record, row) for record, row in rows[:limit]]


def _gone(session: Session, record: str, row: str) -> Gone:
    connection = session.ledger.connection
    state = session.ledger.writer.state(record, row)
    entry = _entry(session, state)
    person = None if entry is None else reader.get(connection, "person", entry.person)
    sealed = record in PROTECTED
    return Gone(
        record,
        row,
        SEALED if sealed else catalogue.RECORDS[record].label,
        "" if sealed else _name(session, state),
        str(person["name"]) if person else "",
        telling.moment(entry.wall, session.today) if entry else "",
        history.operation_words(entry.operation) if entry and not sealed else "",
    )


def _entry(session: Session, state: RowState) -> journal.Header | None:
    """The entry that took a record back."""
    heads = state.heads.get(ALIVE, ())
    mark = journal.at(session.ledger.connection, heads[-1]) if heads else None
    return None if mark is None else journal.header(session.ledger.connection, mark.entry)


def _name(session: Session, state: RowState) -> str:
    """The record's own name, or its child's, be that withdrawn too."""
    own = state.values.get("name")
    owner = state.values.get("child")
    if own or not owner:
        return str(own or "")
    raw = reader.get(session.ledger.connection, "child", str(owner))
    return str((raw or session.ledger.writer.state("child", str(owner)).values).get("name") or "")


def bring_back(session: Session, record: str, row: str) -> str:
    """Makes a withdrawn record live again, a child with all that went with it; returns the entry.

    Raises Refused when it lives already, or when the child that it is about is withdrawn itself.
    """
    session.require(Right.EDIT)
    state = session.ledger.writer.state(record, row)
    if not state.born or state.alive:
        raise Refused("这份记录已经在册")
    owner = str(state.values.get("child") or "")
    if owner and reader.get(session.ledger.connection, "child", owner) is None:
        raise Refused("这个孩子的档案也撤回了。请先恢复孩子", "child")
    rows = [(record, row), *(_with_child(session, state, row) if record == "child" else ())]
    ops = [_alive(session, *at) for at in rows]
    return session.ledger.writer.write(f"restore_{record}", session.person, ops).entry


def _with_child(session: Session, state: RowState, child: str) -> list[tuple[str, str]]:
    """What the same entry took back about a child."""
    entry = _entry(session, state)
    if entry is None:
        return []
    found = []
    for change in journal.of_entry(session.ledger.connection, entry.id):
        if change.field == ALIVE and change.record != "child":
            other = session.ledger.writer.state(change.record, change.row)
            if not other.alive and other.values.get("child") == child:
                found.append((change.record, change.row))
    return list(dict.fromkeys(found))


def _alive(session: Session, record: str, row: str) -> Set:
    seen = journal.seen(session.ledger.connection, record, row)
    heads = session.ledger.writer.state(record, row).heads.get(ALIVE, ())
    return Set(record, row, ALIVE, {"alive": True, "reason": BROUGHT, "seen": seen}, heads)
