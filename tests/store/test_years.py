"""Half-years of lost, old, doubled and torn files, destroyed and put back computers: all end equal."""

from __future__ import annotations

import pytest

from tests.store.sticks import years


@pytest.mark.parametrize("seed", range(1, 3))
def test_half_a_year_of_six_villages_ends_equal(seed):
    problems, figures = years(seed, villages=6, weeks=26)
    assert problems == []
    assert figures["packages"] > 50


def test_three_levels_end_equal():
    problems, _ = years(7, villages=4, weeks=26, towns=2)
    assert problems == []
