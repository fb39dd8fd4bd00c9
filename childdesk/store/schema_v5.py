"""The step to ledger version 5, frozen: pairings, what went over each of them, and what was left behind."""

from __future__ import annotations

LINKS = """
CREATE TABLE link (
    no INTEGER PRIMARY KEY,
    peer TEXT NOT NULL UNIQUE,
    level TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    recipient TEXT NOT NULL,
    verify TEXT NOT NULL,
    living INTEGER NOT NULL,
    s3 INTEGER NOT NULL,
    rid TEXT NOT NULL,
    peer_rid TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    asking INTEGER NOT NULL,
    acked INTEGER NOT NULL,
    recv INTEGER NOT NULL,
    recv_ch BLOB NOT NULL,
    pos INTEGER NOT NULL,
    pos_ch BLOB NOT NULL,
    number INTEGER NOT NULL,
    last_sent TEXT NOT NULL,
    last_read TEXT NOT NULL,
    heads TEXT NOT NULL,
    wants TEXT NOT NULL
);
CREATE TABLE sent (
    link INTEGER NOT NULL, pos INTEGER NOT NULL, arr INTEGER NOT NULL, PRIMARY KEY (link, pos)
) WITHOUT ROWID;
CREATE INDEX sent_arr ON sent (link, arr);
CREATE TABLE mile (
    link INTEGER NOT NULL, pos INTEGER NOT NULL, ch BLOB NOT NULL, PRIMARY KEY (link, pos)
) WITHOUT ROWID;
CREATE TABLE got (
    link INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (link, first)
) WITHOUT ROWID;
CREATE TABLE parted (
    link INTEGER NOT NULL, child TEXT NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY (link, child)
) WITHOUT ROWID;
CREATE TABLE stub (
    row TEXT PRIMARY KEY, record TEXT NOT NULL, child TEXT NOT NULL, told TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX stub_child ON stub (child);
CREATE TABLE quarantine (
    no INTEGER PRIMARY KEY, link INTEGER NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, line TEXT NOT NULL
);
"""
"""`sent`: position → arrival number. `got`: arrival numbers that came over a link. `mile`: our chain where a
package ended. `parted`: children who left a link's scope. `stub`: rows whose values were left behind."""
