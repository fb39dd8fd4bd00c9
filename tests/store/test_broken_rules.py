"""Each rule of the exchange, broken, is caught by the test that is named for it."""

from __future__ import annotations

import pytest

from tests.store.broken_rules import BROKEN, caught


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_caught_by_its_test(name):
    assert caught(name)
