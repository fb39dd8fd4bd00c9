"""The tables of ledger version 6, frozen: forms that come again, hand-ins, and the versions handed in."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS form (
    id TEXT PRIMARY KEY,
    name TEXT,
    asked_by TEXT,
    heads TEXT,
    workbook TEXT,
    file TEXT,
    scope TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS handin (
    id TEXT PRIMARY KEY,
    title TEXT,
    asked_by TEXT,
    due TEXT,
    hour TEXT,
    cycle TEXT,
    period TEXT,
    form TEXT,
    report TEXT,
    scope TEXT,
    state TEXT,
    state_on TEXT,
    zero TEXT,
    note TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS version (
    id TEXT PRIMARY KEY,
    handin TEXT,
    number INTEGER,
    made_at TEXT,
    as_of TEXT,
    file TEXT,
    digest TEXT,
    content TEXT,
    children INTEGER,
    given_at TEXT,
    given_to TEXT,
    receipt TEXT,
    returned_on TEXT,
    returned_words TEXT,
    returned_rows TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS version_handin ON version (handin);
"""
"""What this version adds; `check --rebuild` makes it again from the journal."""
