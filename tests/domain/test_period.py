"""A period is read as offices write it, ends on its last day, and knows the one before."""

from __future__ import annotations

from datetime import date

import pytest

from childdesk.domain.errors import Refused
from childdesk.domain.report import period


@pytest.mark.parametrize(
    ("text", "begins", "ends", "words"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025年"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
    ],
)
def test_a_period_goes_from_its_first_to_its_last_day(text, begins, ends, words):
    made = period.parse(text)
    assert (made.begins, made.ends, made.words, made.text) == (begins, ends, words, text)


@pytest.mark.parametrize("text", ["26", "2026-13", "2026-Q5", "2026-H3", "去年", "0000", ""])
def test_a_period_that_is_none_is_refused(text):
    with pytest.raises(Refused, match="期间"):
        period.parse(text)


@pytest.mark.parametrize(
    ("text", "before"),
    [("2026", "2025"), ("2026-H1", "2025-H2"), ("2026-Q1", "2025-Q4"), ("2026-01", "2025-12")],
)
def test_the_one_before_is_of_the_same_length(text, before):
    assert period.parse(text).before().text == before


def test_every_day_lies_in_the_period_of_its_kind():
    for kind in period.ALL:
        for month in range(1, 13):
            made = period.of(kind, date(2026, month, 17))
            assert made.begins <= date(2026, month, 17) <= made.ends
            assert made.kind == kind
