"""Erasing: which changes hold a value, what must be written again, and dropping value and salt for good."""

from __future__ import annotations

from childdesk.domain import erasure
from childdesk.domain.errors import Refused
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.domain.plan import Op
from childdesk.store import journal
from childdesk.store.connection import Connection, sorted_errors


def ops(connection: Connection, record: str, row: str, key: str) -> list[Op]:
    """The ops that erase every value that a field ever had on a row.

    The field is emptied, what else the erased changes held is written again as `set`, and a mark names
    the changes. Raises Refused when there is nothing to erase.
    """
    changes = journal.of_row(connection, record, row)
    heads = fold(record, row, changes, cautious).base(key)
    made = erasure.plan(record, row, key, changes, heads)
    if not made:
        raise Refused("这一项本来就是空的", key)
    return list(made)


def drop(connection: Connection, state: RowState) -> bool:
    """Drops value and salt of the changes that marks on this row name, and drafts that may repeat them.

    True when there was something left to drop.
    """
    dropped = 0
    for rid, seq in state.erased:
        dropped += connection.execute(
            "UPDATE change SET value = NULL, salt = NULL WHERE seq = ? AND value IS NOT NULL"
            " AND inc = (SELECT no FROM incarnation WHERE rid = ?)",
            (seq, rid),
        ).rowcount
    if dropped:
        # A draft is kept under the id of its record or of its child, or under that id and a section.
        for row in (state.row, str(state.values.get("child") or state.row)):
            connection.execute("DELETE FROM draft WHERE record = ? OR record LIKE ? || ':%'", (row, row))
    return dropped > 0


def empty_log(connection: Connection) -> None:
    """Folds the write-ahead log into the ledger and empties it; what others still read of it stays."""
    with sorted_errors():
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
