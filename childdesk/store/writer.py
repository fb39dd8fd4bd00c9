"""The one writer: every recorded write is changes first and rows second, in one transaction."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from childdesk.domain import catalogue
from childdesk.domain.change import (
    ALIVE,
    ENTRY,
    ERASE,
    ITEM,
    NEW,
    SCHEMA,
    SEAL,
    SET,
    Change,
    Dot,
    canonical,
    digest_of,
    is_genuine,
)
from childdesk.domain.clock import Clock, wall
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.progress import Progress, Silent
from childdesk.store import erasing, journal
from childdesk.store.chain import Chain
from childdesk.store.connection import Connection, database, sorted_errors

Refresh = Callable[[Connection, set[str]], None]
"""Brings what is derived beyond the rows (the search index) up to date for the given child ids."""

BATCH = 2_000
SEARCHED = frozenset(("phone", "name"))
"""The records about a child whose words stand in the search index."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did. `entry` is empty when nothing differed and nothing was written."""

    entry: str
    changes: int
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Received:
    """What came of changes from elsewhere: how many were new, and the dots that were not believed."""

    applied: int = 0
    known: int = 0
    forked: list[Dot] = field(default_factory=list)
    damaged: list[Dot] = field(default_factory=list)


class Writer:
    """Writes one ledger. Lives on the writing lane with its connection."""

    def __init__(self, connection: Connection, clock: Clock, refresh: Refresh) -> None:
        self.connection = connection
        self.clock = clock
        self.refresh = refresh
        self.chain = Chain(connection, clock)
        self._insert = {name: _insert_sql(name) for name in catalogue.RECORDS}

    # -- own writes ---------------------------------------------------------------------------------

    def write(
        self,
        operation: str,
        person: str,
        ops: Iterable[Op],
        *,
        reason: str = "",
        source: str = "",
        undoes: str = "",
        progress: Progress | None = None,
    ) -> Written:
        """Writes the ops as one entry. All or nothing; an exception (Cancelled too) rolls back.

        Sets that change nothing are left out, and an entry without changes is not written. Raises
        Unavailable where SQLite cannot write.
        """
        header = {"operation": operation, "reason": reason, "source": source, "undoes": undoes}
        with sorted_errors(), database(self.connection).atomic():
            return self._write(header, person, self._needed(ops), progress or Silent())

    def _needed(self, ops: Iterable[Op]) -> list[Op]:
        """Drops sets of what already stands there, and gives the others their base."""
        kept: list[Op] = []
        fresh: set[tuple[str, str]] = set()
        states: dict[tuple[str, str], RowState] = {}
        for op in ops:
            at = (op.record, op.row)
            if isinstance(op, New):
                fresh.add(at)
                kept.append(op)
                continue
            if at in fresh:
                raise ValueError("a record is written whole when it is new")
            if at not in states:
                states[at] = self.state(*at)
            state = states[at]
            heads = state.base(op.field) if op.field not in (ALIVE, ERASE) else state.heads.get(op.field, ())
            base = heads if op.base is None else op.base
            settled = op.field not in state.conflicts and set(base) == set(heads)
            if op.field in (ALIVE, ERASE) or not settled or state.values.get(op.field) != op.value:
                kept.append(replace(op, base=base))
        return kept

    def _write(self, header: Mapping[str, str], person: str, ops: list[Op], progress: Progress) -> Written:
        if not ops:
            return Written("", 0)
        tip = self.chain.tip()
        entry = new_id()
        moment = wall(self.clock.now())
        salts = memoryview(os.urandom(16 * (2 * len(ops) + 1)))
        made: list[Change] = []

        def add(kind: str, at: tuple[str, str, str], base: tuple[Dot, ...], value: object) -> None:
            tip.seq += 1
            text = canonical(value)
            salt = bytes(salts[16 * len(made) : 16 * len(made) + 16])
            dig = digest_of(salt, text)
            made.append(
                Change(
                    tip.rid, tip.seq, entry, tip.lam, moment, person, SCHEMA, kind, *at, base, dig, text, salt
                )
            )  # fmt: skip

        add(ENTRY, ("", "", ""), (), {key: value for key, value in header.items() if value})
        for op in ops:
            if isinstance(op, New):
                shown, sealed = _parted(op)
                add(NEW, (op.record, op.row, ""), (), shown)
                if sealed:
                    add(NEW, (op.record, op.row, SEAL), (), sealed)
            else:
                add(SET, (op.record, op.row, op.field), op.base or (), op.value)
        self.chain.keep_own(tip, entry, made, progress)
        self._materialise_new([op for op in ops if isinstance(op, New)])
        touched = {(op.record, op.row) for op in ops if isinstance(op, Set)}
        self.materialise(touched)
        rows = touched | {(op.record, op.row) for op in ops}
        self.refresh(self.connection, self._children(rows, ops))
        return Written(entry, len(made), tuple(sorted(rows)))

    # -- changes from elsewhere ----------------------------------------------------------------------

    def receive(self, changes: Iterable[Change]) -> Received:
        """Takes in another desk's changes in any order, with gaps and repetitions; all or nothing.

        A known dot with other content is a fork and a value that does not fit its digest is damage: both
        are reported and not applied.
        """
        with sorted_errors(), database(self.connection).atomic():
            return self._receive(list(changes))

    def _receive(self, changes: list[Change]) -> Received:
        report = Received()
        arrival = self.chain.next_arrival()
        rows: set[tuple[str, str]] = set()
        rids: set[str] = set()
        highest = int(self.chain.recall("lam", "0"))
        for change in changes:
            if not is_genuine(change):
                report.damaged.append(change.dot)
                continue
            known = journal.at(self.connection, change.dot)
            if known is not None:
                same = replace(known, value=None, salt=None) == replace(change, value=None, salt=None)
                report.known += same
                if not same:
                    report.forked.append(change.dot)
                continue
            inc = self.chain.incarnation(change.rid)
            number = self.chain.entry_number(change.entry, change, arrival, inc)
            self.chain.keep(change, arrival, inc, number)
            arrival += 1
            report.applied += 1
            highest = max(highest, change.lam)
            rids.add(change.rid)
            if change.row:
                rows.add((change.record, change.row))
        if report.applied:
            self.chain.remember("lam", str(highest))
            self.chain.mark_day(arrival - 1)
            for rid in rids:
                self.chain.extend(rid)
            erasing.drop(self.connection, rows)
            self.materialise(rows)
            self.refresh(self.connection, self._children(rows, ()))
        return report

    def erase(self, person: str, record: str, row: str, key: str, reason: str) -> Written:
        """Erases every value that one field ever had on this row, with its salts; it cannot be undone."""
        with sorted_errors(), database(self.connection).atomic():
            header = {"operation": "erase", "reason": reason, "source": "", "undoes": ""}
            made = erasing.ops(self.connection, record, row, key)
            written = self._write(header, person, made, Silent())
            erasing.forget_drafts(self.connection, row)
            erasing.drop(self.connection, {(record, row)})
            self.materialise({(record, row)})
            self.refresh(self.connection, self._children({(record, row)}, ()))
            return written

    # -- rows from changes ---------------------------------------------------------------------------

    def state(self, record: str, row: str) -> RowState:
        """The present state of a row, from its changes."""
        return fold(record, row, journal.of_row(self.connection, record, row), cautious)

    def materialise(self, rows: Iterable[tuple[str, str]]) -> None:
        """Makes rows, heads, conflicts and withdrawn marks of the given (record, row) again."""
        for record, row in rows:
            self._put(self.state(record, row))

    def rebuild(self, progress: Progress | None = None) -> None:
        """Empties everything that is derived and makes it again from the journal, in one transaction."""
        watch = progress or Silent()
        with sorted_errors(), database(self.connection).atomic():
            for table in (*catalogue.RECORDS, "heads", "conflict", "withdrawn"):
                self.connection.execute(f"DELETE FROM {table}")
            sql = "SELECT DISTINCT record, row FROM change WHERE row <> ''"
            rows = [(str(a), str(b)) for a, b in self.connection.execute(sql)]
            for start in range(0, len(rows), BATCH):
                watch.step(start, len(rows), "正在重建")
                self._rebuild_part(rows[start : start + BATCH])

    def _rebuild_part(self, rows: list[tuple[str, str]]) -> None:
        by_row: dict[tuple[str, str], list[Change]] = {at: [] for at in rows}
        for change in journal.of_rows(self.connection, {row for _, row in rows}):
            by_row.setdefault((change.record, change.row), []).append(change)
        for (record, row), changes in by_row.items():
            self._put(fold(record, row, changes, cautious))

    def _put(self, state: RowState) -> None:
        at = (state.record, state.row)
        if state.record in catalogue.RECORDS:
            if state.born and state.alive:
                self.connection.execute(
                    self._insert[state.record], _columns(state.record, state.row, state.values)
                )
            else:
                self.connection.execute(f"DELETE FROM {state.record} WHERE id = ?", (state.row,))
        for table in ("heads", "conflict", "withdrawn"):
            self.connection.execute(f"DELETE FROM {table} WHERE record = ? AND row = ?", at)
        if state.heads:
            heads = [(*at, key, *dot) for key, dots in state.heads.items() for dot in dots]
            self.connection.executemany("INSERT INTO heads VALUES (?, ?, ?, ?, ?)", heads)
        if state.conflicts:
            self.connection.executemany(
                "INSERT INTO conflict VALUES (?, ?, ?)", [(*at, k) for k in state.conflicts]
            )
        if state.born and not state.alive:
            self.connection.execute("INSERT INTO withdrawn VALUES (?, ?)", at)

    def _materialise_new(self, ops: list[New]) -> None:
        """A new record's row is its own values: no need to fold. The shortest way for large imports."""
        by_record: dict[str, list[tuple[object, ...]]] = {}
        for op in ops:
            by_record.setdefault(op.record, []).append(_columns(op.record, op.row, op.values))
        for record, rows in by_record.items():
            self.connection.executemany(self._insert[record], rows)

    def _children(self, rows: Iterable[tuple[str, str]], ops: Sequence[Op]) -> set[str]:
        """The children whose search entry may have changed: themselves, or through a record about them."""
        found = {row for record, row in rows if record == "child"}
        found |= {
            str(op.values["child"])
            for op in ops
            if isinstance(op, New) and op.record in SEARCHED and op.values.get("child")
        }
        known = {op.row for op in ops if isinstance(op, New)}
        for record, row in rows:
            if record in SEARCHED and row not in known:
                owner = self.state(record, row).values.get("child")
                if owner:
                    found.add(str(owner))
        return found


def _parted(op: New) -> tuple[dict[str, Scalar], dict[str, Scalar]]:
    """(what is not S3, what is S3) of a new record; empty values are left out."""
    sealed_keys = catalogue.RECORDS[op.record].sealed()
    shown: dict[str, Scalar] = {}
    sealed: dict[str, Scalar] = {}
    for key, value in op.values.items():
        if value is not None:
            (sealed if key in sealed_keys else shown)[key] = value
    return shown, sealed


def _insert_sql(record: str) -> str:
    keys = ("id", *catalogue.RECORDS[record].stored(), "items")
    return f"INSERT OR REPLACE INTO {record} ({', '.join(keys)}) VALUES ({', '.join('?' * len(keys))})"


def _columns(record: str, row: str, values: Mapping[str, Scalar]) -> tuple[object, ...]:
    """A row in the order of `_insert_sql`; county items go into one JSON column."""
    items = {key: value for key, value in values.items() if key.startswith(ITEM) and value is not None}
    kept = json.dumps(items, ensure_ascii=False, sort_keys=True) if items else None
    return (row, *(values.get(key) for key in catalogue.RECORDS[record].stored()), kept)
