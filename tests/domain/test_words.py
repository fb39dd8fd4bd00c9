"""Cleaning drops what nobody sees, and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import words

VISIBLE = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"])


@given(st.text(VISIBLE, max_size=40), VISIBLE)
def test_no_visible_character_is_ever_dropped(text: str, char: str) -> None:
    assert words.tidy_words(text) == unicodedata.normalize("NFC", text)
    assert words.tidy_words(f"张{char}三") != words.tidy_words("张三")


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for clean in (words.tidy, words.tidy_words):
        assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "未采集", " 不详", "——", "/", "未说明情况"])
def test_words_that_say_nothing_are_known(text: str) -> None:
    assert words.says_nothing(text)


@pytest.mark.parametrize("text", ["无", "0", "不是", "其他"])
def test_words_that_answer_something_are_not_taken_for_nothing(text: str) -> None:
    assert not words.says_nothing(text)
