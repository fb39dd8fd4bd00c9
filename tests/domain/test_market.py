"""Market days: every way in which a village says them, in its words and back, over months of any length."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import lunar
from childdesk.domain.errors import Refused
from childdesk.domain.market import LUNAR, SOLAR, WEEK, Market
from childdesk.domain.workdays import WorkCalendar


@pytest.mark.parametrize(
    ("words", "held", "free"),
    [("农历逢3、8", "2026-11-21", "2026-11-23"), ("农历逢三、八", "2026-11-21", "2026-11-23"),
     ("农历逢五、十", "2026-11-23", "2026-11-21"), ("农历初一、十五", "2026-11-23", "2026-11-29"),
     ("阴历逢3，8赶集", "2026-11-26", "2026-11-27"), ("公历逢5、0", "2026-11-25", "2026-11-24"),
     ("公历5日、20日", "2026-11-20", "2026-11-25"), ("公历每月12号", "2026-11-12", "2026-11-22"),
     ("星期2、6", "2026-11-24", "2026-11-25"), ("星期二、日", "2026-11-29", "2026-11-25")],
)  # fmt: skip
def test_the_market_is_held_by_lunar_or_solar_days_or_weekdays(words, held, free):
    market = Market.read(words)
    assert Market.read(market.words) == market
    assert market.held(date.fromisoformat(held))
    assert not market.held(date.fromisoformat(free))
    assert not Market.read("").held(date.fromisoformat(held))


@pytest.mark.parametrize(
    ("words", "told"),
    [("农历逢三、八", "农历逢3、8"), ("阴历 逢10、5", "农历逢0、5"), ("农历十五、初一", "农历初一、十五"),
     ("农历逢3、初一", "农历逢3、初一"), ("农历逢1、初一", "农历逢1"), ("公历20号、5日", "公历5日、20日"),
     ("每周三、六", "星期3、6"), ("", "")],
)  # fmt: skip
def test_it_is_kept_in_one_way_of_saying_it(words, told):
    assert Market.read(words).words == told


@pytest.mark.parametrize(
    "words", ["逢三", "农历逢", "星期8", "星期", "公历逢百", "回历3", "农历三十一", "公历32日", "农历-3"]
)
def test_a_market_that_cannot_be_read_is_refused(words):
    with pytest.raises(Refused) as refused:
        Market.read(words)
    assert refused.value.field == "market"


DIGITS = st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True)


@given(st.dates(date(2000, 2, 5), date(2049, 12, 31)), st.sampled_from([LUNAR, SOLAR]), DIGITS)
def test_ten_days_in_a_row_hold_each_digit_about_once_in_any_month(day, by, digits):
    """The end of a month takes a market away or adds one; that of February two."""
    market = Market(by, tuple(sorted(digits)))
    held = sum(market.held(day + timedelta(n)) for n in range(10))
    assert abs(held - len(digits)) <= (2 if by == SOLAR and day.month == 2 else 1)
    assert Market.read(market.words) == market
    calendar = WorkCalendar(market=market)
    found = lunar.of(day)
    number = day.day if by == SOLAR else found.day
    assert calendar.day(day).market == (number % 10 in digits)


@given(st.dates(date(2000, 2, 5), date(2049, 12, 31)), st.sets(st.integers(1, 7), min_size=1))
def test_a_week_holds_every_market_of_its_weekdays_once(day, weekdays):
    market = Market(WEEK, tuple(sorted(weekdays)))
    assert sum(market.held(day + timedelta(n)) for n in range(7)) == len(weekdays)
    assert Market.read(market.words) == market
