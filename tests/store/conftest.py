"""What several files of tests about desks and packets begin with."""

from __future__ import annotations

import pytest

from tests.store import towns


@pytest.fixture
def town():
    """A township and two of its villages, without a county."""
    with towns.three() as made:
        yield made
