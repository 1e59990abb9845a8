"""The measure of a day and a week, and quiet hours: for any run of pushes, in any zone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from core.hours import OPENING, Hours, Measure, measure, place

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = (time(21, 30), time(7, 30))
START = datetime(2026, 11, 23, tzinfo=UTC)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quiets = st.none() | st.tuples(clocks, clocks).filter(lambda pair: pair[0] != pair[1])
hours = st.builds(Hours, zones, quiets)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
measures = st.builds(Measure, st.integers(1, 4), st.integers(1, 8))
gaps = st.lists(st.timedeltas(timedelta(), timedelta(days=2)), max_size=40)
steady = settings(deadline=None)


def walk(start: datetime, steps: list[timedelta], room: Measure, rules: Hours) -> list[datetime]:
    """The moments at which a run of pushes is heard, each wanted some time after the one before."""
    heard: list[datetime] = []
    now = start
    for step in steps:
        now += step
        where = place(now, heard, room, rules)
        if not where.full:
            heard.append(where.due_at)
    return heard


@steady
@given(moments, gaps, measures, hours)
def test_never_more_than_the_measure(
    start: datetime, steps: list[timedelta], room: Measure, rules: Hours
) -> None:
    heard = walk(start, steps, room, rules)
    days = Counter(rules.day(moment) for moment in heard)
    weeks = Counter(rules.day(moment).isocalendar()[:2] for moment in heard)
    assert max(days.values(), default=0) <= room.per_day
    assert max(weeks.values(), default=0) <= room.per_week


@steady
@given(moments, gaps, measures, hours)
def test_never_inside_quiet_hours(
    start: datetime, steps: list[timedelta], room: Measure, rules: Hours
) -> None:
    assert not any(rules.is_quiet_at(moment) for moment in walk(start, steps, room, rules))


@steady
@given(moments, gaps, measures, hours)
def test_never_earlier_than_asked_and_at_most_until_the_morning_after(
    start: datetime, steps: list[timedelta], room: Measure, rules: Hours
) -> None:
    now, heard = start, list[datetime]()
    for step in steps:
        now += step
        where = place(now, heard, room, rules)
        assert where.due_at >= now
        assert where.due_at - now <= timedelta(days=2, hours=3)
        if not where.full:
            heard.append(where.due_at)


@steady
@given(moments, hours)
def test_the_opening_is_the_end_of_the_quiet_hours(now: datetime, rules: Hours) -> None:
    opening = rules.opening_after(now)
    assert opening > now
    assert not rules.is_quiet_at(opening)
    local = opening.astimezone(rules.zone)
    if rules.zone is SHANGHAI:
        assert local.time() == (rules.quiet[1] if rules.quiet else OPENING)


@steady
@given(moments, gaps, hours)
def test_the_fortnight_holds_all_that_could_collide(
    start: datetime, steps: list[timedelta], rules: Hours
) -> None:
    """What the database is asked for decides as everything that ever was would."""
    room, now, heard = Measure(), start, list[datetime]()
    for step in steps:
        now += step
        first, last = rules.fortnight(now)
        seen = [moment for moment in heard if first <= moment < last]
        where = place(now, seen, room, rules)
        assert where == place(now, heard, room, rules)
        if not where.full:
            heard.append(where.due_at)


def test_the_third_of_a_day_moves_to_tomorrows_opening_once() -> None:
    rules = Hours(SHANGHAI, NIGHT)
    noon = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
    tomorrow = datetime(2026, 11, 24, 7, 30, tzinfo=SHANGHAI)
    assert place(noon, [], Measure(), rules).due_at == noon
    assert not place(noon, [noon], Measure(), rules).moved
    third = place(noon, [noon, noon], Measure(), rules)
    assert (third.due_at, third.moved, third.full) == (tomorrow, True, False)
    fourth = place(noon, [noon, noon, tomorrow], Measure(), rules)
    assert fourth.moved
    assert fourth.full
    sunday = datetime(2026, 11, 29, 12, tzinfo=SHANGHAI)
    into_monday = place(sunday, [noon, noon, tomorrow], Measure(), rules)
    assert (into_monday.moved, into_monday.full) == (True, False)


def test_without_quiet_hours_the_opening_is_eight() -> None:
    rules = Hours(SHANGHAI, None)
    late = datetime(2026, 11, 23, 23, tzinfo=SHANGHAI)
    assert place(late, [], Measure(), rules).due_at == late
    assert place(late, [late, late], Measure(), rules).due_at == datetime(2026, 11, 24, 8, tzinfo=SHANGHAI)


def test_a_group_that_wants_more_gets_more() -> None:
    assert measure([]) == measure([frozenset({1}), frozenset({3})]) == Measure(2, 3)
    daily = frozenset(range(7))
    assert measure([daily]) == Measure(2, 7)
    assert measure([daily, daily, daily]) == Measure(3, 21)
    assert measure([frozenset({0, 1}), frozenset({0, 2})]) == Measure(2, 4)


def test_quiet_hours_begin_and_end_on_the_minute() -> None:
    night, noon = Hours(SHANGHAI, NIGHT), Hours(SHANGHAI, (time(12), time(14)))
    assert [night.is_quiet(time(*at)) for at in ((21, 29), (21, 30), (0, 0), (7, 29), (7, 30))] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert [noon.is_quiet(time(*at)) for at in ((11, 59), (12, 0), (13, 59), (14, 0))] == [
        False,
        True,
        True,
        False,
    ]
    assert not Hours(SHANGHAI, None).is_quiet(time(3))
