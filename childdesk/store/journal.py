"""Reads the journal: changes as they were written, by entry, by row, in order of arrival."""

from __future__ import annotations

import contextlib
import functools
import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from childdesk.domain.change import ERASE, Change, Dot
from childdesk.store.connection import Connection

T = TypeVar("T")

COLUMNS = (
    "i.rid, c.seq, e.id, c.lam, c.wall, c.person, c.sv, c.kind, c.record, c.row, c.field, c.base,"
    " c.digest, c.value, c.salt"
)
FROM = "FROM change c JOIN incarnation i ON i.no = c.inc JOIN entry e ON e.no = c.entry"

Parts = tuple[
    str, int, str, int, str, str, int, str, str, str, str, str, str | bytes, str | None, bytes | None
]
"""The types of COLUMNS, as the tables declare them."""

PART, STEP = 500, 5_000
"""How many rows one statement asks for."""


@dataclass(frozen=True, slots=True)
class Header:
    """An entry as history lists it. `operation` is empty while its first change has not arrived."""

    id: str
    operation: str
    person: str
    wall: str
    reason: str
    source: str
    undoes: str
    arrived: int


def change_of(row: tuple[object, ...]) -> Change:
    """A row of COLUMNS as a change."""
    # The columns are of these types by the tables' own making; every change that is ever read passes here.
    rid, seq, entry, lam, wall, person, sv, kind, record, at, key, base, digest, value, salt = cast(
        Parts, row
    )
    dots = () if base == "[]" else _dots(base)
    whole = digest if isinstance(digest, str) else digest.hex()
    return Change(
        rid, seq, entry, lam, wall, person, sv, kind, record, at, key, dots, whole, value, salt
    )  # fmt: skip


def packed(digest: str | None) -> str | bytes | None:
    """A digest as it is kept: half as long. What is none in its usual form is kept as it is."""
    with contextlib.suppress(ValueError):
        short = bytes.fromhex(digest or "")
        return short if short.hex() == digest else digest
    return digest


def unpacked(kept: object) -> str | None:
    """A kept digest as text; an older ledger kept it so."""
    return kept.hex() if isinstance(kept, bytes) else None if kept is None else str(kept)


@functools.lru_cache(50_000)
def _dots(base: str) -> tuple[Dot, ...]:
    return tuple((str(rid), int(seq)) for rid, seq in json.loads(base))


def of_rows(connection: Connection, rows: Iterable[str], keys: Sequence[str] = ()) -> Iterator[Change]:
    """All changes of the given row ids; with `keys` only what decides about those fields."""
    wanted = list(rows)
    only = ""
    if keys:
        only = f" AND (c.kind = 'new' OR c.field IN ({','.join(map(repr, (*keys, ERASE)))}))"
    for start in range(0, len(wanted), PART):
        part = wanted[start : start + PART]
        marks = ",".join("?" * len(part))
        sql = f"SELECT {COLUMNS} {FROM} WHERE c.row IN ({marks}){only} ORDER BY c.arr"
        yield from map(change_of, connection.execute(sql, part))


