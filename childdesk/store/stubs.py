"""A child who has moved on: the former village keeps a stub, once everything it wrote has been acknowledged.

The values and salts of the child's changes are dropped; chain and digests stay, so the journal still holds.
When the child comes back, its history is sent again and fills them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from childdesk.domain import link as rules
from childdesk.domain.link import Link
from childdesk.store import journal, links, scope
from childdesk.store.connection import Connection
from childdesk.store.scope import At, Places


def left(connection: Connection, unit: str) -> list[str]:
    """Living children whose unit is neither this desk's nor below it, by id."""
    sql = "SELECT id FROM child WHERE unit IS NOT NULL AND substr(unit, 1, ?) <> ? ORDER BY id"
    found = [str(row[0]) for row in connection.execute(sql, (len(unit), unit))]
    held = "SELECT s.child FROM stub s JOIN change c ON c.row = s.row WHERE c.value IS NOT NULL"
    return sorted({*found, *(str(row[0]) for row in connection.execute(held))})


def parted(connection: Connection, unit: str, above: Iterable[Link], *, told: str) -> list[At]:
    """Marks as stubs the rows of children who have left, of whom nothing waits to be acknowledged; returns
    the rows to be derived again. Their values are dropped."""
    links_up = list(above)
    found: list[At] = []
    for child in left(connection, unit) if links_up else ():
        places = Places(connection)
        units = places.units(("child", child))
        if any(rules.covers(unit, one) for one in units) and not _is_stub(connection, child):
            continue
        rows = sorted(scope.about(connection, [child]))
        if all(_acknowledged(connection, rows, link) for link in links_up):
            _keep_stub(connection, child, rows, sorted(units), told)
            found += rows
    return found


def returned(connection: Connection, unit: str) -> list[At]:
    """Takes the marks off the rows of children who have come back; returns the rows to be derived again."""
    found: list[At] = []
    sql = "SELECT DISTINCT child FROM stub"
    for child in [str(row[0]) for row in connection.execute(sql)]:
        changes = journal.of_row(connection, "child", child)
        units = Places(connection).units(("child", child))
        whole = all(change.value is not None for change in changes if change.kind == "new")
        if whole and any(rules.covers(unit, one) for one in units):
            rows = connection.execute("SELECT record, row FROM stub WHERE child = ?", (child,)).fetchall()
            connection.execute("DELETE FROM stub WHERE child = ?", (child,))
            found += [(str(a), str(b)) for a, b in rows]
    return found


def rows(connection: Connection) -> frozenset[str]:
    """The ids of all rows that are stubs."""
    return frozenset(str(row[0]) for row in connection.execute("SELECT row FROM stub"))


def told(connection: Connection) -> list[dict[str, str]]:
    """What is still known of the children who moved on: first character of the name, where to, when."""
    sql = "SELECT row, told FROM stub WHERE record = 'child' ORDER BY row"
    return [{"id": str(row), **json.loads(str(text))} for row, text in connection.execute(sql)]


def _is_stub(connection: Connection, child: str) -> bool:
    return connection.execute("SELECT 1 FROM stub WHERE row = ?", (child,)).fetchone() is not None


def _acknowledged(connection: Connection, wanted: list[At], link: Link) -> bool:
    """Whether the desk above has acknowledged everything of these rows that did not come from it."""
    sources = links.spans(connection, link.no)
    for part in journal.parts(range(len(wanted))):
        ids = [wanted[at][1] for at in part]
        sql = (
            "SELECT c.arr, s.pos FROM change c LEFT JOIN sent s ON s.link = ? AND s.arr = c.arr"
            f" WHERE c.row IN ({','.join('?' * len(ids))})"
        )
        for arr, pos in connection.execute(sql, (link.no, *ids)):
            came = any(first <= arr <= last for first, last in sources)
            if not came and (pos is None or pos > link.acked):
                return False
    return True


def _keep_stub(connection: Connection, child: str, wanted: list[At], units: list[str], when: str) -> None:
    name = connection.execute("SELECT name FROM child WHERE id = ?", (child,)).fetchone()
    initial = str(name[0] or "")[:1] if name else ""
    story = json.dumps({"initial": initial, "unit": "".join(units[:1]), "on": when}, ensure_ascii=False)
    for record, row in wanted:
        sql = "INSERT OR IGNORE INTO stub VALUES (?, ?, ?, ?)"
        connection.execute(sql, (row, record, child, story if record == "child" else ""))
        connection.execute("UPDATE change SET value = NULL, salt = NULL WHERE row = ?", (row,))
        connection.execute("DELETE FROM draft WHERE record = ? OR record LIKE ? || ':%'", (row, row))
