"""Item tables: what a file must hold, each mistake at its line, sum and band by number only."""

from __future__ import annotations

import re

import pytest

from childdesk import paths
from childdesk.domain import illness, questionnaire
from childdesk.domain.errors import Refused


def table(tool: str = "GAD-7", number: int = 7, danger: int = 0, **more: str) -> str:
    """A file of invented questions; `danger` is the item that opens the urgent path."""
    lines = {
        "name": f'"{tool}"',
        "ask": '"近两周，下面的话说中了几天？"',
        "answers": '["没有", "几天", "多半", "天天"]',
        "bands": "[0, 5, 10, 15]",
    } | more
    head = 'version = "测试版"\nsource = "编的，只作测试"\n[[tool]]\n'
    body = "".join(f"{key} = {words}\n" for key, words in lines.items())
    items = "".join(
        f'[[item]]\ntool = "{tool}"\ntext = "第{at}句话"\n' + ("danger = true\n" if at == danger else "")
        for at in range(1, number + 1)
    )
    return head + body + items


def test_a_table_is_read_and_its_sum_is_told_by_number():
    tool = questionnaire.read("题表", table())["GAD-7"]
    assert (tool.most, len(tool.items), tool.answers[0]) == (21, 7, "没有")
    half = questionnaire.fill(tool, {1: 4, 2: 1})
    assert (half.score, half.band, half.unanswered) == (3, "", (3, 4, 5, 6, 7))
    whole = questionnaire.fill(tool, dict.fromkeys(range(1, 8), 2))
    assert (whole.score, whole.band, whole.danger) == (7, "7分，共21分，第2段", False)
    assert questionnaire.words(tool, {2: 4, 1: 1}) == "第1题：没有\n第2题：天天"


def test_both_ends_of_every_band_belong_to_it():
    tool = questionnaire.read("题表", table())["GAD-7"]
    bands = {}
    for score in range(tool.most + 1):
        answers = {at: 1 + min(max(score - 3 * (at - 1), 0), 3) for at in range(1, 8)}
        told = questionnaire.fill(tool, answers)
        assert told.score == score
        bands.setdefault(told.band[-2], []).append(score)
    assert [(one[0], one[-1]) for one in bands.values()] == [(0, 4), (5, 9), (10, 14), (15, 21)]


def test_a_question_of_danger_is_seen_as_soon_as_it_is_answered():
    tool = questionnaire.read("题表", table("PHQ-9", 9, danger=9))["PHQ-9"]
    assert not questionnaire.fill(tool, {9: 1}).danger
    assert questionnaire.fill(tool, {9: 2}).danger
    assert not questionnaire.fill(tool, {8: 4}).danger


@pytest.mark.parametrize("answers", [{8: 1}, {0: 1}, {1: 0}, {1: 5}])
def test_an_answer_that_the_table_has_not_is_refused(answers):
    with pytest.raises(Refused, match="没有第"):
        questionnaire.fill(questionnaire.read("题表", table())["GAD-7"], answers)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (table(number=6), 4, "这里只有6题"),
        (table(number=8), 31, "这是多出来的"),
        (table(name='"SDQ"'), 4, "有版权，不许做成电子版"),
        (table(name='"scl 90"'), 4, "有版权"),
        (table(name='"自己编的"'), 4, "只收PHQ-A、PHQ-9、GAD-7"),
        (table(answers='["没有", "有"]'), 6, "4个不同的答案"),
        (table(answers='["没有", "没有", "有", "都有"]'), 6, "4个不同的答案"),
        (table(bands="[]"), 7, "每一段从几分起"),
        (table(bands="[1, 5]"), 7, "要从0开始"),
        (table(bands="[0, 5, 5]"), 7, "从低到高"),
        (table(bands="[0, 22]"), 7, "最高21分"),
        (table(ask='""'), 5, "要写字"),
        (table().replace('text = "第3句话"', 'text = " "'), 16, "GAD-7第3题还没写"),
        (table().replace('"GAD-7"\ntext = "第2', '"PHQ-9"\ntext = "第2'), 12, "没有“PHQ-9”这张题表"),
        (table(words='"中度"'), 8, "没有“words”这一项"),
        (table().replace('source = "编的，只作测试"\n', ""), 1, "要写字"),
        (table() + table().partition("\n")[2].partition("\n")[2], 30, "写了两遍"),
        (table() + "[[", 29, "这一行的写法不对"),
    ],
)  # fmt: skip
def test_each_mistake_names_its_line_and_its_reason(text, line, reason):
    with pytest.raises(Refused) as refused:
        questionnaire.read("题表.toml", text)
    assert reason in refused.value.sentence
    assert re.match(rf"题表\.toml第{line}行：", refused.value.sentence), refused.value.sentence


def test_the_shipped_shape_holds_no_question_and_is_not_taken_in():
    text = paths.resource_bytes("scales/items.toml").decode("utf-8")
    with pytest.raises(Refused, match="第5行"):
        questionnaire.read("题表", text)
    filled = text.replace('version = ""', 'version = "1"').replace('source = ""', 'source = "官方"')
    with pytest.raises(Refused, match="PHQ-9第1题还没写，请照官方中文版抄"):
        questionnaire.read("题表", filled)


@pytest.mark.parametrize("band", ["中度抑郁", "有焦虑", "重症", "心理障碍", "双相"])
def test_words_of_illness_are_known(band):
    assert illness.IN_A_RESULT.search(band)


@pytest.mark.parametrize("band", ["7分，共21分，第2段", "橙色", "轻", "第3段，两周后再评"])
def test_a_band_by_number_or_colour_is_no_word_of_illness(band):
    assert not illness.IN_A_RESULT.search(band)
