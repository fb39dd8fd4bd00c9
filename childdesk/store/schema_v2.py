"""What version 2 adds, frozen: referrals followed to their end, reports, care, observations, who helps."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS observation (
    id TEXT PRIMARY KEY,
    child TEXT,
    date TEXT,
    observer TEXT,
    period TEXT,
    form TEXT,
    signs TEXT,
    danger_signs TEXT,
    protective TEXT,
    examples TEXT,
    lasting TEXT,
    result TEXT,
    next_date TEXT,
    was TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS assessment (
    id TEXT PRIMARY KEY,
    child TEXT,
    date TEXT,
    referral TEXT,
    tool TEXT,
    assessor TEXT,
    organisation TEXT,
    level TEXT,
    band TEXT,
    advice TEXT,
    proof TEXT,
    was TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS mandatory_report (
    id TEXT PRIMARY KEY,
    unit TEXT,
    child TEXT,
    who TEXT,
    written_at TEXT,
    found_at TEXT,
    found_place TEXT,
    found_how TEXT,
    situations TEXT,
    facts TEXT,
    injury TEXT,
    suspect TEXT,
    safe TEXT,
    done TEXT,
    present TEXT,
    reporter TEXT,
    police_at TEXT,
    police_by TEXT,
    ambulance_at TEXT,
    supervisor_at TEXT,
    supervisor_by TEXT,
    civil_at TEXT,
    civil_by TEXT,
    school_at TEXT,
    school_by TEXT,
    written_on TEXT,
    receipt TEXT,
    receipt_on TEXT,
    looked_on TEXT,
    after TEXT,
    closed_on TEXT,
    close_reason TEXT,
    was TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS temporary_care (
    id TEXT PRIMARY KEY,
    unit TEXT,
    child TEXT,
    who TEXT,
    begins_at TEXT,
    why TEXT,
    carer TEXT,
    carer_phone TEXT,
    place TEXT,
    until TEXT,
    supervisor_at TEXT,
    civil_at TEXT,
    told TEXT,
    looked_on TEXT,
    handed_on TEXT,
    handed_to TEXT,
    ended_on TEXT,
    end_reason TEXT,
    was TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS agency (
    id TEXT PRIMARY KEY,
    unit TEXT,
    name TEXT,
    kind TEXT,
    phone TEXT,
    hours TEXT,
    night_phone TEXT,
    holiday_phone TEXT,
    area TEXT,
    person TEXT,
    address TEXT,
    checked_on TEXT,
    note TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS observation_child ON observation (child);
CREATE INDEX IF NOT EXISTS assessment_child ON assessment (child);
CREATE INDEX IF NOT EXISTS mandatory_report_child ON mandatory_report (child);
CREATE INDEX IF NOT EXISTS temporary_care_child ON temporary_care (child);
"""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("referral", "written_at", "TEXT"),
    ("referral", "sent_at", "TEXT"),
    ("referral", "state_on", "TEXT"),
    ("referral", "consent_ground", "TEXT"),
    ("referral", "consent_proof", "TEXT"),
    ("referral", "prevention", "TEXT"),
    ("referral", "chased_on", "TEXT"),
    ("referral", "chases", "TEXT"),
    ("referral", "companion", "TEXT"),
    ("referral", "went_on", "TEXT"),
    ("referral", "medicine", "TEXT"),
    ("referral", "back_on", "TEXT"),
    ("referral", "look_1_on", "TEXT"),
    ("referral", "look_2_on", "TEXT"),
    ("referral", "look_3_on", "TEXT"),
    ("referral", "looks", "TEXT"),
    ("referral", "lead_unit", "TEXT"),
    ("referral", "help_kind", "TEXT"),
    ("referral", "measures", "TEXT"),
    ("referral", "help_on", "TEXT"),
    ("referral", "help_days", "INTEGER"),
    ("referral", "second_look_on", "TEXT"),
    ("referral", "second_look", "TEXT"),
    ("referral", "reopened_why", "TEXT"),
    ("referral", "earlier", "TEXT"),
)
"""(table, column, type) that older tables get."""
