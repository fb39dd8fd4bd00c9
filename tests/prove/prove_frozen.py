"""A frozen program takes in lists of every kind: it is its own reading child and its own second process.

`python -m tests.prove.prove_frozen [--cases N] [--seed S] [--broken NAME]`, see `proof`: the seed is the
number of the file. The program is frozen here with PyInstaller, or is the one that CHILDDESK_FROZEN names;
without either it says "not run: …" and exits 3. The frozen program must plan what this one plans.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.desk.test_every_format import FILES
from tests.prove import proof
from tests.stories import workbooks

ROOT = Path(__file__).parents[2]
LARGE = 2_000
"""Children of a list that is understood in two processes."""
START = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom childdesk.__main__ import main\nmain()\n"
WORDS = "演练口令 一二三"


@functools.cache
def frozen() -> Path | None:
    """The frozen program; None where it cannot be made."""
    if named := os.environ.get("CHILDDESK_FROZEN"):
        return Path(named)
    if importlib.util.find_spec("PyInstaller") is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="childdesk-frozen-"))
    (folder / "start.py").write_text(START)
    data = f"{ROOT / 'resources'}{os.pathsep}resources"
    asked = ["--noconfirm", "--name", "childdesk", "--paths", str(ROOT), "--add-data", data]
    command = [sys.executable, "-m", "PyInstaller", *asked, "--collect-submodules", "childdesk", "start.py"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "dist" / "childdesk" / "childdesk"


@functools.cache
def home() -> Path:
    """A practice village's desk, and the file with its passphrase."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-frozen-desk-"))
    (folder / "words").write_text(WORDS)
    about = ("--unit", "桃花村", "--region", "371302100201", "--person", "周敏", "--practice")
    said(here(), folder, "new", "--level", "village", *about)
    said(here(), folder, "practice", "--children", "5")
    return folder


def here() -> list[str]:
    """This program, as it is run from its source."""
    return [sys.executable, "-m", "childdesk"]


def said(program: list[str], folder: Path, *asked: str) -> bytes:
    """What a program prints; a plan in which something waits for a person ends with 4."""
    usual = ["--home", str(folder / "desk"), "--passphrase-file", str(folder / "words"), "--json"]
    done = subprocess.run([*program, *usual, *asked], capture_output=True, check=False, cwd=ROOT)
    if done.returncode not in (0, 4):
        raise RuntimeError(f"ended with {done.returncode}: {done.stderr.decode()[-300:]}")
    return done.stdout


def without_ids(plan: bytes) -> bytes:
    """A plan without the ids that its new children would get."""
    return re.sub(rb"[0-9a-f]{32}", b"", plan)


def large() -> bytes:
    """A list that is long enough for the second process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        workbooks.roster(path, LARGE * 3)
        return path.read_bytes()


LISTS: dict[str, tuple[Callable[[], bytes], str]] = {**FILES, "large": (large, ".xlsx")}


class Asked:
    """The program that is held against this one."""

    broken = False


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One list: the plans of both programs."""
    program = frozen()
    assert program is not None
    name = sorted(LISTS)[(seed - 1) % len(LISTS)]
    write, suffix = LISTS[name]
    path = home() / f"list-{seed}{suffix}"
    path.write_bytes(write())
    mine = said(here(), home(), "import", str(path), "--dry-run")
    if Asked.broken:
        path.write_bytes(path.read_bytes()[:-200])
    try:
        theirs = said([str(program)], home(), "import", str(path), "--dry-run")
    except RuntimeError as why:
        return [f"{name}: {why}"], {"files": 1}
    wrong = (
        []
        if without_ids(mine) == without_ids(theirs)
        else [f"{name}: the frozen program plans something else"]
    )
    return wrong, {"files": 1, "bytes": len(mine)}


@contextlib.contextmanager
def harmed() -> Iterator[None]:
    """The frozen program gets another file than this one."""
    Asked.broken = True
    try:
        yield
    finally:
        Asked.broken = False


if __name__ == "__main__":
    if frozen() is None:
        print("not run: PyInstaller is not installed, and CHILDDESK_FROZEN names no program")
        sys.exit(3)
    proof.main("prove_frozen", case, {"another file": harmed}, cases=len(LISTS))
