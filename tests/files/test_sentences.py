"""Holds every refusal of a file to the house's way of speaking: short, polite, with the next step."""

from __future__ import annotations

import re

import pytest

from childdesk.files import saving, sentences, verdict
from childdesk.files.sentences import SAFE

ALL = {name: value for name, value in vars(sentences).items() if name.isupper() and name != "SAFE"}
FORBIDDEN = ("系统", "操作", "数据库", "失败", "非法", "请注意", "成功", "！", "!")


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_refusal_says_what_happened_that_nothing_changed_and_what_next(name):
    said = [part for part in re.split("[。]", ALL[name]) if part]
    assert len(said) == 3
    assert said[1] + "。" == SAFE
    assert said[2].startswith("请")
    assert all(len(part) <= 20 for part in said)


def test_no_forbidden_word_is_used():
    words = [*ALL.values(), *verdict.WHY_NOT, saving.OPEN]
    assert [text for text in words for word in FORBIDDEN if word in text] == []
