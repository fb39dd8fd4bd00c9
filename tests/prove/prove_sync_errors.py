"""Lets every single write of an exchange fail, with an I/O error and with a full disk, once and from then on.

`python -m tests.prove.prove_sync_errors [--cases N] [--seed S] [--broken NAME]`, see `proof`: a case is one
call that fails (strace changes its answer; nothing of ours knows). One round of edits, packages out and in
runs in a process of its own (`sync_pair`); when it has met the error, or none any more, both ledgers must be
whole with all that was acknowledged, the last package that was said to be written whole, and both must meet
again. The packages of the round before must still be there where no new one was acknowledged. Seeds count
through the calls of one round, as many as a run without errors makes, and by default all of them are tried;
`--cases` behind the last begins anew. A mistake is tried where it is made: "in place" at the files of the
stick, "received first" at the pages of the ledger.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.prove import proof, sync_pair
from tests.prove.prove_sync_kill import Board, forked, older

KINDS = (
    ("write", "EIO"),
    ("write", "ENOSPC"),
    ("rename", "EIO"),
    ("fsync", "EIO"),
    ("pwrite64", "EIO"),
    ("pwrite64", "ENOSPC"),
)


@functools.cache
def points() -> list[tuple[str, str, int, str]]:
    """(call, error, which of them, "+" when every later one fails too), one more than a round makes."""
    found = []
    for call, error in KINDS:
        calls = _failing_round(f"{call}:error={error}:when=65000")[2].count(f"{call}(")
        found += [(call, error, number, more) for number in range(1, calls + 2) for more in ("", "+")]
    return found


def asked_points() -> list[tuple[str, str, int, str]]:
    """All of them; of a mistake those at which it is made: at the ledger's pages, or at the stick's files."""
    wanted = AT.get(proof.Asked.how, frozenset(call for call, _ in KINDS))
    return [point for point in points() if point[0] in wanted]


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One call that fails."""
    chosen = asked_points()
    call, error, number, more = chosen[(seed - 1) % len(chosen)]
    wrong, said, told = _failing_round(f"{call}:error={error}:when={number}{more}")
    met = int("(INJECTED)" in told)
    figures = {"failed": met, f"failed-{call}-{error}": met, "acknowledged": said}
    return [f"{call} {error} {number}{more}: {text}" for text in wrong], figures


def _failing_round(inject: str) -> tuple[list[str], int, str]:
    """(what is wrong after a round with an error, how much was acknowledged, what strace saw)."""
    with tempfile.TemporaryDirectory(prefix="childdesk-errors-") as temporary:
        folder, board = sync_pair.copied(older(), Path(temporary) / "pair"), Board()
        ready, go = os.pipe()

        def job() -> None:
            sync_pair.MISTAKES.get(proof.Asked.how, lambda: None)()
            with sync_pair.seats(folder) as (above, below):
                os.read(ready, 1)
                with contextlib.suppress(*sync_pair.FALLS):
                    sync_pair.work(above, below, board.say, 1, rounds=1, edits=1)
                    board.say("whole")
                os._exit(0)  # as a process that is ended; closing would be another round of writes

        process = forked(job)
        told = _watched(process, inject, go)
        os.close(ready)
        there = [f"packed {folder / 'stick' / stick_file}" for stick_file in _before()]
        said = [words for words in board.said() if words != "whole"]
        return sync_pair.looked(folder, there + said), len(said), told


def _before() -> list[str]:
    """The packages that are on the stick before the round, as paths on it."""
    stick = older() / "stick"
    return sorted(str(path.relative_to(stick)) for path in stick.rglob("*.age"))


def _watched(process: int, inject: str, go: int) -> str:
    """Lets calls of a process fail until it ends; what strace saw."""
    watch = [
        "strace",
        "-f",
        "-p",
        str(process),
        "-e",
        f"trace={inject.split(':')[0]}",
        "-e",
        f"inject={inject}",
    ]
    with subprocess.Popen(watch, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        line = strace.stderr.readline()
        if "attached" not in line:
            raise SystemExit(f"not run: errors in an exchange ({line.strip()})")
        os.write(go, b"x")
        os.close(go)
        told = strace.stderr.read()
        os.waitpid(process, 0)
    return told


AT = {"in place": frozenset(("write", "rename", "fsync")), "received first": frozenset(("pwrite64",))}
"""Where each mistake is made: on the stick, or in the ledger."""
BROKEN = proof.mistakes(*AT)

if __name__ == "__main__":
    if shutil.which("strace") is None:
        print("not run: errors in an exchange (no strace)")
        sys.exit(3)
    proof.main("prove_sync_errors", case, BROKEN, cases=len(points()), red=len(points()))
