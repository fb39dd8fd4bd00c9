"""Reads what days bring: who was visited in a span, who was born in one."""

from __future__ import annotations

from childdesk.store.connection import Connection, sorted_errors


def visited(connection: Connection, first: str, last: str) -> set[str]:
    """The children who were met on an ISO day of the span, both ends included."""
    sql = (
        "SELECT DISTINCT child FROM visit WHERE date >= ? AND date <= ?"
        " AND (nobody_home IS NULL OR nobody_home <> '是')"
    )
    with sorted_errors():
        return {str(row[0]) for row in connection.execute(sql, (first, last)) if row[0]}


def born(connection: Connection, first: str, last: str) -> list[tuple[str, str]]:
    """(child, birth) of the open files with a full birthday in the span, both ends included, in its order."""
    sql = (
        "SELECT id, birth FROM child WHERE birth >= ? AND birth <= ? AND length(birth) = 10"
        " AND exit_on IS NULL AND exit_reason IS NULL ORDER BY birth, id"
    )
    with sorted_errors():
        return [(str(child), str(birth)) for child, birth in connection.execute(sql, (first, last))]
