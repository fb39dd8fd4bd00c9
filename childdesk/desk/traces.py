"""Whether somebody may know that a protected record is there: a village head meets no trace of any."""

from __future__ import annotations

from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.store import chronicle

SOME = 40
"""Records of one entry that are looked at."""
ELSEWHERE = "别处的人"
"""Who wrote what a child brought along from another village: the person's own record stayed there."""


def seen(session: Session, record: str) -> bool:
    """Whether records of this kind exist for the person at the desk."""
    return session.sees_traces or record not in catalogue.PROTECTED


def of(session: Session, entry: str) -> bool:
    """Whether an entry exists for the person at the desk: one that touched something protected may not."""
    return session.sees_traces or not protected(session, entry)


def protected(session: Session, entry: str) -> bool:
    """Whether an entry touched something protected: why it was written is then protected too."""
    touched = chronicle.touched(session.ledger.connection, entry, SOME)
    return any(record in catalogue.PROTECTED for record, _ in touched)
