"""Puts a backup in the ledger's place: everything is proved beside it first, then one rename decides.

The new files are unpacked, opened and given their new incarnation in a folder that ends in `.part`. Renaming
that folder to `restoring` is the moment of decision: before it nothing has happened, after it `finish`
carries the move to its end, at once or at the next start. What was there before is kept in `replaced-…`.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from childdesk.domain.clock import Clock
from childdesk.domain.errors import Unavailable
from childdesk.domain.progress import Progress, Silent
from childdesk.store import archive, durable, slots
from childdesk.store.attachments import FOLDER as ATTACHMENTS
from childdesk.store.backup import Counts, Verify
from childdesk.store.connection import LEDGER, Connection, check_pages, open_ledger, sorted_errors

STAGE: Final = "restoring"
ASIDE: Final = "aside"
"""The file in the stage that names the folder for what was there before."""

SILENT: Final = Silent()
LOGS: Final = (f"{LEDGER}-wal", f"{LEDGER}-shm")
FILES: Final = (LEDGER, slots.FILE, slots.SECOND)

Unlock = Callable[[Path], bytes]
"""Given a folder with the backup's slots, returns the ledger's key; raises Refused for a wrong passphrase."""


@dataclass(frozen=True)
class Restored:
    """What a restore did: the records that it brought, and where the ledger before it is kept, if any."""

    counts: Counts
    aside: Path | None


def restore(
    file: Path,
    home: Path,
    unlock: Unlock,
    verify: Verify,
    *,
    on_restored: Callable[[Connection], None],
    clock: Clock,
    progress: Progress = SILENT,
) -> Restored:
    """Make the ledger of `home` the one in the backup `file`; the caller holds the lock and no connection.

    `verify` checks and counts the unpacked ledger; `on_restored` starts its new incarnation on a writing
    connection, before anything is visible. Raises Refused (not a backup, wrong passphrase), Unavailable
    (damaged, newer, disk full), Cancelled; then `home` is as it was but for attachments that were missing.
    """
    finish(home)
    durable.sweep(home)
    stage = durable.part_name(home / STAGE)
    try:
        told = _unpack(file, home, stage, progress)
        key = unlock(stage)
        if not told.sealed_with(key) or slots.ledger_id(stage) != told.ledger:
            raise Unavailable(*archive.DAMAGED)
        counts = _prove(stage / LEDGER, key, told, verify)
        progress.step(0, 0, "正在换上")
        _start_afresh(stage / LEDGER, key, on_restored)
        _prepare_move(stage, f"replaced-{clock.today():%Y%m%d}-{secrets.token_hex(2)}")
        with durable.sorted_file_errors():
            durable.rename(stage, home / STAGE)
    finally:
        with durable.sorted_file_errors():
            durable.remove_folder(stage)
    return Restored(counts, finish(home))


def rehearse(file: Path, home: Path, key: bytes, verify: Verify, progress: Progress = SILENT) -> Counts:
    """Brings a backup of this desk back into a folder of its own, proves it as `restore` does, and throws it
    away: what a restore would bring. `home` stays as it is. Raises as `restore` does."""
    stage = durable.part_name(home / STAGE)
    try:
        told = _unpack(file, home, stage, progress)
        if not told.sealed_with(key) or not slots.is_key(stage, key):
            raise Unavailable(*archive.DAMAGED)
        return _prove(stage / LEDGER, key, told, verify)
    finally:
        with durable.sorted_file_errors():
            durable.remove_folder(stage)


def finish(home: Path) -> Path | None:
    """Carry a decided restore to its end; at every start, under the lock, before the ledger is opened.

    Does nothing without one, and may be cut off and called again at any point. Returns the folder with what
    was there before.
    """
    stage = home / STAGE
    if not stage.is_dir():
        return None
    with durable.sorted_file_errors():
        aside = home / Path((stage / ASIDE).read_text("ascii")).name
        if (stage / LEDGER).exists():
            # The old log must leave before the new ledger comes: under the same key it would be played in.
            for name in LOGS:
                _set_aside(home / name, aside)
        for name in FILES:
            if (stage / name).exists():
                _keep_aside(home / name, aside)
                durable.rename(stage / name, home / name)
        done = durable.part_name(stage)
        durable.rename(stage, done)
        durable.remove_folder(done)
    return aside if aside.is_dir() else None


def _set_aside(path: Path, aside: Path) -> None:
    if path.exists():
        durable.make_folder(aside)
        durable.rename(path, aside / path.name)


def _keep_aside(path: Path, aside: Path) -> None:
    """A second name for the old file, so that there is a ledger and a sign-in at every moment of the move."""
    try:
        if path.exists() and not (aside / path.name).exists():
            durable.make_folder(aside)
            (aside / path.name).hardlink_to(path)
            durable.sync_folder(aside)
    except OSError:
        # FAT knows no second names. Then the file is gone for a moment, and `finish` puts the new one there.
        _set_aside(path, aside)


def _unpack(file: Path, home: Path, stage: Path, progress: Progress) -> archive.Manifest:
    with archive.opened(file) as source, durable.sorted_file_errors():
        told = source.manifest
        total = sum(size for size, _ in told.members.values())
        if shutil.disk_usage(home).free < total + 1024**2:
            raise Unavailable(*durable.DISK_FULL)
        stage.mkdir(mode=0o700)
        meter = archive.Meter(progress, total, "正在取出备份")
        for name in told.members:
            target = home / name if name.startswith(f"{ATTACHMENTS}/") else stage / name
            if target.exists() and _hash(target) == told.members[name][1]:
                meter.add(told.members[name][0])
                continue
            durable.make_folder(target.parent)
            durable.replace_file(target, source.pieces(name, meter))
        durable.replace_file(stage / slots.SECOND, durable.chunks(stage / slots.FILE))
    return told


def _hash(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _prove(ledger: Path, key: bytes, told: archive.Manifest, verify: Verify) -> Counts:
    with contextlib.closing(open_ledger(ledger, key, "read")) as opened:
        if check_pages(opened):
            raise Unavailable(*archive.DAMAGED)
        with sorted_errors():
            counts = dict(verify(opened))
    # A later version may count more kinds of records than the backup knew; none may have another count.
    if any(counts.get(name, count) != count for name, count in told.counts.items()):
        raise Unavailable(*archive.DAMAGED)
    return counts


def _start_afresh(ledger: Path, key: bytes, on_restored: Callable[[Connection], None]) -> None:
    with contextlib.closing(open_ledger(ledger, key, "write")) as opened:
        with sorted_errors():
            on_restored(opened)
        if opened.in_transaction:
            raise RuntimeError("on_restored left its transaction open")
        with sorted_errors():
            # The ledger moves without its log, so everything must be in the ledger itself.
            busy = opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy or any(ledger.with_name(name).exists() for name in LOGS):
        raise RuntimeError("on_restored left a connection open")
    with durable.sorted_file_errors():
        durable.sync_file(ledger)


def _prepare_move(stage: Path, aside: str) -> None:
    kept = {*FILES, ASIDE}
    durable.replace_file(stage / ASIDE, aside.encode())
    for entry in stage.iterdir():
        if entry.name not in kept:
            # The count of wrong tries at the backup's passphrase stays behind.
            durable.remove(entry)
