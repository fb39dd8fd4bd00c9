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


def test_an_entry_that_two_desks_know_under_two_numbers_is_no_fault():
    """In this story an old file was put back, and the county already knew what it had written under the
    numbers that the township had lost."""
    problems, _ = years(5100, villages=8, weeks=52, towns=2)
    assert problems == []


def test_nobody_is_asked_about_what_a_desk_wrote_anew_under_other_numbers():
    """In this story a village that was put back wrote its past anew and went on; then the old came."""
    problems, _ = years(508, villages=8, weeks=52)
    assert problems == []
