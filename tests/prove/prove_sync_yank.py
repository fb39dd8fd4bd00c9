"""Pulls the stick: copies the image of a mounted disk at random moments while packages are written to it.

`python -m tests.prove.prove_sync_yank [--cases N] [--seed S] [--broken NAME]`, see `proof`; needs the right
to mount a file as a disk. A case is one copy. The disk is ext2: like FAT it keeps no journal, and what nobody
waited for is simply missing. After the file system's own repair the last package that was said to be written
in each direction must be on the copy whole, and the other side must take in what is there.
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
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.prove import proof, sync_pair
from tests.prove.prove_sync_kill import Board, forked, older

SIZE = 4 * 1024**2
WITHIN = 0.8


@contextlib.contextmanager
def mounted(image: Path, place: Path) -> Iterator[None]:
    """The image as a disk; exit 3 where this machine lets us mount none."""
    place.mkdir(exist_ok=True)
    if subprocess.run(["mount", "-o", "loop", str(image), str(place)], capture_output=True).returncode:
        print("not run: pulled sticks (no right to mount)")
        raise SystemExit(3)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One pulled stick."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="childdesk-yank-") as temporary:
        base = Path(temporary)
        image, copy, place = base / "image", base / "copy", base / "usb"
        with image.open("wb") as out:
            out.truncate(SIZE)
        subprocess.run(["mkfs.ext2", "-q", "-F", str(image)], check=True)
        folder, board = sync_pair.copied(older(), base / "pair"), Board()
        with mounted(image, place):

            def job() -> None:
                sync_pair.MISTAKES.get(proof.Asked.how, lambda: None)()
                (place / "CHILDSYN").mkdir()
                with sync_pair.seats(folder, place) as (above, below):
                    board.say("begun")
                    sync_pair.work(above, below, board.say, seed, rounds=200)

            process = forked(job)
            while not any(words.startswith("packed") for words in board.said()):
                time.sleep(0.002)
            time.sleep(chance.random() * WITHIN)
            said = board.said()
            shutil.copyfile(image, copy)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        wrong, torn = _looked(copy, place, said)
    return wrong, {"acknowledged": len(said), "torn-on-the-stick": torn}


def _looked(copy: Path, place: Path, said: list[str]) -> tuple[list[str], int]:
    """(what is wrong with the stick, how many torn files lie on it)."""
    fixed = subprocess.run(["e2fsck", "-y", "-f", str(copy)], capture_output=True)
    if fixed.returncode not in (0, 1):
        return ["the file system cannot be repaired"], 0
    with mounted(copy, place):
        found = [path for path in (place / "CHILDSYN").glob("*") if path.is_file()]
        whole = {path.name for path in found if sync_pair.stick.is_whole(path)}
        last = {Path(words).name[:9]: Path(words).name for words in said if words.startswith("packed ")}
        # What was written after the last word, and after the copy began, may have taken older ones away.
        wrong = [f"{name} is gone" for link, name in last.items() if not _there(name, link, whole)]
        return wrong, len(found) - len(whole)


def _there(name: str, link: str, whole: set[str]) -> bool:
    """Whether a package, or a newer one of the same pairing, is whole."""
    return any(one.startswith(link) and one[:20] >= name[:20] for one in whole)


BROKEN = proof.mistakes("in place")

if __name__ == "__main__":
    if shutil.which("mkfs.ext2") is None:
        print("not run: pulled sticks (no mkfs.ext2)")
        sys.exit(3)
    proof.main("prove_sync_yank", case, BROKEN, cases=100, red=10)
