"""Reads what a list of children is narrowed and ordered by: few columns of everybody, a statement each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from childdesk.domain import catalogue
from childdesk.domain.kinds import Scalar
from childdesk.store.connection import Connection, sorted_errors

PART = 500
"""How many ids one statement takes."""


def version(connection: Connection) -> int:
    """The arrival number of the last change: it differs as soon as anything was written or received."""
    return int(connection.execute("SELECT coalesce(max(arr), 0) FROM change").fetchone()[0])


def changed_records(connection: Connection, since: int) -> frozenset[str]:
    """The kinds of records that changed behind an arrival number."""
    sql = "SELECT DISTINCT record FROM change WHERE arr > ?"
    return frozenset(str(row[0]) for row in connection.execute(sql, (since,)))


def columns(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[Scalar, ...]]:
    """(id, value, …) of every child for some stored fields. Raises KeyError for an unknown one."""
    stored = catalogue.RECORDS["child"].stored()
    names = ["id", *(stored[key].key for key in keys)]
    with sorted_errors():
        yield from connection.execute(f"SELECT {', '.join(names)} FROM child")


def closed(connection: Connection) -> set[str]:
    """The children whose file is closed."""
    sql = "SELECT id FROM child WHERE exit_on IS NOT NULL OR exit_reason IS NOT NULL"
    with sorted_errors():
        return {str(row[0]) for row in connection.execute(sql)}


def categories(connection: Connection, day: str, not_in_force: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(child, category) of every category in force on an ISO day."""
    states = list(not_in_force)
    sql = (
        "SELECT child, kind FROM category"
        " WHERE (begins IS NULL OR begins <= ?) AND (ends IS NULL OR ends > ?)"
        f" AND (state IS NULL OR state NOT IN ({','.join('?' * len(states))}))"
    )
    with sorted_errors():
        yield from connection.execute(sql, (day, day, *states))


def visits(connection: Connection) -> dict[str, tuple[str, str | None]]:
    """Child → (day of the last visit, next day that it named)."""
    last: dict[str, tuple[str, str, str | None]] = {}
    with sorted_errors():
        for child, day, row, following in connection.execute("SELECT child, date, id, next_date FROM visit"):
            if day is not None and (child not in last or (day, row) > last[child][:2]):
                last[child] = (day, row, following)
    return {child: (day, following) for child, (day, _, following) in last.items()}


def some(
    connection: Connection, record: str, by: str, ids: Sequence[str], keys: Sequence[str]
) -> list[dict[str, Scalar]]:
    """A few stored fields (and `id`) of the records whose `by` is one of `ids`, in no order.

    Reading few columns of 64 rows takes a third of the time of reading them whole.
    """
    stored = catalogue.RECORDS[record].stored()
    names = ["id", *(stored[key].key for key in keys)]
    where = by if by == "id" else stored[by].key
    found: list[dict[str, Scalar]] = []
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        sql = f"SELECT {', '.join(names)} FROM {record} WHERE {where} IN ({','.join('?' * len(part))})"
        with sorted_errors():
            found += [dict(zip(names, row, strict=True)) for row in connection.execute(sql, part)]
    return found


def last_visits(connection: Connection, children: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """The same for some children."""
    found: dict[str, tuple[str, str | None]] = {}
    for start in range(0, len(children), PART):
        part = children[start : start + PART]
        sql = (
            "SELECT child, date, next_date FROM visit"
            f" WHERE child IN ({','.join('?' * len(part))}) AND date IS NOT NULL ORDER BY date, id"
        )
        with sorted_errors():
            for child, day, following in connection.execute(sql, part):
                found[str(child)] = (str(day), following)
    return found


def newest_visits(connection: Connection, children: Sequence[str]) -> dict[str, str]:
    """Child → the id of the last visit, for some children."""
    found: dict[str, str] = {}
    for raw in sorted(
        some(connection, "visit", "child", children, ["child", "date"]),
        key=lambda raw: (str(raw["date"]), str(raw["id"])),
    ):
        found[str(raw["child"])] = str(raw["id"])
    return found


def holders(connection: Connection, record: str, day: str = "") -> set[str]:
    """The children about whom there is a record of some kind; of dated rows only those valid on a day."""
    cls = catalogue.RECORDS[record]
    where, values = "child IS NOT NULL", []
    if day and "ends" in cls.stored():
        where += " AND (ends IS NULL OR ends > ?)"
        values.append(day)
    with sorted_errors():
        rows = connection.execute(f"SELECT DISTINCT child FROM {record} WHERE {where}", values)
        return {str(row[0]) for row in rows}


def in_conflict(connection: Connection) -> set[str]:
    """The children with something about them that waits for a person."""
    found: set[str] = set()
    with sorted_errors():
        rows = connection.execute("SELECT DISTINCT record, row FROM conflict").fetchall()
        for record, row in rows:
            if record == "child":
                found.add(str(row))
            elif "child" in catalogue.RECORDS[str(record)].stored():
                owner = connection.execute(f"SELECT child FROM {record} WHERE id = ?", (row,)).fetchone()
                found |= {str(owner[0])} if owner and owner[0] else set()
    return found


def first_at(connection: Connection, rank: str) -> str | None:
    """The first child in the list whose rank is not below the given one."""
    sql = "SELECT child FROM search_source WHERE rank >= ? ORDER BY rank, child LIMIT 1"
    with sorted_errors():
        found = connection.execute(sql, (rank,)).fetchone()
    return None if found is None else str(found[0])


def rank_of(connection: Connection, child: str) -> str:
    """A child's rank in the list; empty for one that is not in it."""
    sql = (
        "SELECT s.rank FROM search_child AS c JOIN search_source AS s ON s.position = c.position"
        " WHERE c.child = ?"
    )
    with sorted_errors():
        found = connection.execute(sql, (child,)).fetchone()
    return "" if found is None else str(found[0])


def all_of(connection: Connection, record: str, keys: Sequence[str]) -> Iterator[tuple[Scalar, ...]]:
    """(id, value, …) of every record of a kind for some stored fields."""
    stored = catalogue.RECORDS[record].stored()
    names = ["id", *(stored[key].key for key in keys)]
    with sorted_errors():
        yield from connection.execute(f"SELECT {', '.join(names)} FROM {record}")


def called_on(connection: Connection, day: str) -> list[str]:
    """The children about whom somebody was reached by telephone on an ISO day."""
    sql = "SELECT DISTINCT child FROM visit WHERE date = ? AND visit_type = '电话走访'"
    with sorted_errors():
        return [str(row[0]) for row in connection.execute(sql, (day,))]


def visits_by_month(connection: Connection, first: str) -> list[tuple[str, int]]:
    """(year and month, how many visits met somebody) from an ISO day on."""
    sql = (
        "SELECT substr(date, 1, 7), count(*) FROM visit WHERE date >= ? AND nobody_home IS NOT '是'"
        " GROUP BY 1 ORDER BY 1"
    )
    with sorted_errors():
        return [(str(month), int(number)) for month, number in connection.execute(sql, (first,))]


def visits_by_day(connection: Connection, first: str, last: str) -> list[tuple[str, int]]:
    """(ISO day, how many children were met) between two days, both included."""
    sql = (
        "SELECT date, count(DISTINCT child) FROM visit WHERE date >= ? AND date <= ?"
        " AND nobody_home IS NOT '是' GROUP BY date"
    )
    with sorted_errors():
        return [(str(day), int(number)) for day, number in connection.execute(sql, (first, last))]
