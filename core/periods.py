"""The spans of time that reports are written about: pure, from local wall-clock time."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.errors import BadPeriod

LONGEST = timedelta(days=366)
A_WEEK = timedelta(days=7)
A_QUARTER = timedelta(days=92)

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class WeekEnd:
    """When an office closes its week: the day (0: Monday) and the hour by the clock on the wall."""

    weekday: int = 4
    at: time = time(15)


FRIDAY_AFTERNOON = WeekEnd()


class Period(StrEnum):
    """What an officer asks for."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"


def span_of(period: Period, now: datetime, zone: ZoneInfo, closes: WeekEnd = FRIDAY_AFTERNOON) -> Span:
    """[first, end) in aware UTC. A week runs from closing to closing; the running ones end now.

    On the closing day this week is still the one that began a week before: it is written up that day.
    """
    today = now.astimezone(zone).date()
    closed = _day_before(today, closes.weekday)
    began = _moment(closed, closes.at, zone)
    first_of_month = today.replace(day=1)
    match period:
        case Period.THIS_WEEK:
            return began, now
        case Period.LAST_WEEK:
            return _moment(closed - A_WEEK, closes.at, zone), began
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


def day_meant(month: int, day: int, today: date) -> date:
    """A day said without its year: this year's, or last year's where that is months off. Raises ValueError.

    12月31日 was last year's in January, and in November it has not come yet; 1月1日 is over in December.
    """
    for year in (today.year, today.year - 1):
        with suppress(ValueError):  # 2月29日
            said = date(year, month, day)
            if said <= today + A_QUARTER:
                return said
    raise ValueError(f"{month}-{day}")


def till_now(span: Span, now: datetime) -> Span:
    """As much of the span as is over. Raises BadPeriod where nothing of it is."""
    first, end = span
    if first > now:
        raise BadPeriod("period-future")
    return first, min(end, now)


def closed_week(now: datetime, zone: ZoneInfo, closes: WeekEnd = FRIDAY_AFTERNOON) -> Span:
    """The last week that has wholly ended."""
    day = _day_before(now.astimezone(zone).date() + timedelta(days=1), closes.weekday)
    if _moment(day, closes.at, zone) > now:
        day -= A_WEEK
    return _moment(day - A_WEEK, closes.at, zone), _moment(day, closes.at, zone)


def span_before(first: datetime, end: datetime, zone: ZoneInfo) -> Span:
    """The span before this one, by the clock on the wall: as many months, weeks or days.

    A month or week that is not over yet stands beside the same part of the one before. Days and months
    begin at midnight, weeks at the hour at which the office closes them.
    """
    here, there = first.astimezone(zone).replace(tzinfo=None), end.astimezone(zone).replace(tzinfo=None)
    length = there - here
    if here.time() != time():
        length = A_WEEK * max(1, round(length / A_WEEK))
    elif here.day == 1 and (there.day, there.time()) == (1, time()):
        months = (there.year - here.year) * 12 + there.month - here.month
        return _local(_months_back(here, months), zone), first
    elif here.day == 1 and (there.year, there.month) == (here.year, here.month):
        length = here - _months_back(here, 1)
    return _local(here - length, zone), min(_local(there - length, zone), first)


def _months_back(first: datetime, months: int) -> datetime:
    """The first of a month, so many months before the first of another."""
    count = first.year * 12 + first.month - 1 - months
    return datetime(count // 12, count % 12 + 1, 1)  # noqa: DTZ001  # on the wall of whatever zone


def _local(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _day_before(day: date, weekday: int) -> date:
    """The last such weekday before that day, never the day itself."""
    return day - timedelta(days=(day.weekday() - weekday) % 7 or 7)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
