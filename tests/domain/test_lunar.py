"""The lunar calendar and the work calendar: known days, both ways, and what nobody has published yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk import paths
from childdesk.domain import lunar, workdays
from childdesk.domain.errors import Refused
from childdesk.domain.workdays import WorkCalendar, read_pack

TEXT = paths.resource_bytes("rules/calendar-2026.toml").decode("utf-8")


@pytest.mark.parametrize(
    "day",
    "2000-02-05 2004-01-22 2010-02-14 2015-02-19 2020-01-25 2024-02-10 2025-01-29 2026-02-17 2027-02-06"
    " 2028-01-26 2029-02-13 2030-02-03 2033-01-31 2034-02-19 2035-02-08 2044-01-30".split(),
)
def test_the_new_year_of_the_lunar_calendar_is_where_it_is_known_to_be(day):
    found = date.fromisoformat(day)
    assert lunar.new_year(found.year) == found
    assert lunar.of(found).words == "正月初一"
    assert lunar.new_years_eve(found.year) == found - timedelta(1)


@given(st.dates(date(2000, 2, 5), date(2050, 1, 22)))
def test_a_lunar_day_leads_back_to_its_solar_one(day):
    found = lunar.of(day)
    assert lunar.solar(found.year, found.month, found.day, leap=found.leap) == day
    following = lunar.of(day + timedelta(1))
    assert following is None or following.day == found.day + 1 or following.day == 1
    assert 1 <= found.day <= 30


def test_a_leap_month_stands_behind_its_own():
    assert lunar.of(date(2025, 7, 25)).words == "闰六月初一"
    assert lunar.of(date(2023, 3, 22)).words == "闰二月初一"
    assert lunar.of(date(1999, 1, 1)) is None


def test_a_published_year_knows_its_worked_saturdays_and_a_coming_one_says_that_it_does_not():
    calendar = WorkCalendar({2026: read_pack("calendar-2026.toml", TEXT)})
    kinds = {d: calendar.day(date.fromisoformat(d)) for d in ("2026-02-14", "2026-02-18", "2026-11-28")}
    assert [kinds[d].free for d in kinds] == [False, True, True]
    assert kinds["2026-02-18"].name == "春节"
    assert kinds["2026-02-18"].lunar == "正月初二"
    assert all(kind.sure for kind in kinds.values())
    coming = calendar.day(date(2027, 2, 7))
    assert (coming.free, coming.name, coming.sure) == (True, "春节", False)
    assert len(calendar.month(2024, 2)) == 29


@pytest.mark.parametrize(
    ("day", "name"),
    [("2027-01-01", "元旦"), ("2027-04-05", "清明节"), ("2028-04-04", "清明节"), ("2027-05-02", "劳动节"),
     ("2027-06-09", "端午节"), ("2027-09-15", "中秋节"), ("2027-10-03", "国庆节"), ("2027-02-05", "春节"),
     ("2027-02-08", "春节"), ("2027-02-09", "")],
)  # fmt: skip
def test_statutory_days_are_computed(day, name):
    assert workdays.statutory(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ('days = "2026-02-14"', 'days = "2026-02-16"', "写了放假"),
        ('days = "2026-04-04/2026-04-06"', 'days = "2026-04-06/2026-04-04"', "早于前面的"),
        ('days = "2026-05-09"', 'days = "5月9日"', "要写成"),
        ("year = 2026", "year = 26", "2000到2099"),
    ],
)
def test_a_mistake_in_a_calendar_names_its_line(was, becomes, reason):
    line = TEXT[: TEXT.index(was)].count("\n") + 1
    with pytest.raises(Refused) as refused:
        read_pack("calendar.toml", TEXT.replace(was, becomes, 1))
    assert f"calendar.toml第{line}行" in refused.value.sentence
    assert reason in refused.value.sentence
