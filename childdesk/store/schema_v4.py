"""The tables of ledger version 4, frozen: relief, and files that left the house."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS relief (
    id TEXT PRIMARY KEY,
    child TEXT,
    kind TEXT,
    state TEXT,
    begins TEXT,
    ends TEXT,
    amount INTEGER,
    cycle TEXT,
    way TEXT,
    payee TEXT,
    applicant TEXT,
    applied_on TEXT,
    decided_on TEXT,
    given_by TEXT,
    basis TEXT,
    source TEXT,
    checked_on TEXT,
    note TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS outgoing (
    id TEXT PRIMARY KEY,
    report TEXT,
    as_of TEXT,
    period TEXT,
    level TEXT,
    recipient TEXT,
    purpose TEXT,
    file TEXT,
    digest TEXT,
    children INTEGER,
    numbers INTEGER,
    phones INTEGER,
    sealed_values INTEGER,
    cleared_on TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS relief_child ON relief (child);
CREATE INDEX IF NOT EXISTS outgoing_report ON outgoing (report);
"""
"""What this version adds; `check --rebuild` makes it again from the journal."""
