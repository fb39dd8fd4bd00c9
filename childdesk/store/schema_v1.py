"""The tables of ledger version 1, frozen: written out, so that no later catalogue can alter them."""

from __future__ import annotations

JOURNAL = """
CREATE TABLE ledger (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE incarnation (
    no INTEGER PRIMARY KEY, rid TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, h TEXT NOT NULL
);
CREATE TABLE entry (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    inc INTEGER,
    seq INTEGER,
    person TEXT,
    wall TEXT,
    operation TEXT,
    reason TEXT,
    source TEXT,
    undoes TEXT,
    first INTEGER NOT NULL
);
CREATE TABLE change (
    arr INTEGER PRIMARY KEY,
    inc INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    lam INTEGER NOT NULL,
    wall TEXT NOT NULL,
    person TEXT NOT NULL,
    sv INTEGER NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    base TEXT NOT NULL,
    digest TEXT NOT NULL,
    h TEXT,
    value TEXT,
    salt BLOB
);
CREATE UNIQUE INDEX change_dot ON change (inc, seq);
CREATE INDEX change_row ON change (row);
CREATE INDEX change_entry ON change (entry);
CREATE TABLE day (day TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE draft (
    person TEXT NOT NULL, page TEXT NOT NULL, record TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (person, page, record)
);
CREATE TABLE access (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, act TEXT NOT NULL,
    record TEXT NOT NULL, fields TEXT NOT NULL, reason TEXT NOT NULL, h TEXT NOT NULL
);
"""
"""What cannot be made again: identity, journal, arrival days, drafts, access log."""

