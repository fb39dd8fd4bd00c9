"""Fills a real disk to the last page and lets every act of the sealed store run into it.

`python -m tests.prove.prove_full_disk [--broken]`: on a small disk in memory (needs the right to mount), with
ever more room in steps of one page, each act either happens whole or leaves every file as it was. Then,
or with `--broken` at once, files are written in place; something must then be lost, and the proof exits 0
only if it is.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage

from childdesk.domain.errors import Unavailable
from childdesk.store import attachments, backup, connection, durable, slots
from tests.store.small_desk import PASSPHRASE, Desk, state

PAGE = 4096
SIZE = 4 * 1024**2
IDENTITY = str(pyrage.x25519.Identity.generate())


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    """A disk of 4 MB; exit 3 if this machine lets us mount none."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "childdesk", folder]
        if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
            print("not run: full disk (no right to mount)")
            raise SystemExit(3)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def room(disk: Path, free: int) -> Iterator[None]:
    """Leave `free` bytes on the disk."""
    ballast = disk / "ballast"
    with ballast.open("wb") as out:
        out.truncate(0)
        spare = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        os.posix_fallocate(out.fileno(), 0, max(spare - free, 1))
    try:
        yield
    finally:
        ballast.unlink()


def acts(desk: Desk, file: Path) -> dict[str, Callable[[], object]]:
    """What is tried; each may change files only if it ends well."""
    photo = os.urandom(90_000)

    def write() -> None:
        with connection.sorted_errors(), connection.database(desk.opened).atomic():
            rows = [(f"more{number}", "x" * 900) for number in range(200)]
            desk.opened.executemany("INSERT INTO child VALUES (?, ?)", rows)

    return {
        "let a person in": lambda: slots.add_person(desk.home, desk.key, "b" * 32, "刘" * 3000, PASSPHRASE),
        "keep a photo": lambda: attachments.Attachments(desk.home, IDENTITY).put(photo),
        "back up": desk.backup,
        "copy to a stick": lambda: backup.backup_to(
            backup.list_backups(desk.home)[0], desk.home.parent, desk.home, desk.key
        ),
        "restore": lambda: desk.restore(file),
        "write rows": write,
    }


def contents(desk: Desk) -> object:
    """Every file but the ballast, and how many rows the ledger shows."""
    files = {name: body for name, body in state(desk.home.parent).items() if name != "ballast"}
    return files, desk.count()


def try_out(name: str, free: int, broken: bool) -> str:
    """One act with so much room: "done", "refused", or what is wrong."""
    with small_disk() as disk:
        home = disk / "home"
        home.mkdir()
        desk = Desk(home, children=60)
        file = Path(shutil.copy(desk.backup().path, disk / "kept.childdesk"))
        if name == "restore":
            desk.opened.close()
            desk.opened = connection.open_ledger(home / "ledger.db", desk.key, "read")
        with contextlib.closing(desk.opened):
            before = contents(desk)
            with room(disk, free), writing_in_place(broken):
                try:
                    acts(desk, file)[name]()
                    said = "done"
                except Unavailable as error:
                    full = error.sentence in {durable.DISK_FULL[0], connection.BROKEN_OFF[0]}
                    said = "refused" if full else error.sentence
            same = contents(desk) == before
        slots_open = slots.readable(home)
    if not slots_open or (said == "refused" and not same):
        return f"{name} with {free} bytes: {said}, and something is lost"
    return said


@contextlib.contextmanager
def writing_in_place(broken: bool) -> Iterator[None]:
    """As a program writes that never thought of a full disk."""
    if not broken:
        yield
        return
    real_name, real_open = durable.part_name, os.open

    def open_over(path: str, flags: int, mode: int = 0o777, **more: int) -> int:
        return real_open(path, flags & ~os.O_EXCL | (os.O_TRUNC if flags & os.O_EXCL else 0), mode, **more)

    durable.part_name = lambda path: path
    os.open = open_over
    try:
        yield
    finally:
        durable.part_name, os.open = real_name, real_open


def tried(*, broken: bool) -> bool:
    """Whether every act happened whole or not at all with every room; broken, whether one was seen not to."""
    wrong: list[str] = []
    for name in ("let a person in",) if broken else acts_in_order():
        seen: dict[str, int] = {}
        for pages in range(400):
            said = try_out(name, pages * PAGE, broken)
            seen[said] = seen.get(said, 0) + 1
            if said not in {"done", "refused"}:
                wrong.append(said)
            if (broken and wrong) or (said == "done" and seen["done"] >= 3):
                break
        print(f"{name}{', broken' if broken else ''}: {seen}")
        if not broken and not {"done", "refused"} <= set(seen):
            wrong.append(f"{name}: not both refused and done, so nothing was shown")
    print(*wrong[:10], sep="\n")
    return bool(wrong) is broken


def main() -> int:
    """Tries every act with every room, then one that is broken; 0 if it is as it should be."""
    slots.KDF = slots.Parameters(64, 1, 1)
    shutil.disk_usage = lambda _place: shutil._ntuple_diskusage(10**12, 0, 10**12)  # type: ignore[attr-defined]
    good = True
    for broken in (True,) if "--broken" in sys.argv else (False, True):
        good &= tried(broken=broken)
    return 0 if good else 1


def acts_in_order() -> list[str]:
    """The names of all acts."""
    return ["let a person in", "keep a photo", "back up", "copy to a stick", "restore", "write rows"]


if __name__ == "__main__":
    sys.exit(main())
