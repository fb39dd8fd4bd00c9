"""Holds the search for dragged days: a run is doubted, chance and identity numbers are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.files import dragged
from childdesk.files.columns import read_columns
from childdesk.files.layout import layout
from tests.files.handmade import table
from tests.files.people import TODAY, children


def doubted(days, numbers=None, head="出生日期"):
    """The rows whose day is doubted; the first child stands in row 2."""
    people = children(len(days), 5)
    rows = [["姓名", "身份证号", head]]
    ids = numbers or [""] * len(days)
    rows += [[child.name, number, day] for child, number, day in zip(people, ids, days, strict=True)]
    made = layout(table(rows))
    return [row for row, _ in dragged.cells(made, read_columns(made, TODAY))]


def days_from(first, count):
    return [(date.fromisoformat(first) + timedelta(n)).isoformat() for n in range(count)]


@pytest.mark.parametrize(
    "style", ["{0.year}-{0.month}-{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y.%m.%d}"]
)
def test_a_run_of_days_is_doubted_in_every_style(style):
    days = [style.format(date.fromisoformat(day)) for day in days_from("2015-03-30", 5)]
    assert doubted(["2013-01-05", *days, "2016-07-01"]) == [3, 4, 5, 6, 7]


def test_days_of_registration_are_looked_at_too():
    assert doubted(days_from("2024-01-01", 4), head="登记日期") == [2, 3, 4, 5]


def test_two_days_in_a_row_are_chance_and_equal_days_are_twins():
    assert doubted(["2015-03-05", "2015-03-06", "2012-01-01", "2012-01-01", "2012-01-01"]) == []


def test_a_list_sorted_by_birthday_is_not_doubted():
    days = ["2012-01-01", "2012-05-05", "2012-08-01", *days_from("2013-04-01", 4), "2014-01-01", "2015-09-09"]
    assert doubted(days) == []


def test_a_birthday_that_the_identity_number_confirms_is_not_doubted():
    days = days_from("2015-03-05", 4)
    numbers = [f"430722{day.replace('-', '')}001" for day in days]
    numbers = [number + check(number) for number in numbers]
    assert doubted(days, numbers) == []
    assert doubted(days, [*numbers[:3], ""]) == [5]


def check(first):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


@given(
    st.lists(
        st.sampled_from(["2015-03-05", "2016", "农历二月", "", "不详", "2015-03-06"]), min_size=3, max_size=9
    )
)
def test_whatever_stands_in_the_column_only_runs_of_three_days_are_doubted(days):
    assert doubted(days) == []
