"""Reads record tables: by id, a page of ids, what is about a child, and the values of dated rows on a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from childdesk.domain import catalogue, current
from childdesk.domain.kinds import Scalar
from childdesk.store.connection import Connection

Raw = dict[str, Scalar]
PART = 500
"""How many ids one statement takes."""


@cache
def _select(record: str) -> str:
    return f"SELECT id, {', '.join(catalogue.RECORDS[record].stored())}, items FROM {record}"


def _raw(record: str, row: Sequence[Scalar]) -> tuple[str, Raw]:
    keys = catalogue.RECORDS[record].stored()
    raw: Raw = dict(zip(keys, row[1:-1], strict=True))
    if row[-1]:
        raw.update(json.loads(str(row[-1])))
    return str(row[0]), raw


def get(connection: Connection, record: str, row: str) -> Raw | None:
    """The stored scalars of one living record."""
    found = connection.execute(f"{_select(record)} WHERE id = ?", (row,)).fetchone()
    return None if found is None else _raw(record, found)[1]


def many(connection: Connection, record: str, rows: Iterable[str]) -> dict[str, Raw]:
    """The stored scalars of several living records by id."""
    return dict(_where_in(connection, record, "id", rows))


def _where_in(
    connection: Connection, record: str, key: str, values: Iterable[str]
) -> Iterator[tuple[str, Raw]]:
    wanted = list(values)
    for start in range(0, len(wanted), PART):
        part = wanted[start : start + PART]
        sql = f"{_select(record)} WHERE {key} IN ({','.join('?' * len(part))})"
        for row in connection.execute(sql, part):
            yield _raw(record, row)


def everyone(connection: Connection, record: str) -> Iterator[tuple[str, Raw]]:
    """All living records of one kind."""
    for row in connection.execute(_select(record)):
        yield _raw(record, row)


def about(connection: Connection, record: str, children: Iterable[str]) -> dict[str, list[tuple[str, Raw]]]:
    """The records of one kind about each of the given children."""
    found: dict[str, list[tuple[str, Raw]]] = {}
    for row, raw in _where_in(connection, record, "child", children):
        found.setdefault(str(raw["child"]), []).append((row, raw))
    return found


def with_current(
    connection: Connection, record: str, rows: dict[str, Raw], on: date, *, only: frozenset[str] | None = None
) -> dict[str, Raw]:
    """Adds to each row the values that are kept as dated rows, as they hold on a day.

    `only` limits the work to some keys. The given dictionaries are filled and returned.
    """
    fields = catalogue.RECORDS[record].through()
    chosen = [f for key, f in fields.items() if only is None or key in only]
    for name in {f.rows for f in chosen}:
        held = dated(connection, name, record, rows)
        for f in (f for f in chosen if f.rows == name):
            for row, raw in rows.items():
                raw[f.key] = current.value(f, held.get(row, ()), on)
    return rows


def dated(
    connection: Connection, name: str, record: str, rows: Iterable[str]
) -> dict[str, list[tuple[str, Raw]]]:
    """Dated rows of one kind by their holder (the record itself, or the child where there is no holder)."""
    key = "holder" if "holder" in catalogue.RECORDS[name].stored() else "child"
    found: dict[str, list[tuple[str, Raw]]] = {}
    for row, raw in _where_in(connection, name, key, rows):
        found.setdefault(str(raw[key]), []).append((row, raw))
    return found


def whole(
    connection: Connection, record: str, row: str, on: date, *, only: frozenset[str] | None = None
) -> Raw | None:
    """One record with its stored and its current values; `only` limits these to some keys."""
    raw = get(connection, record, row)
    return None if raw is None else with_current(connection, record, {row: raw}, on, only=only)[row]


def by_prefix(connection: Connection, prefix: str) -> list[tuple[str, str]]:
    """(record, id) of living records whose id begins with a prefix, at most three."""
    found: list[tuple[str, str]] = []
    for record in catalogue.RECORDS:
        sql = f"SELECT id FROM {record} WHERE id >= ? AND id < ? LIMIT 2"
        found += [(record, str(row[0])) for row in connection.execute(sql, (prefix, prefix + "g"))]
    return found[:3]


def count(connection: Connection, record: str) -> int:
    """How many living records of one kind there are."""
    return int(connection.execute(f"SELECT count(*) FROM {record}").fetchone()[0])


def in_order(connection: Connection, record: str) -> list[str]:
    """Ids of the living records of one kind in the order in which they first arrived."""
    sql = (
        f"SELECT t.id FROM {record} t JOIN change c ON c.row = t.id AND c.record = ? AND c.kind = 'new'"
        " GROUP BY t.id ORDER BY min(c.arr)"
    )
    return [str(row[0]) for row in connection.execute(sql, (record,))]


def where(connection: Connection, record: str, key: str, value: Scalar) -> list[str]:
    """Ids of living records whose field has a value."""
    if key not in catalogue.RECORDS[record].stored():
        raise KeyError(key)
    sql = f"SELECT id FROM {record} WHERE {key} = ? ORDER BY id"
    return [str(row[0]) for row in connection.execute(sql, (value,))]


def dependents(connection: Connection, row: str) -> list[tuple[str, str]]:
    """(record, id) of living records that link to a row."""
    found: list[tuple[str, str]] = []
    for record, cls in catalogue.RECORDS.items():
        for key in catalogue.links(cls):
            sql = f"SELECT id FROM {record} WHERE {key} = ?"
            found += [(record, str(at[0])) for at in connection.execute(sql, (row,))]
    return list(dict.fromkeys(found))


def dependents_of(connection: Connection, rows: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """For several rows at once: row → (record, id) of living records that link to it."""
    wanted = list(rows)
    found: dict[str, list[tuple[str, str]]] = {}
    for record, cls in catalogue.RECORDS.items():
        for key in catalogue.links(cls):
            for start in range(0, len(wanted), PART):
                part = wanted[start : start + PART]
                sql = f"SELECT {key}, id FROM {record} WHERE {key} IN ({','.join('?' * len(part))})"
                for row, other in connection.execute(sql, part):
                    found.setdefault(str(row), []).append((record, str(other)))
    return {row: list(dict.fromkeys(others)) for row, others in found.items()}


def conflicts(connection: Connection) -> list[tuple[str, str, str]]:
    """(record, row, field) of everything that waits for a person."""
    sql = "SELECT record, row, field FROM conflict ORDER BY record, row, field"
    return [(str(a), str(b), str(c)) for a, b, c in connection.execute(sql)]


def withdrawn(connection: Connection) -> list[tuple[str, str]]:
    """(record, row) of everything that was withdrawn."""
    return [
        (str(a), str(b))
        for a, b in connection.execute("SELECT record, row FROM withdrawn ORDER BY rowid DESC")
    ]
