"""Looks for readable values on the disk while the program runs and after it was killed.

`python -m tests.prove.prove_disk [--cases N] [--seed S] [--broken NAME]`, see `proof`: a case is one process
(`disk_worker`) that writes a marker into every field of every record and does a day's work with them. Its
home and its temporary folder are read byte by byte while it works, and again after `kill -9`; so is every
file that it has open and that has no name. No marker may be found, in any of three encodings.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.commands.markers import Marker, markers
from tests.prove import proof

LONGEST = 6.0
"""Seconds within which the process is killed."""
LOOKS = 4


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One process, looked at while it works and after it was killed."""
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="childdesk-disk-"))
    try:
        for name in ("temp", "out"):
            (folder / name).mkdir()
        places = (folder / "home", folder / "temp")
        command = [
            sys.executable,
            "-m",
            "tests.prove.disk_worker",
            folder / "home",
            folder / "out",
            proof.Asked.how,
        ]
        environment = os.environ | {name: str(folder / "temp") for name in ("TMPDIR", "SQLITE_TMPDIR")}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as worker:
            assert worker.stdout is not None
            if not worker.stdout.readline():
                raise SystemExit("the worker fell by itself")
            wrong, read = [], 0
            for _ in range(LOOKS):
                time.sleep(chance.random() * LONGEST / LOOKS)
                found, size = looked(places, worker.pid)
                wrong += [f"while it runs: {one}" for one in found]
                read += size
            os.kill(worker.pid, signal.SIGKILL)
            rounds = worker.stdout.read().count("round")
        found, size = looked(places)
        return wrong + [f"after kill -9: {one}" for one in found], {
            "MB": (read + size) >> 20,
            "rounds": rounds,
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def looked(places: tuple[Path, ...], process: int = 0) -> tuple[list[str], int]:
    """(where which marker stands, bytes read) below some folders and in what a process has open."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    if process:
        files += nameless(process)
    wrong, size = [], 0
    for path in files:
        with contextlib.suppress(OSError):  # gone in the meantime
            content = path.read_bytes()
            size += len(content)
            if not any(begun in content for begun in BEGUN):
                continue
            wrong += [f"{one.field} in {path.name}" for one in MARKERS if one.lies_in(content)][:3]
    return wrong, size


def nameless(process: int) -> list[Path]:
    """Files that a process has open and that no folder names any more."""
    found = []
    with contextlib.suppress(OSError):
        for handle in Path(f"/proc/{process}/fd").iterdir():
            with contextlib.suppress(OSError):
                if str(handle.readlink()).endswith(" (deleted)"):
                    found.append(handle)
    return found


def long_enough(one: Marker) -> bool:
    """A marker that does not come about by chance in sealed bytes."""
    return all(len(spelling.encode()) >= 8 for spelling in one.spellings)


MARKERS = [one for one in markers().values() if long_enough(one)]
ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
BEGUN = {spelling[:4].encode(code) for one in MARKERS for spelling in one.spellings for code in ENCODINGS}
"""How markers begin: what holds none of these holds none of them."""


BROKEN = proof.mistakes("unsealed", "draft in a file")

if __name__ == "__main__":
    if not Path("/proc/self/fd").exists():
        print("not run: what a process has open cannot be looked at here")
        sys.exit(3)
    proof.main("prove_disk", case, BROKEN, cases=8)
