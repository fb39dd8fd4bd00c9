"""The same child is recognised; a 毛毛 who gets name and number is offered; twins are never one."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import days, duplicates, identity
from childdesk.domain.duplicates import Sketch, Verdict

BIRTH = days.of(date(2024, 3, 5))
DRAGGED = days.of(date(2019, 11, 29))
FAMILY = frozenset(["王五", "13812345678"])


def number(order: int, day: str = "20240305", region: str = "130625") -> str:
    first = f"{region}{day}{order:03d}"
    return first + identity.check_digit(first)


def child(name: str, *, birth: days.Day | None = BIRTH, family: frozenset[str] = FAMILY, **more) -> Sketch:
    return Sketch(name=name, birth=birth, family=family, **more)


def unborn(family: str) -> Sketch:
    """Of unknown birth, with a family in words."""
    return child("张三", birth=None, family=frozenset(family.split()))


def verdict(new: Sketch, old: Sketch) -> Verdict:
    return duplicates.compare(new, old).verdict


HOME = {"other_names": frozenset(["豆豆"])}
PAPER = {"certificate": "R1234567"}
SAME, MAYBE, DIFFERENT = Verdict.SAME, Verdict.MAYBE, Verdict.DIFFERENT
CASES = [
    # one number is one child, whatever else was written
    (child("张三", id_number=number(1)), child("张叁", birth=None, id_number=number(1)), SAME),
    (child("张三", id_number=number(1)), child("张三", id_number=number(501)), MAYBE),
    (child("张三", id_number=number(1)), child("李四", id_number=number(501)), DIFFERENT),
    # a dragged day beside a number that says another: the number may be right
    (child("张三", birth=DRAGGED, id_number=number(1)), child("张三"), MAYBE),
    (child("张三", birth=DRAGGED, id_number=number(1)), child("张三", family=frozenset()), MAYBE),
    (child("张三", birth=DRAGGED, id_number=number(1)), child("张三", family=frozenset(["赵六"])), DIFFERENT),
    (child("张三", birth=DRAGGED), child("张三"), DIFFERENT),
    # name, birth, family
    (child("张三"), child("张三"), SAME),
    (child("张三", id_number=number(1)), child("张三"), SAME),
    (child("张三", birth=None, id_number=number(1)), child("张三"), SAME),
    (child("阿依·买买提"), child("阿依•买买提", other_names=frozenset(["阿依·买买提"])), SAME),
    (child("张三"), child("张三", birth=days.Day(2024, 3)), MAYBE),
    (child("张三"), child("张三", birth=days.Day(2024, 2, 1, lunar=True)), MAYBE),
    (child("张三"), child("张三", birth=days.of(date(2024, 5, 3))), MAYBE),
    (child("张三"), child("张三", birth=days.of(date(2024, 3, 6))), MAYBE),
    (child("张三"), child("张三", birth=days.of(date(2019, 7, 6))), DIFFERENT),
    (child("张三"), child("张三", family=frozenset()), MAYBE),
    (child("张三"), child("张三", family=frozenset(["赵六"])), MAYBE),
    (child("张三"), child("张三", birth=None, family=frozenset(["赵六"])), DIFFERENT),
    (child("张三", sex="男"), child("张三", sex="女"), MAYBE),
    # one telephone under other names may be the cadre's: it joins nobody
    (child("张三"), child("张三", family=frozenset(["赵六", "13812345678"])), MAYBE),
    (child("张三", id_number=number(1)), child("张三", family=frozenset(["赵六", "13812345678"])), MAYBE),
    (child("张三", birth=None), child("张三", family=frozenset(["赵六", "13812345678"])), MAYBE),
    (child("张三", sex="男"), child("张三", sex="女", family=frozenset(["赵六", "13812345678"])), DIFFERENT),
    (child("张三"), child("张三", family=frozenset(["赵六", "王五"])), SAME),
    (child("张三"), child("张三", family=frozenset(["13812345678"])), SAME),
    # where no birth is known, one name in common is little beside several others on both sides
    (unborn("王五 赵六 孙七"), unborn("王五 周八 吴九"), MAYBE),
    (unborn("王五 赵六"), unborn("王五 周八"), SAME),
    (unborn("王五 赵六 孙七"), unborn("王五"), SAME),
    (unborn("王五 430725197001010015 430725197001010023"), unborn("王五 13812345678 13812345679"), SAME),
    # a child that had no name yet
    (child("张三", id_number=number(1), birth=None), child("毛毛"), MAYBE),
    (child("张三", id_number=number(1)), child("毛毛", birth=days.Day(2024, 3)), MAYBE),
    (child("张三", id_number=number(1)), child("王五之子"), MAYBE),
    (child("张三"), child("张宝宝"), MAYBE),
    (child("张三", id_number=number(1)), child("小毛"), MAYBE),
    (child("张三"), child("小毛"), DIFFERENT),
    (child("张三", sex="男"), child("毛毛", sex="女"), DIFFERENT),
    (child("张三"), child("毛毛", birth=days.of(date(2021, 3, 5))), DIFFERENT),
    (child("张三"), child("毛毛", family=frozenset(["赵六"])), DIFFERENT),
    (child("张三"), child("毛毛", birth=None), DIFFERENT),
    (child("张三", id_number=number(1)), child("毛毛", id_number=number(3)), DIFFERENT),
    # a newborn is known by the number of its birth certificate
    (child("张三", id_number=number(1), **PAPER), child("毛毛", **PAPER), SAME),
    (child("张三", **PAPER), child("毛毛", birth=None, family=frozenset(), **PAPER), SAME),
    (child("张三", **PAPER), child("张三", family=frozenset(["赵六"]), **PAPER), SAME),
    (child("张三", **PAPER), child("毛毛", certificate="R7654321"), DIFFERENT),
    (child("张三", **PAPER), child("张三", certificate="R7654321"), SAME),
    (child("张三", **PAPER), child("李四", **PAPER), MAYBE),
    (child("大毛", **PAPER), child("小毛", **PAPER), DIFFERENT),
    (child("张三", sex="男", **PAPER), child("毛毛", sex="女", **PAPER), DIFFERENT),
    (child("张三", **PAPER), child("毛毛", birth=days.of(date(2021, 3, 5)), **PAPER), DIFFERENT),
    # a pet name is no name that tells two children apart; one who was renamed twice is asked about
    (child("张三", sex="男", **HOME), child("张四", sex="女", **HOME), DIFFERENT),
    (child("张三", **HOME), child("张四", birth=days.of(date(2022, 1, 1)), **HOME), DIFFERENT),
    (child("张三", **HOME), child("李四", family=frozenset(["赵六"]), **HOME), DIFFERENT),
    (child("张三", birth=None, **HOME), child("李四", **HOME), DIFFERENT),
    (child("张三", **HOME), child("张四", **HOME), MAYBE),
    (child("张三", id_number=number(1), **HOME), child("张四", id_number=number(501), **HOME), DIFFERENT),
    (child("豆豆"), child("张三", **HOME), SAME),
    # brothers, and twins
    (child("张三"), child("张四", birth=days.of(date(2022, 1, 1))), DIFFERENT),
    (child("张大"), child("张小"), DIFFERENT),
    (child("大毛"), child("小毛"), DIFFERENT),
    (child("张子轩"), child("张子昂"), DIFFERENT),
    (child("张三", id_number=number(1)), child("张三", id_number=number(3)), DIFFERENT),
    (child("陈茵子"), child("陈茵萌"), DIFFERENT),
]


@pytest.mark.parametrize(("new", "old", "expected"), CASES)
def test_two_files_are_judged_with_a_reason(new: Sketch, old: Sketch, expected: Verdict) -> None:
    match = duplicates.compare(new, old)
    assert match.verdict is expected
    assert 0 < len(match.reason) <= 20


@pytest.mark.parametrize(("new", "old", "expected"), CASES)
def test_the_verdict_does_not_depend_on_who_comes_first(new: Sketch, old: Sketch, expected: Verdict) -> None:
    assert verdict(old, new) is expected


@pytest.mark.parametrize(("new", "old", "expected"), CASES)
def test_whoever_is_offered_can_be_looked_up(new: Sketch, old: Sketch, expected: Verdict) -> None:
    if expected is not DIFFERENT:
        assert duplicates.keys(new) & duplicates.keys(old)


GIVEN = st.text("子轩梓涵浩宇欣怡俊杰雨萱", min_size=1, max_size=2)


@given(GIVEN, GIVEN, st.dates(date(2010, 1, 1), date(2026, 1, 1)), st.integers(0, 989), st.integers(1, 10))
def test_twins_are_never_offered_as_one(first: str, second: str, day: date, order: int, step: int) -> None:
    if first == second:
        return
    numbers = [number(order, f"{day:%Y%m%d}"), number(order + step, f"{day:%Y%m%d}")]
    for with_numbers in ((False, False), (True, False), (True, True)):
        one, two = (
            Sketch(f"张{name}", numbers[at] if with_numbers[at] else None, days.of(day), family=FAMILY)
            for at, name in enumerate((first, second))
        )
        assert duplicates.find(one, [two]) == []


def test_of_two_that_fit_alike_the_one_with_the_number_is_meant_and_without_a_number_a_person_is_asked() -> (
    None
):
    one, two = child("张三", id_number=number(1), id="a"), child("张三", id="b")
    for order in ([one, two], [two, one]):
        (found,) = duplicates.find(child("张三", id_number=number(1)), order)
        assert (found.candidate.id, found.verdict) == ("a", SAME)
        both = duplicates.find(child("张三"), order)
        assert [match.verdict for match in both] == [MAYBE, MAYBE]


WHO = st.sampled_from(["王五", "赵六", "钱七", "孙八"])
PHONES = st.sampled_from(["13812345678", "13900000000", "0736-5212345"])
GROWN_UPS = st.tuples(st.sets(WHO, max_size=3), st.sets(PHONES, max_size=2))


@given(GROWN_UPS, GROWN_UPS, st.booleans(), st.booleans())
def test_no_telephone_alone_makes_two_namesakes_of_one_birthday_one(
    one, two, first: bool, second: bool
) -> None:
    grown = [frozenset(names | phones) for names, phones in (one, two)]
    sketches = [
        child("张三", family=family, id_number=number(at * 500 + 1) if has else None)
        for at, (family, has) in enumerate(zip(grown, (first, second), strict=True))
    ]
    if one[0] and two[0] and not one[0] & two[0]:
        assert verdict(*sketches) is not SAME
    elif one[0] & two[0] and not (first and second):
        assert verdict(*sketches) is SAME
    assert verdict(*sketches) is verdict(*reversed(sketches))


def test_where_one_is_certain_the_uncertain_are_not_offered() -> None:
    new = child("张三", id_number=number(1))
    known, pet = child("张三", id_number=number(1), id="a"), child("毛毛", id="b")
    assert [match.candidate.id for match in duplicates.find(new, [pet, known])] == ["a"]
    assert [match.candidate.id for match in duplicates.find(new, [pet])] == ["b"]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_files_with_one_number_the_one_with_the_name_is_meant(turned):
    number = "99010120181018350X"
    other, own = Sketch("刘然", number, id="a"), Sketch("周宇一", number, id="b")
    held = [own, other] if turned else [other, own]
    assert [(one.candidate.id, one.verdict) for one in duplicates.find(Sketch("周宇一", number), held)] == [
        ("b", Verdict.SAME)
    ]


@pytest.mark.parametrize("names", [("刘然", "李欣"), ("周宇一", "周宇一")])
def test_of_two_files_with_one_number_that_fit_alike_a_person_says_which(names):
    number = "99010120181018350X"
    held = [Sketch(name, number, id=str(at)) for at, name in enumerate(names)]
    found = duplicates.find(Sketch("周宇一", number), held)
    assert [one.verdict for one in found] == [Verdict.MAYBE, Verdict.MAYBE]


def test_a_sketch_becomes_that_of_a_file_with_all_that_it_says():
    said = {"name": "王小禾", "id_number": number(7), "birth": BIRTH, "sex": "女"}
    said |= {"other_names": frozenset(["豆豆"]), "family": FAMILY, "id": "", "certificate": "R1234567"}
    said |= {"mark": "大"}
    whole = Sketch(**said)
    assert said.keys() == {item.name for item in dataclasses.fields(Sketch)}
    assert whole.of("0a" * 16) == dataclasses.replace(whole, id="0a" * 16)