def in_order(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(record, row) sorted, in small steps: sorting 150,000 at once lets no other thread go on, and the
    window stands still for the better part of a second."""
    every = list(rows)
    parts_ = [sorted(every[start : start + STEP]) for start in range(0, len(every), STEP)]
    return parts_[0] if len(parts_) == 1 else list(heapq.merge(*parts_))


def by_row(
    connection: Connection, rows: Iterable[tuple[str, str]], keys: Sequence[str] = ()
) -> Iterator[tuple[tuple[str, str], list[Change]]]:
    """All changes of each of the given (record, row), read many rows at a time; with `keys` only what
    decides about those fields."""
    wanted = in_order(rows)
    for start in range(0, len(wanted), PART):
        held: dict[tuple[str, str], list[Change]] = {at: [] for at in wanted[start : start + PART]}
        for change in of_rows(connection, {row for _, row in held}, keys):
            if (change.record, change.row) in held:
                held[change.record, change.row].append(change)
        yield from held.items()


def of_row(connection: Connection, record: str, row: str, until: int | None = None) -> list[Change]:
    """All changes of one record, optionally only those that had arrived by number `until`.

    Erasures reach back: what they wrote again stands for what was there before, so it is always included.
    """
    limit = ""
    if until is not None:
        erasing = "SELECT entry FROM change WHERE row = c.row AND field = '_erase'"
        limit = f" AND (c.arr <= {until:d} OR c.entry IN ({erasing}))"
    sql = f"SELECT {COLUMNS} {FROM} WHERE c.row = ? AND c.record = ?{limit} ORDER BY c.arr"
    return [change_of(found) for found in connection.execute(sql, (row, record))]


def of_entry(connection: Connection, entry: str) -> list[Change]:
    """All changes of an entry in order of arrival."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE e.id = ? ORDER BY c.arr"
    return [change_of(found) for found in connection.execute(sql, (entry,))]


def begun(connection: Connection, record: str, rows: Iterable[str]) -> dict[str, int]:
    """Row → arrival number of what made it: which of several records of one kind came first."""
    sql = (
        "SELECT row, min(arr) FROM change WHERE row IN (SELECT value FROM json_each(?))"
        " AND record = ? AND kind = 'new' GROUP BY row"
    )
    found = connection.execute(sql, (json.dumps(list(rows)), record))
    return {str(row): int(arr) for row, arr in found}


def everything(connection: Connection, after: int = 0) -> Iterator[Change]:
    """The whole journal in order of arrival, behind arrival number `after`."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE c.arr > ? ORDER BY c.arr"
    return map(change_of, connection.execute(sql, (after,)))


def of_kind(connection: Connection, kind: str) -> Iterator[Change]:
    """All changes of one kind in order of arrival."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE c.kind = ? ORDER BY c.arr"
    return map(change_of, connection.execute(sql, (kind,)))


def at(connection: Connection, dot: Dot) -> Change | None:
    """The change that stands at a dot."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE i.rid = ? AND c.seq = ?"
    found = connection.execute(sql, dot).fetchone()
    return None if found is None else change_of(found)


def several(connection: Connection, dots: Iterable[Dot]) -> dict[Dot, Change]:
    """Those of some dots at which a change stands here, with it."""
    wanted: dict[str, list[int]] = {}
    for rid, seq in dots:
        wanted.setdefault(rid, []).append(seq)
    found: dict[Dot, Change] = {}
    for rid, seqs in wanted.items():
        for part in parts(sorted(seqs)):
            marks = ",".join("?" * len(part))
            sql = f"SELECT {COLUMNS} {FROM} WHERE i.rid = ? AND c.seq IN ({marks})"
            for change in map(change_of, connection.execute(sql, (rid, *part))):
                found[change.dot] = change
    return found


def headers(
    connection: Connection, *, limit: int = 100, before: int | None = None, rows: Sequence[str] | None = None
) -> list[Header]:
    """Entries, newest first; those that touched some rows when `rows` is given. Page on with `before`."""
    where = ["e.seq IS NOT NULL"]
    values: list[object] = []
    if before is not None:
        where.append("e.first < ?")
        values.append(before)
    if rows is not None:
        where.append(f"e.no IN (SELECT entry FROM change WHERE row IN ({','.join('?' * len(rows))}))")
        values += rows
    sql = (
        "SELECT e.id, e.operation, e.person, e.wall, e.reason, e.source, e.undoes, e.first FROM entry e"
        f" WHERE {' AND '.join(where)} ORDER BY e.first DESC LIMIT ?"
    )
    return [Header(*found) for found in connection.execute(sql, (*values, limit))]


def header(connection: Connection, entry: str) -> Header | None:
    """One entry by its full id."""
    sql = "SELECT id, operation, person, wall, reason, source, undoes, first FROM entry WHERE id = ?"
    found = connection.execute(sql, (entry,)).fetchone()
    return None if found is None else Header(*found)


def entries_by_prefix(connection: Connection, prefix: str) -> list[str]:
    """Full entry ids that begin with a prefix, at most two."""
    sql = "SELECT id FROM entry WHERE id >= ? AND id < ? LIMIT 2"
    return [str(found[0]) for found in connection.execute(sql, (prefix, prefix + "g"))]


def rows_by_prefix(connection: Connection, prefix: str) -> list[tuple[str, str]]:
    """(record, row) of rows whose id begins with a prefix, withdrawn ones too, at most two."""
    sql = "SELECT DISTINCT record, row FROM change WHERE row >= ? AND row < ? AND row <> '' LIMIT 2"
    return [(str(a), str(b)) for a, b in connection.execute(sql, (prefix, prefix + "g"))]


def arrivals_until(connection: Connection, day: str) -> int:
    """The last arrival number known at the end of a day; 0 before the first."""
    found = connection.execute("SELECT max(last) FROM day WHERE day <= ?", (day,)).fetchone()
    return int(found[0] or 0)


def touched(
    connection: Connection, after: str, until: str | None, records: Iterable[str]
) -> set[tuple[str, str]]:
    """(record, row) of what was changed behind the end of one day and up to the end of another (till now)."""
    names = list(records)
    values: list[object] = [arrivals_until(connection, after), *names]
    limit = ""
    if until is not None:
        limit = " AND arr <= ?"
        values.append(arrivals_until(connection, until))
    sql = (
        f"SELECT DISTINCT record, row FROM change WHERE arr > ? AND record IN ({','.join('?' * len(names))})"
    )
    return {(str(record), str(row)) for record, row in connection.execute(sql + limit, values)}


def received(connection: Connection, after: str, records: Iterable[str]) -> set[tuple[str, str]]:
    """(record, row) of what other desks wrote of some kinds and what came behind the end of a day."""
    sql = (
        "SELECT DISTINCT record, row FROM change WHERE arr > ? AND record IN (SELECT value FROM json_each(?))"
        " AND inc NOT IN (SELECT no FROM incarnation WHERE rid IN (SELECT value FROM json_each(?)))"
    )
    about = (json.dumps(list(records)), json.dumps(sorted(own_rids(connection))))
    found = connection.execute(sql, (arrivals_until(connection, after), *about))
    return {(str(record), str(row)) for record, row in found}


def come_with(connection: Connection, dots: Iterable[Dot], rows: Sequence[str]) -> set[tuple[str, str, str]]:
    """(record, row, field) of what other desks wrote of some rows and what came with the first of the changes
    at some dots, or later: behind the last that this desk wrote before. A whole new record has the empty
    field."""
    here = "SELECT c.arr FROM change c JOIN incarnation i ON i.no = c.inc WHERE i.rid = ? AND c.seq = ?"
    arrived = [found[0] for dot in dots if (found := connection.execute(here, dot).fetchone())]
    if not arrived:
        return set()
    own = json.dumps(sorted(own_rids(connection)))
    ours = "SELECT no FROM incarnation WHERE rid IN (SELECT value FROM json_each(?))"
    before = f"SELECT arr FROM change WHERE arr < ? AND inc IN ({ours}) ORDER BY arr DESC LIMIT 1"
    last = connection.execute(before, (min(arrived), own)).fetchone()
    sql = (
        "SELECT DISTINCT record, row, field FROM change WHERE row IN (SELECT value FROM json_each(?))"
        f" AND arr > ? AND kind <> 'entry' AND inc NOT IN ({ours})"
    )
    values = (json.dumps(rows), last[0] if last else 0, own)
    return {(str(record), str(row), str(key)) for record, row, key in connection.execute(sql, values)}


def first_day(connection: Connection) -> str:
    """The first day on which this desk knew anything; empty for none."""
    return str(connection.execute("SELECT min(day) FROM day").fetchone()[0] or "")


def seen(connection: Connection, record: str, row: str) -> dict[str, int]:
    """rid → highest seq on a row up to which that incarnation is known without a gap.

    What stands behind a gap does not count as seen: something before it may still come.
    """
    sql = (
        "SELECT i.rid, max(c.seq) FROM change c JOIN incarnation i ON i.no = c.inc"
        " WHERE c.row = ? AND c.record = ? AND c.seq <= i.seq GROUP BY i.rid"
    )
    return {str(rid): int(seq) for rid, seq in connection.execute(sql, (row, record))}


def linked(connection: Connection) -> dict[str, int]:
    """rid → the seq up to which its changes are here without a gap."""
    return {str(rid): int(seq) for rid, seq in connection.execute("SELECT rid, seq FROM incarnation")}


def own_rids(connection: Connection) -> frozenset[str]:
    """This desk's incarnations, earlier ones included: those under which entries of its own people stand."""
    sql = "SELECT value FROM ledger WHERE key = 'rid' OR key LIKE 'own.%'"
    return frozenset(str(row[0]) for row in connection.execute(sql))


def chain(connection: Connection, rid: str) -> Iterator[tuple[Change, str | None]]:
    """All changes of one incarnation in order with the h kept beside each."""
    sql = f"SELECT {COLUMNS}, c.h {FROM} WHERE i.rid = ? ORDER BY c.seq"
    for row in connection.execute(sql, (rid,)):
        yield change_of(row[:-1]), unpacked(row[-1])


def parts(wanted: Sequence[T]) -> Iterator[Sequence[T]]:
    """Numbers or ids in portions that one statement takes."""
    return (wanted[start : start + PART] for start in range(0, len(wanted), PART))


def numbered(connection: Connection, arrivals: Sequence[int]) -> Iterator[tuple[int, Change]]:
    """Some changes with their arrival numbers, in order of arrival."""
    for part in parts(sorted(arrivals)):
        sql = f"SELECT c.arr, {COLUMNS} {FROM} WHERE c.arr IN ({','.join('?' * len(part))}) ORDER BY c.arr"
        for row in connection.execute(sql, part):
            yield int(row[0]), change_of(row[1:])


def newest(connection: Connection, rid: str) -> Change | None:
    """The newest change of an incarnation that is here, with or without a gap before it."""
    sql = f"SELECT {COLUMNS} {FROM} WHERE i.rid = ? ORDER BY c.seq DESC LIMIT 1"
    row = connection.execute(sql, (rid,)).fetchone()
    return None if row is None else change_of(row)


def tip(connection: Connection, rid: str) -> tuple[int, str]:
    """Where the chain of an incarnation stands here: the last seq without a gap before it, and its h."""
    row = connection.execute("SELECT seq, h FROM incarnation WHERE rid = ?", (rid,)).fetchone()
    return (0, "") if row is None else (int(row[0]), str(row[1]))
