"""Suggested categories: the reason stands beside each, and nobody grown or gone gets one."""

from __future__ import annotations

from datetime import date

import pytest

from childdesk.domain import suggestion

TODAY = date(2026, 11, 23)
BOTH = frozenset(("father", "mother"))


@pytest.mark.parametrize(
    ("values", "away", "expected"),
    [
        ({"birth": "2016-03-02"}, BOTH, ["留守儿童"]),
        ({"birth": "2016-03-02"}, frozenset(("father",)), []),
        ({"birth": "2010-11-23"}, BOTH, []),
        ({"birth": "2010-11-24"}, BOTH, ["留守儿童"]),
        ({}, BOTH, ["留守儿童"]),
        ({"poverty": "最低生活保障、临时救助"}, frozenset(), ["家庭贫困儿童"]),
        ({"poverty": "无"}, frozenset(), []),
        ({"disability_type": "肢体残疾", "disability_level": "二级"}, frozenset(), ["重残儿童"]),
        ({"disability_type": "智力残疾", "disability_level": "三级"}, frozenset(), ["重残儿童"]),
        ({"disability_type": "肢体残疾", "disability_level": "三级"}, frozenset(), ["残疾儿童"]),
        ({"health": "残疾"}, frozenset(), ["残疾儿童"]),
        ({"guardianship": "差"}, frozenset(), ["监护不当儿童"]),
        ({"birth": "2008-11-23", "guardianship": "差"}, BOTH, []),
        ({"exit_on": "2026-08-01", "guardianship": "差"}, BOTH, []),
    ],
)
def test_a_suggestion_follows_from_the_values(values, away, expected):
    assert [kind for kind, _ in suggestion.categories(values, away, TODAY)] == expected


def test_every_suggestion_has_a_reason():
    values = {"poverty": "特困供养", "health": "残疾", "guardianship": "差"}
    assert all(why for _, why in suggestion.categories(values, BOTH, TODAY))
