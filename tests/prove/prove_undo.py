"""Random histories undone and redone, step by step and one entry alone: what a person sees must be as before.

`python -m tests.prove.prove_undo [--cases N] [--seed S] [--broken NAME]`, see `proof`.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from childdesk.domain import undo
from childdesk.store import writer
from tests.prove import proof
from tests.store import test_undo_ledger as rules
from tests.store.living import living

RULES = (
    rules.test_undoing_everything_backwards_and_redoing_it_walks_through_every_state,
    rules.test_undoing_any_one_entry_touches_what_it_wrote_and_keeps_only_what_it_names,
)

BROKEN = {
    "the index stays": lambda: patch.object(writer, "_children", lambda at, changes: ()),
    "an undo stands for itself": lambda: patch.object(
        undo._Undoing, "_meant", lambda self, record, row, key, dot: {dot}
    ),
    "links do not hold": lambda: patch.object(undo._Undoing, "_holds_on", lambda *about: False),
    "newer heads do not matter": lambda: patch.object(undo._Undoing, "_untouched", lambda *about: True),
}


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """One history of each kind."""
    problems: list[str] = []
    changes = 0
    for rule in RULES:
        folder = Path(tempfile.mkdtemp(prefix="childdesk-undo-"))
        with living(folder / "home") as desk:
            try:
                rule(desk, seed)
            except AssertionError as wrong:
                problems.append(f"{rule.__name__}: {str(wrong)[:80]!r}")
            changes += len(desk.changes())
        shutil.rmtree(folder)
    return problems, {"changes": changes}


if __name__ == "__main__":
    proof.main("prove_undo", case, BROKEN, cases=500, red=60)
