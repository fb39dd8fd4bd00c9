"""Holds the one write path: no INSERT, UPDATE or DELETE on a record table outside `store/writer.py`."""

from __future__ import annotations

import ast
import re

import pytest

from childdesk.domain.catalogue import RECORDS
from tests.house.sources import GAP, Module, modules, strings

WRITER = "childdesk/store/writer.py"
TABLES = frozenset(RECORDS)

_TABLE = r"\s+(?:(?:main|temp)\s*\.\s*)?[\"'`\[]?(?P<table>\w+|\x00|%|\{)"
_WRITE = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|DELETE\s+FROM|UPDATE(?:\s+OR\s+\w+)?)(?:"
    + _TABLE
    + r"|\s*$)",
    re.IGNORECASE,
)
_METHODS = {"insert", "insert_all", "upsert", "upsert_all", "update", "delete", "delete_where", "lookup"}


def writes(module: Module, tables: frozenset[str] = TABLES) -> list[str]:
    """Where the module writes a record table, or a table that is only known when it runs."""
    tree = module.tree
    found = [
        f"{module.name}:{line}"
        for line, words in strings(tree)
        for hit in _WRITE.finditer(words)
        if _is_write(hit, words, tables)
    ]
    return found + [f"{module.name}:{node.lineno}" for node in ast.walk(tree) if _is_row_call(node, tables)]


def _is_write(hit: re.Match[str], words: str, tables: frozenset[str]) -> bool:
    table = hit["table"]
    if table is None or table in {GAP, "%", "{"}:
        # `UPDATE` alone at the end of a sentence is a word; before a gap it is the beginning of a statement.
        return table is not None or not hit[0].upper().startswith("UPDATE")
    if hit[0].upper().startswith("UPDATE") and not re.search(r"\bSET\b", words[hit.end() :], re.IGNORECASE):
        return False
    return table.lower() in tables


def _is_row_call(node: ast.AST, tables: frozenset[str]) -> bool:
    """`db["child"].insert(…)` and `db.table("child").upsert(…)`: sqlite-utils' own way of writing rows."""
    if not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS
    ):
        return False
    receiver = node.func.value
    named: ast.expr | None = None
    if isinstance(receiver, ast.Subscript):
        named = receiver.slice
    elif (
        isinstance(receiver, ast.Call)
        and isinstance(receiver.func, ast.Attribute)
        and receiver.func.attr == "table"
    ):
        named = receiver.args[0] if receiver.args else None
    return isinstance(named, ast.Constant) and named.value in tables


def test_only_the_writer_writes_record_tables():
    assert [hit for module in modules() if module.name != WRITER for hit in writes(module)] == []


def test_the_writer_itself_is_seen_writing():
    [writer] = [module for module in modules() if module.name == WRITER]
    assert writes(writer) != []


@pytest.mark.parametrize(
    "broken",
    [
        'db.execute("INSERT INTO child (id) VALUES (?)", row)',
        'db.execute("insert or replace into main.visit values (1)")',
        'db.execute("REPLACE INTO [guardian] VALUES (1)")',
        "db.execute('UPDATE \"referral\" SET state = 1')",
        'db.execute("UPDATE OR IGNORE child\\n   SET name = 1")',
        'db.execute("DELETE FROM absence WHERE id = ?", key)',
        'db.execute("WITH a AS (SELECT 1) DELETE FROM phone")',
        'db.execute(f"DELETE FROM {table}")',
        'db.execute(f"UPDATE {table} SET {column} = ?")',
        'db.execute("DELETE FROM %s" % table)',
        'db.execute("INSERT INTO {} VALUES (1)".format(table))',
        'db.execute("INSERT INTO " + table + " VALUES (1)")',
        'sql = ("DELETE "\n       "FROM residence")',
        'db["child"].insert({"id": 1})',
        'db.table("visit").upsert_all(rows)',
    ],
)
def test_the_guard_sees_a_second_writer(broken: str):
    assert len(writes(Module("sample.py", broken))) == 1


@pytest.mark.parametrize(
    "fine",
    [
        'db.execute("INSERT INTO change (rid) VALUES (?)", row)',
        'db.execute("SELECT id FROM child")',
        '"""Nothing may update child or visit but the writer."""',
        'seen.update(child); rows[0].insert(0, "child")',
        'db.execute("CREATE TABLE child (id TEXT PRIMARY KEY)")',
    ],
)
def test_the_guard_leaves_other_tables_and_prose_alone(fine: str):
    assert writes(Module("sample.py", fine)) == []
