"""Looks into what was put aside: whether one package is there already."""

from __future__ import annotations

from childdesk.store.connection import Connection


def holds(connection: Connection, no: int, at: str, reason: str) -> bool:
    """Whether something of this pairing, written at this moment, was put aside for this reason."""
    sql = "SELECT 1 FROM quarantine WHERE link = ? AND at = ? AND reason = ? LIMIT 1"
    return connection.execute(sql, (no, at, reason)).fetchone() is not None
