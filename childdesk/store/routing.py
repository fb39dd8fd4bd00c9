"""Who is to hear of what: numbers the changes of the journal into the outbox of each pairing.

The outbox is made from the journal behind the mark `scanned`, when somebody is about to send or wants to know
how much waits. A record that comes into a peer's scope is offered with its whole history.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field

from childdesk.domain import link as rules
from childdesk.domain.calm import calm
from childdesk.domain.change import ENTRY, SEAL
from childdesk.domain.link import Link
from childdesk.domain.progress import Progress, Silent
from childdesk.domain.wire import chained, mark
from childdesk.store import journal, links, scope, stubs
from childdesk.store.chain import Chain
from childdesk.store.connection import Connection
from childdesk.store.scope import At, Places

PART = 500
OFFERING = "正在备好要带走的"
SCANNED = "scanned"
COUNTED = f"c.kind <> '{ENTRY}' AND c.field <> '{SEAL}'"
"""Changes that people are told a number of: no headers, and not what a new record holds sealed."""


@dataclass(slots=True)
class Batch:
    """What of the journal is looked at: arrival numbers by row, and of entry headers; rows whose unit was
    written, which may have come into somebody's scope."""

    rows: dict[At, list[int]] = field(default_factory=dict)
    headers: list[tuple[int, int]] = field(default_factory=list)
    entering: set[At] = field(default_factory=set)