DERIVED = """
CREATE TABLE IF NOT EXISTS heads (
    record TEXT NOT NULL, row TEXT NOT NULL, field TEXT NOT NULL, rid TEXT NOT NULL, seq INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS heads_row ON heads (row);
CREATE TABLE IF NOT EXISTS conflict (record TEXT NOT NULL, row TEXT NOT NULL, field TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS conflict_row ON conflict (row);
CREATE TABLE IF NOT EXISTS withdrawn (record TEXT NOT NULL, row TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS withdrawn_row ON withdrawn (row);
CREATE TABLE IF NOT EXISTS child (
    id TEXT PRIMARY KEY,
    unit TEXT,
    household TEXT,
    name TEXT,
    sex TEXT,
    id_type TEXT,
    id_number TEXT,
    birth TEXT,
    nation TEXT,
    birth_certificate TEXT,
    welfare_card TEXT,
    hukou_class TEXT,
    hukou_kind TEXT,
    hukou_address TEXT,
    village_group TEXT,
    left_type TEXT,
    care_reason TEXT,
    guardianship TEXT,
    last_contact TEXT,
    family_type TEXT,
    risk TEXT,
    focus TEXT,
    health TEXT,
    disability_type TEXT,
    disability_level TEXT,
    disability_certificate TEXT,
    illness TEXT,
    insurance TEXT,
    study_state TEXT,
    schooling TEXT,
    school TEXT,
    grade TEXT,
    school_class TEXT,
    student_number TEXT,
    boarding TEXT,
    poverty TEXT,
    relief TEXT,
    income_source TEXT,
    bank_account TEXT,
    amount INTEGER,
    wish TEXT,
    registered_on TEXT,
    exit_reason TEXT,
    exit_on TEXT,
    note TEXT,
    was TEXT,
    was_sealed TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS father (
    id TEXT PRIMARY KEY,
    child TEXT,
    name TEXT,
    id_number TEXT,
    relation TEXT,
    work_place TEXT,
    health TEXT,
    education TEXT,
    live_together TEXT,
    note TEXT,
    was TEXT,
    was_sealed TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS mother (
    id TEXT PRIMARY KEY,
    child TEXT,
    name TEXT,
    id_number TEXT,
    relation TEXT,
    work_place TEXT,
    health TEXT,
    education TEXT,
    live_together TEXT,
    note TEXT,
    was TEXT,
    was_sealed TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS guardian (
    id TEXT PRIMARY KEY,
    child TEXT,
    name TEXT,
    id_number TEXT,
    relation TEXT,
    work_place TEXT,
    health TEXT,
    education TEXT,
    live_together TEXT,
    note TEXT,
    was TEXT,
    was_sealed TEXT,
    kind TEXT,
    agreement TEXT,
    agreement_date TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS household (
    id TEXT PRIMARY KEY,
    unit TEXT,
    number TEXT,
    head TEXT,
    size INTEGER,
    village_group TEXT,
    address TEXT,
    poverty TEXT,
    note TEXT,
    was TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS visit (
    id TEXT PRIMARY KEY,
    child TEXT,
    date TEXT,
    visit_type TEXT,
    visitor TEXT,
    nobody_home TEXT,
    place TEXT,
    asked_person TEXT,
    asked_relation TEXT,
    asked_address TEXT,
    last_contact TEXT,
    living TEXT,
    family TEXT,
    guardianship TEXT,
    mind TEXT,
    opinion TEXT,
    study_state TEXT,
    schooling TEXT,
    advice TEXT,
    focus TEXT,
    findings TEXT,
    next_step TEXT,
    next_date TEXT,
    evidence TEXT,
    was TEXT,
    was_sealed TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS referral (
    id TEXT PRIMARY KEY,
    child TEXT,
    date TEXT,
    state TEXT,
    urgency TEXT,
    route TEXT,
    from_person TEXT,
    reason TEXT,
    done_before TEXT,
    danger TEXT,
    consent TEXT,
    consent_way TEXT,
    consent_at TEXT,
    consent_by TEXT,
    child_wish TEXT,
    receiver TEXT,
    receiver_contact TEXT,
    receiver_phone TEXT,
    accepted_on TEXT,
    answer TEXT,
    answered_on TEXT,
    follow_up TEXT,
    next_date TEXT,
    close_reason TEXT,
    closed_on TEXT,
    was TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS person (
    id TEXT PRIMARY KEY,
    unit TEXT,
    name TEXT,
    role TEXT,
    s3 TEXT,
    active TEXT,
    until TEXT,
    phone TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS category (
    id TEXT PRIMARY KEY,
    child TEXT,
    kind TEXT,
    state TEXT,
    begins TEXT,
    ends TEXT,
    basis TEXT,
    confirmed_by TEXT,
    source TEXT,
    checked_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS absence (
    id TEXT PRIMARY KEY,
    child TEXT,
    holder TEXT,
    begins TEXT,
    ends TEXT,
    place TEXT,
    cross_county TEXT,
    visits_home TEXT,
    source TEXT,
    checked_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS residence (
    id TEXT PRIMARY KEY,
    child TEXT,
    place TEXT,
    begins TEXT,
    ends TEXT,
    with_whom TEXT,
    hukou_then TEXT,
    source TEXT,
    checked_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS parent_state (
    id TEXT PRIMARY KEY,
    child TEXT,
    holder TEXT,
    state TEXT,
    begins TEXT,
    ends TEXT,
    proof TEXT,
    source TEXT,
    checked_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS phone (
    id TEXT PRIMARY KEY,
    child TEXT,
    holder TEXT,
    number TEXT,
    whose TEXT,
    best_hour TEXT,
    state TEXT,
    begins TEXT,
    ends TEXT,
    source TEXT,
    checked_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS name (
    id TEXT PRIMARY KEY,
    child TEXT,
    name TEXT,
    kind TEXT,
    begins TEXT,
    ends TEXT,
    why TEXT,
    source TEXT,
    checked_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS attachment (
    id TEXT PRIMARY KEY,
    child TEXT,
    about TEXT,
    title TEXT,
    digest TEXT,
    size INTEGER,
    taken_on TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS item (
    id TEXT PRIMARY KEY,
    unit TEXT,
    label_words TEXT,
    options TEXT,
    kept TEXT,
    source TEXT,
    items TEXT
);
CREATE TABLE IF NOT EXISTS setting (
    id TEXT PRIMARY KEY,
    name TEXT,
    value TEXT,
    items TEXT
);
CREATE INDEX IF NOT EXISTS child_household ON child (household);
CREATE INDEX IF NOT EXISTS father_child ON father (child);
CREATE INDEX IF NOT EXISTS mother_child ON mother (child);
CREATE INDEX IF NOT EXISTS guardian_child ON guardian (child);
CREATE INDEX IF NOT EXISTS visit_child ON visit (child);
CREATE INDEX IF NOT EXISTS referral_child ON referral (child);
CREATE INDEX IF NOT EXISTS category_child ON category (child);
CREATE INDEX IF NOT EXISTS absence_child ON absence (child);
CREATE INDEX IF NOT EXISTS absence_holder ON absence (holder);
CREATE INDEX IF NOT EXISTS residence_child ON residence (child);
CREATE INDEX IF NOT EXISTS parent_state_child ON parent_state (child);
CREATE INDEX IF NOT EXISTS parent_state_holder ON parent_state (holder);
CREATE INDEX IF NOT EXISTS phone_child ON phone (child);
CREATE INDEX IF NOT EXISTS phone_holder ON phone (holder);
CREATE INDEX IF NOT EXISTS name_child ON name (child);
CREATE INDEX IF NOT EXISTS attachment_child ON attachment (child);
CREATE INDEX IF NOT EXISTS attachment_about ON attachment (about);
CREATE INDEX IF NOT EXISTS child_id_number ON child (id_number);
CREATE INDEX IF NOT EXISTS child_name ON child (name);
CREATE INDEX IF NOT EXISTS child_birth ON child (birth);
CREATE INDEX IF NOT EXISTS visit_next_date ON visit (next_date);
"""
"""What `check --rebuild` makes again from the journal: a table for each record, heads, conflicts."""
