"""The years of `tests.store.sticks` with nothing left out: ledger files, age, minisign, the stick itself."""

from __future__ import annotations

import contextlib
import random
import secrets
import shutil
from pathlib import Path
from unittest.mock import patch

from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id, new_rid
from childdesk.domain.link import Peer
from childdesk.files import minisign, package
from childdesk.store import keys, links, migrations, stick
from childdesk.store.connection import database, new_ledger, open_ledger
from childdesk.store.exchange import Packet
from tests.store.sticks import World
from tests.store.towns import LEVELS, Seat

KEY = bytes(range(32))


@contextlib.contextmanager
def steady():
    """What is made inside takes nothing from the numbers that the story is told with."""
    with patch.object(secrets, "token_hex", lambda size=32: random.Random(size).randbytes(size).hex()):
        yield


class SealedSeat(Seat):
    """A desk whose ledger is a sealed file."""

    def __init__(self, unit: str, node: str, file: Path, clock, world: SealedWorld) -> None:
        super().__init__(unit, node, open_ledger(file, KEY, "write"), clock)
        self.file, self.world = file, world
        self.keys = keys.of_ledger(self.connection)

    @property
    def peer(self) -> Peer:
        verify = minisign.public_key(self.keys.seed)
        return Peer(self.node, LEVELS[len(self.unit)], self.unit, self.unit, self.keys.recipient, verify)

    def packet(self, other: Seat) -> str:
        """Writes to the one stick that goes round; returns the path."""
        made = self.exchange.compose(self.link(other))
        sealed = package.seal(
            made.manifest, made.changes, {}, seed=self.keys.seed, recipients=(other.keys.recipient,)
        )
        about = made.manifest
        name = stick.link_name(self.node, other.node)
        path = stick.write(self.world.folder, name, about.span.epoch, about.number, sealed)
        # Three generations stay on a stick; older ones lie about elsewhere.
        shutil.copy(path, self.world.drawer)
        return str(path)

    def opened(self, text: str) -> Packet | None:
        path = Path(text) if Path(text).exists() else self.world.drawer / Path(text).name
        known = links.everyone(self.connection, living=False)
        signers = {one.peer.node: one.peer.verify for one in known}
        try:
            found = package.unseal(stick.load(path, package.LARGEST), self.keys.identity, signers)
        except Refused:
            return None
        return Packet(found.manifest, found.changes)

    def copy(self) -> SealedSeat:
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        file = self.world.fresh()
        shutil.copy(self.file, file)
        return SealedSeat(self.unit, self.node, file, self.clock, self.world)


class SealedWorld(World):
    """`folder` is the stick; the ledgers lie beside it."""

    def __init__(self, folder: Path, *about: int) -> None:
        self.folder = folder / "stick"
        self.folder.mkdir()
        self.drawer = folder / "drawer"
        self.drawer.mkdir()
        self.blank = folder / "blank.db"
        made = new_ledger(self.blank, KEY)
        with steady():
            migrations.migrate(made)
        made.close()
        self.files = 0
        super().__init__(*about)

    def fresh(self) -> Path:
        self.files += 1
        return self.folder.parent / f"{self.files}.db"

    def seat(self, unit: str) -> SealedSeat:
        file = self.fresh()
        shutil.copy(self.blank, file)
        made = open_ledger(file, KEY, "write")
        rid = new_rid()
        with database(made).atomic():
            made.executemany("INSERT INTO ledger VALUES (?, ?)", [("rid", rid), ("lam", "0")])
            made.execute("INSERT INTO incarnation (rid, seq, h) VALUES (?, 0, '')", (rid,))
        made.close()
        clock = self.clocks.get(unit) or self.clock(unit)
        return SealedSeat(unit, new_id()[:24], file, clock, self)

    def torn(self, target: str, text: str) -> None:
        """One bit of the sealed file has tipped: nobody can open it."""
        sealed = bytearray(Path(text).read_bytes())
        chance = random.Random(len(sealed))
        sealed[chance.randrange(len(sealed))] ^= 1 << chance.randrange(8)
        desk = self.desks[target]
        signers = {one.peer.node: one.peer.verify for one in links.everyone(desk.connection, living=False)}
        try:
            package.unseal(bytes(sealed), desk.keys.identity, signers)
        except Refused:
            return
        self.figures["torn but opened"] += 1
