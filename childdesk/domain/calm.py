"""Keeps the interpreter from looking for rubbish while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 4_000
"""Objects made in a block from which they are put among the old; fewer are searched sooner than what the
window put away is counted, which is a walk through all of it."""


@contextmanager
def calm() -> Iterator[None]:
    """No search for unreachable circles until the block ends: it would go through all that was made, again
    and again, for a tenth of the time of an import. Serves as a decorator too."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if gc.get_count()[0] >= MANY and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()  # both together: no first search through all of it as if it were new
            gc.enable()
