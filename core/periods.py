"""The spans of time that reports are written about: pure, from local wall-clock time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.errors import BadPeriod

FRIDAY = 4
CLOSES_AT = time(15)
LONGEST = timedelta(days=366)

Span = tuple[datetime, datetime]


class Period(StrEnum):
    """What an officer asks for."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"


def span_of(period: Period, now: datetime, zone: ZoneInfo, closes_at: time = CLOSES_AT) -> Span:
    """[first, end) in aware UTC. A week runs from Friday to Friday; the running ones end now.

    On a Friday this week is still the one that began the Friday before: it is written up that day.
    """
    today = now.astimezone(zone).date()
    friday = _moment(_friday_before(today), closes_at, zone)
    first_of_month = today.replace(day=1)
    match period:
        case Period.THIS_WEEK:
            return friday, now
        case Period.LAST_WEEK:
            return _moment(_friday_before(today) - timedelta(days=7), closes_at, zone), friday
        case Period.THIS_MONTH:
            return _moment(first_of_month, time(), zone), now
        case Period.LAST_MONTH:
            before = (first_of_month - timedelta(days=1)).replace(day=1)
            return _moment(before, time(), zone), _moment(first_of_month, time(), zone)


def days(first: date, last: date, zone: ZoneInfo) -> Span:
    """From the first day's midnight to the end of the last. Raises BadPeriod."""
    if last < first:
        raise BadPeriod("period-reversed")
    if last - first > LONGEST:
        raise BadPeriod("period-long")
    return _moment(first, time(), zone), _moment(last + timedelta(days=1), time(), zone)


def till_now(span: Span, now: datetime) -> Span:
    """As much of the span as is over. Raises BadPeriod where nothing of it is."""
    first, end = span
    if first > now:
        raise BadPeriod("period-future")
    return first, min(end, now)


def closed_week(now: datetime, zone: ZoneInfo, closes_at: time = CLOSES_AT) -> Span:
    """The last week that has wholly ended."""
    end = _moment(now.astimezone(zone).date(), closes_at, zone)
    while end > now or end.astimezone(zone).weekday() != FRIDAY:
        end = _moment(end.astimezone(zone).date() - timedelta(days=1), closes_at, zone)
    return _moment(end.astimezone(zone).date() - timedelta(days=7), closes_at, zone), end


def _friday_before(day: date) -> date:
    """The Friday before that day, never the day itself."""
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7 or 7)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
