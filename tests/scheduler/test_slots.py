"""A slot falls when the clock on the village's wall says so, in every zone and on every date."""

from __future__ import annotations

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from scheduler import slots
from scheduler.slots import HORIZON, LATE, Due, Timing, due, next_due, next_time, parse_clock, parse_weekdays

SHANGHAI, BERLIN, SAMOA = map(ZoneInfo, ("Asia/Shanghai", "Europe/Berlin", "Pacific/Apia"))
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ALL_WEEK = frozenset(range(7))
Place = tuple[ZoneInfo, datetime]
steady = settings(deadline=None)  # a busy machine is no failure

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
spans = st.timedeltas(timedelta(0), HORIZON)
cycles = st.sampled_from([1, 1, 2, 3, 52])
nths = st.none() | st.integers(1, 5)
timings = st.builds(Timing, st.frozensets(st.integers(0, 6)), clocks, cycles, st.integers(0, 60), nths)


@st.composite
def changes(draw: st.DrawFn) -> Place:
    """A zone, and a moment within a day of a change of its clocks."""
    zone, start = draw(zones), draw(moments)
    for early, late in pairwise(start + timedelta(days=7 * week) for week in range(53)):
        before = early.astimezone(zone).utcoffset()
        if before != late.astimezone(zone).utcoffset():
            while late - early > MINUTE:
                middle = early + (late - early) / 2
                same = middle.astimezone(zone).utcoffset() == before
                early, late = (middle, late) if same else (early, middle)
            return zone, late + draw(st.timedeltas(-DAY, DAY))
    reject()
    return None


places = st.tuples(zones, moments) | changes()


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def exists(minute: datetime, zone: ZoneInfo) -> bool:
    return wall(minute.replace(tzinfo=zone).astimezone(UTC), zone) == minute


