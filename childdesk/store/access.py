"""The access log: who signed in, searched, revealed, printed, exported; never what was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from childdesk.domain.clock import Clock, wall
from childdesk.store.connection import Connection, database, sorted_errors


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the log."""

    seq: int
    at: str
    person: str
    act: str
    record: str
    fields: str
    reason: str


def note(
    connection: Connection,
    clock: Clock,
    person: str,
    act: str,
    *,
    record: str = "",
    fields: str = "",
    reason: str = "",
) -> None:
    """Appends one line, chained to the one before by SHA-256."""
    with sorted_errors(), database(connection).atomic():
        last = connection.execute("SELECT seq, h FROM access ORDER BY seq DESC LIMIT 1").fetchone()
        seq, previous = (int(last[0]) + 1, str(last[1])) if last else (1, "")
        line = (seq, wall(clock.now()), person, act, record, fields, reason)
        connection.execute("INSERT INTO access VALUES (?,?,?,?,?,?,?,?)", (*line, _link(previous, line)))


def _link(previous: str, line: tuple[object, ...]) -> str:
    parts = [str(part).encode() for part in (previous, *line)]
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()


def lines(connection: Connection, limit: int = 200, acts: Sequence[str] = ()) -> list[Access]:
    """The newest lines first; of some acts only where any are named."""
    wanted = f"WHERE act IN ({','.join('?' * len(acts))})" if acts else ""
    sql = (
        f"SELECT seq, at, person, act, record, fields, reason FROM access {wanted} ORDER BY seq DESC LIMIT ?"
    )
    return [Access(*row) for row in connection.execute(sql, (*acts, limit))]


def first_broken(connection: Connection) -> int | None:
    """The number of the first line that does not fit the chain, or None."""
    previous, expected = "", 1
    for row in connection.execute(
        "SELECT seq, at, person, act, record, fields, reason, h FROM access ORDER BY seq"
    ):
        *line, h = row
        if line[0] != expected or _link(previous, tuple(line)) != h:
            return int(line[0])
        previous, expected = str(h), expected + 1
    return None
