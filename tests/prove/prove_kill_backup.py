"""Kills a program with SIGKILL while it changes slots, backs up and restores, and looks at what is left.

`python -m tests.prove.prove_kill_backup [KILLS] [SEED] [--broken]`: KILLS of each of the three (default 100).
Then, or with `--broken` at once, files are written in place, slots once, and a restore moves the old ledger
away first and is not carried to its end at the next start. Each of the three must then find something wrong,
and the proof exits 0 only if each does.
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
from collections.abc import Callable
from pathlib import Path

from childdesk.domain.errors import ChildDeskError
from childdesk.store import archive, backup, connection, durable, restore, slots
from tests.store.small_desk import ANNA, PASSPHRASE, Desk

LIGHT = slots.Parameters(64, 1, 1)

START = """
import os, sys
from pathlib import Path
from childdesk.domain.clock import SystemClock
from childdesk.store import backup, connection, durable, restore, slots
slots.KDF = slots.Parameters(64, 1, 1)
durable.CHUNK = 64
home, passphrase, broken = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "broken"
if broken:
    real_open, real_name = os.open, durable.part_name
    in_place = (".json", ".childdesk")
    durable.part_name = lambda path: path if path.suffix in in_place else real_name(path)
    os.open = lambda path, flags, mode=0o777: real_open(
        path, flags & ~os.O_EXCL | (os.O_TRUNC if flags & os.O_EXCL else 0), mode
    )
    slots.SECOND = slots.FILE
count = lambda c: {"child": c.execute("SELECT count(*) FROM child").fetchone()[0]}
"""

CHANGE = (
    START
    + """
key = slots.unlock(home, "a" * 32, passphrase)
number = 0
while True:
    number += 1
    print("try", f"{os.getpid()}-{number}", flush=True)
    slots.set_passphrase(home, key, "a" * 32, f"{os.getpid()}-{number}")
    print("done", f"{os.getpid()}-{number}", flush=True)
"""
)

BACK_UP = (
    START
    + """
key = slots.unlock(home, "a" * 32, passphrase)
opened = connection.open_ledger(home / "ledger.db", key, "write")
while True:
    made = backup.make_backup(opened, home, key, count, reason="daily", clock=SystemClock())
    with connection.database(opened).atomic():
        opened.execute("INSERT INTO child SELECT 'n' || count(*), 'x' FROM child")
    print("done", made.number, count(opened)["child"], flush=True)
"""
)

RESTORE = (
    START
    + """
if sys.argv[3] == "moving away":
    restore._keep_aside = restore._set_aside
unlock = lambda stage: slots.unlock(stage, "a" * 32, passphrase)
rename_only = lambda opened: opened.execute("UPDATE mark SET rid = 'new'") and opened.commit()
turn = 0
print("ready", flush=True)
while True:
    turn += 1
    file = home.parent / f"{turn % 2}.childdesk"
    restore.restore(file, home, unlock, count, on_restored=rename_only, clock=SystemClock())
    print("done", turn, flush=True)
