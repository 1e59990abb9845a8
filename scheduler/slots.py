"""When a slot falls: weekdays and a wall-clock time become moments. Pure; also reads what admins type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LATE = timedelta(hours=6)  # an older occurrence is not caught up, only told of
HORIZON = timedelta(days=60)  # a bot that slept longer need not hear of every slot it missed
MOST_WEEKS = 52

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_REACH = timedelta(days=7 * (MOST_WEEKS + 1))  # every timing that ever falls, falls within it
_FIRST_MONDAY = date(1970, 1, 5)

_EVERY_DAY = frozenset({"daily", "everyday", "每天", "每日", "天天"})
_NAMES = {
    name: weekday
    for weekday, names in enumerate(
        (
            "mon monday 一",
            "tue tues tuesday 二",
            "wed weds wednesday 三",
            "thu thur thurs thursday 四",
            "fri friday 五",
            "sat saturday 六",
            "sun sunday 日 天",
        )
    )
    for name in names.split()
}
_SEPARATORS = re.compile(r"[,，、\s]+")
_WEEK = re.compile(r"每?(?:周|週|星期|礼拜|禮拜)(?=.)")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")


class SlotError(ValueError):
    """Something about a slot makes no sense; `given` is the piece at fault."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self.given = given


class BadWeekdays(SlotError):
    """No weekday that we know; `given` is the one piece, or the whole text when it names none."""


class BadClock(SlotError):
    """No time of day."""


class BadTiming(SlotError):
    """A Timing that nobody could mean."""


@dataclass(frozen=True)
class Timing:
    """What a Slot says about time: weekdays (0 = Monday) and a local wall-clock time, to the minute.

    `every` n weeks (1-52) in week `phase` of the n, counted from Monday 1970-01-05 (modulo n, so a
    phase left over from a longer cycle does no harm). With `nth_in_month` (1-5) it falls on each
    weekday's n-th of the month instead; `every` and `phase` are then ignored.
    """

    weekdays: frozenset[int]
    at: time
    every: int = 1
    phase: int = 0
    nth_in_month: int | None = None

    def __post_init__(self) -> None:
        if not self.weekdays <= set(range(7)):
            raise BadTiming(f"weekdays {sorted(self.weekdays)}")
        if self.at.second or self.at.microsecond or self.at.tzinfo:
            raise BadTiming(f"at {self.at.isoformat()}")
        if not 1 <= self.every <= MOST_WEEKS:
            raise BadTiming(f"every {self.every}")
        if self.nth_in_month is not None and not 1 <= self.nth_in_month <= 5:
            raise BadTiming(f"nth {self.nth_in_month}")


@dataclass(frozen=True)
class Due:
    """One occurrence. `local_date` is the date the slot names, part of the key that makes it happen once.

    `at` is aware UTC. `missed`: more than LATE old when asked.
    """

    local_date: date
    at: datetime
    missed: bool


def due(timing: Timing, zone: ZoneInfo, *, since: datetime, now: datetime) -> list[Due]:
    """The occurrences in (since, now], oldest first; those more than LATE old are marked missed.

    Wall-clock times follow the zone: a time that a change of clocks skips falls on the next valid
    minute, one that it repeats falls once, the first time. `since` and `now` are aware; occurrences
    HORIZON old or older are left out, however far back `since` lies.
    """
    now = now.astimezone(UTC)
    since = max(since.astimezone(UTC), now - HORIZON)
    # clocks may have gone back over midnight: then the day to come has had its first minutes already
    first, last = _local_date(since, zone), _local_date(now, zone) + _DAY
    moments = ((day, _moment(day, timing.at, zone)) for day in _dates(timing, first, last))
    return [Due(day, at, missed=now - at > LATE) for day, at in moments if since < at <= now]


def next_due(timing: Timing, zone: ZoneInfo, *, after: datetime) -> Due | None:
    """The first occurrence strictly after an aware moment; None when no weekday is set."""
    after = after.astimezone(UTC)
    first = _local_date(after, zone)
    for day in _dates(timing, first, first + _REACH):
        at = _moment(day, timing.at, zone)
        if at > after:
            return Due(day, at, missed=False)
    return None


def next_time(timing: Timing, zone: ZoneInfo, *, after: datetime) -> datetime | None:
    """The moment of the first occurrence strictly after, aware UTC; None when no weekday is set."""
    following = next_due(timing, zone, after=after)
    return following.at if following else None


def parse_weekdays(text: str) -> frozenset[int]:
    """Read `mon,thu`, `Monday 周四`, `一、四`, `daily` or `每天` as weekdays, 0 = Monday.

    Raises BadWeekdays with the first piece that is none.
    """
    pieces = [piece for piece in _SEPARATORS.split(text) if piece]
    if not pieces:
        raise BadWeekdays(text)
    return frozenset[int]().union(*map(_weekdays, pieces))


def parse_clock(text: str) -> time:
    """Read `9:00`, `09:00` or a full-width `18：30` as a time of day; raises BadClock."""
    match = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise BadClock(text)
    hour, minute = map(int, match.groups())
    if hour > 23 or minute > 59:
        raise BadClock(text)
    return time(hour, minute)


def _weekdays(piece: str) -> frozenset[int]:
    word = unicodedata.normalize("NFKC", piece).casefold()
    if word in _EVERY_DAY:
        return frozenset(range(7))
    bare = _WEEK.sub("", word, count=1) if _WEEK.match(word) else word
    # 周mon is a slip, not a weekday: only a single character may follow 周
    if bare not in _NAMES or (bare != word and len(bare) > 1):
        raise BadWeekdays(piece)
    return frozenset({_NAMES[bare]})


def _dates(timing: Timing, first: date, last: date) -> Iterator[date]:
    """The dates from first to last, both included, that the timing names."""
    if not timing.weekdays:
        return
    day = first
    while day <= last:
        if _falls_on(timing, day):
            yield day
        day += _DAY


def _falls_on(timing: Timing, day: date) -> bool:
    if day.weekday() not in timing.weekdays:
        return False
    if timing.nth_in_month is not None:
        return (day.day - 1) // 7 + 1 == timing.nth_in_month
    week = (day - _FIRST_MONDAY).days // 7
    return week % timing.every == timing.phase % timing.every


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When the zone's clock first shows this time or, where that is skipped, the next minute that exists."""
    wall = datetime.combine(day, at)
    while True:
        moment = wall.replace(tzinfo=zone).astimezone(UTC)  # fold is 0: of two, the first
        if moment.astimezone(zone).replace(tzinfo=None) == wall:
            return moment
        wall += _MINUTE


def _local_date(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def week_phase(day: date, every: int) -> int:
    """Which of the n weeks a day lies in: the phase that makes an n-weekly slot fall in this very week."""
    return (day - _FIRST_MONDAY).days // 7 % every
