"""What 本周, 上周, 本月 and 上月 mean, in any zone and on any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadPeriod
from core.periods import Period, closed_week, days, span_of, till_now

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 6 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
ZONES = st.sampled_from([ZONE, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("UTC")])


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-20 14:00", "2026-11-13 15:00"),
        ("2026-11-20 15:30", "2026-11-13 15:00"),
        ("2026-11-21 08:00", "2026-11-20 15:00"),
        ("2026-11-24 10:00", "2026-11-20 15:00"),
    ],
)
def test_this_week_began_last_friday(now: str, first: str) -> None:
    assert span_of(Period.THIS_WEEK, local(now), ZONE) == (local(first), local(now))


def test_last_week_and_the_months() -> None:
    now = local("2026-01-07 10:00")
    assert span_of(Period.LAST_WEEK, now, ZONE) == (local("2025-12-26 15:00"), local("2026-01-02 15:00"))
    assert span_of(Period.THIS_MONTH, now, ZONE) == (local("2026-01-01 00:00"), now)
    assert span_of(Period.LAST_MONTH, now, ZONE) == (local("2025-12-01 00:00"), local("2026-01-01 00:00"))


def test_days_run_to_the_end_of_the_last_one_or_till_now() -> None:
    now = local("2026-11-24 10:00")
    assert till_now(days(date(2026, 11, 1), date(2026, 11, 2), ZONE), now) == (
        local("2026-11-01 00:00"),
        local("2026-11-03 00:00"),
    )
    assert till_now(days(date(2026, 11, 24), date(2026, 11, 30), ZONE), now)[1] == now


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "period-reversed"),
        (date(2026, 11, 25), date(2026, 11, 26), "period-future"),
        (date(2025, 1, 1), date(2026, 11, 1), "period-long"),
    ],
)
def test_what_cannot_be_a_period_is_said_so(first: date, last: date, why: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        till_now(days(first, last, ZONE), local("2026-11-24 10:00"))
    assert refused.value.key == why


@given(MOMENTS, ZONES, st.sampled_from(Period))
def test_every_period_lies_in_the_past_and_last_week_meets_this_one(
    now: datetime, zone: ZoneInfo, period: Period
) -> None:
    first, end = span_of(period, now, zone)
    assert first <= end <= now
    assert span_of(Period.LAST_WEEK, now, zone)[1] == span_of(Period.THIS_WEEK, now, zone)[0]


@given(MOMENTS, ZONES)
def test_a_closed_week_is_a_week_and_the_newest(now: datetime, zone: ZoneInfo) -> None:
    first, end = closed_week(now, zone)
    assert end <= now < end + timedelta(days=7, hours=2)
    assert end.astimezone(zone).weekday() == first.astimezone(zone).weekday() == 4
    assert end.astimezone(zone).date() - first.astimezone(zone).date() == timedelta(days=7)
