"""The table of ledger version 9, frozen: scans of what a guardian has signed, sealed like the referral."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS consent_scan (
    id TEXT PRIMARY KEY,
    child TEXT,
    referral TEXT,
    title TEXT,
    digest TEXT,
    size INTEGER,
    taken_on TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS consent_scan_child ON consent_scan (child);
CREATE INDEX IF NOT EXISTS consent_scan_referral ON consent_scan (referral);
"""
"""What this version adds; `check --rebuild` makes it again from the journal."""