"""
)


def kill(code: str, home: Path, passphrase: str, wait: float, how: str) -> list[list[str]]:
    """Run `code`, kill it `wait` seconds after its first line; returns the whole lines that it printed."""
    arguments = [sys.executable, "-c", code, str(home), passphrase, how]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        first = worker.stdout.readline()
        time.sleep(wait)
        os.kill(worker.pid, signal.SIGKILL)
        lines = [first, *worker.stdout]
    if not first:
        raise SystemExit("the worker fell by itself")
    return [line.split() for line in lines if line.endswith("\n")]


def prove_slots(folder: Path, kills: int, chance: random.Random, broken: bool) -> list[str]:
    """The passphrase acknowledged last opens, or the one that was being set, and only one of them."""
    key, code = slots.create(folder, ANNA, "何主任", "start")
    for number in range(20):
        slots.add_person(folder, key, f"{number:032}", "刘副手", "x")
    current, wrong = "start", []
    for round_ in range(kills):
        said = kill(CHANGE, folder, current, chance.random() * 0.05, "broken" if broken else "")
        candidates = [current] + [line[1] for line in said if line[0] == "done"]
        candidates = [candidates[-1], *(line[1] for line in said[-1:] if line[0] == "try")]
        (folder / "attempts.json").unlink(missing_ok=True)
        opening = []
        for passphrase in candidates:
            with contextlib.suppress(ChildDeskError):
                if slots.unlock(folder, ANNA, passphrase) == key:
                    opening.append(passphrase)
        try:
            recovered = slots.unlock_recovery(folder, code) == key
        except ChildDeskError:
            recovered = False
        if len(opening) != 1 or not recovered:
            wrong.append(f"slots, kill {round_}: {len(opening)} passphrases open, code opens: {recovered}")
            return wrong
        current = opening[0]
        durable.sweep(folder)
    return wrong


def prove_backups(folder: Path, kills: int, chance: random.Random, broken: bool) -> list[str]:
    """Every acknowledged row is in the ledger; every listed backup is whole and no finished one is gone."""
    desk = Desk(folder, children=3000)
    desk.opened.close()
    wrong: list[str] = []
    for round_ in range(kills):
        said = kill(BACK_UP, folder, PASSPHRASE, chance.random() * 0.3, "broken" if broken else "")
        number, rows = int(said[-1][1]), int(said[-1][2])
        kept = backup.list_backups(folder)
        if not kept or kept[0].number < number:
            wrong.append(f"backup, kill {round_}: number {number} is gone")
        for one in kept:
            try:
                with archive.opened(one.path) as package:
                    package.check()
            except ChildDeskError:
                wrong.append(f"backup, kill {round_}: number {one.number} is not whole")
        with contextlib.closing(connection.open_ledger(folder / "ledger.db", desk.key, "read")) as opened:
            kept_rows = opened.execute("SELECT count(*) FROM child").fetchone()[0]
            if kept_rows < rows or connection.check_pages(opened):
                wrong.append(f"backup, kill {round_}: {rows - kept_rows} rows lost or pages damaged")
        if broken and wrong:
            return wrong
    return wrong


def prove_restores(folder: Path, kills: int, chance: random.Random, broken: bool) -> list[str]:
    """After the next start the ledger is the one before or the one from the backup, whole, and opens."""
    home = folder / "home"
    home.mkdir()
    desk = Desk(home, children=500)
    files = []
    for turn in range(2):
        files.append(shutil.copy(desk.backup().path, folder / f"{turn}.childdesk"))
        desk.add(500)
    desk.opened.close()
    wrong: list[str] = []
    for round_ in range(kills):
        kill(RESTORE, home, PASSPHRASE, chance.random() * 0.3, "moving away" if broken else "")
        try:
            if not broken:
                restore.finish(home)
                durable.sweep(home)
            key = slots.unlock(home, ANNA, PASSPHRASE)
            with contextlib.closing(connection.open_ledger(home / "ledger.db", key, "read")) as opened:
                rows = opened.execute("SELECT count(*) FROM child").fetchone()[0]
                if rows not in {500, 1000, 1500} or connection.check_pages(opened):
                    wrong.append(f"restore, kill {round_}: {rows} rows")
        except (ChildDeskError, OSError) as error:
            wrong.append(f"restore, kill {round_}: {error}")
        if broken and wrong:
            return wrong
        for aside in home.glob("replaced-*"):
            shutil.rmtree(aside)
    return wrong


PROOFS: dict[str, Callable[[Path, int, random.Random, bool], list[str]]] = {
    "slots": prove_slots,
    "backup": prove_backups,
    "restore": prove_restores,
}


def tried(kills: int, seed: int, *, broken: bool) -> bool:
    """Whether all three hold; with `broken`, whether each was seen to fail."""
    good = True
    for name, prove in PROOFS.items():
        with tempfile.TemporaryDirectory() as folder:
            wrong = prove(Path(folder), kills, random.Random(seed), broken)
        way = " broken," if broken else ""
        print(f"{name}:{way} {kills} kills at most, seed {seed}, wrong: {len(wrong)}", *wrong[:5], sep="\n  ")
        good &= bool(wrong) is broken
    return good


def main() -> int:
    """Runs all three, then all three broken, and prints what was found; 0 if it is as it should be."""
    words = [word for word in sys.argv[1:] if word != "--broken"]
    kills = int(words[0]) if words else 100
    seed = int(words[1]) if len(words) > 1 else 2026
    slots.KDF = LIGHT
    good = True
    for broken in (True,) if "--broken" in sys.argv else (False, True):
        good &= tried(kills, seed, broken=broken)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
