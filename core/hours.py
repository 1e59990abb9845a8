"""Quiet hours and the daily and weekly measure: pure, from local wall-clock time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENING = time(8)


@dataclass(frozen=True)
class Hours:
    """When the bot may be heard. `quiet` is (from, to) in local time and may cross midnight; None: always."""

    zone: ZoneInfo
    quiet: tuple[time, time] | None

    def is_quiet(self, moment: time) -> bool:
        if self.quiet is None:
            return False
        start, end = self.quiet
        return start <= moment < end if start <= end else moment >= start or moment < end

    def is_quiet_at(self, now: datetime) -> bool:
        return self.is_quiet(now.astimezone(self.zone).time())

    def opening_after(self, now: datetime) -> datetime:
        """The next end of quiet hours, 08:00 where there are none; aware UTC."""
        local = now.astimezone(self.zone)
        today = self.opening_on(local.date())
        return today if today > now else self.opening_on(local.date() + timedelta(days=1))

    def opening_on(self, day: date) -> datetime:
        opening = self.quiet[1] if self.quiet else OPENING
        return datetime.combine(day, opening, self.zone).astimezone(UTC)

    def heard_at(self, due: datetime) -> datetime:
        """`due` itself, or the opening that follows where it falls into quiet hours."""
        return self.opening_after(due) if self.is_quiet_at(due) else due

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def fortnight(self, now: datetime) -> tuple[datetime, datetime]:
        """From this week's Monday to the end of the next week: all that a new delivery could collide with."""
        monday = self.day(now) - timedelta(days=self.day(now).weekday())
        first = datetime.combine(monday, time(), self.zone)
        return first.astimezone(UTC), (first + timedelta(days=14)).astimezone(UTC)


@dataclass(frozen=True)
class Measure:
    """How many pushes a group bears; more where its own slots ask for more."""

    per_day: int = 2
    per_week: int = 3


@dataclass(frozen=True)
class Place:
    """When a delivery goes out. `moved` to tomorrow's opening, or `full` when tomorrow is full too."""

    due_at: datetime
    moved: bool = False
    full: bool = False


def measure(slot_weekdays: Iterable[frozenset[int]]) -> Measure:
    """The group's measure from the weekdays of its own slots."""
    days = [day for weekdays in slot_weekdays for day in weekdays]
    busiest = max((days.count(day) for day in set(days)), default=0)
    return Measure(max(2, busiest), max(3, len(days)))


def place(due: datetime, others: Iterable[datetime], room: Measure, hours: Hours) -> Place:
    """Where a delivery due then fits among the group's others: then, tomorrow at opening, or nowhere."""
    taken = [hours.day(other) for other in others]
    wanted = hours.heard_at(due)
    if _fits(hours.day(wanted), taken, room):
        return Place(wanted)
    tomorrow = hours.opening_on(hours.day(wanted) + timedelta(days=1))
    return Place(tomorrow, moved=True, full=not _fits(hours.day(tomorrow), taken, room))


def _fits(day: date, taken: list[date], room: Measure) -> bool:
    week = sum(1 for other in taken if other.isocalendar()[:2] == day.isocalendar()[:2])
    return taken.count(day) < room.per_day and week < room.per_week
