"""Keeps what was typed and not saved, by page and record, until it is saved or thirty days have passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk.session import Right, Session
from childdesk.store import drafts, listing


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits: on which page, for which record, when it was typed, and whose file it is about."""

    page: str
    record: str
    at: str
    name: str


def keep(session: Session, page: str, record: str, texts: Mapping[str, str]) -> None:
    """Keeps the touched texts of a form; none at all forgets the draft."""
    session.require(Right.EDIT)
    if texts:
        drafts.save(session.ledger.connection, session.clock, session.person, page, record, texts)
    else:
        drop(session, page, record)


def load(session: Session, page: str, record: str) -> dict[str, str]:
    """What was typed and not saved; empty for nothing."""
    return drafts.load(session.ledger.connection, session.person, page, record) or {}


def drop(session: Session, page: str, record: str) -> None:
    """Forgets a draft: it was saved, or nobody wants it."""
    drafts.drop(session.ledger.connection, session.person, page, record)


def waiting(session: Session, beginning: str = "") -> list[Waiting]:
    """One's own drafts, newest first, of the pages whose name begins so; with the child's name if it is one.

    A draft's record may carry more than the child's id (`child:section`); the id comes first.
    """
    places = [
        (page, record, at)
        for page, record, at in drafts.places(session.ledger.connection, session.person)
        if page.startswith(beginning)
    ]
    whose = {record: record.partition(":")[0] for _, record, _ in places}
    rows = listing.some(session.ledger.connection, "child", "id", list(set(whose.values())), ["name"])
    names = {str(row["id"]): str(row["name"]) for row in rows}
    return [Waiting(page, record, at, names.get(whose[record], "")) for page, record, at in places]
