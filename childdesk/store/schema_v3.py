"""The tables of planning, frozen: tasks, trips and stops, homecomings, sweeps, gradings of risk."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS task (
    id TEXT PRIMARY KEY,
    unit TEXT,
    child TEXT,
    household TEXT,
    title TEXT,
    kind TEXT,
    due TEXT,
    state TEXT,
    done_on TEXT,
    reason TEXT,
    put_off TEXT,
    about TEXT,
    key TEXT,
    was TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS trip (
    id TEXT PRIMARY KEY,
    unit TEXT,
    household TEXT,
    date TEXT,
    visitor TEXT,
    second_visitor TEXT,
    outcome TEXT,
    present TEXT,
    signed TEXT,
    reason TEXT,
    sheet TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS sheet (
    id TEXT PRIMARY KEY,
    unit TEXT,
    code TEXT,
    day TEXT,
    household TEXT,
    children TEXT,
    version TEXT,
    keyed_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS stop (
    id TEXT PRIMARY KEY,
    child TEXT,
    day TEXT,
    kind TEXT,
    made_on TEXT,
    reason TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS homecoming (
    id TEXT PRIMARY KEY,
    child TEXT,
    holder TEXT,
    begins TEXT,
    ends TEXT,
    papers TEXT,
    source TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS sweep (
    id TEXT PRIMARY KEY,
    unit TEXT,
    name TEXT,
    asker TEXT,
    due TEXT,
    hour TEXT,
    scope TEXT,
    questions TEXT,
    state TEXT,
    told_on TEXT,
    note TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS sweep_answer (
    id TEXT PRIMARY KEY,
    sweep TEXT,
    child TEXT,
    state TEXT,
    way TEXT,
    answers TEXT,
    danger TEXT,
    asked_on TEXT,
    who TEXT,
    note TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS grading (
    id TEXT PRIMARY KEY,
    child TEXT,
    date TEXT,
    risk TEXT,
    before TEXT,
    proposed TEXT,
    method TEXT,
    reasons TEXT,
    confirmed_by TEXT,
    scale TEXT,
    score INTEGER,
    answers TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS task_child ON task (child);
CREATE INDEX IF NOT EXISTS sheet_code ON sheet (code);
CREATE INDEX IF NOT EXISTS stop_child ON stop (child);
CREATE INDEX IF NOT EXISTS homecoming_child ON homecoming (child);
CREATE INDEX IF NOT EXISTS sweep_answer_sweep ON sweep_answer (sweep);
CREATE INDEX IF NOT EXISTS sweep_answer_child ON sweep_answer (child);
CREATE INDEX IF NOT EXISTS grading_child ON grading (child);
CREATE INDEX IF NOT EXISTS trip_household ON trip (household);
CREATE INDEX IF NOT EXISTS visit_clock ON visit (child, date, id, visit_type, nobody_home, next_date);
"""
"""New records; and what decides about the next visit, so that no visit need be read whole for it."""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("visit", "attended", "TEXT"),
    ("visit", "trip", "TEXT"),
    ("household", "caution", "TEXT"),
)
"""(table, column, type) that older tables get."""
