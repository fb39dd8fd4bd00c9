"""Holds how names are read, spelled and put in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk import paths
from childdesk.domain.kinds import DOTS
from childdesk.domain.pinyin import MOST_READINGS, Pinyin, bare

HANZI = st.sampled_from("周小禾单解曾区仇王李不和行长乐阿都热合曼买提吕女绿略嗯𬎆䶮𫖮㛃〇礼")
NAMES = st.lists(st.one_of(HANZI, st.sampled_from("·・•‧∙⋅．. aZ3")), min_size=1, max_size=12).map("".join)


def shipped() -> bytes:
    return paths.resource_bytes("codes/pinyin.txt")


@pytest.fixture(scope="module")
def pinyin() -> Pinyin:
    return Pinyin(shipped)


def test_nothing_is_read_before_the_first_question():
    read = []
    table = Pinyin(lambda: read.append(1) or shipped())
    assert read == []
    table.readings("周")
    table.name_rank("周小禾")
    assert read == [1]


def test_the_shipped_table_is_small_and_complete(pinyin):
    assert len(shipped()) <= 400_000
    standard = [
        bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFA)
    ]
    assert len(standard) > 3_000
    assert [char for char in standard if not pinyin.readings(char) or "99" in pinyin.name_rank(char)] == []


def test_every_reading_is_known(pinyin):
    assert pinyin.readings("和") == ("he", "hu", "huo")
    assert pinyin.readings("吕") == ("lv",)
    assert pinyin.readings("略") == ("lve",)
    assert pinyin.readings("𬎆") == ("ying",)
    assert pinyin.readings("\U000323af") == ()


@pytest.mark.parametrize(
    ("surname", "reading"),
    [
        ("单", "shan"),
        ("仇", "qiu"),
        ("曾", "zeng"),
        ("解", "xie"),
        ("区", "ou"),
        ("查", "zha"),
        ("朴", "piao"),
        ("翟", "zhai"),
        ("盖", "ge"),
        ("覃", "qin"),
        ("缪", "miao"),
        ("乐", "yue"),
    ],
)
def test_a_family_name_is_read_its_own_way_first(pinyin, surname, reading):
    assert pinyin.readings(surname)[0] == reading
    assert pinyin.name_rank(f"{surname}小禾").startswith(f"{reading} ")
    assert f"{reading}xiaohe" in pinyin.spellings(f"{surname}小禾")


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("尉迟恭", ("yu", "chi", "gong")),
        ("万俟雪", ("mo", "qi", "xue")),
        ("单于安", ("chan", "yu", "an")),
        ("长孙平", ("zhang", "sun", "ping")),
        ("澹台明", ("tan", "tai", "ming")),
    ],
)
def test_a_family_name_of_two_characters_is_read_as_one(pinyin, name, reading):
    assert pinyin.name_readings(name)[0] == reading


def test_within_a_given_name_the_everyday_reading_counts(pinyin):
    assert pinyin.name_readings("王解")[0] == ("wang", "jie")
    assert pinyin.name_readings("解解")[0] == ("xie", "jie")


def test_a_name_may_be_typed_in_full_in_letters_or_mixed(pinyin):
    spelled = pinyin.spellings("周小禾")
    assert spelled == {
        "zhouxiaohe", "xiaohe", "he", "zxh", "xh", "h", "zhxh", "zhouxh", "xiaoh",
    }  # fmt: skip


def test_initials_follow_every_reading(pinyin):
    assert pinyin.initials("单小禾") == ("sxh", "dxh", "cxh")
    assert pinyin.initials("") == ("",)


def test_dots_are_no_part_of_a_spelling_or_an_order(pinyin):
    plain = "阿不都热合曼买买提"
    for dot in "·・•‧∙⋅．.":
        dotted = f"阿不都热合曼{dot}买买提"
        assert pinyin.spellings(dotted) == pinyin.spellings(plain)
        assert pinyin.name_rank(dotted) == pinyin.name_rank(plain)


def test_lists_go_by_syllable_then_strokes_then_character(pinyin):
    ordered = [
        "阿不都·热合曼",
        "陈一",
        "丁一",
        "Mary",
        "单一",
        "王小禾",
        "王小丽",
        "汪一",
        "解一",
        "曾一",
        "张一",
        "周一",
    ]
    assert sorted(reversed(ordered), key=pinyin.name_rank) == ordered


def test_one_family_name_stands_together(pinyin):
    names = ["王丽", "汪安", "王安", "汪丽", "王"]
    assert sorted(names, key=pinyin.name_rank) == ["王", "王安", "王丽", "汪安", "汪丽"]


def test_a_short_syllable_stands_before_a_longer_one(pinyin):
    assert pinyin.name_rank("折一") < pinyin.name_rank("申一")
    assert pinyin.name_rank("陈") < pinyin.name_rank("程")


def test_a_character_without_reading_comes_last_and_does_not_stop_the_others(pinyin):
    unknown = "\U000323af"
    assert pinyin.name_rank(f"{unknown}一") > pinyin.name_rank("祖一")
    assert "wangming" in pinyin.spellings(f"王{unknown}明")


def test_a_rank_begins_with_the_letter_to_jump_to(pinyin):
    assert [pinyin.name_rank(name)[0] for name in ("曾一", "单一", "Bob", "𬎆一")] == ["z", "s", "b", "y"]


@given(NAMES)
def test_ranks_sort_by_bytes_as_by_characters(name):
    table = _TABLE
    rank = table.name_rank(name)
    other = table.name_rank("周小禾")
    assert (rank < other) == (rank.encode() < other.encode())


@given(NAMES)
def test_readings_are_bounded_and_each_is_a_reading_of_its_character(name):
    table = _TABLE
    choices = [words for words in table.syllables(name) if words]
    combined = table.name_readings(name)
    assert 1 <= len(combined) <= MOST_READINGS
    assert len(set(combined)) == len(combined)
    for reading in combined:
        assert len(reading) == len(choices)
        assert all(word in words for word, words in zip(reading, choices, strict=True))
    assert combined[0] == tuple(words[0] for words in choices)


@given(NAMES)
def test_a_bare_name_is_the_same_bare_again_and_has_no_dots(name):
    plain = bare(name)
    assert bare(plain) == plain
    assert not DOTS.search(plain)
    assert " " not in plain


def test_a_bare_name_keeps_rare_characters():
    assert bare("王 𬎆·䶮\u200b") == "王𬎆䶮"
    assert bare("Ｍary　王（小）") == "mary王小"
    assert bare("\ue863\U000323af") == "\ue863\U000323af"


_TABLE = Pinyin(shipped)
