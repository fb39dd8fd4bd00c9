"""The one writer: every recorded write is changes first and rows second, in one transaction."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from childdesk.domain import catalogue
from childdesk.domain.calm import calm
from childdesk.domain.change import (
    ALIVE,
    ERASE,
    NEW,
    Change,
    Dot,
    canonical,
    is_genuine,
)
from childdesk.domain.clock import Clock, wall
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.domain.ids import new_id, new_rid
from childdesk.domain.pinyin import Pinyin
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.progress import Progress, Silent
from childdesk.domain.wire import same
from childdesk.store import apart, composing, erasing, journal, scope, stubs
from childdesk.store.apart import Apart, Batch
from childdesk.store.chain import Chain
from childdesk.store.composing import Held, Kept, normal
from childdesk.store.connection import Connection, database, roomy, sorted_errors
from childdesk.store.search import Place

Refresh = Callable[..., None]
"""Brings what is derived beyond the rows (the search index) up to date: connection, child ids, and in a large
write who makes the words, and of new children what they are searched by."""

Purge = Callable[[Connection], None]
"""Makes what is derived beyond the rows forget for good what is no longer in it."""

BATCH = 2_000
_LATER = frozenset(("child",))
"""Whose rows are made in the second process of a large write, where nobody reads them before: they are by far
the longest."""
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

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        refresh: Refresh,
        purge: Purge | None = None,
        pinyin: Callable[[], Pinyin] | None = None,
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.refresh = refresh
        self.purge = purge
        self.pinyin = pinyin
        self.chain = Chain(connection, clock)
        self._dropped = False

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
        every = list(ops)
        told = progress or Silent()
        large = len(every) >= apart.LARGE and not self.connection.in_transaction
        room, whole = roomy(self.connection, wanted=large), database(self.connection).atomic()
        with calm(), apart.begun(len(every)) as second, sorted_errors(), room, whole:
            return self._write(header, person, self._needed(normal(every)), told, second)

    def _needed(self, ops: Iterable[Op]) -> list[Op]:
        """Drops sets of what already stands there, and gives the others their base.

        Of several sets of one field each is kept; one without a base follows the one before it.
        """
        every = list(ops)
        times = Counter((op.record, op.row, op.field) for op in every if isinstance(op, Set))
        if not times:
            return every
        states = self.states({(op.record, op.row) for op in every if isinstance(op, Set)})
        fresh = {(op.record, op.row) for op in every if isinstance(op, New)}
        kept: list[Op] = []
        begun: set[tuple[str, str, str]] = set()
        for op in every:
            if isinstance(op, New):
                kept.append(op)
                continue
            if (op.record, op.row) in fresh:
                raise ValueError("a record is written whole when it is new")
            at = (op.record, op.row, op.field)
            state = states[op.record, op.row]
            heads = state.heads.get(op.field, ()) if op.field in (ALIVE, ERASE) else state.base(op.field)
            base = op.base if op.base is not None or at in begun else heads
            settled = times[at] == 1 and op.field not in state.conflicts and set(base or ()) == set(heads)
            if op.field in (ALIVE, ERASE) or not settled or state.values.get(op.field) != op.value:
                kept.append(replace(op, base=base))
                begun.add(at)
        return kept

    def _write(
        self, header: Mapping[str, str], person: str, ops: list[Op], progress: Progress, second: Apart
    ) -> Written:
        if not ops:
            return Written("", 0)
        news = [op for op in ops if isinstance(op, New)]
        sets = {(op.record, op.row) for op in ops if isinstance(op, Set)}
        fresh = {child for op in news for child in _new_children(op)}
        if self.pinyin is not None:
            second.ask_words(news, self.pinyin())
        tip = self.chain.tip()
        entry = new_id()
        act = self.chain.begin(tip, entry, header, wall(self.clock.now()), person)
        said = [] if sets else second.all_said(self.connection, fresh)
        later = _LATER if said else frozenset[str]()
        composed = second.composed(tip, act, header, ops, later)
        for part in composing.parts(news):
            self._insert_new(composing.held(part, catalogue.RECORDS.keys() - later))
        if said:
            self.refresh(self.connection, fresh, second.place, said)
        elif not sets:
            self.derive((), fresh, second.placing)
        count = self.chain.keep_own(tip, self._with_rows(composed()), len(ops), progress)
        if sets:
            self.derive(sets, fresh, second.placing)
        return Written(entry, count, composing.touched(ops))

    # -- changes from elsewhere ----------------------------------------------------------------------

    def receive(self, changes: Iterable[Change]) -> Received:
        """Takes in another desk's changes in any order, with gaps and repetitions; all or nothing.

        A known dot with other content is a fork and a value that does not fit its digest is damage: both
        are reported and not applied.
        """
        with sorted_errors(), database(self.connection).atomic():
            report = self._receive(list(changes))
        self.sweep()
        return report

    def _receive(self, changes: list[Change]) -> Received:
        report = Received()
        rows: set[tuple[str, str]] = set()
        own = self.chain.recall("rid", "")
        fresh = self._fresh(changes, report, rows)
        last = self.chain.keep_all(fresh)
        report.applied = len(fresh)
        rids = {change.rid for change in fresh}
        rows.update((change.record, change.row) for change in fresh if change.row)
        if own in rids or own in {rid for rid, _ in report.forked}:
            # Somebody knows a change of ours that we do not: this ledger is an old copy of itself.
            self.chain.begin_anew(new_rid())
        if any(record not in catalogue.RECORDS for record, _ in rows):
            self.chain.remember(scope.STRANGE, "1")
        if fresh:
            highest = max(change.lam for change in fresh)
            self.chain.remember("lam", str(max(highest, int(self.chain.recall("lam", "0")))))
            self.chain.mark_day(last)
            for rid in rids:
                self.chain.extend(rid)
        if rows:
            self.derive(rows)
        return report

    def _fresh(self, changes: list[Change], report: Received, rows: set[tuple[str, str]]) -> list[Change]:
        """Those of some changes that are sound and not here yet; `rows` gets those with a value back."""
        held = journal.several(self.connection, [change.dot for change in changes])
        fresh: dict[Dot, Change] = {}
        for change in changes:
            if not _is_sound(change):
                report.damaged.append(change.dot)
            elif change.dot in held:
                rows.update(self._again(held[change.dot], change, report))
            elif change.dot not in fresh or _is_known(fresh[change.dot], change, report):
                # Of two that are one the one with its value is kept.
                fresh[change.dot] = change if change.value is not None else fresh.get(change.dot, change)
        return list(fresh.values())

    def _again(self, known: Change, change: Change, report: Received) -> list[tuple[str, str]]:
        """A change that is here already. Returns its row where the value had not come with it before."""
        if not _is_known(known, change, report):
            return []
        if known.value is not None or change.value is None or not change.row:
            return []
        if change.dot in self.state(change.record, change.row).erased:
            return []
        self.chain.fill(change)
        return [(change.record, change.row)]

    def erase(self, person: str, record: str, row: str, key: str, reason: str) -> Written:
        """Erases every value that one field ever had on this row, with its salts; it cannot be undone."""
        with sorted_errors(), database(self.connection).atomic():
            header = {"operation": "erase", "reason": reason, "source": "", "undoes": ""}
            made = erasing.ops(self.connection, record, row, key)
            written = self._write(header, person, made, Silent(), apart.HERE)
        self.sweep()
        return written

    def sweep(self) -> None:
        """After an erasure the log is folded into the ledger: no earlier page stays in it."""
        if self._dropped and not self.connection.in_transaction:
            self._dropped = False
            erasing.empty_log(self.connection)

    # -- rows from changes ---------------------------------------------------------------------------

    def state(self, record: str, row: str) -> RowState:
        """The present state of a row, from its changes."""
        return fold(record, row, journal.of_row(self.connection, record, row), cautious)

    def states(self, rows: Iterable[tuple[str, str]]) -> dict[tuple[str, str], RowState]:
        """The present states of several rows, from their changes."""
        return {at: fold(*at, changes, cautious) for at, changes in journal.by_row(self.connection, rows)}

    def derive(
        self, rows: Iterable[tuple[str, str]], children: Iterable[str] = (), place: Place | None = None
    ) -> None:
        """Makes rows, heads, conflicts and withdrawn marks again, and what is searched for of whom they
        are or were about (`children` besides); what an erasure named is gone afterwards."""
        found = set(children)
        dropped = False
        left = stubs.rows(self.connection)
        for at, changes in journal.by_row(self.connection, rows):
            found.update(_children(at, changes))
            state = fold(*at, changes, cautious)
            self._put(RowState(*at) if at[1] in left else state)
            dropped |= bool(state.erased) and erasing.drop(self.connection, state)
        self.refresh(self.connection, found, *([place] if place else []))
        self._dropped |= dropped
        if dropped and self.purge is not None:
            self.purge(self.connection)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Empties everything that is derived and makes it again from the journal, in one transaction."""
        watch = progress or Silent()
        with sorted_errors(), database(self.connection).atomic():
            for table in (*catalogue.RECORDS, "heads", "conflict", "withdrawn"):
                self.connection.execute(f"DELETE FROM {table}")
            sql = "SELECT DISTINCT record, row FROM change WHERE row <> ''"
            left = stubs.rows(self.connection)
            rows = [(str(a), str(b)) for a, b in self.connection.execute(sql) if str(b) not in left]
            for number, (at, changes) in enumerate(journal.by_row(self.connection, rows)):
                if number % BATCH == 0:
                    watch.step(number, len(rows), "正在重建")
                self._put(fold(*at, changes, cautious))

    def _put(self, state: RowState) -> None:
        at = (state.record, state.row)
        if state.record in catalogue.RECORDS:
            if state.born and state.alive:
                keys, values = composing.row_of(state.record, state.row, state.values)
                self.connection.execute(_insert_sql(state.record, keys), values)
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

    def _with_rows(self, made: Iterable[Batch]) -> Iterator[list[Kept]]:
        """Batches of the journal, the rows of new records that came with them put in their place."""
        for rows, held in made:
            self._insert_new(held)
            yield rows

    def _insert_new(self, held: Iterable[Held]) -> None:
        """A new record's row is its own values: no need to fold. The shortest way for large imports."""
        for record, keys, rows in held:
            self.connection.executemany(_insert_sql(record, keys), rows)


