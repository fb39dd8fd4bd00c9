"""A right number is taken, a wrong one never; what it says of birth and sex is what it was made from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import days, identity
from childdesk.domain.errors import Refused

PARTS = st.tuples(
    st.sampled_from(["110101", "130625", "320501", "522401", "820000"]),
    st.dates(date(1930, 1, 1), date(2026, 11, 23)),
    st.integers(0, 999),
)


def number(parts: tuple[str, date, int]) -> str:
    region, day, order = parts
    first = f"{region}{day:%Y%m%d}{order:03d}"
    return first + identity.check_digit(first)


def test_the_standards_own_examples_have_their_check_digits() -> None:
    assert identity.check_digit("11010519491231002") == "X"
    assert identity.check_digit("44052418800101001") == "4"


@given(PARTS)
def test_a_right_number_is_taken_and_says_birth_and_sex(parts: tuple[str, date, int]) -> None:
    made = number(parts)
    assert identity.parse_number(made) == made
    assert identity.birth(made) == days.of(parts[1])
    assert identity.sex(made) == ("男" if parts[2] % 2 else "女")


@given(PARTS)
def test_every_typing_error_in_one_character_is_refused(parts: tuple[str, date, int]) -> None:
    made = number(parts)
    for at in range(18):
        for other in "0123456789X" if at == 17 else "0123456789":
            if other == made[at]:
                continue
            with pytest.raises(Refused):
                identity.parse_number(made[:at] + other + made[at + 1 :])


@given(PARTS)
def test_two_neighbours_changed_over_are_refused(parts: tuple[str, date, int]) -> None:
    made = number(parts)
    for at in range(16):
        turned = made[:at] + made[at + 1] + made[at] + made[at + 2 :]
        if turned != made:
            with pytest.raises(Refused):
                identity.parse_number(turned)


@given(PARTS)
def test_the_way_of_writing_does_not_matter(parts: tuple[str, date, int]) -> None:
    made = number(parts)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in made)
    spaced = f" {made[:6]} {made[6:14]} {made[14:]}\u200b"
    for text in (wide, spaced, "'" + made, made.lower(), f"\u202d{made}\u202c", f"{made[:6]}-{made[6:]}"):
        assert identity.parse_number(text) == made


@pytest.mark.parametrize(
    ("text", "said"),
    [("13062520160305", "少4位，现在14位"), ("1306252016030500123", "多1位"),
     ("13062520161305001X", "出生日期"),
     ("130625201603050000", "改成了000"), ("1.30625E+17", "科学计数"), ("13062X201603050012", "X只能在最后"),
     ("13062518000305001X", "出生日期"), ("张三", "不该有"), ("", "空的")],
)  # fmt: skip
def test_a_wrong_number_is_told_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        identity.parse_number(text)


@pytest.mark.parametrize("text", ["H12345678", "EA1234567", "CAN110101900001", "M12345678"])
def test_documents_that_begin_with_a_letter_are_taken(text: str) -> None:
    assert identity.parse_number(text) == text
    assert identity.birth(text) is None
    assert identity.sex(text) is None


@given(PARTS, st.integers(1, 7), st.integers(1, 4), st.sampled_from(["", "B", "B1"]))
def test_a_certificate_says_kind_and_level_in_its_own_order(
    parts: tuple[str, date, int], kind: int, level: int, tail: str
) -> None:
    made = f"{number(parts)}{kind}{level}{tail}"
    assert identity.parse_certificate(made.lower()) == made
    order = ["视力残疾", "听力残疾", "言语残疾", "肢体残疾", "智力残疾", "精神残疾", "多重残疾"]
    assert identity.certificate_facts(made) == (order[kind - 1], ["一级", "二级", "三级", "四级"][level - 1])


@pytest.mark.parametrize("tail", ["81", "15", "00", "1"])
def test_a_certificate_with_impossible_digits_is_refused(tail: str) -> None:
    with pytest.raises(Refused):
        identity.parse_certificate(number(("130625", date(2016, 3, 5), 1)) + tail)
