"""Asks a ledger what was known on every day of a year and a half, beside a diary that was kept of it.

`python -m tests.prove.prove_asof [--cases N] [--seed S] [--broken NAME]`, see `proof`. Categories, ages,
telephones and addresses of everybody must on each day be what the diary says, which is told of every act as
it is done and knows nothing of ledgers.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

from childdesk.domain import days
from childdesk.store import journal
from tests.prove import proof
from tests.store import test_asof as rules
from tests.store.living import living


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One village through the year."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-asof-"))
    try:
        with living(folder / "home") as desk:
            diary = rules.live(desk, seed)
            wrong = rules.differences(desk, diary)
            counted = {"days": (rules.TODAY - rules.START).days, "acts": len(diary.said)}
            return [f"other on {wrong} days"] if wrong else [], counted
    finally:
        shutil.rmtree(folder)


BROKEN = {
    "what is known today": lambda: patch.object(journal, "arrivals_until", lambda connection, day: 10**9),
    "older than proven": lambda: patch.object(days, "age", lambda born, on: born and on.year - born.year),
}

if __name__ == "__main__":
    proof.main("prove_asof", case, BROKEN, cases=40, red=3)
