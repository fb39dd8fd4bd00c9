"""Makes backups that have been opened and checked before they count, keeps the right ones, copies them away.

A generation is one file in `backups/`, numbered; its name gives the ledger, the number and the day, no
village and no child. Attachments lie beside the ledger already and never change, so only a copy that leaves
this disk carries them.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from childdesk.domain.clock import Clock, wall
from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.domain.progress import Progress, Silent
from childdesk.store import archive, durable, rotation, slots
from childdesk.store.attachments import FOLDER as ATTACHMENTS
from childdesk.store.attachments import SUFFIX as ATTACHMENT_SUFFIX
from childdesk.store.connection import LEDGER, Connection, check_pages, open_ledger, sorted_errors

FOLDER: Final = "backups"
SILENT: Final = Silent()
SPARE: Final = 1024**2
"""Bytes that must stay free beside what a backup needs."""

CHECKS = "正在打开检查"
OFTEN = 10_000
"""Steps of SQLite between two looks at whether to go on."""
PAUSE = 0.3
"""Seconds between two words of progress."""

LEDGER_DAMAGED = ("档案有一页读不出，没有备份成。原文件没有动。", "请从上一份备份恢复。")
STICK_GONE = ("找不到要存到的文件夹。档案没有动。", "请插好U盘，再试一次。")

Counts = Mapping[str, int]
Verify = Callable[[Connection], Counts]
"""Checks journal against rows on an opened copy and counts records; raises Unavailable if they disagree."""


@dataclass(frozen=True)
class Backup:
    """One backup file; `made` is UTC text for display, `whole` False when what it holds cannot be listed."""

    path: Path
    number: int
    day: date
    size: int
    whole: bool
    made: str = ""
    reason: str = ""
    ledger: str = ""
    counts: Counts | None = None

    @property
    def when(self) -> str:
        """When it was made; of one that cannot be read, the day in its name."""
        return self.made or f"{self.day.isoformat()}T00:00:00Z"


def make_backup(
    connection: Connection,
    home: Path,
    key: bytes,
    verify: Verify,
    *,
    reason: str,
    clock: Clock,
    progress: Progress = SILENT,
) -> Backup:
    """Make one generation from the writing lane's connection, open it, check it, then let old ones go.

    Raises Unavailable (disk full, ledger damaged, `verify` found something) or Cancelled; then the folder is
    as it was. The connection must be outside a transaction and not query-only.
    """
    folder = home / FOLDER
    durable.make_folder(folder)
    durable.sweep(folder)
    _require_room(folder, 2 * _ledger_size(connection))
    slots_now, ledger = slots.true_copy(home, key), slots.ledger_id(home)
    number = 1 + max((one.number for one in _names(folder)), default=0)
    today = clock.today()
    copy = durable.part_name(folder / LEDGER)
    try:
        _copy_ledger(connection, copy, progress)
        counts = _checked(copy, key, verify, progress)
        told = archive.Manifest(ledger, number, today, wall(clock.now()), reason, counts)
        size = copy.stat().st_size
        sources = [(LEDGER, size, durable.chunks(copy)), (slots.FILE, len(slots_now), [slots_now])]
        path = folder / _name(ledger, number, today)
        archive.write(path, told, sources, key, progress)
    finally:
        with durable.sorted_file_errors():
            durable.remove(copy)
    made = _listed(path)
    rotate(home)
    return made


def list_backups(home: Path) -> list[Backup]:
    """All generations, newest first, by what they say of themselves; nothing is opened with a key."""
    return sorted((_listed(one.path) for one in _names(home / FOLDER)), key=lambda one: -one.number)


def rotate(home: Path) -> list[Path]:
    """Remove the generations that have had their time; returns them. A file that cannot be removed stays."""
    every = list_backups(home)
    taken = sum(one.size for one in every)
    most = rotation.budget(shutil.disk_usage(home).free, taken)
    generations = [rotation.Generation(one.number, one.day, one.size, one.whole) for one in every]
    dropped = {one.number for one in rotation.to_drop(generations, most)}
    gone = []
    for one in every:
        if one.number in dropped:
            with contextlib.suppress(OSError):
                durable.remove(one.path)
                gone.append(one.path)
    return gone


def backup_to(backup: Backup, folder: Path, home: Path, key: bytes, progress: Progress = SILENT) -> Path:
    """Copy a generation with all attachments into another folder, as one new file, read back; returns it.

    Raises Unavailable (folder gone, full, disk gone) or Cancelled; then nothing is left there.
    """
    if not folder.is_dir():
        raise Unavailable(*STICK_GONE)
    photos = sorted((home / ATTACHMENTS).glob(f"*{ATTACHMENT_SUFFIX}"))
    _require_room(folder, backup.size + sum(photo.stat().st_size for photo in photos))
    with archive.opened(backup.path) as source:
        names = (LEDGER, slots.FILE)
        sources: list[tuple[str, int, Iterable[bytes]]] = [
            (name, source.manifest.members[name][0], source.pieces(name)) for name in names
        ]
        sources += [(f"{ATTACHMENTS}/{p.name}", p.stat().st_size, durable.chunks(p)) for p in photos]
        target = folder / backup.path.name
        if target.exists():
            target = folder / f"{backup.path.stem}-{secrets.token_hex(2)}{archive.SUFFIX}"
        archive.write(target, source.manifest, sources, key, progress)
    return target


def recover_slots(home: Path) -> Backup:
    """Put the newest backup's slots in place of lost ones; they open the ledger, as its key never changes.

    Refused while the slots are still readable, Unavailable when no backup has them.
    """
    if slots.readable(home):
        raise Refused("口令文件还在，不用取回。没有改动什么。")
    for backup in list_backups(home):
        if not backup.whole:
            continue
        with archive.opened(backup.path) as source:
            content = b"".join(source.pieces(slots.FILE))
        for file in (slots.FILE, slots.SECOND):
            durable.replace_file(home / file, content)
        return backup
    raise Unavailable(*slots.LOST)


# ── making one ──────────────────────────────────────────────────────────────────────────────────────────────


def _ledger_size(connection: Connection) -> int:
    with sorted_errors():
        pages, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
    return int(pages) * int(size)


def _require_room(folder: Path, needed: int) -> None:
    with durable.sorted_file_errors():
        free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise Unavailable(*durable.DISK_FULL)


def _copy_ledger(connection: Connection, copy: Path, progress: Progress) -> None:
    """VACUUM INTO: a consistent copy under the same key while others go on reading; fsynced."""
    total = _ledger_size(connection)

    def look() -> int:
        # Called by SQLite, which swallows exceptions: a nonzero answer interrupts the statement.
        try:
            progress.step(copy.stat().st_size, total, "正在复制档案")
        except Cancelled:
            return 1
        return 0

    with durable.sorted_file_errors():
        # SQLite takes an empty file as it is, with the rights that we gave it.
        durable.replace_file(copy, b"")
    connection.set_progress_handler(look, OFTEN)
    try:
        with sorted_errors():
            connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.set_progress_handler(None, 0)
    with durable.sorted_file_errors():
        durable.sync_file(copy)


def _checked(copy: Path, key: bytes, verify: Verify, progress: Progress) -> Counts:
    progress.step(0, 0, CHECKS)
    enough = threading.Event()
    with ThreadPoolExecutor(1, "pages") as beside:
        # The pages are read by SQLite alone, which leaves the processor's other core to the journal.
        pages = beside.submit(_pages_wrong, copy, key, enough)
        try:
            with contextlib.closing(open_ledger(copy, key, "read")) as opened, sorted_errors():
                opened.set_progress_handler(_word(progress), OFTEN)
                counts = dict(verify(opened))
            while not wait((pages,), PAUSE).done:
                progress.step(0, 0, CHECKS)
        except Cancelled:
            enough.set()
            raise
        finally:
            # Said first: what is wrong with a page makes everything else wrong.
            if not enough.is_set() and pages.result():
                raise Unavailable(*LEDGER_DAMAGED)
    progress.step(0, 0, CHECKS)
    return counts


def _word(progress: Progress) -> Callable[[], int]:
    """What SQLite calls while it works: says now and then that it goes on, and ends it when told to."""
    said = time.monotonic()

    def look() -> int:
        nonlocal said
        if time.monotonic() < said + PAUSE:
            return 0
        said = time.monotonic()
        try:
            progress.step(0, 0, CHECKS)
        except Cancelled:
            return 1
        return 0

    return look


def _pages_wrong(copy: Path, key: bytes, enough: threading.Event) -> bool:
    with contextlib.closing(open_ledger(copy, key, "read")) as opened:
        opened.set_progress_handler(enough.is_set, OFTEN)
        return bool(check_pages(opened))


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────────


def _name(ledger: str, number: int, day: date) -> str:
    return f"{ledger[:8]}-{number:06d}-{day:%Y%m%d}{archive.SUFFIX}"


def _names(folder: Path) -> list[Backup]:
    """What the folder's names say; files that are named otherwise are not ours."""
    found = []
    for path in folder.glob(f"*{archive.SUFFIX}"):
        parts = path.stem.split("-")
        try:
            day = date(int(parts[2][:4]), int(parts[2][4:6]), int(parts[2][6:8]))
            found.append(Backup(path, int(parts[1]), day, path.stat().st_size, whole=False))
        except (ValueError, IndexError, OSError):
            continue
    return found


def _listed(path: Path) -> Backup:
    (named,) = (one for one in _names(path.parent) if one.path == path)
    try:
        with archive.opened(path) as source:
            told = source.manifest
    except (Unavailable, Refused):
        return named
    return Backup(
        path, told.number, told.day, named.size, True, told.made, told.reason, told.ledger, told.counts
    )
