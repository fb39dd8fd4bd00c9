"""Half a year of ten villages with every seal in place; then seeds without, as many as the time takes."""

from __future__ import annotations

import functools
import time

import pytest

from tests.desk.sealed import SealedWorld
from tests.store.sticks import years

pytestmark = pytest.mark.long

SECONDS = 60


def test_half_a_year_of_ten_villages_with_every_seal_ends_equal(tmp_path):
    problems, figures = years(1, 10, 26, make=functools.partial(SealedWorld, tmp_path))
    assert problems == []
    assert figures["torn"] > 0
    assert figures.get("torn but opened", 0) == 0


def test_as_many_seeds_as_the_time_takes_end_equal():
    begun, seed = time.monotonic(), 1000
    while time.monotonic() - begun < SECONDS:
        problems, _ = years(seed, villages=4 + seed % 4, weeks=26)
        assert (seed, problems) == (seed, [])
        seed += 1
    assert seed > 1000
