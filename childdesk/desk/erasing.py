"""Erases one value for good: value, salt, row, index and drafts; the chain still verifies."""

from __future__ import annotations

from childdesk.desk import records
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.store import access, reader


def erase(session: Session, record: str, row: str, key: str, reason: str) -> str:
    """Erases every value that a field ever had on a record; returns the entry. It cannot be undone.

    What a living file stands on (a child's name) cannot be erased before the file is withdrawn; a dated
    row that loses its number or place is withdrawn with it. Raises Refused.
    """
    session.require(Right.ERASE)
    if not reason.strip():
        raise Refused("彻底删除要写明理由", "reason")
    cls = catalogue.RECORDS[record]
    if key not in cls.stored() and not key.startswith("x."):
        raise Refused(f"“{key}”不能在这里删除，请删它自己的那条记录", key)
    anchor = any(key in group for group in cls.anchors)
    alive = reader.get(session.ledger.connection, record, row) is not None
    if anchor and alive and (record not in catalogue.DATED or key in catalogue.links(cls)):
        raise Refused(f"{cls.fields()[key].label}不能删除，档案靠它立着。请先撤回这份记录", key)
    written = session.ledger.writer.erase(session.person, record, row, key, reason)
    connection = session.ledger.connection
    fields = f"{record}.{key}"
    access.note(connection, session.clock, session.person, "erase", record=row, fields=fields, reason=reason)
    if anchor and alive:
        records.withdraw(session, record, row, "彻底删除")
    return written.entry
