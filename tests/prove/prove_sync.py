"""Village-years of sticks through the real writer, SQL, merge and exchange; every third of three levels.

`python -m tests.prove.prove_sync [--cases N] [--seed S] [--broken NAME]`, see `proof`. A case is 8 villages
and 52 weeks, every fortieth 60 villages and 104 weeks; ledgers in memory and packages unsealed. Every
nineteenth is told twice, the second time with everything sealed (ledger files, age, minisign, stick): both
must end equal, row for row. Village-years are printed, seeds per minute too. 10,000 village-years are
`--cases 930`.
"""

from __future__ import annotations

import functools
import tempfile
import time
from pathlib import Path

from tests.desk.sealed import SealedWorld
from tests.prove import proof
from tests.store.broken_rules import BROKEN
from tests.store.sticks import years

VILLAGES, WEEKS = 8, 52
LARGE = (60, 104)
SEEN = (
    "the newest wins",
    "a withdrawal wins silently",
    "no acknowledgement",
    "no history on a move",
    "no forwarding",
    "who left is not told",
)
"""Broken rules that a year must show. Many are not here: another rule makes good what they spoil (what was
counted as received too early is a gap, and a gap is sent anew). Each by itself is in `prove_sync_rules`."""


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """One year of eight villages, or two of sixty."""
    begun = time.monotonic()
    villages, weeks = LARGE if seed % 40 == 20 else (VILLAGES, WEEKS)
    towns = 2 if seed % 3 == 0 else 1
    problems, found = years(seed, villages, weeks, towns)
    figures = {key.replace(" ", "-"): count for key, count in found.items() if key[0].isascii()}
    ending = figures.pop("ending")
    figures["village-years"] = villages * weeks // 52
    figures["three-levels"] = figures["village-years"] if towns > 1 else 0
    if seed % 19 == 1:
        more, sealed = _sealed(seed, villages, weeks, towns)
        problems += more
        figures["sealed-village-years"] = figures["village-years"]
        if sealed != ending:
            problems.append("sealed and unsealed do not end equal")
    figures["milliseconds"] = round((time.monotonic() - begun) * 1000)
    return problems, figures


def _sealed(seed: int, villages: int, weeks: int, towns: int) -> tuple[list[str], int]:
    """The same year with nothing left out: (what is wrong, how it ended)."""
    with tempfile.TemporaryDirectory(prefix="childdesk-years-") as folder:
        make = functools.partial(SealedWorld, Path(folder))
        problems, found = years(seed, villages, weeks, towns, make=make)
    if found.get("torn but opened"):
        problems.append("a torn package was opened")
    return [f"sealed: {problem}" for problem in problems], found["ending"]


if __name__ == "__main__":
    broken = {name: BROKEN[name][0] for name in SEEN}
    proof.main("prove_sync", case, broken, cases=20, red=4)
