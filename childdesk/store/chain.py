"""Keeps changes in the journal: where this desk's own chain stands, arrival numbers, days, entry headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from childdesk.domain.change import ENTRY, Change, canonical_base, link
from childdesk.domain.clock import Clock
from childdesk.domain.progress import Progress
from childdesk.store import journal
from childdesk.store.composing import Act, Kept, Tip
from childdesk.store.connection import Connection

_INSERT = "INSERT INTO change VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_INSERT_OWN = "INSERT INTO change VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,unhex(?),unhex(?),?,unhex(?))"


class Chain:
    """The journal as it is written. Everything runs inside the writer's transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock

    def tip(self) -> Tip:
        """The end of this desk's own chain, with the next Lamport number."""
        sql = "SELECT no, rid, seq, h FROM incarnation WHERE rid = ?"
        inc, rid, seq, h = self.connection.execute(sql, (self.recall("rid", ""),)).fetchone()
        return Tip(int(inc), str(rid), int(seq), str(h), int(self.recall("lam", "0")) + 1)

    def begin(self, tip: Tip, entry: str, header: Mapping[str, str], moment: str, person: str) -> Act:
        """An entry of this desk, with what its header says; its changes follow."""
        first = self.next_arrival()
        number = self._numbered(entry, first)
        self._head(entry, header, (tip.inc, tip.seq + 1, person, moment))
        return Act(entry, number, moment, person, first)

    def keep_own(self, tip: Tip, made: Iterable[list[Kept]], expected: int, progress: Progress) -> int:
        """Appends the rows of an entry's changes, which the tip has passed; returns how many.

        About `expected` of them follow the header, for the progress bar.
        """
        count = 0
        for rows in made:
            progress.step(min(count, expected), expected, "正在写入")
            self.connection.executemany(_INSERT_OWN, rows)
            count += len(rows)
        self.set_tip(tip.inc, tip.seq, tip.h)
        self.remember("lam", str(tip.lam))
        self.mark_day(self.next_arrival() - 1)
        return count

    def keep_all(self, changes: Sequence[Change]) -> int:
        """Keeps changes from elsewhere in their order, not yet linked: gaps may stand before them.

        Returns the last arrival number.
        """
        arrival = self.next_arrival()
        incs: dict[str, int] = {}
        entries: dict[str, int] = {}
        rows = []
        for change in changes:
            if change.rid not in incs:
                incs[change.rid] = self.incarnation(change.rid)
            inc = incs[change.rid]
            if change.kind == ENTRY or change.entry not in entries:
                entries[change.entry] = self.entry_number(change.entry, change, arrival, inc)
            rows.append(_row(change, arrival, inc, entries[change.entry], None))
            arrival += 1
        self.connection.executemany(_INSERT, rows)
        return arrival - 1

    def fill(self, change: Change) -> None:
        """Gives a change that came without its value the value that fits its digest."""
        sql = "UPDATE change SET value = ?, salt = ? WHERE seq = ? AND inc = ?"
        self.connection.execute(sql, (change.value, change.salt, change.seq, self.incarnation(change.rid)))

    def extend(self, rid: str) -> None:
        """Links the changes of another incarnation as far as they are known without a gap."""
        found = self.connection.execute("SELECT no, seq, h FROM incarnation WHERE rid = ?", (rid,)).fetchone()
        inc, seq, h = int(found[0]), int(found[1]), str(found[2])
        sql = f"SELECT {journal.COLUMNS} {journal.FROM} WHERE i.rid = ? AND c.seq > ? ORDER BY c.seq"
        linked: list[tuple[object, int, int]] = []
        for change in map(journal.change_of, self.connection.execute(sql, (rid, seq))):
            if change.seq != seq + 1:
                break  # what never travels leaves gaps for good: nothing behind one is read
            seq, h = change.seq, link(h, change)
            linked.append((journal.packed(h), inc, seq))
        if linked:
            self.connection.executemany("UPDATE change SET h = ? WHERE inc = ? AND seq = ?", linked)
            self.set_tip(inc, seq, h)

    def begin_anew(self, rid: str) -> None:
        """Gives this desk another incarnation; what it wrote under the former one stays its own."""
        former = self.recall("rid", "")
        self.remember(f"own.{former}", former)
        self.remember("rid", rid)
        self.incarnation(rid)

    def incarnation(self, rid: str) -> int:
        """The number under which an incarnation is kept here."""
        found = self.connection.execute("SELECT no FROM incarnation WHERE rid = ?", (rid,)).fetchone()
        if found is not None:
            return int(found[0])
        sql = "INSERT INTO incarnation (rid, seq, h) VALUES (?, 0, '') RETURNING no"
        return int(self.connection.execute(sql, (rid,)).fetchone()[0])

    def entry_number(self, entry: str, change: Change, arrival: int, inc: int) -> int:
        """The number of an entry; its header is filled in when its first change is at hand."""
        number = self._numbered(entry, arrival)
        if change.kind == ENTRY:
            content = change.content()
            head = content if isinstance(content, Mapping) else {}
            self._head(entry, head, (inc, change.seq, change.person, change.wall))
        return number

    def _numbered(self, entry: str, arrival: int) -> int:
        self.connection.execute("INSERT OR IGNORE INTO entry (id, first) VALUES (?, ?)", (entry, arrival))
        return int(self.connection.execute("SELECT no FROM entry WHERE id = ?", (entry,)).fetchone()[0])

    def _head(self, entry: str, head: Mapping[str, object], where: tuple[int, int, str, str]) -> None:
        """Fills in what an entry's header says: `where` is its incarnation, number, person and time."""
        parts = [str(head.get(key, "")) for key in ("operation", "reason", "source", "undoes")]
        self.connection.execute(
            "UPDATE entry SET inc = ?, seq = ?, person = ?, wall = ?, operation = ?, reason = ?,"
            " source = ?, undoes = ? WHERE id = ?",
            (*where, *parts, entry),
        )

    def next_arrival(self) -> int:
        """The arrival number of the next change, own or received; dense on this desk."""
        return int(self.connection.execute("SELECT coalesce(max(arr), 0) + 1 FROM change").fetchone()[0])

    def mark_day(self, last: int) -> None:
        """Day → last arrival number; it never goes back, even when the clock does."""
        found = self.connection.execute("SELECT max(day) FROM day").fetchone()
        day = max(self.clock.today().isoformat(), str(found[0] or ""))
        self.connection.execute("INSERT OR REPLACE INTO day VALUES (?, ?)", (day, last))

    def recall(self, key: str, default: str) -> str:
        """A mark of the ledger."""
        found = self.connection.execute("SELECT value FROM ledger WHERE key = ?", (key,)).fetchone()
        return default if found is None else str(found[0])

    def remember(self, key: str, value: str) -> None:
        """Sets a mark of the ledger."""
        self.connection.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?)", (key, value))

    def cut(self, rid: str, seq: int) -> None:
        """Sets the end of an incarnation's chain back to `seq`: what stood behind it has gone elsewhere."""
        inc = self.incarnation(rid)
        found = self.connection.execute(
            "SELECT h FROM change WHERE inc = ? AND seq = ?", (inc, seq)
        ).fetchone()
        self.set_tip(inc, seq if found else 0, (journal.unpacked(found[0]) or "") if found else "")

    def set_tip(self, inc: int, seq: int, h: str) -> None:
        """Sets the end of an incarnation's chain."""
        self.connection.execute("UPDATE incarnation SET seq = ?, h = ? WHERE no = ?", (seq, h, inc))


def _row(change: Change, arrival: int, inc: int, entry: int, h: str | None) -> tuple[object, ...]:
    return (
        arrival,
        inc,
        change.seq,
        entry,
        change.lam,
        change.wall,
        change.person,
        change.sv,
        change.kind,
        change.record,
        change.row,
        change.field,
        canonical_base(change.base) if change.base else "[]",
        journal.packed(change.digest),
        journal.packed(h),
        change.value,
        change.salt,
    )
