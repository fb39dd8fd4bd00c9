"""What is done to a child's file as a whole: closing and opening it again."""

from __future__ import annotations

from childdesk.desk import records
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.store import reader


def close(session: Session, child: str, reason: str, on: str = "") -> records.Saved:
    """Closes a file: reason and day of leaving. It stays, read-only, and can be opened again by undo.

    `reason` is a word of the list or free words; `on` an ISO day, today when empty. Raises Refused.
    """
    session.require(Right.EDIT)
    raw = reader.get(session.ledger.connection, "child", child)
    if raw is None:
        raise Refused("没有找到这份档案")
    if raw.get("exit_on"):
        raise Refused(f"这份档案{raw['exit_on']}已退出。没有改动")
    if not reason.strip():
        raise Refused("退出要写明原因", "exit_reason")
    day = on or session.today.isoformat()
    return records.edit(session, "child", child, {"exit_reason": reason, "exit_on": day}, reason=reason)


def reopen(session: Session, child: str, reason: str) -> records.Saved:
    """Registers a closed child again."""
    return records.edit(session, "child", child, {"exit_reason": "", "exit_on": ""}, reason=reason)
