"""Option lists: a word never stands for two options, codes can be joined, words change with the day."""

from datetime import date

import pytest

from childdesk.domain import catalogue, codes, kin_options, kinds, nations, options, work_options
from childdesk.domain.codes import CodeList, Option, code_list

LISTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": found
    for module in (options, kin_options, work_options, nations)
    for name, found in vars(module).items()
    if isinstance(found, CodeList)
}


@pytest.mark.parametrize("name", LISTS)
def test_no_word_of_a_list_stands_for_two_options(name: str) -> None:
    words = [
        (codes.fold(word), option.code)
        for option in LISTS[name].options
        for word in {option.code, *option.aliases, *(word for _, word in option.words)}
    ]
    assert len({word for word, _ in words}) == len({pair for pair in words})
    assert len(set(LISTS[name].codes())) == len(LISTS[name].options)
    assert "未采集" not in LISTS[name].codes()


def test_a_word_for_two_options_cannot_even_be_written_down() -> None:
    with pytest.raises(ValueError, match="two options"):
        code_list("x", "甲=乙", "乙")


def test_no_option_of_a_many_valued_field_holds_a_separator() -> None:
    for name, item in catalogue.FIELDS.items():
        if isinstance(item.kind, kinds.Codes):
            for option in item.kind.options.options:
                assert not kinds.SEPARATORS.search(option.code + option.word()), name


def test_every_list_is_used_by_a_field() -> None:
    used = {id(getattr(item.kind, "options", None)) for item in catalogue.FIELDS.values()}
    assert [name for name, found in LISTS.items() if id(found) not in used] == []


@pytest.mark.parametrize(
    ("found", "word", "code"),
    [(options.SEX, "男性", "男"), (options.SEX, "ｍ", "男"), (options.SEX, "2", "女"),
     (nations.NATION, "汉", "汉族"), (nations.NATION, "01", "汉族"), (nations.NATION, "僳僳族", "傈僳族"),
     (options.HUKOU_KIND, "非农业 ", "城镇居民户口"), (options.RISK, "一级", "红"),
     (options.GRADE, "初一", "七年级"), (options.GRADE, "3年级", "三年级"),
     (kin_options.RELATION, "姥姥", "外祖母"), (options.POVERTY, "脱贫户", "建档立卡户"),
     (kin_options.PARENT_STATE, "坐牢", "服刑在押"), (options.CATEGORY, "事实孤儿", "事实无人抚养儿童")],
)  # fmt: skip
def test_what_people_write_is_understood(found: CodeList, word: str, code: str) -> None:
    option = found.find(word)
    assert option is not None
    assert option.code == code


def test_fifty_six_nations() -> None:
    assert len([code for code in nations.NATION.codes() if code.endswith("族")]) == 56
    assert nations.NATION.find("56").code == "基诺族"


def test_a_word_is_the_one_of_its_day() -> None:
    option = options.POVERTY.find("建档立卡户")
    assert (option.word(date(2018, 7, 31)), option.word(date(2026, 7, 31)), option.word()) == (
        "建档立卡户", "脱贫户", "脱贫户",
    )  # fmt: skip


def test_a_retired_option_is_still_read_but_no_longer_offered() -> None:
    found = CodeList("x", (Option("旧", retired=date(2020, 1, 1)), Option("新")))
    assert found.find("旧") is not None
    assert [option.code for option in found.open()] == ["新"]
    assert [option.code for option in found.open(date(2019, 1, 1))] == ["旧", "新"]


def test_what_a_village_never_confirms_are_options_of_the_list() -> None:
    assert set(options.CATEGORY.codes()) >= options.COUNTY_DECIDES


@pytest.mark.parametrize(
    ("words", "sealed"), [("父亲在监狱", True), ("疑似家暴", True), ("父亲在深圳打工", False)]
)
def test_words_about_sealed_matters_are_known(words: str, sealed: bool) -> None:
    assert options.names_sealed_matter(words) is sealed
