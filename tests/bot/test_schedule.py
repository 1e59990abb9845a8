"""/schedule as it is typed: each week, every n weeks, or the n-th such day of the month."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.handlers.schedule import BadEvery, read
from core.settings import Wanted
from scheduler.slots import BadClock, BadWeekdays, SlotError

TODAY = date(2026, 11, 23)
WEDNESDAY = frozenset({2})


@pytest.mark.parametrize(
    "typed",
    [
        "wed 19:30 1st",
        "wed 19:30 first",
        "1st wed 19:30",
        "第一个周三 19:30",
        "每月第1个周三 19：30",
        "每月第一个 周三 19:30",
        "周三 19:30 第一个",
    ],
)
def test_the_first_wednesday_of_the_month(typed: str) -> None:
    assert read(typed.split(), TODAY) == Wanted(WEDNESDAY, time(19, 30), 1, 0, 1)


def test_every_n_weeks_and_each_week() -> None:
    found = read(["sat", "10:00", "every", "2"], TODAY)
    assert found is not None
    assert (found.weekdays, found.every, found.nth) == (frozenset({5}), 2, None)
    assert read(["周六", "10:00"], TODAY) == Wanted(frozenset({5}), time(10), 1, 0)
    assert read(["off"], TODAY) is None


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("wed 19:30 5th", BadEvery),
        ("wed 19:30 1stly", BadEvery),
        ("wed 19:30 1", BadEvery),
        ("wed 19:30 1st 2nd", BadEvery),
        ("1st wed 19:30 every 2", None),
        ("第五个周三 19:30", BadWeekdays),
        ("1st 19:30", BadWeekdays),
        ("1st wed", BadClock),
    ],
)
def test_what_makes_no_sense_is_refused(typed: str, error: type[SlotError] | None) -> None:
    if error is None:
        # Said both ways, the day of the month decides.
        found = read(typed.split(), TODAY)
        assert found is not None
        assert found.nth == 1
        return
    with pytest.raises(error):
        read(typed.split(), TODAY)
