"""Kills the program with SIGKILL in the middle of an exchange, and looks at both ledgers and the stick.

`python -m tests.prove.prove_sync_kill [--cases N] [--seed S] [--broken NAME]`, see `proof`: one case is one
kill of one real process that edits, writes packages to a folder and takes them in (`sync_pair`). Whatever it
had said to be done must be there; nothing may be there by half; the last package that was said to be written
must be whole; and both desks must meet again.
"""

from __future__ import annotations

import functools
import mmap
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.prove import proof, sync_pair

WITHIN = 0.6
"""Seconds after the process began its work within which the kill falls."""
ROOM = 1 << 16


@functools.cache
def older() -> Path:
    """The pair on which every case starts."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-kill-")) / "pair"
    sync_pair.make(folder)
    return folder


class Board:
    """What the process says, in memory that both see: no call of the system lies between deed and word."""

    def __init__(self) -> None:
        self.shared = mmap.mmap(-1, ROOM)

    def say(self, words: str) -> None:
        """Adds a line; it counts once its end is moved."""
        end = self._end()
        line = f"{words}\n".encode()
        self.shared[8 + end : 8 + end + len(line)] = line
        self.shared[:8] = (end + len(line)).to_bytes(8, "big")

    def _end(self) -> int:
        return int.from_bytes(self.shared[:8], "big")

    def said(self) -> list[str]:
        """Every whole line."""
        return self.shared[8 : 8 + self._end()].decode().splitlines()


def forked(job: Callable[[], None]) -> int:
    """Runs a job in a process of its own; returns its id."""
    process = os.fork()
    if process == 0:
        try:
            job()
        finally:
            os._exit(0)
    return process


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One kill."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="childdesk-kill-") as temporary:
        folder, board = sync_pair.copied(older(), Path(temporary) / "pair"), Board()
        how = sync_pair.MISTAKES.get(proof.Asked.how, lambda: None)

        def job() -> None:
            how()
            with sync_pair.seats(folder) as (above, below):
                board.say("begun")
                sync_pair.work(above, below, board.say, seed, rounds=200)

        process = forked(job)
        while not board.said():
            time.sleep(0.002)
        time.sleep(chance.random() * WITHIN)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        said = [words for words in board.said() if words != "begun"]
        return sync_pair.looked(folder, said), {"acknowledged": len(said)}


BROKEN = proof.mistakes("received first")

if __name__ == "__main__":
    proof.main("prove_sync_kill", case, BROKEN, cases=300, red=60)
