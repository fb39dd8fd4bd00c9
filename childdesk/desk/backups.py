"""Makes, lists and restores backups; each is opened again and checked before it counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from childdesk.desk import desks
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.clock import Clock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.ids import new_rid
from childdesk.domain.progress import Progress, Silent
from childdesk.store import (
    access,
    archive,
    backup,
    checking,
    chronicle,
    durable,
    lock,
    reader,
    restore,
    slots,
)
from childdesk.store.connection import Connection
from childdesk.store.ledger import renew

Backup = backup.Backup


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought: counts by record, and where the ledger before it lies (empty without one)."""

    counts: Mapping[str, int]
    before: str


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What bringing a backup back would change; read from what the backup says of itself, without a key."""

    file: Path
    made: str
    counts: tuple[tuple[str, int, int], ...]
    """(what, now, then) of the records that a person knows."""
    later: int
    """Entries written here since; they stay in the folder that is put aside."""
    foreign: bool
    """Whether it is the backup of another desk."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How it went when a backup was last brought back to try it: on which day, of when the backup was, what
    came back, and whether it held."""

    on: str
    made: str
    children: int
    visits: int
    holds: bool


REHEARSED = "rehearsed"
"""The bookmark of it."""
EVERY = timedelta(days=30)
"""A backup that was never brought back is a hope; once a month the newest one is."""

TOLD = ("child", "visit", "referral", "contact", "material")
"""Records whose numbers a person knows by heart."""


def plan_to_bring_back(session: Session, file: Path) -> RestorePlan:
    """Looks at a backup without changing anything. Raises Refused or Unavailable."""
    session.require(Right.BACKUP)
    connection = session.ledger.connection
    with archive.opened(file) as source:
        told = source.manifest
    counts = tuple(
        (catalogue.RECORDS[record].label, now, then)
        for record in TOLD
        if record in catalogue.RECORDS
        and ((now := reader.count(connection, record)), (then := told.counts.get(record, 0))) != (0, 0)
    )
    foreign = told.ledger != session.ledger.identity.ledger
    later = 0 if foreign else chronicle.after(connection, told.made)
    return RestorePlan(file, told.made, counts, later, foreign)


def verify(connection: Connection) -> dict[str, int]:
    """Checks a copy's journal and rows; counts by record. Raises Unavailable when something does not fit."""
    problems = [*checking.journal_problems(connection), *checking.row_problems(connection)]
    if problems:
        raise Unavailable("这份备份核对不上，没有采用。", "请再备份一次，或检查档案。")
    return {record: reader.count(connection, record) for record in catalogue.RECORDS}


def make(session: Session, reason: str, progress: Progress | None = None) -> Backup:
    """One verified generation beside the ledger; old ones are let go by the rules of rotation."""
    session.require(Right.BACKUP)
    ledger = session.ledger
    return backup.make_backup(
        ledger.connection,
        ledger.home,
        ledger.key,
        verify,
        reason=reason,
        clock=session.clock,
        progress=progress or Silent(),
    )


def make_elsewhere(session: Session, folder: Path, progress: Progress | None = None) -> Path:
    """A new verified generation, copied with all attachments into another folder as one sealed file."""
    if not folder.exists() and folder.parent.is_dir():
        folder.mkdir()
    made = make(session, "manual", progress)
    ledger = session.ledger
    path = backup.backup_to(made, folder, ledger.home, ledger.key, progress or Silent())
    access.note(ledger.connection, session.clock, session.person, "backup")
    return path


def latest(session: Session) -> list[Backup]:
    """All generations, newest first."""
    return backup.list_backups(session.ledger.home)


def daily(session: Session, progress: Progress | None = None) -> Backup | None:
    """The day's generation, if it is not there yet and the ledger has changed since the last."""
    made = backup.list_backups(session.ledger.home)
    if made and made[0].made[:10] == session.clock.now().date().isoformat():
        return None
    return make(session, "daily", progress)


def rehearsed(session: Session) -> Rehearsal | None:
    """The last time that a backup was brought back to try it."""
    kept = session.ledger.bookmark(REHEARSED)
    return Rehearsal(**json.loads(kept)) if kept else None


def rehearse(session: Session, progress: Progress | None = None) -> Rehearsal | None:
    """Brings the newest backup back beside the ledger, counts what came, throws it away, and writes down how
    it went. None where there is no backup. Raises Unavailable where there is no room to try it."""
    session.require(Right.BACKUP)
    made = next(iter(latest(session)), None)
    if made is None:
        return None
    ledger, on = session.ledger, session.today.isoformat()
    try:
        counts = restore.rehearse(made.path, ledger.home, ledger.key, verify, progress or Silent())
        found = Rehearsal(on, made.when, counts.get("child", 0), counts.get("visit", 0), holds=True)
    except (Refused, Unavailable) as trouble:
        if trouble.sentence == durable.DISK_FULL[0]:
            raise
        found = Rehearsal(on, made.when, 0, 0, holds=False)
    ledger.bookmark(REHEARSED, json.dumps(asdict(found)))
    return found


def monthly(session: Session, progress: Progress | None = None) -> Rehearsal | None:
    """The month's trial, if it is due."""
    last = rehearsed(session)
    if last is not None and session.today - date.fromisoformat(last.on) < EVERY:
        return None
    return rehearse(session, progress)


def when_idle(session: Session, progress: Progress | None = None) -> tuple[Backup | None, Rehearsal | None]:
    """What is done quietly once nobody waits: the day's backup, the month's trial."""
    return daily(session, progress), monthly(session, progress)


def bring_back(
    file: Path, home: Path, clock: Clock, *, person: str, passphrase: str, progress: Progress | None = None
) -> Restored:
    """Makes the ledger of `home` the one in a backup file; the one before is kept aside under a dated name.

    The restored desk starts a new incarnation. Raises Refused or Unavailable; then nothing has changed.
    """
    fresh = not home.exists()
    desks.ready_folder(home)

    def unlock(stage: Path) -> bytes:
        return slots.unlock(stage, desks.who(stage, person), passphrase, clock)

    try:
        with lock.DeskLock(home):
            done = restore.restore(
                file,
                home,
                unlock,
                verify,
                on_restored=lambda connection: renew(connection, new_rid()),
                clock=clock,
                progress=progress or Silent(),
            )
    except BaseException:
        if fresh:
            durable.remove_folder(home)
        raise
    return Restored(done.counts, done.aside.name if done.aside else "")
