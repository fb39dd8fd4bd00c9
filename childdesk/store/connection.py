"""Opens the sealed ledger: the one place that knows the driver, the key pragma and SQLite's error numbers.

sqlite-utils takes its exception classes from a module called `pysqlite3` if there is one; the shim below
gives it sqlcipher3's, so that its `except OperationalError` catches what our driver raises. Whoever needs
`Database` or `Migrations` imports them from here: the shim must stand before sqlite-utils is first imported.
No tracer is ever set on a connection: it would see names and numbers.
"""

from __future__ import annotations

import contextlib
import os
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from sqlcipher3 import dbapi2 as driver

from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.store import durable

shim = types.ModuleType("pysqlite3")
shim.__dict__.update({name: value for name, value in vars(driver).items() if not name.startswith("__")})
shim.__dict__["dbapi2"] = driver
sys.modules["pysqlite3"] = shim
sys.modules["pysqlite3.dbapi2"] = driver

from sqlite_utils import Database, Migrations  # noqa: E402 - after the shim, see above
from sqlite_utils import utils as sqlite_utils_inside  # noqa: E402

if TYPE_CHECKING:
    # The driver ships no types; its classes are the standard library's with a key.
    from sqlite3 import Connection, DatabaseError, IntegrityError, OperationalError
else:
    Connection = driver.Connection
    DatabaseError = driver.DatabaseError
    IntegrityError = driver.IntegrityError
    OperationalError = driver.OperationalError

if sqlite_utils_inside.OperationalError is not driver.OperationalError:
    raise ImportError("sqlite_utils was imported before childdesk.store.connection")

__all__ = [
    "Connection",
    "Database",
    "DatabaseError",
    "IntegrityError",
    "Migrations",
    "Mode",
    "OperationalError",
    "check_pages",
    "database",
    "driver",
    "fold",
    "memory_ledger",
    "new_ledger",
    "open_ledger",
    "roomy",
    "sorted_errors",
]

Mode = Literal["write", "read", "window"]

LEDGER: Final = "ledger.db"
"""The sealed file's name in the home folder."""

KEY_BYTES: Final = 32
PAGE: Final = 4096
STATEMENTS: Final = 512
"""Compiled statements that a connection keeps: an exchange uses more different ones than the usual 128."""
TRIGGERS: Final = "recursive_triggers = ON"
"""What sqlite-utils expects: a row that replaces another fires the triggers of the one that goes."""
OLDEST_SQLITE: Final = (3, 51, 3)
"""Before it, a reset of the write-ahead log could lose committed pages."""

PLAIN_HEADER: Final = b"SQLite format 3\x00"

# Milliseconds that a lane waits for a lock, and KiB of pages that it may keep in memory. The window's lane
# runs in the window's own thread, so it never waits long and never reads much.
_BUSY: Final[dict[Mode, int]] = {"write": 5000, "read": 5000, "window": 50}
_CACHE: Final[dict[Mode, int]] = {"write": 32_000, "read": 32_000, "window": 4_000}

_ROOMY: Final = 80_000
"""KiB of pages that a large write may keep in memory; two thousand pages for each thousand rows of a list."""
_FOLDED: Final = 1000
"""Pages of the log after which a write folds it into the file, as SQLite does by itself."""

NEWEST_BACKUP = "请从备份恢复。"
DAMAGED = ("这份档案读不完整。文件原样留着。", NEWEST_BACKUP)
NOT_SEALED = ("这份档案没有加密，不是本软件的。文件没有动。", "请换一个文件夹，或从备份恢复。")
ABSENT = ("这个文件夹里没有档案文件。没有改动什么。", NEWEST_BACKUP)
OPEN_ELSEWHERE = ("这份档案已在另一个窗口打开。数据没有动。", "请先关掉那个窗口。")
BROKEN_OFF = ("读写磁盘时中断了。原来的数据没有动。", "请看磁盘满没满、U盘松没松。")
CANNOT_OPEN = ("打不开档案文件。数据没有动。", "请看看文件夹还在不在。")
INCOMPLETE_PROGRAM = ("本软件缺了一部分。数据没有动。", "请重新安装。")

_SORTED: Final = {
    driver.SQLITE_PERM: durable.NOT_WRITABLE,
    driver.SQLITE_READONLY: durable.NOT_WRITABLE,
    driver.SQLITE_BUSY: OPEN_ELSEWHERE,
    driver.SQLITE_LOCKED: OPEN_ELSEWHERE,
    driver.SQLITE_PROTOCOL: OPEN_ELSEWHERE,
    driver.SQLITE_CORRUPT: DAMAGED,
    driver.SQLITE_NOTADB: DAMAGED,
    driver.SQLITE_CANTOPEN: CANNOT_OPEN,
    driver.SQLITE_FULL: durable.DISK_FULL,
    # Also what the index of the log says on a full disk.
    driver.SQLITE_IOERR: BROKEN_OFF,
    driver.SQLITE_NOLFS: durable.TOO_LARGE,
}


@contextlib.contextmanager
def sorted_errors() -> Iterator[None]:
    """Turn what SQLite says about disk, locks and damage into Unavailable, an interruption into Cancelled.

    Everything else (wrong SQL, a broken constraint) is our fault and passes through to the crash dialog.
    """
    try:
        yield
    except driver.Error as error:
        number = _number(error)
        if number == driver.SQLITE_INTERRUPT:
            raise Cancelled from error
        found = _SORTED.get(number)
        if found is None:
            raise
        raise Unavailable(*found) from error