def utc(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@steady
@given(timings, places, spans)
def test_each_falls_at_its_wall_time_or_the_next_minute_that_exists(
    timing: Timing, place: Place, span: timedelta
) -> None:
    zone, now = place
    for one in due(timing, zone, since=now - span, now=now):
        meant, shown = datetime.combine(one.local_date, timing.at), wall(one.at, zone)
        assert one.local_date.weekday() in timing.weekdays
        assert one.at.tzinfo is UTC
        assert one.at.astimezone(zone).fold == 0
        assert one.missed == (now - one.at > LATE)
        assert meant <= shown <= meant + DAY
        assert not any(exists(meant + n * MINUTE, zone) for n in range((shown - meant) // MINUTE))


@steady
@given(timings, places, spans)
def test_none_falls_twice_on_a_date_and_none_is_left_out(
    timing: Timing, place: Place, span: timedelta
) -> None:
    zone, now = place
    found = due(timing, zone, since=now - span, now=now)
    dates = [one.local_date for one in found]
    assert len(set(dates)) == len(dates)
    assert found == sorted(found, key=lambda one: one.at)
    assert all(now - span < one.at <= now for one in found)
    every_day = due(Timing(ALL_WEEK, timing.at), zone, since=now - span, now=now)
    days = [one.local_date for one in every_day]
    assert all(b - a == DAY for a, b in pairwise(days))
    if timing.every == 1 and timing.nth_in_month is None:
        assert dates == [day for day in days if day.weekday() in timing.weekdays]


@steady
@given(timings, places, spans, st.floats(0, 1))
def test_adjacent_windows_share_nothing_and_lose_nothing(
    timing: Timing, place: Place, span: timedelta, part: float
) -> None:
    zone, now = place
    since = now - span
    found = [(one.local_date, one.at) for one in due(timing, zone, since=since, now=now)]
    for cut in [since + span * part, *(at for _, at in found)]:
        halves = due(timing, zone, since=since, now=cut) + due(timing, zone, since=cut, now=now)
        assert [(one.local_date, one.at) for one in halves] == found


@steady
@given(timings, places)
def test_the_next_time_is_the_first_that_will_be_due(timing: Timing, place: Place) -> None:
    zone, now = place
    following = next_due(timing, zone, after=now)
    assert next_time(timing, zone, after=now) == (following.at if following else None)
    assert (following is None) == (not timing.weekdays)
    if following is not None:
        assert following.at > now
        since = max(now, following.at - DAY)
        assert due(timing, zone, since=since, now=following.at)[0] == following
        assert due(timing, zone, since=now, now=following.at - timedelta(microseconds=1)) == []


@steady
@given(st.integers(0, 6), clocks, cycles, places)
def test_every_n_weeks_means_n_weeks(weekday: int, at: time, every: int, place: Place) -> None:
    zone, now = place
    timing = Timing(frozenset({weekday}), at, every)
    assert (first := next_due(timing, zone, after=now))
    assert (second := next_due(timing, zone, after=first.at))
    assert second.local_date - first.local_date == timedelta(days=7 * every)


@steady
@given(st.frozensets(st.integers(0, 6), min_size=1), clocks, st.integers(1, 6), places)
def test_the_phases_share_no_date_and_together_fill_every_week(
    weekdays: frozenset[int], at: time, every: int, place: Place
) -> None:
    zone, now = place
    window = {"since": now - HORIZON, "now": now}
    phases = [due(Timing(weekdays, at, every, phase), zone, **window) for phase in range(every)]
    dates = sorted(one.local_date for found in phases for one in found)
    assert dates == [one.local_date for one in due(Timing(weekdays, at), zone, **window)]


@steady
@given(st.integers(0, 6), clocks, st.integers(1, 5), places)
def test_the_nth_weekday_is_the_nth_of_its_month(weekday: int, at: time, nth: int, place: Place) -> None:
    zone, now = place
    found = next_due(Timing(frozenset({weekday}), at, every=9, nth_in_month=nth), zone, after=now)
    assert found is not None
    day = found.local_date
    assert day.weekday() == weekday
    assert sum((day - n * timedelta(days=7)).month == day.month for n in range(6)) == nth


def test_a_village_gets_its_tip_on_tuesday_evening() -> None:
    tip = Timing(frozenset({1}), time(18, 30))
    assert next_time(tip, SHANGHAI, after=utc(11, 2)) == utc(11, 3, 10, 30)


def test_parents_get_tip_and_case_in_turn() -> None:
    window = {"since": utc(10, 1), "now": utc(11, 1)}
    tip, case = (Timing(frozenset({6}), time(19, 30), every=2, phase=phase) for phase in (0, 1))
    assert [one.local_date.day for one in due(tip, SHANGHAI, **window)] == [4, 18]
    assert [one.local_date.day for one in due(case, SHANGHAI, **window)] == [11, 25]


def test_a_skipped_hour_ends_in_the_slot_and_a_repeated_one_rings_once() -> None:
    timing = Timing(ALL_WEEK, time(2, 30))
    assert next_time(timing, BERLIN, after=utc(3, 28, 12)) == datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN)
    rang = Due(date(2026, 10, 25), utc(10, 25, 0, 30), missed=True)
    assert due(timing, BERLIN, since=utc(10, 24, 20), now=utc(10, 25, 12)) == [rang]
    since = datetime(2026, 10, 25, 2, 45, tzinfo=BERLIN)  # a window told in local time, after it rang
    assert due(timing, BERLIN, since=since, now=since.replace(fold=1)) == []


def test_clocks_that_go_back_over_midnight_lose_nothing() -> None:
    zone, at = ZoneInfo("America/St_Johns"), utc(10, 29, 2, 30, year=2006)  # a minute later it is 23:01
    found = due(Timing(frozenset({6}), time(0)), zone, since=at - DAY, now=at + 30 * MINUTE)
    assert found == [Due(date(2006, 10, 29), at, missed=False)]


def test_a_date_that_never_was_hands_its_slot_to_the_next_midnight() -> None:
    found = next_due(Timing(frozenset({4}), time(9)), SAMOA, after=utc(12, 28, year=2011))
    assert found == Due(date(2011, 12, 30), utc(12, 30, 10, year=2011), missed=False)


def test_late_ones_are_missed_to_the_second() -> None:
    for late, missed in ((LATE, False), (LATE + timedelta(seconds=1), True)):
        found = due(Timing(ALL_WEEK, time(8)), SHANGHAI, since=utc(11, 1, 23), now=utc(11, 2) + late)
        assert [one.missed for one in found] == [missed]


def test_a_bot_that_slept_for_years_hears_of_the_last_sixty_days_quickly() -> None:
    began = stopwatch.process_time()
    found = due(Timing(ALL_WEEK, time(8)), SHANGHAI, since=utc(1, 1, year=1), now=utc(11, 2))
    assert stopwatch.process_time() - began < 1
    assert len(found) == 60


def test_a_timing_that_nobody_could_mean_is_refused() -> None:
    monday, eight = frozenset({0}), time(8)
    for wrong in ((frozenset({7}), eight), (monday, time(8, 0, 1)), (monday, time(8, tzinfo=UTC))):
        with pytest.raises(slots.BadTiming):
            Timing(*wrong)
    for every, nth in ((0, None), (53, None), (1, 0), (1, 6)):
        with pytest.raises(slots.BadTiming):
            Timing(monday, eight, every, nth_in_month=nth)


def test_weekdays_as_admins_type_them() -> None:
    for text in ("mon,thu", "Monday THURSDAY", "thurs，Mon", "周一、星期四", "一、四", "ｍｏｎ,每周四"):
        assert parse_weekdays(text) == {0, 3}
    for text in ("daily", "每天", "周日 礼拜一 週二 禮拜三 tHu fri saturday", "一 二 三 四 五 六 天"):
        assert parse_weekdays(text) == ALL_WEEK
    for text in ("", " ,，"):
        with pytest.raises(slots.BadWeekdays):
            parse_weekdays(text)


@pytest.mark.parametrize("bad", ["thx", "周八", "周", "周mon", "mon-fri", "off", "周周一"])
def test_a_mistyped_weekday_is_named(bad: str) -> None:
    with pytest.raises(slots.BadWeekdays) as refused:
        parse_weekdays(f"mon,{bad}，tue")
    assert refused.value.given == bad


@given(clocks)
def test_every_clock_reads_back(at: time) -> None:
    for text in (f"{at:%H:%M}", f" {at.hour}：{at:%M} "):
        assert parse_clock(text) == at


@pytest.mark.parametrize(
    "text", ["24:00", "9:60", "9", "9:0", "09:00:00", "", "٩:٠٠", "9.00", "-1:00", "9:00\n9:00"]
)
def test_a_mistyped_clock_is_named(text: str) -> None:
    with pytest.raises(slots.BadClock) as refused:
        parse_clock(text)
    assert refused.value.given == text


@given(st.text("mondaily周一每天,，、 \n0918:：x", max_size=12))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for parse in (parse_weekdays, parse_clock):
        try:
            assert parse(text) is not None
        except slots.SlotError:
            continue


@steady
@given(places, st.integers(0, 6), clocks, st.integers(1, 4))
def test_the_nth_weekday_falls_once_in_each_month(place: Place, weekday: int, at: time, nth: int) -> None:
    """In any zone, over any change of its clocks: on the n-th such day by the calendar, and on no other."""
    zone, now = place
    timing = Timing(frozenset({weekday}), at, nth_in_month=nth)
    one = next_due(timing, zone, after=now)
    assert one is not None
    following = next_due(timing, zone, after=one.at)
    assert following is not None
    day, later = one.local_date, following.local_date
    assert day.weekday() == later.weekday() == weekday
    assert (day.day - 1) // 7 == (later.day - 1) // 7 == nth - 1
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == 1
