"""What is sent down and what comes back for it stands wherever it is due, whatever happened to the sticks.

`python -m tests.prove.prove_sent_down [--cases N] [--seed S] [--broken NAME]`, see `proof`. A case is one
story of `tests.store.sent_down`: a township and three villages over sixteen weeks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest.mock import patch

from childdesk.domain import link
from childdesk.store import scope
from tests.prove import proof
from tests.store.sent_down import story


@contextlib.contextmanager
def _stays() -> Iterator[None]:
    """Nothing goes down."""
    with patch.object(scope, "comes_down", lambda _record: False):
        yield


@contextlib.contextmanager
def _everywhere() -> Iterator[None]:
    """Every record is everybody's."""
    with patch.object(link, "concerns", lambda *_about, **_how: True):
        yield


BROKEN = {"nothing goes down": _stays, "tasks for everybody": _everywhere}

if __name__ == "__main__":
    proof.main("prove_sent_down", story, BROKEN, cases=40, red=5)
