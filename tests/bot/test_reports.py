"""The two days that an officer writes for a report."""

from __future__ import annotations

from datetime import date

import pytest

from bot.handlers.reports import read_days
from core.errors import BadPeriod

TODAY = date(2026, 11, 22)
JANUARY = date(2027, 1, 10)


@pytest.mark.parametrize(
    ("words", "today", "first", "last"),
    [
        ("11月1日 11月20日", TODAY, date(2026, 11, 1), date(2026, 11, 20)),
        ("2026-11-01 至 2026-11-20", TODAY, date(2026, 11, 1), date(2026, 11, 20)),
        ("11.1-11.20", TODAY, date(2026, 11, 1), date(2026, 11, 20)),
        ("12月1日 12月5日", TODAY, date(2026, 12, 1), date(2026, 12, 5)),
        ("1月1日 12月31日", TODAY, date(2026, 1, 1), date(2026, 12, 31)),
        ("12月20日 1月5日", JANUARY, date(2026, 12, 20), date(2027, 1, 5)),
        ("1月1日 6月30日", JANUARY, date(2026, 1, 1), date(2026, 6, 30)),
        ("11月20日 11月1日", TODAY, date(2026, 11, 20), date(2026, 11, 1)),
    ],
)
def test_a_year_left_out_is_the_one_that_is_meant(words: str, today: date, first: date, last: date) -> None:
    """Days to come stay days to come, and what is the wrong way round stays so: the next step says it."""
    assert read_days(words, today) == (first, last)


@pytest.mark.parametrize(
    "words", ["", "上周", "11月1日", "2月30日 3月1日", "13月1日 13月2日", "1月1日 2月1日 3月1日"]
)
def test_what_cannot_be_read_is_asked_for_again(words: str) -> None:
    with pytest.raises(BadPeriod):
        read_days(words, TODAY)