class Router:
    """Fills the outboxes of one ledger. Everything runs inside the caller's transaction."""

    def __init__(self, connection: Connection, chain: Chain, unit: str) -> None:
        self.connection = connection
        self.chain = chain
        self.unit = unit

    @calm()
    def extend(self) -> None:
        """Looks at everything that has arrived since the last time."""
        last = self.chain.next_arrival() - 1
        after = int(self.chain.recall(SCANNED, "0"))
        if last > after:
            batch = self._batch(after)
            places = Places(self.connection)
            hearing = [link for link in links.everyone(self.connection) if not link.asking]
            if hearing:  # with nobody to hear, nothing is looked up; who asks is offered everything later
                places.learn(batch.rows)
            for link in hearing:
                self._route(link, batch, places)
            self.chain.remember(SCANNED, str(last))
            # One after the other: to let go of everything at the end would hold up the window once more.
            places.forget()
            batch.rows.clear()

    @calm()
    def offer(self, link: Link, progress: Progress | None = None) -> None:
        """Puts everything in a peer's scope into its outbox: at pairing, and when a pairing begins anew."""
        self.extend()
        places = Places(self.connection)
        sql = "SELECT DISTINCT record, row FROM change WHERE row <> ''"
        above = rules.covers(link.peer.unit, self.unit)
        # Desks below hear of what was erased and where a child went, which is what a stub keeps.
        emptied = stubs.dropped(self.connection) if above else {}
        rows = [(str(a), str(b)) for a, b in self.connection.execute(sql) if str(b) not in emptied]
        if not above:  # the desk above hears all, whatever its unit
            places.learn(rows)
        self._push(link, {at for at in rows if self._concerns(link, at, places)}, progress=progress)
        self._number(link, stubs.late(self.connection, emptied), [])

    def _batch(self, after: int) -> Batch:
        batch = Batch()
        sql = "SELECT arr, kind, record, row, entry, field FROM change WHERE arr > ? ORDER BY arr"
        for arr, kind, record, row, entry, key in self.connection.execute(sql, (after,)):
            if kind == ENTRY:
                batch.headers.append((int(arr), int(entry)))
            elif scope.travels(str(record)):
                batch.rows.setdefault((str(record), str(row)), []).append(int(arr))
                if key == "unit":
                    batch.entering.add((str(record), str(row)))
        return batch

    def _concerns(self, link: Link, at: At, places: Places) -> bool:
        if not scope.travels(at[0]):
            return False
        if rules.covers(link.peer.unit, self.unit):
            return True  # the desk above hears all that we hold, also of children who have left its scope
        return rules.concerns(link.peer.unit, places.units(at), down=scope.comes_down(at[0]))

    def _route(self, link: Link, batch: Batch, places: Places) -> None:
        wanted = {at for at in batch.rows if self._concerns(link, at, places)}
        known = self._offered(link, batch.rows)
        back = self._note_return(link, wanted)
        # Element by element: an operator on 150,000 rows lets no other thread go on, the window's neither.
        fresh = {at for at in wanted if at not in known or at in back or at in batch.entering}
        children = {child for at in fresh for child in places.children(at) if at[0] == "child"}
        whole = scope.about(self.connection, children) if children else set()
        self._push(link, {at for some in (fresh, whole) for at in some}, again=back and whole)
        gone = self._gone(link)
        still = {at for at in known if at not in fresh and not places.children(at) & gone}
        arrivals = [arr for at in still for arr in batch.rows[at]]
        headers = self._late_headers(link, batch.headers)
        self._number(link, arrivals, headers)
        self._let_go(link, known - wanted, places)

    def _offered(self, link: Link, rows: Iterable[At]) -> set[At]:
        """Those of some rows of which something went over this pairing, one way or the other."""
        found: set[At] = set()
        wanted = list(rows)
        for start in range(0, len(wanted), PART):
            part = [row for _, row in wanted[start : start + PART]]
            marks = ",".join("?" * len(part))
            sql = (
                f"SELECT DISTINCT c.record, c.row FROM change c WHERE c.row IN ({marks}) AND (EXISTS"
                " (SELECT 1 FROM sent s WHERE s.link = ? AND s.arr = c.arr) OR c.arr <="
                " (SELECT g.last FROM got g WHERE g.link = ? AND g.first <= c.arr"
                " ORDER BY g.first DESC LIMIT 1))"
            )
            found |= {(str(a), str(b)) for a, b in self.connection.execute(sql, (*part, link.no, link.no))}
        return {at for at in wanted if at in found}

    def tell_left(self, link: Link, rows: Iterable[At]) -> None:
        """A peer still sends of children who have left its scope: it has not heard, so it is told."""
        places = Places(self.connection)
        children = {at for at in rows if at[0] == "child"}
        places.learn(children)
        self._let_go(link, {at for at in children if not self._concerns(link, at, places)}, places)

    def tell_back(self, link: Link, rows: Iterable[At]) -> None:
        """The desk above told an emptied stub anew: it went back to a backup from before the child left, and
        hears where she went and what was erased. Nobody else may know it, if her new village has no desk."""
        self._push(link, set(rows))

    def _let_go(self, link: Link, left: set[At], places: Places) -> None:
        """Children who have left a peer's scope: it hears where they went, and they are followed until it
        has acknowledged that."""
        sql = "SELECT child FROM parted WHERE link = ?"
        parted = {("child", str(row[0])) for row in self.connection.execute(sql, (link.no,))}
        leaving = {at for at in left - parted if at[0] == "child" and places.units(at)}
        if leaving:
            self._push(link, leaving)
            upto = links.get(self.connection, link.no).pos
            marks = [(link.no, row, upto) for _, row in leaving]
            self.connection.executemany("INSERT INTO parted VALUES (?, ?, ?)", marks)

    def _note_return(self, link: Link, wanted: set[At]) -> set[At]:
        """Children who had left a peer's scope and have come back: their history is offered again."""
        sql = "SELECT child FROM parted WHERE link = ?"
        parted = {("child", str(row[0])) for row in self.connection.execute(sql, (link.no,))}
        back = parted & wanted
        for _, row in back:
            self.connection.execute("DELETE FROM parted WHERE link = ? AND child = ?", (link.no, row))
        return back

    def _gone(self, link: Link) -> frozenset[str]:
        """Children whose leaving the peer has acknowledged: nothing more of them goes there."""
        sql = "SELECT child FROM parted WHERE link = ? AND pos <= ?"
        return frozenset(str(row[0]) for row in self.connection.execute(sql, (link.no, link.acked)))

    def _push(
        self,
        link: Link,
        rows: set[At],
        *,
        again: set[At] | frozenset[At] = frozenset(),
        progress: Progress | None = None,
    ) -> None:
        """Offers whole rows; those in `again` even when they were offered before."""
        arrivals: list[int] = []
        repeated: list[int] = []
        ordered = journal.in_order(rows)
        for start in range(0, len(ordered), PART):
            (progress or Silent()).step(start, len(ordered), OFFERING)
            part = {row for _, row in ordered[start : start + PART]}
            sql = f"SELECT record, row, arr FROM change WHERE row IN ({','.join('?' * len(part))})"
            for record, row, arr in self.connection.execute(sql, tuple(part)):
                if (record, row) in rows:
                    (repeated if (record, row) in again else arrivals).append(int(arr))
        self._number(link, arrivals, [], repeated)

    def _late_headers(self, link: Link, headers: list[tuple[int, int]]) -> list[int]:
        """Headers that arrived behind changes of their entry that have gone to this peer already."""
        sql = (
            "SELECT 1 FROM change c JOIN sent s ON s.link = ? AND s.arr = c.arr WHERE c.entry = ?"
            " AND c.arr < ? LIMIT 1"
        )
        return [a for a, e in headers if self.connection.execute(sql, (link.no, e, a)).fetchone()]

    def _number(
        self, link: Link, arrivals: Iterable[int], headers: list[int], repeated: Iterable[int] = ()
    ) -> None:
        """Gives changes the next positions, entry headers first; none twice, none back to its source."""
        chosen = set(self._allowed(link, arrivals))
        again = set(self._allowed(link, repeated))
        wanted = chosen | set(self._headers(chosen | again)) | set(headers)
        fresh = sorted((wanted - self._gone_over(link, wanted)) | again)
        pos = links.get(self.connection, link.no).pos
        rows = [(link.no, pos + number, arr) for number, arr in enumerate(fresh, 1)]
        if not rows:
            return
        self.connection.executemany("INSERT INTO sent VALUES (?, ?, ?)", rows)
        chain = links.get(self.connection, link.no).pos_ch
        marks = (mark(change) for _, change in journal.numbered(self.connection, fresh))
        links.put(self.connection, link.no, pos=pos + len(rows), pos_ch=chained(chain, marks))

    def come_back(self, rows: Iterable[At]) -> None:
        """Offers the desks below what was a stub here and is whole again: they may have let go of it too, or
        have heard of the return before there was anything to tell."""
        back = set(rows)
        places = Places(self.connection)
        places.learn(back)
        for link in links.everyone(self.connection) if back else ():
            below = rules.covers(self.unit, link.peer.unit) and link.peer.unit != self.unit
            theirs = {at for at in back if below and not link.asking and self._concerns(link, at, places)}
            self._push(link, theirs, again=theirs)

    def _allowed(self, link: Link, arrivals: Iterable[int]) -> list[int]:
        """Without S3 where the pairing does not carry it, and without what a stub has let go of: who took an
        empty value for the history would not be sent it again."""
        wanted = list(arrivals)
        empty = stubs.let_go(self.connection, wanted)
        wanted = [arr for arr in wanted if arr not in empty]
        if link.s3:
            return wanted
        return [
            arr for arr, change in journal.numbered(self.connection, wanted) if not scope.is_sealed(change)
        ]

    def _headers(self, arrivals: set[int]) -> list[int]:
        """The headers of the entries that some changes belong to."""
        found: set[int] = set()
        for part in journal.parts(sorted(arrivals)):
            sql = (
                "SELECT h.arr FROM change c JOIN entry e ON e.no = c.entry JOIN change h ON h.inc = e.inc"
                f" AND h.seq = e.seq WHERE c.arr IN ({','.join('?' * len(part))})"
            )
            found |= {int(row[0]) for row in self.connection.execute(sql, part)}
        return sorted(found)

    def _gone_over(self, link: Link, arrivals: set[int]) -> set[int]:
        """Those that the peer has been sent, or that came from it."""
        found: set[int] = set()
        for part in journal.parts(sorted(arrivals)):
            marks = ",".join("?" * len(part))
            sql = f"SELECT arr FROM sent WHERE link = ? AND arr IN ({marks})"
            found |= {int(row[0]) for row in self.connection.execute(sql, (link.no, *part))}
        spans = links.spans(self.connection, link.no)
        firsts = [first for first, _ in spans]
        for arr in arrivals:
            at = bisect.bisect_right(firsts, arr) - 1
            if at >= 0 and arr <= spans[at][1]:
                found.add(arr)
        return found


def waiting(connection: Connection) -> dict[str, int]:
    """What living peers have not acknowledged: new records by kind, under "" every other change; headers
    count for nothing."""
    sql = (
        "SELECT CASE WHEN kind = 'new' THEN record ELSE '' END, count(*) FROM (SELECT DISTINCT c.arr, c.kind,"
        " c.record, c.field FROM link l JOIN sent s ON s.link = l.no AND s.pos > l.acked JOIN change c"
        f" ON c.arr = s.arr WHERE l.living = 1 AND {COUNTED}) GROUP BY 1"
    )
    return {str(record): int(count) for record, count in connection.execute(sql)}
