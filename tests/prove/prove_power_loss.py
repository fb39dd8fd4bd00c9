"""Cuts the power, as a recorded trace of every write allows it, and opens what would then be on the disk.

`python -m tests.prove.prove_power_loss [--cases N] [--seed S] [--broken NAME]`, see `proof`. A case is one
state of the disk. A process writes to a sealed ledger (`power_worker`) under strace, which records each
write, truncation, new name, removal and fsync. At a random moment the power goes: what was fsynced is there;
of the rest each write is there, is missing, or is torn at a sector, independently, and new names and removals
whose folder was not fsynced may be missing. Every acknowledged entry must be in the ledger that is then
opened, and its check must find nothing.
"""

from __future__ import annotations

import contextlib
import functools
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from childdesk.domain.errors import ChildDeskError
from childdesk.store import checking, journal
from childdesk.store.connection import driver
from tests.prove import proof
from tests.store import living

SECTOR = 512
STATES = 25
"""Moments that are cut out of one recorded run."""
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,unlink,unlinkat"
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += +(-?\d+)")
BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
OPENED = re.compile(r"^(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Event:
    """One call that changed a file, brought it to the disk, or acknowledged an entry."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    other: str = ""


@dataclass
class Disk:
    """What is on the disk of each file: the bytes, and whether its name is."""

    files: dict[str, bytearray] = field(default_factory=dict)

    def write(self, path: str, at: int, data: bytes) -> None:
        body = self.files.setdefault(path, bytearray())
        body.extend(bytes(max(at + len(data) - len(body), 0)))
        body[at : at + len(data)] = data

    def cut(self, path: str, size: int) -> None:
        body = self.files.setdefault(path, bytearray())
        del body[size:]
        body.extend(bytes(size - len(body)))


# ── recording ────────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def recorded(number: int, how: str) -> tuple[dict[str, bytes], list[Event]]:
    """(the files before, every event) of one run."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-power-"))
    try:
        home = folder / "home"
        desk = living.made(home)
        desk.write(*living.families(5))
        desk.close()
        before = {str(path): path.read_bytes() for path in home.iterdir() if not path.name.endswith("-shm")}
        trace = folder / "trace"
        watch = ["strace", "-f", "-y", "-xx", "-s", "99999999", "-e", f"trace={CALLS}", "-o", str(trace)]
        worker = [sys.executable, "-m", "tests.prove.power_worker", str(home), str(number), how]
        subprocess.run([*watch, *worker], check=True, stdout=subprocess.PIPE)
        with trace.open(encoding="ascii") as lines:
            events = [event for line in lines if (event := read(line, str(home))) is not None]
        return before, events
    finally:
        shutil.rmtree(folder)


def read(line: str, home: str) -> Event | None:
    """What a line of the trace says of the folder; None of anything else."""
    found = LINE.match(line)
    if found is None or int(found[3]) < 0:
        return None
    call, given = found[1], found[2]
    if call == "write" and (said := words(given)).startswith(b"done "):
        return Event("said", "", data=said)
    opened = OPENED.match(given)
    path = plain(opened[2]).decode() if opened else ""
    named = [plain(text).decode(errors="replace") for text in BYTES.findall(given)] if call in NAMING else []
    about = [name for name in (path, *named) if name.startswith(home) and not name.endswith("-shm")]
    if not about:
        return None
    last = given.rpartition(", ")[2]
    if call == "pwrite64":
        return Event("write", path, int(last), words(given)[: int(found[3])])
    if call == "ftruncate":
        return Event("cut", path, int(last))
    if call in ("fsync", "fdatasync"):
        return Event("sync", path)
    if call == "openat":
        return Event("name", about[-1]) if "O_CREAT" in given else None
    if call == "rename":
        return Event("rename", named[0], other=named[1])
    if call in ("unlink", "unlinkat"):
        return Event("gone", about[-1])
    raise ValueError(f"{call} on a file of the desk is not understood")


