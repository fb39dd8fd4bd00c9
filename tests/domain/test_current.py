"""A day's value is read out of dated rows; a new one ends the row that no longer holds and begins another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.domain import current
from childdesk.domain.child import Child
from childdesk.domain.kin import Father
from childdesk.domain.plan import New, Set

CHILD = "c" * 32
DAY = date(2026, 11, 23)
SCHOOLS = ("河湾村1组", "河湾村2组", "镇上姑姑家")


class Rows:
    """Dated rows as a ledger would keep them."""

    def __init__(self):
        self.rows: dict[str, dict] = {}

    def list(self):
        return list(self.rows.items())

    def write(self, field, new, on, holder=CHILD):
        ops = current.write(field, self.list(), new, child=CHILD, holder=holder, on=on, source="走访")
        for op in ops:
            if isinstance(op, New):
                assert op.record == field.rows
                self.rows[op.row] = dict(op.values)
            else:
                assert isinstance(op, Set)
                self.rows[op.row][op.field] = op.value
        return ops

    def value(self, field, on):
        return current.value(field, self.list(), on)


def test_a_first_value_begins_at_an_unknown_day():
    rows = Rows()
    rows.write(Child.live_address, SCHOOLS[0], DAY)
    [kept] = rows.rows.values()
    assert kept["begins"] is None
    assert kept["checked_on"] == "2026-11-23"
    assert rows.value(Child.live_address, date(2015, 1, 1)) == SCHOOLS[0]


def test_a_second_value_ends_the_first_on_its_day():
    rows = Rows()
    rows.write(Child.live_address, SCHOOLS[0], DAY - timedelta(30))
    rows.write(Child.live_address, SCHOOLS[1], DAY)
    assert rows.value(Child.live_address, DAY - timedelta(1)) == SCHOOLS[0]
    assert rows.value(Child.live_address, DAY) == SCHOOLS[1]
    assert len(rows.rows) == 2


def test_a_slip_of_the_pen_on_one_day_is_corrected_in_place():
    rows = Rows()
    rows.write(Child.live_address, SCHOOLS[0], DAY - timedelta(30))
    rows.write(Child.live_address, SCHOOLS[1], DAY)
    [op] = rows.write(Child.live_address, SCHOOLS[2], DAY)
    assert isinstance(op, Set)
    assert len(rows.rows) == 2
    assert rows.value(Child.live_address, DAY) == SCHOOLS[2]


def test_the_same_value_again_writes_nothing():
    rows = Rows()
    rows.write(Child.phone, "13800001111", DAY - timedelta(1))
    assert rows.write(Child.phone, "13800001111", DAY) == []


def test_an_emptied_field_ends_its_row_and_keeps_it():
    rows = Rows()
    rows.write(Child.phone, "13800001111", DAY - timedelta(9))
    rows.write(Child.phone, None, DAY)
    assert rows.value(Child.phone, DAY) is None
    assert rows.value(Child.phone, DAY - timedelta(1)) == "13800001111"


def test_one_category_more_leaves_the_others_as_they_are():
    rows = Rows()
    rows.write(Child.categories, "留守儿童", DAY - timedelta(9))
    ops = rows.write(Child.categories, "留守儿童、困境儿童", DAY)
    assert [type(op) for op in ops] == [New]
    assert ops[0].values["state"] == "村登记"
    assert set(rows.value(Child.categories, DAY).split("、")) == {"留守儿童", "困境儿童"}


def test_a_category_that_was_left_or_never_granted_does_not_count():
    rows = Rows()
    rows.rows = {
        "a": {"kind": "留守儿童", "state": "已退出"},
        "b": {"kind": "困境儿童", "state": "不予认定"},
        "c": {"kind": "孤儿", "state": "已上报"},
    }
    assert rows.value(Child.categories, DAY) == "孤儿"


def test_a_former_name_is_only_ever_added():
    rows = Rows()
    rows.write(Child.former_name, "毛毛", DAY)
    rows.write(Child.former_name, "小毛", DAY)
    rows.write(Child.former_name, None, DAY)
    assert set(rows.value(Child.former_name, DAY).split("、")) == {"毛毛", "小毛"}


def test_a_number_that_is_dead_stands_behind_every_working_one():
    rows = Rows()
    rows.rows = {
        "a": {"number": "13800001111", "begins": "2020-01-01"},
        "b": {"number": "13900002222", "begins": "2026-01-01", "state": "空号"},
    }
    assert rows.value(Child.phone, DAY) == "13800001111"


def test_the_rows_of_a_father_name_him_as_their_holder():
    rows = Rows()
    [op] = rows.write(Father.status, "服刑在押", DAY, holder="f" * 32)
    assert op.values["holder"] == "f" * 32
    assert op.values["child"] == CHILD


@pytest.mark.parametrize("begins", ["2026-11", "2026-11-01", "农历2026-11-01", "农历2026-02-30", None])
def test_a_month_or_a_lunar_day_begins_when_it_first_can(begins):
    assert current.is_valid({"begins": begins}, DAY)
    assert begins is None or not current.is_valid({"begins": begins}, date(2026, 1, 31))


@pytest.mark.parametrize("ends", ["2026-11", "2026-11-23", "农历2026-11-20"])
def test_what_ended_on_a_day_holds_no_more_on_it(ends):
    assert not current.is_valid({"ends": ends}, DAY)
    assert current.is_valid({"ends": ends}, date(2026, 10, 31))


# ── against a replay that knows nothing of rows ──────────────────────────────────────────────────────────

steps = st.lists(st.tuples(st.integers(0, 40), st.sampled_from((*SCHOOLS, None))), min_size=1, max_size=12)
START = DAY - timedelta(400)


def told(written, at):
    """What a diary says: the last line on or before the day; before the first, what was said first."""
    said, on, first = None, START, True
    for gap, value in written:
        on += timedelta(gap)
        if on <= at or (first and value is not None):
            said = value
        first = first and value is None
    return said


@settings(max_examples=150)
@given(steps)
def test_the_value_of_any_day_is_what_a_diary_says_of_it(written):
    rows, on = Rows(), START
    for gap, value in written:
        on += timedelta(gap)
        rows.write(Child.live_address, value, on)
    for day in range(-5, (on - START).days + 5):
        at = START + timedelta(day)
        assert rows.value(Child.live_address, at) == told(written, at)


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sets(st.sampled_from(("留守儿童", "困境儿童", "孤儿")))), max_size=8
    )
)
def test_each_category_of_a_day_is_what_a_diary_says_of_it(written):
    rows, on = Rows(), START
    for gap, chosen in written:
        on += timedelta(gap)
        rows.write(Child.categories, "、".join(chosen) or None, on)
    for day in range(-5, (on - START).days + 5):
        at = START + timedelta(day)
        assert set((rows.value(Child.categories, at) or "").split("、")) - {""} == belonged(written, at)


def belonged(written, at):
    """As above, for sets: what was said first of all holds for all time before."""
    said, on, first = set(), START, True
    for gap, chosen in written:
        on += timedelta(gap)
        if on <= at or (first and chosen):
            said = chosen
        first = first and not chosen
    return said


def test_an_answer_after_a_time_without_one_does_not_reach_back_into_it():
    rows = Rows()
    rows.write(Child.phone, "13800001111", DAY - timedelta(90))
    rows.write(Child.phone, None, DAY - timedelta(60))
    rows.write(Child.phone, "13900002222", DAY - timedelta(30))
    past = [rows.value(Child.phone, DAY - timedelta(back)) for back in (80, 50, 10)]
    assert past == ["13800001111", None, "13900002222"]
