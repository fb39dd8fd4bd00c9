"""Years of sticks in which something was found once: told again, each by its seed."""

from __future__ import annotations

import pytest

from tests.store.sticks import years

pytestmark = pytest.mark.long


def test_an_entry_that_two_desks_know_under_two_numbers_is_no_fault():
    """In this story an old file was put back, and the county already knew what it had written under the
    numbers that the township had lost."""
    problems, _ = years(5100, villages=8, weeks=52, towns=2)
    assert problems == []


def test_nobody_is_asked_about_what_a_desk_wrote_anew_under_other_numbers():
    """In this story a village that was put back wrote its past anew and went on; then the old came."""
    problems, _ = years(508, villages=8, weeks=52)
    assert problems == []
