"""A village and its township with every seal in place, in one folder, and what must hold of them afterwards.

Used by the proofs that break in on an exchange: `prove_sync_kill`, `prove_sync_power`, `prove_sync_errors`,
`prove_sync_yank`. As a program, `python -m tests.prove.sync_pair FOLDER SEED HOW`, it exchanges and says
after each step what is done; HOW is `right`, or names the mistake that it makes on purpose.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from childdesk.domain.errors import ChildDeskError
from childdesk.domain.ids import new_rid
from childdesk.store import checking, connection, exchange, journal, migrations, stick
from childdesk.store.connection import database, driver, new_ledger
from tests.desk.sealed import KEY, SealedSeat
from tests.store.towns import NOW, SetClock, pair

TOWN, ONE = "990101001", "990101001001"
NODES = {TOWN: "a" * 24, ONE: "b" * 24}
ROUNDS = 12
CHILDREN = 6
FALLS = (ChildDeskError, OSError, driver.Error)

Say = Callable[[str], None]
"""Is told of each step that was acknowledged: `wrote UNIT ENTRY`, `packed PATH`, `taken UNIT`."""


class Place:
    """What a sealed seat needs to know: where the stick is, and where copies of its files lie about."""

    def __init__(self, folder: Path, plug: Path | None = None) -> None:
        self.folder = plug or folder / "stick"
        self.drawer = folder / "drawer"


def make(folder: Path) -> None:
    """A village and a township that are paired and have exchanged once."""
    for name in ("stick/CHILDSYN", "drawer"):
        (folder / name).mkdir(parents=True)
    for unit in NODES:
        made = new_ledger(folder / f"{unit}.db", KEY)
        migrations.migrate(made)
        rid = new_rid()
        with database(made).atomic():
            made.executemany("INSERT INTO ledger VALUES (?, ?)", [("rid", rid), ("lam", "0")])
            made.execute("INSERT INTO incarnation (rid, seq, h) VALUES (?, 0, '')", (rid,))
        made.close()
    with seats(folder) as (above, below):
        pair(below, above)
        for number in range(CHILDREN):
            below.child(name=f"孩子{number}")
        for source, target in ((below, above), (above, below)):
            bring(source, target)


@contextlib.contextmanager
def seats(folder: Path, plug: Path | None = None) -> Iterator[tuple[SealedSeat, SealedSeat]]:
    """(township, village), open."""
    place = Place(folder, plug)
    found = [
        SealedSeat(unit, NODES[unit], folder / f"{unit}.db", SetClock(NOW), place) for unit in (TOWN, ONE)
    ]
    try:
        for one in found:
            # As the program opens a ledger: a page may be torn in the file and whole in the log.
            one.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        yield found[0], found[1]
    finally:
        for one in found:
            one.close()


def bring(source: SealedSeat, target: SealedSeat, say: Say = lambda _words: None) -> None:
    """One package to the stick and from it."""
    path = source.packet(target)
    say(f"packed {path}")
    packet = target.opened(path)
    if packet is not None and target.exchange.take(packet.manifest, packet.changes, consent=True).accepted:
        say(f"taken {target.unit}")


def work(
    above: SealedSeat, below: SealedSeat, say: Say, seed: int, rounds: int = ROUNDS, edits: int = 2
) -> None:
    """Edits on both sides and packages both ways, small ones and, with more than one edit, large."""
    chance = random.Random(seed)
    children = [str(row[0]) for row in below.connection.execute("SELECT id FROM child ORDER BY id")]
    for number in range(rounds):
        for one in (below, above):
            for child in chance.sample(children, edits):
                word = "字" * (chance.choice((3, 40, 2000)) if edits > 1 else 3)
                say(f"wrote {one.unit} {one.set(child, note=f'{number}{word}', school=f'第{number}小学')}")
        bring(below, above, say)
        bring(above, below, say)


# ── what must hold ───────────────────────────────────────────────────────────────────────────────────────


def looked(folder: Path, said: list[str], *, sticks: bool = True) -> list[str]:
    """What is wrong after somebody broke in: each ledger whole, nothing acknowledged lost, the last good
    package there, and after meeting again both equal."""
    wrong = _stick(said) if sticks else []
    try:
        with seats(folder) as (above, below):
            both = {TOWN: above, ONE: below}
            for words in said:
                kind, _, rest = words.partition(" ")
                unit, _, entry = rest.partition(" ")
                if kind == "wrote" and not journal.of_entry(both[unit].connection, entry):
                    wrong.append(f"{unit} lost what it had acknowledged")
            wrong += [f"{one.unit}: {text}" for one in (above, below) for text in _unsound(one)]
            for _ in range(3):
                bring(below, above)
                bring(above, below)
            wrong += _apart(above, below)
            wrong += [f"{one.unit} afterwards: {text}" for one in (above, below) for text in _unsound(one)]
    except FALLS as error:
        wrong.append(f"does not go on: {type(error).__name__} {error}")
    return wrong


def _stick(said: list[str]) -> list[str]:
    """The last package of each direction that was said to be written is on the stick, whole."""
    last: dict[str, Path] = {}
    for words in said:
        if words.startswith("packed "):
            path = Path(words.removeprefix("packed "))
            last[path.name[:9]] = path  # the pairing and its direction
    return [f"{name} is not whole" for name, path in last.items() if not stick.is_whole(path)]


def _unsound(one: SealedSeat) -> list[str]:
    at = one.connection
    found = [*checking.journal_problems(at), *checking.row_problems(at), *connection.check_pages(at)]
    return [str(problem) for problem in found[:3]]


def _apart(above: SealedSeat, below: SealedSeat) -> list[str]:
    mine, theirs = ({(c.dot, c.digest, c.value) for c in one.changes()} for one in (above, below))
    if mine != theirs:
        return [f"they do not meet: {len(mine - theirs)} only above, {len(theirs - mine)} only below"]
    states = [(one.link, one.state(other)) for one, other in ((above, below), (below, above))]
    return ["not everything is acknowledged"] if any(one.pos != one.acked for _, one in states) else []


# ── mistakes ─────────────────────────────────────────────────────────────────────────────────────────────


def not_waiting() -> None:
    """The log is not brought to the disk before a commit counts."""
    real = connection._set_mode

    def set_mode(opened: connection.Connection, mode: connection.Mode) -> None:
        real(opened, mode)
        opened.execute("PRAGMA synchronous = NORMAL")

    connection._set_mode = set_mode


def in_place() -> None:
    """A package is written over the one before it, and nobody waits for the stick."""

    def write(folder: Path, link: str, epoch: int, number: int, content: bytes, *_tell: object) -> Path:
        for path in (folder / stick.FOLDER).glob(f"CS-{link}-*"):
            path.unlink()
        check = stick.hashlib.sha256(content).hexdigest()[:8].upper()
        path = folder / stick.FOLDER / str(stick.Name(link, epoch, number, check))
        path.write_bytes(content)
        return path

    stick.write = write


def received_first() -> None:
    """What a package brings counts as received before it is written down."""
    real = exchange.Exchange._apply

    def apply(self, link, fresh, rid):
        if fresh and self.connection.in_transaction:
            exchange.links.put(self.connection, link.no, recv=link.recv + len(fresh))
            chain = exchange.chained(link.recv_ch, map(exchange.mark, fresh))
            exchange.links.put(self.connection, link.no, recv_ch=chain)
            self.connection.execute("COMMIT")
            self.connection.execute("BEGIN")
        return real(self, link, fresh, rid)

    exchange.Exchange._apply = apply


MISTAKES = {"not waiting": not_waiting, "in place": in_place, "received first": received_first}


def main() -> None:
    """Exchanges, and says on the standard output what was acknowledged."""
    folder, seed, how = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    MISTAKES.get(how, lambda: None)()
    with seats(folder) as (above, below):
        for one in (above, below):
            one.connection.execute("PRAGMA wal_autocheckpoint = 150")
        work(above, below, lambda words: os.write(1, f"done {words}\n".encode()), seed)


def copied(folder: Path, target: Path) -> Path:
    """A case of its own."""
    return Path(shutil.copytree(folder, target))


if __name__ == "__main__":
    main()
