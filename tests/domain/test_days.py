"""Days in every style that villages write are one day; ages never call anybody older than proven."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import days
from childdesk.domain.days import Day
from childdesk.domain.errors import Refused

SOLAR = st.dates(date(1900, 1, 1), date(2100, 12, 31))
FIGURES = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else FIGURES[tens]) + ("十" if tens else "") + (FIGURES[ones] if ones else "")


def styles(day: date) -> list[str]:
    y, m, d = day.year, day.month, day.day
    year = "".join(FIGURES[int(figure)] for figure in str(y))
    return [
        f"{y}-{m:02d}-{d:02d}", f"{y}-{m}-{d}", f"{y}.{m}.{d}", f"{y}/{m}/{d}", f"{y}{m:02d}{d:02d}",
        f"{y}年{m}月{d}日", f" {y} 年 {m} 月 {d} 日 ", f"{y}、{m}、{d}", f"{y}-{m:02d}-{d:02d} 00:00:00",
        f"\u200e{y}．{m}．{d}", f"{year}年{chinese(m)}月{chinese(d)}日",
        "".join(chr(ord(c) + 0xFEE0) for c in f"{y}-{m}-{d}"),
    ]  # fmt: skip


@given(SOLAR)
def test_a_date_in_any_style_is_the_same_day(day: date) -> None:
    assert {days.parse(text) for text in styles(day)} == {days.of(day)}


@given(SOLAR)
def test_a_month_alone_in_any_style_is_the_same_month(day: date) -> None:
    texts = [f"{day:%Y-%m}", f"{day.year}年{day.month}月", f"{day.year}.{day.month}", f"{day:%Y%m}"]
    assert {days.parse(text) for text in texts} == {Day(day.year, day.month)}


@pytest.mark.parametrize(
    ("text", "day"),
    [("农历2016年三月初五", Day(2016, 3, 5, True)), ("2016-03-05（农历）", Day(2016, 3, 5, True)),
     ("阴历2016年腊月廿三", Day(2016, 12, 23, True)), ("农历2016年正月三十", Day(2016, 1, 30, True)),
     ("农历2016年冬月二十", Day(2016, 11, 20, True)), ("农历2016.3.5", Day(2016, 3, 5, True))],
)  # fmt: skip
def test_a_lunar_birthday_is_marked_and_kept_lunar(text: str, day: Day) -> None:
    assert days.parse(text) == day
    assert day.exact is None
    assert days.parse(str(day)) == day


@pytest.mark.parametrize(
    "text", ["2016-02-30", "2016-13-01", "1816-03-05", "3016-03-05", "16.3.5", "羊年", "2016", "20160231", ""]
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        days.parse(text)


@pytest.mark.parametrize(
    "text", ["农历2020年闰四月初五", "阴历2020年闰4月5日", "农历2020-闰4-5", "2020年闰四月初五（农历）"]
)
def test_a_day_of_a_leap_month_is_never_taken_for_the_one_a_month_earlier(text: str) -> None:
    with pytest.raises(Refused, match="闰月"):
        days.parse(text)


@given(SOLAR, st.integers(0, 40_000))
def test_age_grows_by_one_on_the_birthday_and_never_between(birth: date, later: int) -> None:
    on = date.fromordinal(min(birth.toordinal() + later, date(2200, 1, 1).toordinal()))
    age = days.age(days.of(birth), on)
    assert age is not None
    tomorrow = days.age(days.of(birth), date.fromordinal(on.toordinal() + 1))
    assert tomorrow in (age, age + 1)
    assert abs((on - birth).days / 365.2425 - age) < 1.01


@given(SOLAR, SOLAR)
def test_a_month_only_birth_never_makes_older(birth: date, on: date) -> None:
    month, full = days.age(Day(birth.year, birth.month), on), days.age(days.of(birth), on)
    if month is not None and full is not None:
        assert full - 1 <= month <= full


def test_nobody_has_an_age_before_birth() -> None:
    assert days.age(days.of(date(2026, 11, 24)), date(2026, 11, 23)) is None
    assert days.age(None, date(2026, 11, 23)) is None


@given(SOLAR, st.integers(-600, 600))
def test_months_are_added_and_held_to_the_months_end(day: date, months: int) -> None:
    moved = days.plus_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
    assert moved.day == day.day or date.fromordinal(moved.toordinal() + 1).day == 1
