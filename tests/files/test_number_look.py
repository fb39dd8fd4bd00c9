"""Holds stored numbers to the way their cells show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.files.date_look import has_day, is_date, moment
from childdesk.files.number_look import BUILT_IN, plain, shown


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (42064, 'yyyy"年"m"月"', "2015年3月"),
        (42064, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇一五年三月一日"),
        (42094, '[DBNum1][$-804]m"月"d"日"', "三月三十一日"),
        (42064, "[$-F800]dddd\\, mmmm dd\\, yyyy", "2015年3月1日"),
        (42064, "yyyy-mm-dd;@", "2015-03-01"),
        (42078.39, "yyyy/m/d h:mm", "2015/3/15 9:21"),
        (42078.39, '上午/下午h"时"mm"分"', "上午9时21分"),
        (60, "yyyy/m/d", "1900/2/28"),
        (-1, "yyyy/m/d", "-1"),
        (7, "000", "007"),
        (8, '0"岁"', "8岁"),
        (8, "0岁", "8岁"),
        (3, 'General"个"', "3个"),
        (3, "G/通用格式", "3"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "¥#,##0.00", "¥1,234.50"),
        (-5, "0.00_);[Red]\\(0.00\\)", "(5.00)"),
        (-5, "0", "-5"),
        (0.356, "0.0%", "35.6%"),
        (5.25, "0.##", "5.25"),
        (13812345678, "000-0000-0000", "138-1234-5678"),
        (13812345678, "", "13812345678"),
        (622848001234567, "", "622848001234567"),
        (4.307222011052037e17, "", "4.30722E+17"),
        (4.307222011052037e17, "0_ ", "430722201105204000"),
        (2015.1, "0.00", "2015.10"),
        (45.300000000000004, "", "45.3"),
        (1e-7, "", "1E-07"),
        (float("nan"), "", "#NUM!"),
    ],
)
def test_a_number_looks_as_it_does_in_its_cell(number, code, text):
    assert shown(number, code) == text


@given(
    st.floats(allow_nan=False),
    st.sampled_from(["", *BUILT_IN.values(), "0;;;@", "[h]:mm", "#,##0_);(#,##0)", '"第"0"号"']),
)
def test_no_number_and_no_format_is_refused(number, code):
    assert shown(number, code).isprintable()


@given(st.text(max_size=12), st.floats(-1e6, 1e6))
def test_no_invented_format_is_refused(code, number):
    assert isinstance(shown(number, code), str)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_below_sixteen_digits_keep_every_digit(number):
    assert plain(float(number)) == str(number)


def test_years_and_months_are_told_from_full_dates():
    assert is_date('yyyy"年"m"月"')
    assert not has_day('yyyy"年"m"月"')
    assert has_day("yyyy/m/d")
    assert not is_date("0.00")
    assert not is_date("[Red]0")
    assert not is_date('"day "0')


def test_the_last_day_of_the_calendar_is_the_last_moment():
    assert moment(2_958_465) is not None
    assert moment(2_958_466) is None
    assert moment(-0.5) is None
