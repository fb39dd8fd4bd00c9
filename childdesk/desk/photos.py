"""Keeps a photo of a visit: sealed beside the ledger, named in the child's file."""

from __future__ import annotations

import hashlib

from childdesk.desk import records
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New
from childdesk.store import reader
from childdesk.store.attachments import Attachments

MOST = 6
"""Photos of one child on one day."""


def attach(session: Session, child: str, picture: bytes, title: str = "走访照片") -> records.Saved:
    """Seals a picture that was made small and plain, then names it in one entry. Raises Refused."""
    return _kept(session, child, picture, title, about=child)


def of_visit(session: Session, visit: str, picture: bytes) -> records.Saved:
    """As `attach`; the picture belongs to a visit that was written down. Raises Refused."""
    session.require(Right.EDIT)
    raw = reader.get(session.ledger.connection, "visit", visit)
    if raw is None:
        raise Refused("没有找到这次走访。可能已经撤回")
    return _kept(session, str(raw["child"]), picture, "走访照片", about=visit)


def _kept(session: Session, child: str, picture: bytes, title: str, *, about: str) -> records.Saved:
    session.require(Right.EDIT)
    made = named(session, child, picture, title, about=about)
    entry = session.ledger.writer.write("add_attachment", session.person, [made]).entry
    return records.Saved(made.row, entry)


def named(session: Session, child: str, picture: bytes, title: str, *, about: str) -> New:
    """Seals a picture; the op that names it in the child's file, as belonging to `about`. Raises Refused."""
    connection, on = session.ledger.connection, session.today.isoformat()
    if reader.get(connection, "child", child) is None:
        raise Refused("没有找到这份档案。可能已经撤回")
    held = reader.about(connection, "attachment", [child]).get(child, ())
    if sum(raw.get("taken_on") == on for _, raw in held) >= MOST:
        raise Refused(f"一天最多收{MOST}张照片，已经够了", "photo")
    digest = hashlib.sha256(picture).hexdigest()
    if any(raw.get("digest") == digest for _, raw in held):
        raise Refused("这张照片已经收过了", "photo")
    kept = Attachments(session.ledger.home, session.ledger.secret("age")).put(picture)
    values: dict[str, Scalar] = {
        "child": child, "about": about, "title": title, "digest": kept, "size": len(picture), "taken_on": on
    }  # fmt: skip
    return New("attachment", new_id(), values)
