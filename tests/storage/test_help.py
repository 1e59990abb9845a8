"""Calls for help and commands used: each counted once, persons cut on their wish, counts kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from storage import help, reach, receipts, tables
from storage.database import Database, Unit
from storage.help import Call, CallCount
from storage.reach import Span
from storage.receipts import New
from tests.storage.files import BOT, NOW, add_group, add_push, fresh

DAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)
SPAN = Span(bot=BOT, first=NOW - A_DAY, end=NOW + A_DAY, regions=None, audience=None)
LATER = replace(SPAN, first=NOW + A_DAY, end=NOW + 9 * A_DAY)


def call(person: str, choice: str = "unsure", **more: str | None) -> Call:
    facts: dict[str, str | None] = {"region": None, "fraud_type": None, "signature": None, **more}
    return Call(person=person, choice=choice, **facts)


async def add(unit: Unit, card: int, one: Call) -> bool:
    return await help.add_call(unit, BOT, card, one, day=DAY, now=NOW)


async def test_a_choice_counts_once_and_a_card_is_one_question(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        async with database.unit() as unit:
            assert await add(unit, 7, call("aunt"))
            assert not await add(unit, 7, call("aunt"))
            assert await add(unit, 7, call("aunt", "paid"))
            assert await add(unit, 8, call("aunt", "paid"))
            assert await add(unit, 7, call("uncle", "paid", region="pingan"))
        async with database.reading() as unit:
            counted = await reach.help_calls_made(unit, SPAN)
            assert await reach.help_calls_made(unit, LATER) == []
            assert await reach.help_calls_made(unit, replace(SPAN, bot=BOT + 1)) == []
        assert set(counted) == {
            CallCount(DAY, None, "paid", None, 2, 1),
            CallCount(DAY, None, "unsure", None, 1, 1),
            CallCount(DAY, "pingan", "paid", None, 1, 1),
        }


async def test_who_is_forgotten_leaves_the_counts_and_no_trace(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        async with database.unit() as unit:
            for person in ("aunt", "uncle"):
                await add(unit, 7, call(person))
                await add(unit, 7, call(person, "paid"))
                await help.note_once(unit, BOT, person, "tip", "private", None, day=DAY, now=NOW)
            before = await reach.help_calls_made(unit, SPAN)
            assert await help.forget(unit, "aunt") == 3
            assert await help.forget(unit, "aunt") == 0
            assert await reach.help_calls_made(unit, SPAN) == before
            called = [row.person for row in await unit.execute(tables.help_calls.select())]
            used = [row.person for row in await unit.execute(tables.interactions.select())]
        assert "aunt" not in (*called, *used)
        assert len({*called}) == 1 + 2, "no two rows of hers hang together any more"
        assert sorted(used)[1] == "uncle"


async def test_a_command_counts_once_a_day_in_each_place(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:

        async def note(place: str, day: date) -> None:
            async with database.unit() as unit:
                await help.note_once(unit, BOT, "aunt", "tip", place, None, day=day, now=NOW)

        later = DAY + timedelta(days=1)
        places = [("private", DAY), ("private", DAY), ("group:1", DAY), ("private", later)]
        await asyncio.gather(*(note(*one) for one in places))
        async with database.reading() as unit:
            rows = {(row.place, row.day) for row in await unit.execute(tables.interactions.select())}
            assert rows == {*places}


async def test_a_persons_place_is_that_of_the_group_where_they_were_seen_last(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        village, town = await add_group(database, -1), await add_group(database, -2)
        nowhere = await add_group(database, -3)
        await _place(database, {village.id: "xingfu-village", town.id: "pingan"})
        rows = await add_push(database, [village, town, nowhere])
        async with database.unit() as unit:
            assert await help.region_of(unit, BOT, "aunt") is None
            for minute, row in enumerate(rows):
                at = NOW + timedelta(minutes=minute)
                await receipts.add(unit, [New(row, "aunt", 1, at)], {row: 1})
            assert await help.region_of(unit, BOT, "aunt") == "pingan", "a placeless group tells nothing"
            later = NOW + timedelta(hours=1)
            await help.note_once(unit, BOT, "aunt", "tip", "group:1", "xingfu-village", day=DAY, now=later)
            assert await help.region_of(unit, BOT, "aunt") == "xingfu-village"
            assert await help.region_of(unit, BOT + 1, "aunt") is None


async def _place(database: Database, regions: dict[int, str]) -> None:
    async with database.unit() as unit:
        for group, region in regions.items():
            change = tables.groups.update().where(tables.groups.c.id == group).values(region=region)
            await unit.execute(change)
