"""The ledger: a line is read as it was meant, written once, and put right only by its own hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.words import Work
from core import ledger
from core.errors import EntryClosed, UnreadableLine
from core.knowledge import Knowledge
from core.ledger_line import MOST, PLACE_LIMIT, read_line
from storage.ledger import Line
from storage.models import Officer, Role
from tests.core.desks import desk
from tests.storage.files import add_group, fresh

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CLERK = Officer(user=1004, role=Role.CLERK, region="pingan", name="小陈", active=True)
OTHER = Officer(user=1005, role=Role.OFFICER, region=None, name="老赵", active=True)


@pytest.mark.parametrize(
    ("kind", "words", "number", "money", "place", "day"),
    [
        (Work.TALK, "2场 幸福村文化广场", 2, 0, "幸福村文化广场", TODAY),
        (Work.TALK, "幸福村文化广场", 1, 0, "幸福村文化广场", TODAY),
        (Work.LEAFLETS, "昨天 平安镇集市 ２００份", 200, 0, "平安镇集市", TODAY - timedelta(days=1)),
        (Work.CRIME, "1起，12000元，平安镇，11月18日", 1, 1_200_000, "平安镇", date(2026, 11, 18)),
        (Work.CRIME, "平安镇 2 1.25万", 2, 1_250_000, "平安镇", TODAY),
        (Work.CRIME, "1 98.5元 平安镇", 1, 9_850, "平安镇", TODAY),
        (Work.DISSUASION, "1 50000 农商行 2026-11-20", 1, 5_000_000, "农商行", date(2026, 11, 20)),
        (Work.VISITS, "12户 荷花村 三组", 12, 0, "荷花村 三组", TODAY),
        (Work.TALK, "1场 县一中 3月31日", 1, 0, "县一中", date(2026, 3, 31)),
        (Work.TALK, "两场 县一中", 2, 0, "县一中", TODAY),
        (Work.VISITS, "荷花村 二十三户", 23, 0, "荷花村", TODAY),
        (Work.LEAFLETS, "1,200份 集市", 1_200, 0, "集市", TODAY),
        (Work.CRIME, "1起 损失12,000元 平安镇", 1, 1_200_000, "平安镇", TODAY),
        (Work.CRIME, "1起 损失12，000元 平安镇", 1, 1_200_000, "平安镇", TODAY),
        (Work.LEAFLETS, "11-20,200份 幸福村", 200, 0, "幸福村", date(2026, 11, 20)),
        (Work.DISSUASION, "一起，避免损失5万元，农商行", 1, 5_000_000, "农商行", TODAY),
        (Work.TALK, "2场 3组", 2, 0, "3组", TODAY),
    ],
)
def test_a_line_is_read_as_it_was_meant(
    kind: Work, words: str, number: int, money: int, place: str, day: date
) -> None:
    read = read_line(kind, None, words, TODAY)
    assert (read.number, read.money, read.place, read.day) == (number, money, place, day)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2场", "ledger-no-place"),
        ("", "ledger-no-place"),
        ("0场 幸福村", "ledger-number-odd"),
        (f"{MOST + 1}份 幸福村", "ledger-number-odd"),
        ("2场 幸福村 2026-11-25", "ledger-day-odd"),
        ("2场 幸福村 2月30日", "ledger-day-odd"),
        ("2场 幸福村 11月25日", "ledger-day-odd"),
        ("2场 幸福村 2024-01-01", "ledger-day-odd"),
    ],
)
def test_what_cannot_be_is_asked_again(words: str, why: str) -> None:
    with pytest.raises(UnreadableLine) as refused:
        read_line(Work.TALK, None, words, TODAY)
    assert refused.value.key == why


def test_a_day_of_december_written_in_january_was_last_years() -> None:
    assert read_line(Work.TALK, None, "县一中 12月31日", date(2027, 1, 4)).day == date(2026, 12, 31)


@given(st.sampled_from(Work), st.text(max_size=300))
def test_any_words_are_a_sound_line_or_a_clear_no(kind: Work, words: str) -> None:
    try:
        read = read_line(kind, None, words, TODAY)
    except UnreadableLine:
        return
    assert 0 < read.number <= MOST
    assert read.money >= 0
    assert 0 < len(read.place) <= PLACE_LIMIT
    assert read.day <= TODAY


def line(number: int = 2, kind: Work = Work.TALK, fraud: str | None = None) -> Line:
    return Line(kind=kind, number=number, money=0, place="幸福村", day=TODAY, fraud_type=fraud)


async def test_the_same_press_writes_once(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        first = await ledger.write(town, CLERK, line(), key="b1", now=NOW)
        assert await ledger.write(town, CLERK, line(), key="b1", now=NOW) == first
        assert [entry.id for entry in await ledger.mine(town, CLERK, now=NOW)] == [first]


async def test_only_ones_own_line_of_the_last_week_is_put_right(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        entry = await ledger.write(town, CLERK, line(), key="b1", now=NOW)
        await ledger.correct(town, CLERK, entry, line(3), key="b2", now=NOW)
        assert (await ledger.look(town, CLERK, entry, now=NOW)).line.number == 3
        with pytest.raises(EntryClosed):
            await ledger.correct(town, OTHER, entry, line(4), key="b3", now=NOW)
        late = NOW + timedelta(days=7, seconds=1)
        with pytest.raises(EntryClosed):
            await ledger.remove(town, CLERK, entry, key="b4", now=late)
        await ledger.remove(town, CLERK, entry, key="b5", now=NOW)
        with pytest.raises(EntryClosed):
            await ledger.look(town, CLERK, entry, now=NOW)
        assert await ledger.mine(town, CLERK, now=NOW) == []


async def test_a_case_nearby_is_known_to_the_choosers_for_three_weeks(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        crime = line(1, Work.CRIME, "rebate")
        await ledger.write(town, CLERK, crime, key="b1", now=NOW)
        group = await add_group(database, -1)

        async def near(region: str | None, now: datetime) -> tuple[str, ...]:
            async with town.database.reading() as unit:
                known = await Knowledge.of(unit, town, [replace(group, region=region)], now=now)
            return known.local[group.id]

        assert await near("xingfu-village", NOW) == ("rebate",)
        assert await near("heping", NOW) == ()
        assert await near("xingfu-village", NOW + timedelta(days=40)) == ()
