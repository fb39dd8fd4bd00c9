"""The tables of ledger version 8, frozen: a township's villages, what they owe, answers, typed."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS village (
    id TEXT PRIMARY KEY,
    unit TEXT,
    name TEXT,
    former_names TEXT,
    director TEXT,
    phone TEXT,
    merged_into TEXT,
    ended_on TEXT,
    note TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS collection (
    id TEXT PRIMARY KEY,
    unit TEXT,
    title TEXT,
    period TEXT,
    due TEXT,
    note TEXT,
    closed_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS handed (
    id TEXT PRIMARY KEY,
    unit TEXT,
    collection TEXT,
    state TEXT,
    state_on TEXT,
    given_on TEXT,
    children INTEGER,
    way TEXT,
    file TEXT,
    words TEXT,
    chased TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS typed (
    id TEXT PRIMARY KEY,
    child TEXT,
    done TEXT,
    typed_on TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS village_unit ON village (unit);
CREATE INDEX IF NOT EXISTS handed_collection ON handed (collection);
CREATE INDEX IF NOT EXISTS typed_child ON typed (child);
"""
"""What this version adds; `check --rebuild` makes it again from the journal."""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("task", "listed", "TEXT"),
    ("task", "answer", "TEXT"),
    ("task", "answered", "TEXT"),
)
"""(table, column, type) that older tables get."""
