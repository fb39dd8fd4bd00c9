"""Counts by unit what a desk above asks of its villages: children, conflicts, what was put aside."""

from __future__ import annotations

import json
from collections.abc import Iterable

from childdesk.domain import catalogue
from childdesk.store.connection import Connection, sorted_errors

PART = 500


def open_children(connection: Connection) -> dict[str, int]:
    """Unit → how many open files it has."""
    sql = (
        "SELECT unit, count(*) FROM child WHERE exit_on IS NULL AND exit_reason IS NULL"
        " AND unit IS NOT NULL GROUP BY unit"
    )
    with sorted_errors():
        return {str(unit): int(count) for unit, count in connection.execute(sql)}


def units(connection: Connection) -> dict[str, str]:
    """Child → the unit that answers for it, of everybody."""
    with sorted_errors():
        return {
            str(a): str(b) for a, b in connection.execute("SELECT id, unit FROM child WHERE unit IS NOT NULL")
        }


def owners(connection: Connection, rows: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(record, row) → the child that it is about, or the child itself; what is about nobody is left out."""
    found: dict[tuple[str, str], str] = {}
    by_record: dict[str, list[str]] = {}
    for record, row in rows:
        by_record.setdefault(record, []).append(row)
    for record, wanted in by_record.items():
        cls = catalogue.RECORDS.get(record)
        if record == "child":
            found |= {(record, row): row for row in wanted}
        elif cls is not None and "child" in cls.stored():
            for start in range(0, len(wanted), PART):
                part = wanted[start : start + PART]
                sql = f"SELECT id, child FROM {record} WHERE id IN ({','.join('?' * len(part))})"
                with sorted_errors():
                    found |= {(record, str(a)): str(b) for a, b in connection.execute(sql, part) if b}
    return found


def carried(connection: Connection) -> dict[int, int]:
    """Pairing → the position up to which the last package for it went."""
    with sorted_errors():
        return {
            int(a): int(b) for a, b in connection.execute("SELECT link, max(pos) FROM mile GROUP BY link")
        }


def isolated(connection: Connection) -> dict[int, int]:
    """Pairing → how many of its changes were put aside."""
    with sorted_errors():
        rows = connection.execute("SELECT link, count(*) FROM quarantine GROUP BY link")
        return {int(link): int(count) for link, count in rows}


def stubbed(connection: Connection, record: str, children: Iterable[str]) -> list[str]:
    """The rows of one kind that are left of children who moved on."""
    sql = "SELECT row FROM stub WHERE record = ? AND child IN (SELECT value FROM json_each(?)) ORDER BY row"
    return [str(row[0]) for row in connection.execute(sql, (record, json.dumps(list(children))))]
