"""A county's desk says 乡镇 where a township's says 村, and 县里 where it says 镇里."""

from __future__ import annotations

import pytest

from childdesk.domain import tiers

SENTENCE = "这个村还没有自己的电脑，名单由镇里代录。"


@pytest.mark.parametrize(
    ("level", "said"),
    [("township", SENTENCE), ("county", "这个乡镇还没有自己的电脑，名单由县里代录。")],
)
def test_what_is_said_of_those_below_goes_by_the_level(level, said):
    assert tiers.at(SENTENCE, level) == said


def test_a_village_waits_for_its_township_and_a_township_for_its_county():
    assert tiers.below("镇里收下请求", "village") == "镇里收下请求"
    assert tiers.below("镇里收下请求", "township") == "县里收下请求"


def test_what_lies_in_the_village_lies_in_the_township():
    assert tiers.at("拿回村里，再给各村开户", "county") == "拿回乡镇，再给各乡镇开户"
