"""Whether somebody may know that a protected record is there: a village head meets no trace of any."""

from __future__ import annotations

from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.store import chronicle

SOME = 40
"""Records of one entry that are looked at."""


def seen(session: Session, record: str) -> bool:
    """Whether records of this kind exist for the person at the desk."""
    return session.sees_traces or record not in catalogue.PROTECTED


def of(session: Session, entry: str) -> bool:
    """Whether an entry exists for the person at the desk: one that touched something protected may not."""
    if session.sees_traces:
        return True
    touched = chronicle.touched(session.ledger.connection, entry, SOME)
    return not any(record in catalogue.PROTECTED for record, _ in touched)
