"""Kills the program with SIGKILL while it writes, imports, migrates and backs up, and looks at what is left.

`python -m tests.prove.prove_kill_write [--cases N] [--seed S] [--broken NAME]`, see `proof`: one case is one
kill of one real process (`kill_worker`) on a desk of its own, the four kinds of work in turn. What it had
acknowledged must be there, nothing may be there by half, the desk must open as it always does, and its check
must find nothing.
"""

from __future__ import annotations

import contextlib
import functools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from childdesk.desk import backups, checking, desks
from childdesk.desk.session import Session
from childdesk.domain.clock import SystemClock
from childdesk.domain.errors import ChildDeskError
from childdesk.store import archive, backup, journal, reader, slots
from childdesk.store.connection import driver
from tests.desk import made
from tests.prove import kill_worker, proof
from tests.store.next_version import next_version

KINDS = tuple(kill_worker.KINDS)
WITHIN = {"write": 0.25, "import": 0.9, "migration": 0.6, "backup": 0.4}
"""Seconds after the worker is ready within which the kill falls."""
CHILDREN = 40
NOT_OPEN = (ChildDeskError, OSError, driver.Error)


@functools.cache
def older() -> Path:
    """A desk with some children on which every case starts; its passphrase costs nothing to try."""
    slots.KDF = kill_worker.LIGHT
    home = Path(tempfile.mkdtemp(prefix="childdesk-kill-")) / "home"
    session = made.session_in(home)
    made.fill(session, CHILDREN)
    session.ledger.close()
    return home


class Asked:
    """What the worker does wrong on purpose, and in which kind of work; nothing unless asked."""

    how, kind = "right", ""


def killed(home: Path, kind: str, wait: float) -> list[list[str]]:
    """Runs the worker, kills it `wait` seconds after it is ready; the whole lines that it printed."""
    command = [sys.executable, "-m", "tests.prove.kill_worker", str(home), kind, Asked.how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        lines = []
        while "ready" not in (line := worker.stdout.readline()):
            if not line:
                raise SystemExit(f"the worker fell by itself: {kind}")
            lines.append(line)
        time.sleep(wait)
        os.kill(worker.pid, signal.SIGKILL)
        lines += worker.stdout
    return [line.split() for line in lines if line.endswith("\n")]


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One kill: what is wrong afterwards, and how much had been acknowledged."""
    chance = random.Random(seed)
    kind = Asked.kind or KINDS[seed % len(KINDS)]
    folder = Path(tempfile.mkdtemp(prefix="childdesk-kill-"))
    try:
        home = Path(shutil.copytree(older(), folder / "home"))
        if kind == "migration":
            shutil.copytree(home, folder / kill_worker.TEMPLATE)
        done = [line[1:] for line in killed(home, kind, chance.random() * WITHIN[kind]) if line[0] == "done"]
        look = migrated if kind == "migration" else functools.partial(worked, kind=kind)
        return look(home, done), {"acknowledged": len(done), f"kills in {kind}": 1}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ── what is left ─────────────────────────────────────────────────────────────────────────────────────────


def worked(home: Path, done: list[list[str]], kind: str) -> list[str]:
    """What is wrong with a desk on which this had been acknowledged."""
    try:
        with opened(home) as session:
            wrong = [f"{kind}: {problem.where} {problem.text}" for problem in checking.check(session)[:3]]
            return wrong + (copies(session, home, done) if kind == "backup" else entries(session, done, kind))
    except NOT_OPEN as error:
        return [f"{kind}: does not open, {error}"]


def opened(home: Path) -> desks.OpenDesk:
    """As the program opens it."""
    return desks.open_desk(home, SystemClock(), person=made.PERSON, passphrase=made.PASSPHRASE)


def entries(session: Session, done: list[list[str]], kind: str) -> list[str]:
    """Every acknowledged entry is there; of every list all children are there or none."""
    at = session.ledger.connection
    wrong = [f"{kind}: acknowledged and lost" for line in done if not journal.of_entry(at, line[0])]
    names = [str(raw["name"]) for _, raw in reader.everyone(at, "child")]
    lists = Counter(name.partition("之")[0] for name in names if re.fullmatch(r"孩\d+之\d+", name))
    return wrong + [
        f"{kind}: {count} of a list of {kill_worker.ROWS}"
        for count in lists.values()
        if count != kill_worker.ROWS
    ]


def copies(session: Session, home: Path, done: list[list[str]]) -> list[str]:
    """Every listed generation is whole, the last acknowledged is there, the newest can be brought back."""
    wrong = []
    kept = backup.list_backups(home)
    for one in kept:
        try:
            with archive.opened(one.path) as package:
                package.check()
        except ChildDeskError as error:
            wrong.append(f"backup: number {one.number}, {error}")
    if wrong or not done:
        return wrong
    number, children = map(int, done[-1])
    if reader.count(session.ledger.connection, "child") < children:
        wrong.append("backup: a child is lost")
    if not kept or kept[0].number < number:
        return [*wrong, f"backup: number {number} is gone"]
    back = backups.bring_back(
        kept[0].path,
        home.parent / "back",
        SystemClock(),
        person=made.PERSON,
        passphrase=made.PASSPHRASE,
    )
    return wrong + ([] if back.counts["child"] >= children else ["backup: brings back less than it said"])


def migrated(home: Path, done: list[list[str]]) -> list[str]:
    """What is wrong with the copies that were being brought up, the last of them perhaps not to its end."""
    wrong = []
    for copy in home.parent.glob("copy*"):
        if not all((copy / file.name).exists() for file in home.glob("*.*")):
            continue  # the copying was killed, not the migration
        try:
            with next_version(), opened(copy) as session:
                at = session.ledger.connection
                wrong += [f"migration: {problem.text}" for problem in checking.check(session)[:3]]
                found = (reader.count(at, "child"), at.execute("SELECT count(*) FROM later").fetchone()[0])
                if found != (CHILDREN, CHILDREN):
                    wrong.append(f"migration: {found} of {CHILDREN}")
        except NOT_OPEN as error:
            wrong.append(f"migration: {error}, acknowledged: {[copy.name] in done}")
    return wrong


# ── with a mistake ───────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def instead(how: str, kind: str) -> Iterator[None]:
    """The worker makes a mistake, and all cases are of the kind of work that has it."""
    Asked.how, Asked.kind = how, kind
    try:
        yield
    finally:
        Asked.how, Asked.kind = "right", ""


BROKEN = {
    "said too early": lambda: instead("said too early", "write"),
    "in pieces": lambda: instead("in pieces", "import"),
    "step by step": lambda: instead("step by step", "migration"),
    "in place": lambda: instead("in place", "backup"),
}

if __name__ == "__main__":
    proof.main("prove_kill_write", case, BROKEN, cases=60, red=60)
