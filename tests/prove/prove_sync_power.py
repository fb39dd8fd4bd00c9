"""Cuts the power in the middle of exchanges, and pulls the stick: what would then be on disk and stick.

`python -m tests.prove.prove_sync_power [--cases N] [--seed S] [--broken NAME]`, see `proof`. A case is one
state, made as `prove_power_loss` makes its own: a process (`sync_pair`) exchanges between two sealed ledgers
over a stick under strace; at a random moment the power goes, and what was not fsynced is there, is missing or
is torn at a sector, on both disks and the stick. Both ledgers must open whole with all that was acknowledged,
the last package that was said to be written must be on the stick whole, and both desks must meet again.
"""

from __future__ import annotations

import functools
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.prove import proof, sync_pair
from tests.prove.prove_power_loss import CALLS, LINE, OPENED, Event, left, plain, read, words

STATES = 50
"""Moments that are cut out of one recorded run."""


@functools.lru_cache(2)
def recorded(number: int, how: str) -> tuple[str, dict[str, bytes], list[Event]]:
    """(where it was, the files before, every event) of one run."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-power-"))
    try:
        home = folder / "home"
        sync_pair.make(home)
        before = {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}
        trace = folder / "trace"
        watch = ["strace", "-f", "-y", "-xx", "-s", "99999999", "-e", f"trace={CALLS}", "-o", str(trace)]
        worker = [sys.executable, "-m", "tests.prove.sync_pair", str(home), str(number), how]
        subprocess.run([*watch, *worker], check=True, stdout=subprocess.PIPE)
        with trace.open(encoding="ascii") as lines:
            return str(home), before, list(told(lines, str(home)))
    finally:
        shutil.rmtree(folder)


def told(lines: Iterable[str], home: str) -> Iterator[Event]:
    """The events of a trace; what is written to a package goes behind what was written to it before."""
    ends: dict[str, int] = {}
    for line in lines:
        found = LINE.match(line)
        opened = OPENED.match(found[2]) if found and found[1] == "write" else None
        path = plain(opened[2]).decode(errors="replace") if opened else ""
        if found and path.startswith(home) and int(found[3]) >= 0:
            done = int(found[3])
            yield Event("write", path, ends.get(path, 0), words(found[2])[:done])
            ends[path] = ends.get(path, 0) + done
        elif (event := read(line, home)) is not None:
            yield event


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One state of both disks and the stick."""
    home, before, events = recorded(seed // STATES, proof.Asked.how)
    chance = random.Random(seed)
    first = next(number for number, event in enumerate(events) if event.kind == "said")
    until = chance.randrange(first, len(events))
    disk = left(before, events[:until], chance)
    with tempfile.TemporaryDirectory(prefix="childdesk-power-") as folder:
        for name in ("stick/CHILDSYN", "drawer"):
            (Path(folder) / name).mkdir(parents=True)
        for path, body in disk.files.items():
            (Path(folder) / Path(path).relative_to(home)).write_bytes(body)
        said = [event.data.decode().strip() for event in events[:until] if event.kind == "said"]
        said = [words.removeprefix("done ").replace(home, folder) for words in said]
        torn = sum(not sync_pair.stick.is_whole(path) for path in Path(folder, "stick/CHILDSYN").iterdir())
        figures = {"acknowledged": len(said), "torn-on-the-stick": torn}
        return sync_pair.looked(Path(folder), said), figures


BROKEN = proof.mistakes("not waiting", "in place")

if __name__ == "__main__":
    if shutil.which("strace") is None:
        print("not run: power loss in an exchange (no strace)")
        sys.exit(3)
    proof.main("prove_sync_power", case, BROKEN, cases=1000, red=50)
