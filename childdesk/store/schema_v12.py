"""The table of ledger version 12, frozen: a village's request that a child be moved, and what was decided."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS transfer (
    id TEXT PRIMARY KEY,
    child TEXT,
    target TEXT,
    target_name TEXT,
    reason TEXT,
    state TEXT,
    asked_on TEXT,
    decided_on TEXT,
    words TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS transfer_child ON transfer (child);
"""
"""What this version adds; `check --rebuild` makes it again from the journal."""
