"""The scored questionnaire: bands at their very edges, each override, the direction, mistakes by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk import paths
from childdesk.domain import scale
from childdesk.domain.errors import Refused

TEXT = paths.resource_bytes("scales/four-colours.toml").decode("utf-8")
SHIPPED = scale.read("four-colours.toml", TEXT)
SMALL = """
title = "小量表"
version = "1"
source = "测试"
direction = "分高安全"
[[part]]
key = "A"
name = "一"
[[part]]
key = "B"
name = "二"
[[band]]
colour = "红"
least = 0
[[band]]
colour = "黄"
least = 40
[[band]]
colour = "蓝"
least = 60
[[band]]
colour = "绿"
least = 80
[[item]]
part = "A"
text = "甲"
options = ["39=39", "40=40", "59=59", "60=60", "79=79", "80=80"]
[[item]]
part = "B"
text = "乙"
options = ["好=90", "差=10"]
[[override]]
part = "A"
text = "流浪"
"""
LITTLE = scale.read("小.toml", SMALL)


@pytest.mark.parametrize(
    ("score", "colour"),
    [(0, "红"), (39, "红"), (40, "黄"), (59, "黄"), (60, "蓝"), (79, "蓝"), (80, "绿"), (100, "绿")],
)
def test_both_ends_of_a_band_belong_to_it(score, colour):
    assert SHIPPED.colour(score) == colour


@pytest.mark.parametrize(("option", "colour"), list(enumerate(["红", "黄", "黄", "蓝", "蓝", "绿"], start=1)))
def test_a_part_is_scored_by_its_own_items_and_the_gravest_holds(option, colour):
    found = scale.score(LITTLE, {1: option, 2: 1}, frozenset())
    assert (found.colours["A"], found.colours["B"], found.colour) == (colour, "绿", colour)
    assert scale.score(LITTLE, {1: 6, 2: 2}, frozenset()).colour == "红"
    assert found.scores == {"A": [39, 40, 59, 60, 79, 80][option - 1], "B": 90}


@pytest.mark.parametrize("override", [one.number for one in SHIPPED.overrides])
def test_each_override_turns_the_colour_red_whatever_the_score(override):
    best = {
        item.number: max(range(len(item.options)), key=lambda at: item.options[at][1]) + 1
        for item in SHIPPED.items
    }
    assert scale.score(SHIPPED, best, frozenset()).colour == "绿"
    found = scale.score(SHIPPED, best, frozenset([override]))
    assert (found.colour, len(found.overrides)) == ("红", 1)


@given(st.data())
def test_a_worse_answer_never_makes_the_colour_lighter(data):
    answers = {item.number: data.draw(st.integers(1, len(item.options))) for item in SHIPPED.items}
    item = data.draw(st.sampled_from(SHIPPED.items))
    points = [points for _, points in item.options]
    worse = data.draw(st.integers(1, len(points)))
    if points[worse - 1] <= points[answers[item.number] - 1]:
        before = scale.score(SHIPPED, answers, frozenset()).colour
        after = scale.score(SHIPPED, answers | {item.number: worse}, frozenset()).colour
        assert scale.COLOURS.index(after) <= scale.COLOURS.index(before)


def test_a_part_with_an_open_item_has_no_colour():
    found = scale.score(LITTLE, {2: 1}, frozenset())
    assert (found.unanswered, found.colours) == ((1,), {"B": "绿"})


def test_a_scale_of_the_other_direction_says_so_and_is_read_the_other_way():
    text = SMALL.replace("分高安全", "分高危险")
    for was, becomes in (("红", "甲"), ("绿", "红"), ("甲", "绿"), ("黄", "乙"), ("蓝", "黄"), ("乙", "蓝")):
        text = text.replace(f'colour = "{was}"', f'colour = "{becomes}"')
    other = scale.read("别.toml", text)
    assert [other.colour(score) for score in (39, 40, 79, 80)] == ["绿", "蓝", "黄", "红"]


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ('direction = "分高安全"', 'direction = "高"', "分高安全或分高危险"),
        ('direction = "分高安全"', 'direction = "分高危险"', "次序和方向不合"),
        ("least = 60", "least = 30", "从低到高"),
        ("least = 0", "least = 5", "从0分开始"),
        ('options = ["好=90", "差=10"]', 'options = ["好=90", "差"]', "答案=分数"),
        ('options = ["好=90", "差=10"]', 'options = ["好=90"]', "至少要有两个答案"),
        ('colour = "蓝"', 'colour = "橙"', "不是红、黄、蓝、绿"),
        ('part = "B"', 'part = "D"', "没有“D”这个部分"),
        ('text = "乙"', "text = 乙", "写法不对"),
    ],
)
def test_a_mistake_names_its_line_and_its_reason(was, becomes, reason):
    broken = SMALL.replace(was, becomes, 1)
    with pytest.raises(Refused) as refused:
        scale.read("县.toml", broken)
    assert reason in refused.value.sentence
    line = int(refused.value.sentence.split("第")[1].split("行")[0])
    assert (
        becomes.split(" = ")[0] in broken.splitlines()[line - 1]
        or "direction" in broken.splitlines()[line - 1]
    )


@pytest.mark.parametrize(
    ("answers", "overrides"), [({9: 1}, frozenset()), ({1: 7}, frozenset()), ({}, frozenset([9]))]
)
def test_what_the_file_does_not_know_is_refused(answers, overrides):
    with pytest.raises(Refused):
        scale.score(LITTLE, answers, overrides)
