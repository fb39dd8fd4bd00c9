"""Reads what days bring: who was born in a span of them."""

from __future__ import annotations

from childdesk.store.connection import Connection, sorted_errors


def born(connection: Connection, first: str, last: str) -> list[tuple[str, str]]:
    """(child, birth) of the open files with a full birthday in the span, both ends included, in its order."""
    sql = (
        "SELECT id, birth FROM child WHERE birth >= ? AND birth <= ? AND length(birth) = 10"
        " AND exit_on IS NULL AND exit_reason IS NULL ORDER BY birth, id"
    )
    with sorted_errors():
        return [(str(child), str(birth)) for child, birth in connection.execute(sql, (first, last))]
