"""Lists entries as a person looks for them: by kind, person and day; what they touched, what undid them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from childdesk.domain.change import Change
from childdesk.store.connection import Connection
from childdesk.store.journal import COLUMNS, FROM, Header, change_of

HEAD = "e.id, e.operation, e.person, e.wall, e.reason, e.source, e.undoes, e.first"
Wanted = tuple[Sequence[str], Sequence[str], str, str]
"""(operations LIKE one of these, none of these, person id or empty, first wall moment or empty)."""


def _where(wanted: Wanted) -> tuple[list[str], list[object]]:
    like, unlike, person, since = wanted
    parts, values = ["e.seq IS NOT NULL"], list[object]()
    if like:
        parts.append(f"({' OR '.join('e.operation LIKE ?' for _ in like)})")
        values += like
    for one in unlike:
        parts.append("e.operation NOT LIKE ?")
        values.append(one)
    if person:
        parts.append("e.person = ?")
        values.append(person)
    if since:
        parts.append("e.wall >= ?")
        values.append(since)
    return parts, values


def entries(connection: Connection, wanted: Wanted, limit: int, before: int | None = None) -> list[Header]:
    """Entries, the newest first; page on with the `arrived` of the last one."""
    parts, values = _where(wanted)
    if before is not None:
        parts.append("e.first < ?")
        values.append(before)
    sql = f"SELECT {HEAD} FROM entry e WHERE {' AND '.join(parts)} ORDER BY e.first DESC LIMIT ?"
    return [Header(*found) for found in connection.execute(sql, (*values, limit))]


def number(connection: Connection, wanted: Wanted) -> int:
    """How many entries there are."""
    parts, values = _where(wanted)
    sql = f"SELECT count(*) FROM entry e WHERE {' AND '.join(parts)}"
    return int(connection.execute(sql, values).fetchone()[0])


def after(connection: Connection, moment: str) -> int:
    """How many entries were written after a moment of the journal."""
    sql = "SELECT count(*) FROM entry WHERE seq IS NOT NULL AND wall > ?"
    return int(connection.execute(sql, (moment,)).fetchone()[0])


def undone_by(connection: Connection, wanted: Iterable[str]) -> dict[str, str]:
    """Entry → the latest one that took it back."""
    found: dict[str, str] = {}
    ids = list(wanted)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        sql = f"SELECT undoes, id FROM entry WHERE undoes IN ({','.join('?' * len(part))}) ORDER BY first"
        found.update((str(undone), str(by)) for undone, by in connection.execute(sql, part))
    return found


def touched(connection: Connection, entry: str, most: int) -> list[tuple[str, str]]:
    """(record, row) that an entry touched, the first ones of them."""
    sql = (
        "SELECT c.record, c.row FROM change c JOIN entry e ON e.no = c.entry"
        " WHERE e.id = ? AND c.row <> '' ORDER BY c.arr LIMIT ?"
    )
    found = ((str(a), str(b)) for a, b in connection.execute(sql, (entry, most)))
    return list(dict.fromkeys(found))


def counted(connection: Connection, entry: str) -> list[tuple[str, str, int]]:
    """(record, kind of change, how many rows) of an entry."""
    sql = (
        "SELECT c.record, c.kind, count(DISTINCT c.row) FROM change c JOIN entry e ON e.no = c.entry"
        " WHERE e.id = ? AND c.row <> '' GROUP BY c.record, c.kind ORDER BY min(c.arr)"
    )
    return [(str(a), str(b), int(c)) for a, b, c in connection.execute(sql, (entry,))]


def first_changes(connection: Connection, entry: str, most: int) -> list[Change]:
    """The first changes of an entry, its header left out."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE e.id = ? AND c.row <> '' ORDER BY c.arr LIMIT ?"
    return [change_of(found) for found in connection.execute(sql, (entry, most))]
