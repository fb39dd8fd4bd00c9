"""Every kind of every field gives back what it was given, from the screen and from the table."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.domain import catalogue, days, identity, kinds
from childdesk.domain.errors import Refused

NAMES = list(catalogue.FIELDS)
SEX_DIGITS = st.integers(0, 999)
WORDS = st.text(max_size=60)


def born() -> st.SearchStrategy[date]:
    return st.dates(date(1930, 1, 1), date(2026, 11, 23))


@st.composite
def numbers(draw: st.DrawFn, days_of_birth: st.SearchStrategy[date] | None = None) -> str:
    region = draw(st.sampled_from(["130625", "320501", "522401", "650102", "810000"]))
    day = draw(days_of_birth or born())
    first = f"{region}{day:%Y%m%d}{draw(SEX_DIGITS):03d}"
    return first + identity.check_digit(first)


@st.composite
def day_values(draw: st.DrawFn) -> days.Day:
    day = draw(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
    shape = draw(st.sampled_from(["full", "month", "lunar", "lunar month"]))
    return days.Day(
        day.year,
        day.month,
        min(day.day, 30) if shape == "lunar" else day.day if shape == "full" else None,
        "lunar" in shape,
    )


def values(kind: kinds.Kind[Any]) -> st.SearchStrategy[Any]:
    """Values as `parse` makes them, for every kind that stands in the catalogue."""
    if isinstance(kind, kinds.Codes):
        return st.sets(st.sampled_from(kind.options.codes()), min_size=1).map(
            lambda chosen: kind.parse("、".join(chosen))
        )
    if isinstance(kind, kinds.Code):
        return st.sampled_from(kind.options.codes())
    if isinstance(kind, kinds.Word):
        free = WORDS.map(lambda text: kind.parse(text[: kind.limit]))
        return st.sampled_from(kind.options.codes()) | free
    if isinstance(kind, kinds.PersonName):
        return WORDS.map(lambda text: kind.parse("张" + text[:40]))
    if isinstance(kind, kinds.Text):
        return WORDS.map(lambda text: kind.parse(text[: min(kind.limit, 20)]))
    made: dict[type, st.SearchStrategy[Any]] = {
        kinds.Money: st.integers(0, 999_999_999_99),
        kinds.YesNo: st.booleans(),
        kinds.IdNumber: numbers() | st.just("H12345678"),
        kinds.DisabilityCertificate: st.builds(
            lambda number, digit, level, tail: f"{number}{digit}{level}{tail}",
            numbers(),
            st.integers(1, 7),
            st.integers(1, 4),
            st.sampled_from(["", "B", "B1"]),
        ),
        kinds.Phone: st.integers(13000000000, 19999999999).map(str) | st.just("03128812345"),
        kinds.BankCard: st.integers(10**15, 10**19 - 1).map(str),
        kinds.Address: st.tuples(
            WORDS.map(lambda text: "某县" + kinds.tidy_words(text)).map(kinds.tidy_words),
            st.sampled_from(["", "13", "1306", "130625", "130625100", "130625100201"]),
        ),
        kinds.Region: st.sampled_from(["130625", "130625100", "130625100201"]),
        kinds.Link: st.binary(min_size=16, max_size=16).map(bytes.hex),
        kinds.Typed: st.dictionaries(st.sampled_from(["birth", "sex"]), WORDS).map(kinds.typed_text),
    }
    if isinstance(kind, kinds.Whole):
        return st.integers(kind.low, kind.high)
    if isinstance(kind, kinds.Moment):
        return st.builds("{} {:%H:%M}".format, st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.times())
    if isinstance(kind, kinds.Date):
        exact = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(days.of)
        return exact if kind.exact else day_values()
    return made[type(kind)]


def test_every_field_gives_back_what_it_was_given() -> None:
    @settings(max_examples=1500)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(NAMES))
        kind = catalogue.FIELDS[name].kind
        value = data.draw(values(kind))
        assert kind.parse(kind.format(value)) == value, name
        raw = kind.to_db(value)
        assert isinstance(raw, str | int)
        assert not isinstance(raw, bool)
        assert kind.from_db(raw) == value, name
        assert kind.shown(raw) == (value[0] if isinstance(kind, kinds.Address) else kind.format(value))

    holds()


def test_every_word_on_screen_of_every_option_is_stored_as_its_code() -> None:
    for name, item in catalogue.FIELDS.items():
        if isinstance(item.kind, kinds.Code | kinds.Codes | kinds.Word):
            for option in item.kind.options.options:
                for word in (option.code, option.word(), *option.aliases):
                    assert item.kind.scalar(word) == option.code, name


@given(st.text(max_size=200))
def test_no_text_makes_a_kind_raise_anything_but_a_refusal(text: str) -> None:
    for kind in {type(item.kind): item.kind for item in catalogue.FIELDS.values()}.values():
        value, problem = kind.read(text)
        assert problem is None or problem, type(kind)
        if problem is None and text.strip() and kind.to_db(value):
            assert kind.from_db(kind.to_db(value)) == value


def test_a_rare_character_of_a_name_is_never_lost() -> None:
    unknown_to_old_tables = "\U000313a0"  # newer than the character tables of Python 3.11
    private_use = "\ue5f1"
    name = kinds.PersonName().parse(f"\u202d 张{unknown_to_old_tables}{private_use} 三\u200b")
    assert name == f"张{unknown_to_old_tables}{private_use}三"


@pytest.mark.parametrize("dot", list("・•‧∙⋅．.·"))
def test_the_dots_of_a_minority_name_are_one(dot: str) -> None:
    assert kinds.PersonName().parse(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize(
    "text",
    ["13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678", "'13812345678",
     "１３８１２３４５６７８",
     "\u202d13812345678\u202c", "8613812345678", "13812345678.0"],
)  # fmt: skip
def test_a_telephone_is_read_however_it_is_written(text: str) -> None:
    assert kinds.Phone().parse(text) == "13812345678"


@pytest.mark.parametrize(
    ("text", "said"), [("1381234567", "现在10位"), ("无", "不是数字"), ("12", "现在2位")]
)
def test_a_telephone_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        kinds.Phone().parse(text)


def test_money_is_kept_in_cents() -> None:
    money = kinds.Money()
    assert [money.scalar(text) for text in ("1234.5", "1,234.50元", "￥1234.50", "0.05")] == [
        123450, 123450, 123450, 5,
    ]  # fmt: skip
    with pytest.raises(Refused):
        money.parse("1234.567")


def test_yes_and_no_are_stored_in_one_pair_of_words() -> None:
    agreement = kinds.YesNo("有", "无")
    assert (agreement.scalar("有"), agreement.scalar("是"), agreement.shown("否")) == ("是", "是", "无")


def test_two_kinds_of_disability_bring_the_joint_one_with_them() -> None:
    kind = catalogue.field("child.disability_type").kind
    assert kind.scalar("肢体；听力") == "听力残疾、肢体残疾、多重残疾"
    assert kind.scalar("视力") == "视力残疾"


def test_several_options_are_split_at_any_usual_mark_and_kept_in_the_lists_order() -> None:
    kind = catalogue.field("child.categories").kind
    for mark in "，,；;|、/":
        assert kind.scalar(f"残疾{mark}留守") == "留守儿童、残疾儿童"
    with pytest.raises(Refused, match="不在选项里"):
        kind.parse("留守、火星儿童")


def test_a_plus_a_blank_and_a_number_in_a_ring_part_words_unless_a_word_holds_them() -> None:
    kind = catalogue.field("child.categories").kind
    both = kind.parse("留守、困境")
    assert len(both) == 2
    for text in ("留守+困境", "留守 困境", "①留守②困境", "1.留守 2.困境", "留守和困境", "留守\\困境"):
        assert kind.parse(text) == both
    for field in catalogue.FIELDS.values():
        if isinstance(field.kind, kinds.Codes):
            for one in field.kind.options.options:
                assert field.kind.parse(one.code) == (one.code,)
    with pytest.raises(Refused, match="留守 天"):
        kind.parse("留守 天")


def test_an_address_never_loses_words() -> None:
    kind = kinds.Address()
    assert kind.parse("河北省\t保定市 某村") == ("河北省 保定市 某村", "")
    assert kind.parse("河北省某村\t130625100201") == ("河北省某村", "130625100201")


def test_fifteen_digits_are_no_childs_number() -> None:
    child = catalogue.field("child.id_number").kind
    father = catalogue.field("father.id_number").kind
    with pytest.raises(Refused, match="少了3位"):
        child.parse("130625800305123")
    assert father.parse("130625800305123") == "130625800305123"


def test_words_not_understood_are_a_small_object() -> None:
    text = kinds.typed_text({"sex": "不知", "birth": "羊年"})
    assert text == '{"birth":"羊年","sex":"不知"}'
    assert kinds.typed_words(text) == json.loads(text)
    with pytest.raises(Refused):
        kinds.Typed().parse('["羊年"]')


@pytest.mark.parametrize(
    ("text", "day"),
    [("今天", "2026-11-23"), ("昨天", "2026-11-22"), ("前天", "2026-11-21"), ("11-24", "2026-11-24"),
     ("3月5日", "2026-03-05"), ("2016-03-05", "2016-03-05")],
)  # fmt: skip
def test_short_words_for_days_become_full_dates(text: str, day: str) -> None:
    assert kinds.today_words(text, date(2026, 11, 23)) == day
