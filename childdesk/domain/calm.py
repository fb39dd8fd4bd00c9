"""Keeps the interpreter from looking for rubbish while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()  # both together: no first search through all of it as if it were new
            gc.enable()
