"""A crowd's small work is done in few steps, each gets their own answer, and one bad apple spoils none."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from content.words import Audience, Kind
from core import groups, pushes
from core.receipts import Receipt, Tap, Taps
from core.together import Together
from storage.database import Database
from storage.tables import deliveries, receipts
from tests.many import make_desk

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_what_comes_meanwhile_shares_the_next_step() -> None:
    steps: list[list[int]] = []

    async def double(numbers: Sequence[int]) -> list[int]:
        steps.append(list(numbers))
        await asyncio.sleep(0.01)
        return [2 * number for number in numbers]

    both = Together(double, most=4)
    assert await asyncio.gather(*(both.do(number) for number in range(10))) == list(range(0, 20, 2))
    assert [len(step) for step in steps] == [4, 4, 2]
    assert await both.do(21) == 42


async def test_one_that_fails_spoils_nobody_elses(caplog: pytest.LogCaptureFixture) -> None:
    async def halve(numbers: Sequence[int]) -> list[int]:
        await asyncio.sleep(0)
        if any(number % 2 for number in numbers):
            raise ValueError("odd")
        return [number // 2 for number in numbers]

    both = Together(halve, most=10)
    found = await asyncio.gather(*(both.do(number) for number in (2, 3, 4)), return_exceptions=True)
    assert [repr(one) for one in found] == ["1", "ValueError('odd')", "2"]


async def test_who_gives_up_waiting_keeps_nobody_from_theirs() -> None:
    async def slowly(numbers: Sequence[int]) -> list[int]:
        await asyncio.sleep(0.05)
        return list(numbers)

    both = Together(slowly, most=10)
    impatient, patient = (asyncio.ensure_future(both.do(number)) for number in (1, 2))
    await asyncio.sleep(0.01)
    impatient.cancel()
    assert await patient == 2


async def test_a_crowd_that_taps_is_counted_in_few_transactions(database: Database) -> None:
    town = make_desk(database, 1)
    for chat in (-1, -2):
        await groups.subscribe(town, chat, f"群{chat}", Audience.VILLAGE, now=NOW)
        await pushes.ask(town, chat, Kind.TIP, "", key=f"k{chat}", now=NOW)
    async with database.reading() as unit:
        one, two = (row.key for row in await unit.execute(deliveries.select().order_by(deliveries.c.id)))
    units = 0
    opened = database.unit

    def counting() -> object:
        nonlocal units
        units += 1
        return opened()

    database.unit = counting  # type: ignore[method-assign,assignment]  # it only counts
    taps = Taps(town)

    def tap(key: str, user: int, chat: int) -> Tap:
        return Tap(key=key, user=user, chat=chat, message=9, at=NOW)

    crowd = [tap(one, user, -1) for user in (*range(30), *range(10))]
    crowd += [tap(two, 1, -2), tap(two, 1, -1), tap("forged", 1, -1)]
    found = await asyncio.gather(*(taps.take(each) for each in crowd))
    assert units <= 2
    assert found[:30] == [Receipt(place, new=True) for place in range(1, 31)]
    assert found[30:40] == [Receipt(place, new=False) for place in range(1, 11)], "the same on every repeat"
    assert found[40:] == [Receipt(1, new=True), None, None], "copied into another group, or made up"
    async with database.reading() as unit:
        lengths = [row.receipts for row in await unit.execute(deliveries.select().order_by(deliveries.c.id))]
        assert lengths == [30, 1]
        assert len((await unit.execute(receipts.select())).all()) == 31
