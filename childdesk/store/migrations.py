"""Brings an older ledger to today's tables by frozen steps, and refuses a newer or a strange one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from childdesk.domain.errors import Unavailable
from childdesk.store import (
    schema_v1,
    schema_v2,
    schema_v3,
    schema_v4,
    schema_v5,
    schema_v6,
    schema_v7,
    schema_v8,
    schema_v9,
    schema_v10,
    schema_v11,
    schema_v12,
)
from childdesk.store.connection import (
    Connection,
    Database,
    Migrations,
    database,
    memory_ledger,
    sorted_errors,
)

VERSION = 12
"""`user_version` of a ledger that this program writes; it goes up with every step."""

STEPS = Migrations("childdesk")

_OURS = "substr(name, 1, 7) NOT IN ('sqlite_', 'search_', '_sqlite')"


@STEPS()
def m001_journal_and_records(db: Database) -> None:
    """The first ledger."""
    for statement in _statements(schema_v1.JOURNAL + schema_v1.DERIVED):
        db.execute(statement)


@STEPS()
def m002_followed_to_the_end(db: Database) -> None:
    """Referrals followed to their end, reports, temporary care, observations, who helps."""
    for statement in _statements(schema_v2.TABLES):
        db.execute(statement)
    _add_columns(db, schema_v2.COLUMNS)


@STEPS()
def m003_planned_visits(db: Database) -> None:
    """Tasks, trips, stops, homecomings, sweeps, gradings; what decides about the next visit."""
    for statement in _statements(schema_v3.TABLES):
        db.execute(statement)
    _add_columns(db, schema_v3.COLUMNS)


@STEPS()
def m004_relief_and_outgoing(db: Database) -> None:
    """Relief as dated rows, and the files that left the house."""
    for statement in _statements(schema_v4.TABLES):
        db.execute(statement)


@STEPS()
def m005_links(db: Database) -> None:
    """Pairings, and what went over them."""
    for statement in _statements(schema_v5.LINKS):
        db.execute(statement)


@STEPS()
def m006_handins(db: Database) -> None:
    """Forms that come again, hand-ins, and the versions handed in."""
    for statement in _statements(schema_v6.TABLES):
        db.execute(statement)


@STEPS()
def m007_directives(db: Database) -> None:
    """What a county or a township has laid down for the desks below."""
    for statement in _statements(schema_v7.TABLES):
        db.execute(statement)


@STEPS()
def m008_township(db: Database) -> None:
    """A township's villages, what they owe and have given, answers, and what was typed elsewhere."""
    for statement in _statements(schema_v8.TABLES):
        db.execute(statement)
    _add_columns(db, schema_v8.COLUMNS)


@STEPS()
def m009_scans(db: Database) -> None:
    """Scans of signed papers, sealed like the referral that they belong to."""
    for statement in _statements(schema_v9.TABLES):
        db.execute(statement)


@STEPS()
def m010_signed_papers(db: Database) -> None:
    """Scans of a paper that was signed and sealed before it was handed in."""
    _add_columns(db, schema_v10.COLUMNS)


@STEPS()
def m011_item_tables(db: Database) -> None:
    """The sum and the answers of an item table that a professional has filled."""
    _add_columns(db, schema_v11.COLUMNS)


@STEPS()
def m012_transfers(db: Database) -> None:
    """Requests that a child be moved to another village."""
    for statement in _statements(schema_v12.TABLES):
        db.execute(statement)


def migrate(connection: Connection) -> bool:
    """Applies the steps that are missing, all or nothing; True when there were any.

    Raises Unavailable for a ledger written by a newer program: nothing in it is changed.
    """
    with sorted_errors():
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > VERSION:
            raise Unavailable("这份档案是新版本写的。数据没有动。", "请先升级本软件再打开。")
        if found == VERSION:
            return False
        db = database(connection)
        with db.atomic():
            STEPS.apply(db)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        return True


def pending(connection: Connection) -> bool:
    """Whether `migrate` would change something, so that a backup can be made before."""
    return 0 < int(connection.execute("PRAGMA user_version").fetchone()[0]) < VERSION


def restore_derived(connection: Connection) -> None:
    """Makes missing derived tables and indexes again, empty; `rebuild` fills them."""
    later = (schema_v2, schema_v3, schema_v4, schema_v6, schema_v7, schema_v8, schema_v9, schema_v12)
    tables = schema_v1.DERIVED + "".join(one.TABLES for one in later)
    with sorted_errors(), database(connection).atomic():
        for statement in _statements(tables):
            connection.execute(statement)
        columns = schema_v2.COLUMNS + schema_v3.COLUMNS + schema_v8.COLUMNS + schema_v10.COLUMNS
        columns += schema_v11.COLUMNS
        _add_columns(database(connection), columns)


def fingerprint(connection: Connection) -> str:
    """SHA-256 over our tables' columns, indexes and all triggers, without search tables and SQLite's own."""
    lines: list[str] = []
    sql = f"SELECT type, name FROM sqlite_master WHERE {_OURS} ORDER BY 1, 2"
    for kind, name in connection.execute(sql).fetchall():
        pragma = {"table": "table_xinfo", "index": "index_xinfo"}.get(str(kind))
        parts = connection.execute(f"PRAGMA {pragma}({name})").fetchall() if pragma else []
        lines.append(f"{kind} {name} {parts}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def require_fingerprint(connection: Connection) -> None:
    """Raises Unavailable when the tables are not those that this program knows."""
    if fingerprint(connection) != expected_fingerprint():
        raise Unavailable("这份档案的内部结构不对。数据没有动。", "请先运行检查重建，或从备份恢复。")


def expected_fingerprint() -> str:
    """The fingerprint of a ledger that was made just now, in memory."""
    global _expected
    if _expected is None:
        fresh = database(memory_ledger())
        with fresh.atomic():
            STEPS.apply(fresh)
        _expected = fingerprint(fresh.conn)
        fresh.conn.close()
    return _expected


_expected: str | None = None


def _add_columns(db: Database, columns: Iterable[tuple[str, str, str]]) -> None:
    """Adds the columns that a table does not have yet, in their order."""
    for table, column, kind in columns:
        if column not in {str(row[1]) for row in db.execute(f"PRAGMA table_xinfo({table})")}:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def _statements(script: str) -> list[str]:
    return [part.strip() for part in script.split(";\n") if part.strip()]
