"""Opens and makes the ledger as one thing: identity, connection, the one writer, derived tables."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from childdesk.domain.clock import Clock, SystemClock, wall
from childdesk.domain.errors import Unavailable
from childdesk.domain.ids import new_rid
from childdesk.store import links, migrations, search
from childdesk.store.chain import Chain
from childdesk.store.connection import (
    Connection,
    Mode,
    database,
    fold,
    new_ledger,
    open_ledger,
    sorted_errors,
)
from childdesk.store.indexing import Index
from childdesk.store.writer import Writer

FILE = "ledger.db"
Guard = Callable[[Connection], None]
"""Called with the ledger as it is before a migration changes it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which desk a ledger belongs to. `unit` is a division code, `unit_name` free words for people."""

    ledger: str
    level: str
    unit: str
    unit_name: str
    practice: bool
    created: str
    rid: str
    recipient: str

    @property
    def fingerprint(self) -> str:
        """24 digits in six groups that two people can compare aloud."""
        seed = hashlib.sha256(f"{self.ledger}\n{self.recipient}\n{self.unit}".encode()).digest()
        digits = f"{int.from_bytes(seed, 'big') % 10**24:024d}"
        return " ".join(digits[at : at + 4] for at in range(0, 24, 4))


class Ledger:
    """One open ledger on one lane."""

    def __init__(self, home: Path, key: bytes, connection: Connection, clock: Clock, index: Index) -> None:
        self.home = home
        self.key = key
        self.connection = connection
        self.clock = clock
        self._told = [read_identity(connection)]
        self.index = index
        self.writer = Writer(connection, clock, index.refresh, index.purge, index.load)

    @property
    def identity(self) -> Identity:
        """Which desk it is; what one lane renames or renews, the others know at once."""
        return self._told[0]

    @identity.setter
    def identity(self, told: Identity) -> None:
        self._told[0] = told

    def lane(self, mode: Mode) -> Ledger:
        """The same ledger on another connection; call it in the thread that will use it."""
        connection = open_ledger(self.home / FILE, self.key, mode)
        made = Ledger(self.home, self.key, connection, self.clock, self.index)
        made._told = self._told
        return made

    def for_unit(self, unit: str, name: str) -> Ledger:
        """The same open ledger as a village below would sit at it: what is new belongs to that unit."""
        made = copy.copy(self)
        made._told = [replace(self.identity, level="village", unit=unit, unit_name=name)]
        return made

    def secret(self, name: str) -> str:
        """A secret kept in the ledger, such as `age` (this ledger's own age identity)."""
        found = self.connection.execute("SELECT value FROM ledger WHERE key = ?", (name,)).fetchone()
        if found is None:
            raise KeyError(name)
        return str(found[0])

    def bookmark(self, name: str, value: str | None = None) -> str:
        """Reads (and with `value` writes) a small bookkeeping mark; empty when there is none."""
        if value is not None:
            with sorted_errors(), database(self.connection).atomic():
                self.connection.execute(
                    "INSERT OR REPLACE INTO ledger VALUES (?, ?)", (f"mark.{name}", value)
                )
        found = self.connection.execute(
            "SELECT value FROM ledger WHERE key = ?", (f"mark.{name}",)
        ).fetchone()
        return "" if found is None else str(found[0])

    def new_incarnation(self) -> str:
        """Starts a new rid, as after a restore; earlier ones are never written to again."""
        rid = new_rid()
        renew(self.connection, rid)
        self.identity = read_identity(self.connection)
        return rid

    def rename(self, unit_name: str) -> None:
        """Another name of the same unit."""
        with sorted_errors(), database(self.connection).atomic():
            self.connection.execute("UPDATE ledger SET value = ? WHERE key = 'unit_name'", (unit_name,))
        self.identity = read_identity(self.connection)

    def fold(self) -> None:
        """What a large write leaves, when nobody waits for it: the pieces of the index are joined, and the
        log is folded into the file."""
        with sorted_errors(), database(self.connection).atomic():
            search.join(self.connection)
        fold(self.connection)

    def close(self) -> None:
        """Closes this lane's connection."""
        self.connection.close()


def create(  # noqa: PLR0913 - what a desk is
    home: Path,
    key: bytes,
    ledger: str,
    clock: Clock,
    index: Index,
    *,
    level: str,
    unit: str,
    unit_name: str,
    practice: bool,
) -> Ledger:
    """Makes an empty sealed ledger in an existing folder and opens it for writing."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    connection = new_ledger(home / FILE, key)
    try:
        migrations.migrate(connection)
        identity = pyrage.x25519.Identity.generate()
        rid = new_rid()
        marks = {
            "ledger": ledger,
            "level": level,
            "unit": unit,
            "unit_name": unit_name,
            "practice": "1" if practice else "",
            "created": wall(clock.now()),
            "rid": rid,
            "age": str(identity),
            "recipient": str(identity.to_public()),
            "lam": "0",
        }
        with sorted_errors(), database(connection).atomic():
            connection.executemany("INSERT INTO ledger VALUES (?, ?)", list(marks.items()))
            connection.execute("INSERT INTO incarnation (rid, seq, h) VALUES (?, 0, '')", (rid,))
            index.create(connection)
        return Ledger(home, key, connection, clock, index)
    except BaseException:
        connection.close()
        raise


def open_for_writing(
    home: Path, key: bytes, clock: Clock, index: Index, guard: Guard, *, repair: bool = False
) -> Ledger:
    """Opens an existing ledger: migrates an older one, refuses one that is newer or not as it should be.

    `guard` makes a backup before a migration. With `repair`, missing derived tables and indexes are made
    again (empty) instead of refused. Raises Unavailable.
    """
    if not (home / FILE).exists():
        raise Unavailable("这个文件夹里没有档案。", "请换一个文件夹，或新建一份档案。")
    connection = open_ledger(home / FILE, key, "write")
    try:
        # After a power cut a page may be torn in the file and whole in the log; a check reads the file.
        fold(connection)
        if migrations.pending(connection):
            guard(connection)
        migrated = migrations.migrate(connection)
        if repair:
            migrations.restore_derived(connection)
        migrations.require_fingerprint(connection)
        with sorted_errors():
            index.require_recipe(connection)
            opened = Ledger(home, key, connection, clock, index)
        if migrated and links.everyone(connection, living=False):
            # What a newer desk sent before has a column now.
            opened.writer.rebuild()
        return opened
    except BaseException:
        connection.close()
        raise


def read_identity(connection: Connection) -> Identity:
    """The identity kept in a ledger. Raises Unavailable when it has none."""
    kept = {str(k): str(v) for k, v in connection.execute("SELECT key, value FROM ledger")}
    try:
        return Identity(
            kept["ledger"],
            kept["level"],
            kept["unit"],
            kept["unit_name"],
            bool(kept["practice"]),
            kept["created"],
            kept["rid"],
            kept["recipient"],
        )
    except KeyError as missing:
        raise Unavailable("这份档案读不完整。数据没有动。", "请从备份恢复。") from missing


def renew(connection: Connection, rid: str) -> None:
    """Gives a ledger a new incarnation and remembers the former one as its own."""
    with sorted_errors(), database(connection).atomic():
        Chain(connection, SystemClock()).begin_anew(rid)
