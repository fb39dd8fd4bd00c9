"""Checks the ledger for a person, and makes everything derived again from the journal."""

from __future__ import annotations

from childdesk.desk.session import Right, Session
from childdesk.domain.progress import Progress
from childdesk.store import checking

Problem = checking.Problem


def check(session: Session, progress: Progress | None = None) -> list[Problem]:
    """What is wrong with the ledger; empty is good."""
    session.require(Right.VIEW)
    return checking.check(session.ledger.connection, progress)


def rebuild(session: Session, progress: Progress | None = None) -> None:
    """Makes record tables, heads, conflicts and the search index again from the journal."""
    session.require(Right.BACKUP)
    session.ledger.writer.rebuild(progress)
    session.ledger.index.rebuild(session.ledger.connection)
