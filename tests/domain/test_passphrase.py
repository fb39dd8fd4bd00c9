"""Tests of the advice on passphrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import passphrase
from childdesk.domain.passphrase import judge


@pytest.mark.parametrize("text", ["", "短", "abc1234", "七个字不够长"])
def test_less_than_eight_characters_is_too_short(text: str):
    assert judge(text).level == 0
    assert judge(text).word == "太短"
    assert str(len(text)) in judge(text).why


@pytest.mark.parametrize(
    "text",
    [
        "aaaaaaaa",
        "12345678",
        "87654321",
        "qwertyui",
        "abcdefgh",
        "abababababab",
        "19880304",
        "13800001234",
        "woaini1314",
        "password",
        "88888888",
        "村委会村委会村委会",
        "雨伞雨伞雨伞雨伞",
        "20110304陈桂兰",
    ],
)
def test_what_everybody_tries_first_is_refused(text: str):
    found = judge(text, ["陈桂兰", "河湾村"])
    assert found.level == 0
    assert found.why


@pytest.mark.parametrize("text", ["红薯雨伞拖拉机月亮", "correct horse battery", "梯子 白菜 电灯 河水"])
def test_four_unrelated_words_are_good(text: str):
    found = judge(text, ["陈桂兰", "河湾村"])
    assert (found.level, found.why) == (3, "")


def test_the_own_name_and_village_do_not_count():
    assert judge("陈桂兰在河湾村", ["陈桂兰", "河湾村"]).level == 0
    assert judge("白菜雨伞陈桂兰河湾村", ["陈桂兰", "河湾村"]).why == "名字和村名谁都知道，换几个词"


def test_full_width_typing_is_judged_like_half_width():
    assert judge("１２３４５６７８") == judge("12345678")


@given(st.text(max_size=40))
def test_every_text_is_judged_with_a_word_and_a_short_sentence(text: str):
    found = judge(text)
    assert 0 <= found.level <= 3
    assert found.word
    assert len(found.why) <= 20
    assert found.level > 0 or found.why


@given(st.text(alphabet="红薯雨伞月亮拖拉机梯子白菜", min_size=1, max_size=20), st.sampled_from("鼓桥船灯"))
def test_one_more_sign_never_makes_it_worse(text: str, more: str):
    assert judge(text + more).level >= judge(text).level


def test_the_shortest_length_is_the_one_that_the_desk_asks_for():
    assert passphrase.SHORTEST == 8