def _is_known(known: Change, change: Change, report: Received) -> bool:
    """Whether two changes under one name are one; a fork otherwise."""
    if same(known, change):
        report.known += 1
        return True
    report.forked.append(change.dot)
    return False


def _is_sound(change: Change) -> bool:
    """Whether a change from elsewhere is what its digest says, and in the canonical form."""
    if not is_genuine(change):
        return False
    try:
        return change.value is None or canonical(change.content()) == change.value
    except (ValueError, TypeError):
        return False


def _children(at: tuple[str, str], changes: Iterable[Change]) -> Iterator[str]:
    """The children whose search entry may depend on a row: itself, or whom it is or was about."""
    if at[0] == "child":
        yield at[1]
    for change in changes if at[0] in SEARCHED else ():
        content = change.content()
        owner = content.get("child") if isinstance(content, Mapping) else content
        if change.kind == NEW or change.field == "child":
            yield str(owner or "")


def _new_children(op: New) -> Iterator[str]:
    """The child whose search entry a new record brings or changes."""
    if op.record == "child":
        yield op.row
    elif op.record in SEARCHED and op.values.get("child"):
        yield str(op.values["child"])


@functools.lru_cache(maxsize=4096)
def _insert_sql(record: str, keys: tuple[str, ...]) -> str:
    columns = ("id", *keys)
    return f"INSERT OR REPLACE INTO {record} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
