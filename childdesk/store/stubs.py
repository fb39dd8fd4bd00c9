"""A child who has moved on: the former village keeps a stub, once everything it wrote has been acknowledged.

The child's rows leave every list at once. The values of its changes are dropped some packages later: until
then a township that has to go back to a backup finds them here. Chain and digests stay, so the journal holds.
When the child comes back, its history is sent again and fills them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from childdesk.domain import catalogue
from childdesk.domain import link as rules
from childdesk.domain.change import ERASE
from childdesk.domain.fold import cautious, fold
from childdesk.domain.link import Link
from childdesk.store import journal, links, scope
from childdesk.store.connection import Connection
from childdesk.store.scope import At, Places

KEPT = 5
"""Packages from above after which the values of a stub are dropped."""
KEPT_FIELDS = ("unit", ERASE)
"""What a stub never drops: where the child went, and what was erased, for a desk below that has it still."""
EVERYTHING = 2**62
"""An arrival behind all others."""


def part(connection: Connection, unit: str, above: Iterable[Link], *, told: str, number: int) -> list[At]:
    """Marks as stubs the rows of children who have left, of whom nothing waits to be acknowledged; returns
    the rows to be derived again. `number` is that of the package just read from above."""
    links_up = list(above)
    found: list[At] = []
    sql = "SELECT id FROM child WHERE unit IS NOT NULL AND substr(unit, 1, ?) <> ? ORDER BY id"
    left = [str(row[0]) for row in connection.execute(sql, (len(unit), unit))] if links_up else []
    for child in left:
        units = Places(connection).units(("child", child))
        rows_ = sorted(scope.about(connection, [child]))
        inside = any(rules.covers(unit, one) for one in units)
        if not inside and all(_acknowledged(connection, rows_, link) for link in links_up):
            story = {"initial": _initial(connection, child), "unit": min(units), "on": told, "number": number}
            _mark(connection, child, rows_, json.dumps(story, ensure_ascii=False))
            found += rows_
    return found + _late(connection) + _orphans(connection, links_up)


def _late(connection: Connection) -> list[At]:
    """Rows about children who have left that came after they were marked."""
    marked = {(str(a), str(b)) for a, b in connection.execute("SELECT record, row FROM stub")}
    children = {row for record, row in marked if record == "child"}
    fresh = sorted(scope.about(connection, children) - marked) if children else []
    places = Places(connection)
    places.learn(fresh)
    for at in fresh:
        for child in sorted(places.children(at) & children):
            _mark(connection, child, [at], "")
    return fresh


def _orphans(connection: Connection, above: list[Link]) -> list[At]:
    """Rows that a merge at the desk above turned to a child whom this desk does not have: they went there."""
    found: list[At] = []
    for record, cls in catalogue.RECORDS.items():
        if "child" not in cls.stored() or not cls.travels or not above:
            continue
        sql = (
            f"SELECT id, child FROM {record} r WHERE child IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM child k WHERE k.id = r.child)"
            " AND NOT EXISTS (SELECT 1 FROM change c WHERE c.row = r.child)"
        )
        for row, child in connection.execute(sql).fetchall():
            at = (record, str(row))
            if all(_acknowledged(connection, [at], link) for link in above):
                _mark(connection, str(child), [at], "")
                found.append(at)
    return found


def drop(
    connection: Connection, above: Iterable[Link], *, number: int, rows: Iterable[At] = ()
) -> frozenset[At]:
    """Drops the values of stubs that have been left long enough ago; where a child went is kept.

    `rows` are those of the package just read: what it told a stub anew, to a desk that had an old file put
    back, is kept as long. The desk above may need it here, should it lose it before it is told elsewhere.
    Returns the rows of emptied stubs that were told anew.
    """
    links_up = list(above)
    heard = set(rows)
    fresh = _filled(connection, heard)
    anew: set[At] = set()
    for child, told_ in connection.execute("SELECT row, told FROM stub WHERE record = 'child'").fetchall():
        story = json.loads(told_)
        if story.get("dropped"):
            # Not only what was filled: a first row of which something was erased stays empty.
            every = _rows(connection, str(child))
            anew |= every if every & heard else set()
        if child in fresh and number > story["number"]:
            story["again"] = number
            _tell(connection, str(child), story)
        if number < story.get("again", story["number"]) + KEPT:
            continue
        rows_ = sorted(_rows(connection, str(child)))
        # What it held when it was emptied before had been acknowledged then.
        upto = story.get("upto", 0)
        if all(_acknowledged(connection, rows_, link, after=upto) for link in links_up):
            units = {*story.get("units", ()), *_units(connection, str(child))}
            for _, row in rows_:
                upto = max(upto, _last(connection, row))
                sql = (
                    "UPDATE change SET value = NULL, salt = NULL"
                    f" WHERE row = ? AND field NOT IN {KEPT_FIELDS} AND value IS NOT NULL"
                )
                connection.execute(sql, (row,))
            story.pop("again", None)
            _tell(connection, str(child), {**story, "dropped": True, "upto": upto, "units": sorted(units)})
    return frozenset(anew)


def _rows(connection: Connection, child: str) -> set[At]:
    """The rows that are about the child of a stub."""
    sql = "SELECT record, row FROM stub WHERE child = ?"
    return {(str(a), str(b)) for a, b in connection.execute(sql, (child,))}


def _filled(connection: Connection, rows: Iterable[At]) -> set[str]:
    """Children with a stub of whom some rows hold more than where they went."""
    found: set[str] = set()
    for _, row in rows:
        sql = (
            "SELECT s.child FROM stub s JOIN change c ON c.row = s.row"
            f" WHERE s.row = ? AND c.field NOT IN {KEPT_FIELDS} AND c.value IS NOT NULL LIMIT 1"
        )
        found |= {str(one[0]) for one in connection.execute(sql, (row,))}
    return found


def _units(connection: Connection, child: str) -> set[str]:
    """Every unit that a child was ever written for."""
    changes = journal.of_row(connection, "child", child)
    return {unit for change in changes if (unit := scope.written(change, "unit"))}


def _last(connection: Connection, row: str) -> int:
    found = connection.execute("SELECT max(arr) FROM change WHERE row = ?", (row,)).fetchone()
    return int(found[0] or 0)


def _tell(connection: Connection, child: str, story: dict[str, object]) -> None:
    text = json.dumps(story, ensure_ascii=False)
    connection.execute("UPDATE stub SET told = ? WHERE row = ?", (text, child))


def dropped(connection: Connection) -> dict[str, int]:
    """Rows of children of whom only the stub is left, with the last arrival that was acknowledged when it was
    emptied: the desk above is offered nothing of them up to there any more.

    That a value is missing does not say it: it may have been erased. What was told again can be offered.
    """
    sql = "SELECT row, told FROM stub WHERE record = 'child'"
    stories = [(str(row), json.loads(str(told_))) for row, told_ in connection.execute(sql)]
    found: dict[str, int] = {}
    for child, story in stories:
        if story.get("dropped") and "again" not in story:
            sql = "SELECT row FROM stub WHERE child = ?"
            found |= {str(row[0]): _upto(story) for row in connection.execute(sql, (child,))}
    return found


def late(connection: Connection, emptied: Mapping[str, int]) -> list[int]:
    """Arrivals that a village has told an emptied stub since: what it wrote before it heard, or still had."""
    found: list[int] = []
    for row, upto in emptied.items():
        sql = (
            f"SELECT arr FROM change WHERE row = ? AND (arr > ? OR (field NOT IN {KEPT_FIELDS}"
            " AND value IS NOT NULL))"
        )
        found += [int(one[0]) for one in connection.execute(sql, (row, upto))]
    return found


def let_go(connection: Connection, arrivals: Iterable[int]) -> frozenset[int]:
    """Those of some changes whose values were dropped with a stub."""
    found: set[int] = set()
    for part_ in journal.parts(sorted(arrivals)):
        sql = (
            "SELECT c.arr, k.told FROM change c JOIN stub s ON s.row = c.row AND s.record = c.record"
            " JOIN stub k ON k.row = s.child AND k.record = 'child'"
            f" WHERE c.arr IN ({','.join('?' * len(part_))}) AND c.value IS NULL"
        )
        for arr, told_ in connection.execute(sql, part_):
            story = json.loads(told_)
            if story.get("dropped") and int(arr) <= _upto(story):
                found.add(int(arr))
    return frozenset(found)


def units(connection: Connection, at: At) -> list[str]:
    """Where the child of an emptied stub has been: of the changes nothing says it any more."""
    sql = (
        "SELECT k.told FROM stub s JOIN stub k ON k.row = s.child AND k.record = 'child'"
        " WHERE s.record = ? AND s.row = ?"
    )
    found = connection.execute(sql, at).fetchone()
    return list(json.loads(str(found[0])).get("units", ())) if found else []


def _upto(story: Mapping[str, object]) -> int:
    """The last arrival that was acknowledged when a stub was emptied."""
    upto = story.get("upto")
    return upto if isinstance(upto, int) else EVERYTHING


def returned(connection: Connection, unit: str) -> list[At]:
    """Takes the marks off the rows of children who have come back; returns the rows to be derived again."""
    found = _turned_back(connection)
    sql = "SELECT DISTINCT child FROM stub"
    for child in [str(row[0]) for row in connection.execute(sql)]:
        units = Places(connection).units(("child", child))
        if any(rules.covers(unit, one) for one in units):
            rows_ = sorted(_rows(connection, child))
            if all(_is_whole(connection, at) for at in {("child", child), *rows_}):
                connection.execute("DELETE FROM stub WHERE child = ?", (child,))
                found += rows_
    return found


def _is_whole(connection: Connection, at: At) -> bool:
    """Whether a row has every value again that was not erased. Part of them can come from a village that had
    not yet let go, what others wrote since from above. What is S3 may stay away: the right can have ended."""
    changes = journal.of_row(connection, *at)
    gone = fold(*at, changes, cautious).erased
    return all(c.value is not None or c.dot in gone or scope.is_sealed(c) for c in changes)


def _turned_back(connection: Connection) -> list[At]:
    """Rows whose merge was taken back: they are about a child whom this desk has."""
    sql = (
        "SELECT record, row FROM stub s WHERE NOT EXISTS (SELECT 1 FROM stub k WHERE k.row = s.child)"
        " AND NOT EXISTS (SELECT 1 FROM change c WHERE c.row = s.child)"
    )
    orphans = [(str(a), str(b)) for a, b in connection.execute(sql)]
    places = Places(connection)
    places.learn(orphans)
    known = {str(row[0]) for row in connection.execute("SELECT id FROM child")} if orphans else set()
    found = [at for at in orphans if places.children(at) & known]
    connection.executemany("DELETE FROM stub WHERE row = ?", [(row,) for _, row in found])
    return found


def rows(connection: Connection) -> frozenset[str]:
    """The ids of all rows that are stubs."""
    return frozenset(str(row[0]) for row in connection.execute("SELECT row FROM stub"))


def told(connection: Connection) -> list[dict[str, str]]:
    """What is still known of the children who moved on: first character of the name, where to, when."""
    sql = "SELECT row, told FROM stub WHERE record = 'child' ORDER BY row"
    return [{"id": str(row), **json.loads(str(text))} for row, text in connection.execute(sql)]


def _acknowledged(connection: Connection, wanted: list[At], link: Link, *, after: int = 0) -> bool:
    """Whether the desk above has acknowledged everything of these rows, `after` an arrival, that did not come
    from it."""
    sources = links.spans(connection, link.no)
    for part_ in journal.parts(range(len(wanted))):
        ids = [wanted[at][1] for at in part_]
        sql = (
            "SELECT c.arr, s.pos FROM change c LEFT JOIN sent s ON s.link = ? AND s.arr = c.arr"
            f" WHERE c.row IN ({','.join('?' * len(ids))}) AND c.arr > ?"
        )
        for arr, pos in connection.execute(sql, (link.no, *ids, after)):
            came = any(first <= arr <= last for first, last in sources)
            if not came and (pos is None or pos > link.acked):
                return False
    return True


def _initial(connection: Connection, child: str) -> str:
    name = connection.execute("SELECT name FROM child WHERE id = ?", (child,)).fetchone()
    return str(name[0] or "")[:1] if name else ""


def _mark(connection: Connection, child: str, wanted: list[At], story: str) -> None:
    for record, row in wanted:
        sql = "INSERT OR IGNORE INTO stub VALUES (?, ?, ?, ?)"
        connection.execute(sql, (row, record, child, story if record == "child" else ""))
        connection.execute("DELETE FROM draft WHERE record = ? OR record LIKE ? || ':%'", (row, row))
