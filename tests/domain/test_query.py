"""Holds how the search box is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.query import LONGEST, MOST_WORDS, By, Way, group_number, parse, walking


def ways(text: str) -> list[list[tuple[By, str]]]:
    """Word by word, what it is compared with."""
    return [[(way.by, way.value) for way in word.ways] for word in parse(text) or ()]


def test_nothing_typed_asks_for_everyone():
    assert parse("") is None
    assert parse(" 　\t") is None


@pytest.mark.parametrize("text", ["？", "*", '"', "%", "·", "'"])
def test_signs_alone_match_nobody(text):
    assert [word.ways for word in parse(text)] == [()]


@pytest.mark.parametrize(
    ("text", "by", "value"),
    [
        ("𬎆", By.NAME, "𬎆"),
        ("zxh", By.PINYIN, "zxh"),
        ("ZhouXiaoHe", By.PINYIN, "zhouxiaohe"),
        ("ｚｘｈ", By.PINYIN, "zxh"),
        ("xi'an", By.PINYIN, "xian"),
        ("xiǎo", By.PINYIN, "xiao"),
        ("lǚ", By.PINYIN, "lv"),
        ("LÜ", By.PINYIN, "lv"),
        ("3组", By.GROUP, "3"),
        ("第3村民组", By.GROUP, "3"),
        ("03社", By.GROUP, "3"),
        ("12", By.GROUP, "12"),
        ("032x", By.ID_TAIL, "032x"),
        ("032X", By.ID_TAIL, "032x"),
        ("138", By.PHONE, "138"),
    ],
)
def test_a_word_of_one_meaning(text, by, value):
    assert ways(text) == [[(by, value)]]


def test_four_digits_are_a_tail_or_the_beginning_of_a_telephone():
    assert ways("0321") == [[(By.ID_TAIL, "0321"), (By.PHONE_TAIL, "0321"), (By.PHONE, "0321")]]


def test_a_whole_number_may_be_typed_with_blanks():
    assert ways("138 1234 5678") == ways("13812345678") == ways("+86 138-1234-5678")
    assert ways("430725 20160305 032X") == ways("43072520160305032x")
    assert ways("0736-7654321") == ways("07367654321")


def test_dots_and_full_width_blanks_do_not_matter():
    whole = ways("阿不都热合曼")
    for dot in "·・•‧∙⋅．.":
        assert ways(f"阿不都{dot}热合曼") == whole
    assert ways("周　小禾") == ways("周 小禾")


def test_a_chinese_numeral_before_zu_is_a_group_or_a_name():
    assert (By.GROUP, "12") in ways("第十二组")[0]
    assert (By.NAME, "三组") in ways("三组")[0]


def test_words_run_together_are_parted_where_the_script_changes():
    assert ways("周3组") == ways("周 3组")
    assert ways("王小禾0321") == ways("王小禾 0321")
    assert ways("zhou0321") == ways("zhou 0321")
    assert ways("柳林村3组") == ways("柳林村 3组")


def test_a_travel_document_is_one_word():
    assert ways("E12345678") == [[(By.ID, "e12345678")]]


def test_lue_may_mean_lüe():
    assert ways("luexi") == [[(By.PINYIN, "luexi"), (By.PINYIN, "lvexi")]]
    assert ways("lyu") == [[(By.PINYIN, "lyu"), (By.PINYIN, "lv")]]


def test_a_long_text_is_cut():
    assert len(parse("周 " * 50)) == MOST_WORDS
    assert len(parse("周" * 1000)[0].typed) == LONGEST


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("3组", "3"),
        ("三组", "3"),
        ("第3村民组", "3"),
        ("第十二小组", "12"),
        ("柳林三队", "3"),
        ("一百零二组", "102"),
        ("两百组", "200"),
        ("3", "3"),
        ("０３ 组", "3"),
        ("上湾组", None),
        ("", None),
    ],
)
def test_a_group_has_a_number_however_it_is_written(words, number):
    assert group_number(words) == number


@given(st.text(max_size=60))
def test_whatever_is_typed_is_understood_as_plain_letters_and_digits(text):
    words = parse(text)
    assert (words is None) == (not text.strip())
    for word in words or ():
        for way in word.ways:
            assert isinstance(way, Way)
            assert way.value
            assert not set(way.value) & set("\"'*()^:-+{} \t")


def test_a_round_goes_village_by_village_and_group_by_group():
    walked = (
        "3组 十组 11组 柳林 云溪镇石桥村1组 河湾村 石桥村2组 石桥村10组 石桥村柳林组 石桥村梨树村民组".split()
    )
    assert sorted(reversed(walked), key=walking) == walked
