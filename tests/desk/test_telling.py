"""Days and how far they lie apart are said as people say them."""

from __future__ import annotations

from datetime import date

import pytest

from childdesk.desk import telling

NOW = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (NOW, "0天"),
        (date(2026, 11, 26), "3天"),
        (date(2027, 1, 21), "59天"),
        (date(2027, 1, 23), "2个月"),
        (date(2027, 10, 31), "11个多月"),
        (date(2025, 11, 23), "1年"),
        (date(2024, 2, 29), "2年多"),
        (date(1980, 1, 1), "46年多"),
    ],
)
def test_how_far_two_days_lie_apart_is_said_as_finely_as_one_takes_it_in_whichever_is_earlier(other, said):
    assert telling.apart(NOW, other) == telling.apart(other, NOW) == said
