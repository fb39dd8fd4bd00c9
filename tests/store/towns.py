"""A county, its townships and villages on one machine: real ledgers in memory, the real writer and exchange.

A `Seat` is one desk; `carry` brings what one desk composes to another. Packets go through their real text;
only the seal and the stick are left out (`tests.desk.sealed` has those).
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

from childdesk.domain import manifest as first_page
from childdesk.domain import wire
from childdesk.domain.clock import SetClock
from childdesk.domain.ids import new_id, new_rid
from childdesk.domain.link import Peer
from childdesk.domain.plan import New, Op, Set
from childdesk.store import exchange, journal, links, migrations, reader
from childdesk.store.connection import database, driver, memory_ledger
from childdesk.store.exchange import Exchange, Packet, Self
from childdesk.store.writer import Writer

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TOWN, ONE, TWO = "990101001", "990101001001", "990101001002"
LEVELS = {12: "village", 9: "township", 6: "county"}


class Seat:
    """One desk with its ledger in memory."""

    def __init__(self, unit: str, node: str, connection: driver.Connection, clock: SetClock) -> None:
        self.unit, self.node, self.connection, self.clock = unit, node, connection, clock
        self.person = f"{unit:0<32}"
        self.writer = Writer(connection, clock, lambda *_: None)
        self.exchange = Exchange(connection, self.writer, clock, Self(node, unit, False))

    @property
    def peer(self) -> Peer:
        return Peer(self.node, LEVELS[len(self.unit)], self.unit, self.unit, "", "")

    def write(self, *ops: Op, operation: str = "edit") -> str:
        return self.writer.write(operation, self.person, ops).entry

    def child(self, **values) -> str:
        row = new_id()
        self.write(New("child", row, {"name": "周小禾", "unit": self.unit, **values}))
        return row

    def set(self, row: str, record: str = "child", base=None, **values) -> str:
        return self.write(*(Set(record, row, key, value, base) for key, value in values.items()))

    def get(self, row: str, record: str = "child"):
        return reader.get(self.connection, record, row)

    def withdraw(self, row: str, record: str = "child", *, alive: bool = False) -> None:
        seen = journal.seen(self.connection, record, row)
        self.write(Set(record, row, "_alive", {"alive": alive, "reason": "试", "seen": seen}))

    def link(self, other: Seat) -> int:
        found = links.of_peer(self.connection, other.node)
        assert found is not None
        return found.no

    def state(self, other: Seat):
        return links.get(self.connection, self.link(other))

    def packet(self, other: Seat) -> str:
        """What goes to another desk, as text."""
        return as_text(self.exchange.compose(self.link(other)))

    def opened(self, text: str) -> Packet | None:
        """What arrived; None where it is not for this desk."""
        return as_packet(text)

    def take(self, text: str, *, consent: bool = True) -> exchange.Taken:
        packet = self.opened(text)
        assert packet is not None
        return self.exchange.take(packet.manifest, packet.changes, consent=consent)

    def changes(self):
        return list(journal.everything(self.connection))

    def conflicts(self):
        return reader.conflicts(self.connection)

    def copy(self) -> Seat:
        """The ledger as it is now, on other memory."""
        assert not self.connection.in_transaction, "what is half written is waited for without end"
        fresh = memory_ledger()
        self.connection.backup(fresh)
        return Seat(self.unit, self.node, fresh, self.clock)

    def renewed(self) -> Seat:
        """As after a restore by the program: a new incarnation."""
        with database(self.connection).atomic():
            self.writer.chain.begin_anew(new_rid())
        return self

    def close(self) -> None:
        self.connection.close()


def as_text(packet: Packet) -> str:
    return "\n".join([first_page.text(packet.manifest).replace("\n", ""), *map(wire.line, packet.changes)])


def as_packet(text: str) -> Packet:
    first, *lines = text.split("\n")
    return Packet(first_page.read(first), [wire.change_of(line) for line in lines])


_blank: driver.Connection | None = None


def seat(unit: str, clock: SetClock | None = None) -> Seat:
    """A fresh desk of a unit: the code's length says of which level."""
    global _blank
    if _blank is None:
        _blank = memory_ledger()
        db = database(_blank)
        with db.atomic():
            migrations.STEPS.apply(db)
    connection = memory_ledger()
    _blank.backup(connection)
    rid = new_rid()
    with database(connection).atomic():
        connection.executemany("INSERT INTO ledger VALUES (?, ?)", [("rid", rid), ("lam", "0")])
        connection.execute("INSERT INTO incarnation (rid, seq, h) VALUES (?, 0, '')", (rid,))
    return Seat(unit, new_id()[:24], connection, clock or SetClock(NOW))


def pair(below: Seat, above: Seat, *, epoch: int = 1, s3: bool = True) -> None:
    """What pairing leaves in both ledgers."""
    for one, other in ((below, above), (above, below)):
        one.exchange.begin(other.peer, epoch=epoch, s3=s3)


def carry(source: Seat, target: Seat) -> exchange.Taken:
    """One stick from one desk to another, nothing in its way."""
    return target.take(source.packet(target))


def settle(*chain: Seat, rounds: int = 3) -> None:
    """Sticks to and fro along neighbours, until everybody has heard everything."""
    for _ in range(rounds):
        for one, other in itertools.pairwise(chain):
            carry(one, other)
        for one, other in itertools.pairwise(chain[::-1]):
            carry(one, other)


@contextlib.contextmanager
def three() -> Iterator[list[Seat]]:
    """A township and two of its villages, paired; whoever stands in the list at the end is closed."""
    made = [seat(TOWN), seat(ONE), seat(TWO)]
    pair(made[1], made[0])
    pair(made[2], made[0])
    try:
        yield made
    finally:
        for one in made:
            one.close()
