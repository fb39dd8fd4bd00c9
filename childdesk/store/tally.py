"""Counts what waits, what is on its way and what came, in the one measure that people are told.

What goes to several desks at once counts once.
"""

from __future__ import annotations

from childdesk.domain.tally import Tally
from childdesk.store import standings
from childdesk.store.connection import Connection, sorted_errors
from childdesk.store.routing import COUNTED

_OPEN = (
    "FROM link l JOIN sent s ON s.link = l.no AND s.pos > l.acked JOIN change c ON c.arr = s.arr"
    f" WHERE l.living = 1 AND {COUNTED}"
)
_GONE = " AND s.pos <= (SELECT max(m.pos) FROM mile m WHERE m.link = l.no)"


def waiting(connection: Connection) -> Tally:
    """What some living peer has not acknowledged."""
    return _tally(connection, _OPEN)


def on_way(connection: Connection) -> Tally:
    """Of this what went with a package already."""
    return _tally(connection, _OPEN + _GONE)


def _tally(connection: Connection, which: str) -> Tally:
    with sorted_errors():
        (changes,) = connection.execute(f"SELECT count(DISTINCT c.arr) {which}").fetchone()
        if not changes:
            return Tally()
        rows = connection.execute(f"SELECT DISTINCT c.record, c.row {which}").fetchall()
    about = standings.owners(connection, ((str(record), str(row)) for record, row in rows))
    return Tally(int(changes), len(set(about.values())))


def arrived(connection: Connection) -> int:
    """Up to where the journal goes now, for `came`."""
    with sorted_errors():
        return int(connection.execute("SELECT coalesce(max(arr), 0) FROM change").fetchone()[0])


def came(connection: Connection, link: int, since: int) -> int:
    """How many changes have come over a pairing since the journal went up to `since`."""
    sql = (
        "SELECT count(*) FROM got g JOIN change c ON c.arr BETWEEN g.first AND g.last"
        f" WHERE g.link = ? AND g.last > ? AND c.arr > ? AND {COUNTED}"
    )
    with sorted_errors():
        return int(connection.execute(sql, (link, since, since)).fetchone()[0])
