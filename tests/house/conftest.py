"""What the guards share: the trees of all files are made and let go of without a search for rubbish."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_search_for_rubbish() -> Iterator[None]:
    """A search would walk through every tree that is just being read, a fifth of the guards' time."""
    gc.disable()
    yield
    gc.enable()
