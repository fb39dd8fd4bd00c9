"""Village-years of sticks through the real writer, SQL, merge and exchange; every third of three levels.

`python -m tests.prove.prove_sync [--cases N] [--seed S] [--broken NAME]`, see `proof`. A case is 8 villages
and 52 weeks, ledgers in memory and packages unsealed; every twentieth is fully sealed (ledger files, age,
minisign, stick). Village-years and milliseconds are printed. 10,000 village-years are `--cases 1250`.
"""

from __future__ import annotations

import contextlib
import functools
import tempfile
import time
from pathlib import Path

from tests.desk.sealed import SealedWorld
from tests.prove import proof
from tests.store.broken_rules import BROKEN
from tests.store.sticks import years

VILLAGES, WEEKS = 8, 52
SEEN = (
    "the newest wins",
    "a withdrawal wins silently",
    "what was written counts as received",
    "no history on a move",
    "no forwarding",
)
"""Broken rules that some year must show; each rule by itself is in `prove_sync_rules`."""


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """One year of eight villages."""
    begun = time.monotonic()
    towns = 2 if seed % 3 == 0 else 1
    with contextlib.ExitStack() as held:
        make = {}
        if seed % 20 == 1:
            folder = held.enter_context(tempfile.TemporaryDirectory(prefix="childdesk-years-"))
            make = {"make": functools.partial(SealedWorld, Path(folder))}
        problems, found = years(seed, VILLAGES, WEEKS, towns, **make)
    figures = {key.replace(" ", "-"): count for key, count in found.items() if key[0].isascii()}
    if found.get("torn but opened"):
        problems.append("a torn package was opened")
    figures["village-years"] = VILLAGES * WEEKS // 52
    figures["sealed-village-years"] = VILLAGES if make else 0
    figures["milliseconds"] = round((time.monotonic() - begun) * 1000)
    return problems, figures


if __name__ == "__main__":
    broken = {name: BROKEN[name][0] for name in SEEN}
    proof.main("prove_sync", case, broken, cases=20, red=4)
