"""Many copies that write apart and tell each other in every order: all must end equal, nothing lost.

`python -m tests.prove.prove_copies [--cases N] [--seed S] [--broken NAME]`, see `proof`. The figures count
the changes, conflicts, erased values and withdrawn records that the stories came to.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.prove import proof
from tests.store.copies import BROKEN, rounds


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """One story of two to four desks."""
    with tempfile.TemporaryDirectory(prefix="childdesk-copies-") as folder:
        return rounds(Path(folder), seed, desks=2 + seed % 3, acts=20 + seed % 41)


if __name__ == "__main__":
    proof.main("prove_copies", case, BROKEN, cases=300, red=100)
