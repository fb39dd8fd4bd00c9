"""Keeps what was typed and not saved: sealed in the ledger, never in the journal, gone after thirty days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from childdesk.domain.clock import Clock, wall
from childdesk.store.connection import Connection, database, sorted_errors

KEPT = timedelta(days=30)


def save(
    connection: Connection, clock: Clock, person: str, page: str, record: str, body: Mapping[str, str]
) -> None:
    """Keeps the texts of a form by field key; replaces the earlier draft of the same place."""
    text = json.dumps(dict(body), ensure_ascii=False, sort_keys=True)
    with sorted_errors(), database(connection).atomic():
        sql = "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)"
        connection.execute(sql, (person, page, record, text, wall(clock.now())))


def load(connection: Connection, person: str, page: str, record: str) -> dict[str, str] | None:
    """The draft of one place, or None."""
    sql = "SELECT body FROM draft WHERE person = ? AND page = ? AND record = ?"
    found = connection.execute(sql, (person, page, record)).fetchone()
    return None if found is None else {str(k): str(v) for k, v in json.loads(found[0]).items()}


def drop(connection: Connection, person: str, page: str, record: str) -> None:
    """Forgets one draft: it was saved."""
    with sorted_errors(), database(connection).atomic():
        sql = "DELETE FROM draft WHERE person = ? AND page = ? AND record = ?"
        connection.execute(sql, (person, page, record))


def places(connection: Connection, person: str) -> list[tuple[str, str, str]]:
    """(page, record, when) of all drafts of a person, newest first."""
    sql = "SELECT page, record, at FROM draft WHERE person = ? ORDER BY at DESC"
    return [(str(a), str(b), str(c)) for a, b, c in connection.execute(sql, (person,))]


def expire(connection: Connection, clock: Clock) -> None:
    """Forgets drafts older than thirty days."""
    with sorted_errors(), database(connection).atomic():
        connection.execute("DELETE FROM draft WHERE at < ?", (wall(clock.now() - KEPT),))