NAMING = ("openat", "rename", "unlink", "unlinkat")


def words(given: str) -> bytes:
    found = BYTES.search(given)
    return plain(found[1]) if found else b""


def plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


# ── the power goes ───────────────────────────────────────────────────────────────────────────────────────


def left(before: Mapping[str, bytes], events: list[Event], chance: random.Random) -> Disk:
    """A disk as it may be when the power goes after these events."""
    synced = {event.path: number for number, event in enumerate(events) if event.kind == "sync"}
    disk = Disk({path: bytearray(body) for path, body in before.items()})
    mood = chance.choice(("each", "nothing", "newest", "torn"))
    born: dict[str, int] = {}
    for number, event in enumerate(events):
        if event.kind in ("write", "cut"):
            sure = number < synced.get(event.path, -1)
            whole = event.data if sure else kept(event, mood, chance, number / len(events))
            changed(disk, replace(event, data=whole), there=sure or chance.random() < 0.5)
        elif event.kind in ("gone", "rename"):
            sure = number < synced.get(str(Path(event.path).parent), -1)
            renamed(disk, event, there=sure or chance.random() < 0.5)
        elif event.kind == "name":
            born.setdefault(event.path, number)
            disk.files.setdefault(event.path, bytearray())
    for path in set(born) - set(before):
        if synced.get(str(Path(path).parent), -1) < born[path] and chance.random() < 0.5:
            disk.files.pop(path, None)
    return disk


def changed(disk: Disk, event: Event, *, there: bool) -> None:
    if event.kind == "write" and event.data:
        disk.write(event.path, event.at, event.data)
    elif event.kind == "cut" and there:
        disk.cut(event.path, event.at)


def renamed(disk: Disk, event: Event, *, there: bool) -> None:
    body = disk.files.pop(event.path, None) if there else None
    if body is not None and event.kind == "rename":
        disk.files[event.other] = body


def kept(event: Event, mood: str, chance: random.Random, late: float) -> bytes:
    """What is on the disk of a write that nobody had waited for."""
    if mood == "nothing" or (mood == "each" and chance.random() < 0.5):
        return b""
    if mood == "newest" and chance.random() > late:
        return b""
    if mood == "torn" and chance.random() < 0.5:
        return event.data[: chance.randint(0, len(event.data) // SECTOR) * SECTOR]
    return event.data


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One state of the disk: what is wrong with the ledger in it."""
    before, events = recorded(seed // STATES, proof.Asked.how)
    chance = random.Random(seed)
    first = next(number for number, event in enumerate(events) if event.kind == "said")
    until = chance.randrange(first, len(events))
    done = [event.data.split()[1].decode() for event in events[:until] if event.kind == "said"]
    disk = left(before, events[:until], chance)
    with tempfile.TemporaryDirectory(prefix="childdesk-power-") as folder:
        for path, body in disk.files.items():
            (Path(folder) / Path(path).name).write_bytes(body)
        return looked(Path(folder), done), {"acknowledged": len(done), "events": until}


def looked(home: Path, done: list[str]) -> list[str]:
    """What is wrong with the ledger in a folder in which these entries were acknowledged."""
    try:
        with contextlib.closing(living.reopened(home)) as desk:
            lost = sum(not journal.of_entry(desk.connection, entry) for entry in done)
            wrong = [f"{lost} acknowledged entries lost"] if lost else []
            return wrong + [f"{one.where} {one.text}" for one in checking.check(desk.connection)[:3]]
    except (ChildDeskError, driver.Error) as error:
        return [f"does not open: {error}"]


BROKEN = proof.mistakes("not waiting", "never waiting")

if __name__ == "__main__":
    if shutil.which("strace") is None:
        print("not run: power loss (no strace)")
        sys.exit(3)
    proof.main("prove_power_loss", case, BROKEN, cases=200, red=100)