def open_ledger(path: Path, key: bytes, mode: Mode) -> Connection:
    """Open the sealed ledger at `path` with its 32-byte key; the connection belongs to the calling thread.

    "write" is the one writing lane; "read" and "window" cannot write whatever they are told. Raises
    Unavailable when the file is absent, empty, damaged, plain, another desk's, locked, or not writable.
    """
    _assert_engine()
    with sorted_errors(), durable.sorted_file_errors():
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            raise Unavailable(*ABSENT) from None
        if size < PAGE:
            # SQLite takes a file without a whole page for a new database: loss would look like a fresh start.
            raise Unavailable(*DAMAGED)
        return _open(path, key, mode)


def new_ledger(path: Path, key: bytes) -> Connection:
    """Make an empty sealed ledger and open it for writing; Refused if there is one already."""
    _assert_engine()
    if path.exists() and path.stat().st_size > 0:
        raise Refused("这个文件夹里已有一份档案。它没有动。请换一个文件夹。")
    with sorted_errors(), durable.sorted_file_errors():
        # An empty file is all that a power cut in an earlier try can have left.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = _open(path, key, "write")
        durable.sync_folder(path.parent)
        return connection


def memory_ledger() -> Connection:
    """An unsealed database in memory that holds no record: for comparing table layouts."""
    made: Connection = driver.connect(":memory:", cached_statements=STATEMENTS)
    made.execute(f"PRAGMA {TRIGGERS}")
    return made


def database(connection: Connection) -> Database:
    """sqlite-utils on one of our connections, with its plug-ins off: nobody else's code sees the ledger.

    It would set the pragma for triggers each time, and that makes SQLite forget every prepared statement;
    the pragma is set once, when a connection is opened.
    """
    return Database(connection, recursive_triggers=False, execute_plugins=False)


@contextlib.contextmanager
def roomy(connection: Connection, *, wanted: bool = True) -> Iterator[None]:
    """A large write inside has room: its pages stay in memory until it is committed, and the log is not
    folded into the file at once. Whoever has time does that (`fold`), else the next write.

    With the usual room pages are sealed, written, read and opened again while the write goes on.
    """
    if not wanted:
        yield
        return
    connection.execute(f"PRAGMA cache_size = -{_ROOMY}")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = -{_CACHE['write']}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_FOLDED}")
        connection.execute("PRAGMA shrink_memory")


def fold(connection: Connection) -> None:
    """Folds the log into the file. What is committed is safe before and after."""
    with sorted_errors():
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def check_pages(connection: Connection) -> list[str]:
    """What is wrong with the file's pages: first their seals, then SQLite's own structure; empty is good.

    The seals come first: one page that does not decrypt makes the structure check fail for pages that do.
    """
    with sorted_errors(), _one_view(connection):
        seals = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        if seals:
            return seals
        # The check of a search index takes the shape that this connection has in mind, which is an old one
        # where others wrote since, and calls what is new damaged. Opening the index makes it look again.
        for (name,) in connection.execute(SEARCHED).fetchall():
            connection.execute(f'SELECT rowid FROM "{name}" LIMIT 1').fetchone()
        lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    return [] if lines == ["ok"] else lines


@contextlib.contextmanager
def _one_view(connection: Connection) -> Iterator[None]:
    """Everything inside reads the same state of the file, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


SEARCHED = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"


def _number(error: Exception) -> int:
    """SQLite's error number; the higher bytes only say where in SQLite it happened."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _open(path: Path, key: bytes, mode: Mode) -> Connection:
    uri = f"{path.absolute().as_uri()}?mode={'rw' if mode == 'write' else 'ro'}"
    connection: Connection = driver.connect(
        uri, uri=True, timeout=_BUSY[mode] / 1000, cached_statements=STATEMENTS
    )
    try:
        _set_key(connection, key)
        _assert_sealed(connection)
        _set_mode(connection, mode)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_key(connection: Connection, key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a ledger key has {KEY_BYTES} bytes")
    # SQLCipher writes its diagnosis of a wrong key to stderr, where the command line speaks to people.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def _assert_sealed(connection: Connection) -> None:
    """Read the first page; the header too through SQLite, as opening a live file here drops its locks."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.DatabaseError as error:
        if (
            _SORTED.get(getattr(error, "sqlite_errorcode", 0) & 0xFF) == DAMAGED
            and _header(connection) == PLAIN_HEADER
        ):
            raise Unavailable(*NOT_SEALED) from error
        raise
    if _header(connection) == PLAIN_HEADER:
        raise Unavailable(*NOT_SEALED)


def _header(connection: Connection) -> bytes:
    """The file's first 16 bytes: random salt in a sealed file, SQLite's name in a plain one."""
    row = connection.execute("PRAGMA cipher_salt").fetchone()
    return bytes.fromhex(row[0]) if row else b""


def _set_mode(connection: Connection, mode: Mode) -> None:
    settings = [TRIGGERS, "temp_store = MEMORY", "foreign_keys = OFF", f"cache_size = -{_CACHE[mode]}"]
    if mode == "write":
        # FULL: with NORMAL a power cut takes back the last commits that were already shown as saved.
        settings += ["journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"]
        settings += ["journal_size_limit = 67108864"]
    else:
        settings += ["query_only = ON"]
    for setting in settings:
        connection.execute(f"PRAGMA {setting}").fetchall()
    if mode == "write":
        # SQLite opens a write-protected file for reading without a word; ask now, not at the first save.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("ROLLBACK")


def _assert_engine() -> None:
    """The program is built with an engine that seals and loses no pages; anything else is a bad build."""
    if driver.sqlite_version_info < OLDEST_SQLITE or not _sealing_engine():
        raise Unavailable(*INCOMPLETE_PROGRAM)


def _sealing_engine() -> bool:
    global _seals
    if _seals is None:
        with contextlib.closing(driver.connect(":memory:")) as probe:
            _seals = probe.execute("PRAGMA cipher_version").fetchone() is not None
    return _seals


_seals: bool | None = None
