"""The table of ledger version 7, frozen: what a county or a township has laid down for the desks below."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS directive (
    id TEXT PRIMARY KEY,
    unit TEXT,
    name TEXT,
    value TEXT,
    items TEXT
);
"""
"""What this version adds; `check --rebuild` makes it again from the journal."""
