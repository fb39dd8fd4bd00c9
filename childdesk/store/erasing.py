"""Erasing: which changes hold a value, what must be written again, and dropping value and salt for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from childdesk.domain.change import ERASE, NEW, SET, Change
from childdesk.domain.errors import Refused
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.domain.plan import Op, Set
from childdesk.store import journal
from childdesk.store.connection import Connection


def ops(connection: Connection, record: str, row: str, key: str) -> list[Op]:
    """The ops that erase every value that a field ever had on a row.

    The field is emptied, what else the erased changes held is written again as `set`, and a mark names
    the changes. Raises Refused when there is nothing to erase.
    """
    changes = journal.of_row(connection, record, row)
    state = fold(record, row, changes, cautious)
    gone = [change for change in changes if _holds(change, key)]
    if not gone:
        raise Refused("这一项本来就是空的", key)
    made: list[Op] = [Set(record, row, key, None, state.base(key))]
    for change in gone:
        made += _rewritten(change, key, state)
    dots = sorted([change.rid, change.seq] for change in gone)
    return [*made, Set(record, row, ERASE, {"field": key, "changes": dots}, ())]


def _holds(change: Change, key: str) -> bool:
    content = change.content()
    if change.kind == SET:
        return change.field == key and content is not None
    return change.kind == NEW and isinstance(content, Mapping) and content.get(key) is not None


def _rewritten(change: Change, key: str, state: RowState) -> list[Op]:
    content = change.content()
    if change.kind != NEW or not isinstance(content, Mapping):
        return []
    return [
        Set(change.record, change.row, other, value, (change.dot,))
        for other, value in content.items()
        if other != key and change.dot in state.base(other)
    ]


def drop(connection: Connection, rows: Iterable[tuple[str, str]]) -> None:
    """Drops value and salt of the changes that marks on these rows name; also of those that come later."""
    for record, row in rows:
        state = fold(record, row, journal.of_row(connection, record, row), cautious)
        for rid, seq in state.erased:
            connection.execute(
                "UPDATE change SET value = NULL, salt = NULL WHERE seq = ? AND inc ="
                " (SELECT no FROM incarnation WHERE rid = ?)",
                (seq, rid),
            )


def forget_drafts(connection: Connection, row: str) -> None:
    """Drops what was typed about a record and not saved."""
    connection.execute("DELETE FROM draft WHERE record = ?", (row,))
