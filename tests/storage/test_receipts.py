"""Receipts: one per person, places without gaps however many tap at once, counts that outlive the person."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from storage import deliveries, receipts, tables
from storage.database import Database, open_database
from storage.models import DeliveryId, DeliveryState
from storage.receipts import New
from tests.storage.files import BOT, NOW, add_group, add_push, fresh, url

SOON = timedelta(minutes=1)


async def tap(database: Database, delivery: DeliveryId, person: str) -> tuple[int, bool]:
    async with database.unit() as unit:
        await receipts.prove_arrival(unit, delivery, 9, now=NOW)
        query = select(tables.deliveries.c.key).where(tables.deliveries.c.id == delivery)
        key = (await unit.execute(query)).scalar_one()
        place = (await receipts.tappable(unit, BOT, {key}))[key].receipts + 1
        there = await receipts.places(unit, [(delivery, person)])
        if (delivery, person) in there:
            return there[delivery, person], False
        await receipts.add(unit, [New(delivery, person, place, NOW)], {delivery: place})
        return place, True


async def test_a_crowd_that_taps_at_once_gets_places_without_gaps(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        [row] = await add_push(database, [await add_group(database, -1)])
        second = open_database(url(tmp_path / "xiaolaba.db"))
        people = [f"person{number}" for number in range(30)]
        taps = await asyncio.gather(
            *(tap(one, row, person) for person in people for one in (database, second, database))
        )
        await second.close()
        assert sorted(place for place, new in taps if new) == list(range(1, 31))
        assert {place for place, _ in taps} == set(range(1, 31))
        by_person = [set(taps[start : start + 3]) for start in range(0, 90, 3)]
        assert all(len({place for place, _ in mine}) == 1 for mine in by_person), "the same on every repeat"


async def test_who_is_forgotten_leaves_the_counts_and_no_trace(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        group = await add_group(database, -1)
        [one] = await add_push(database, [group], "one")
        [two] = await add_push(database, [group], "two")
        for delivery in (one, two):
            await tap(database, delivery, "aunt")
            await tap(database, delivery, "uncle")
        async with database.unit() as unit:
            assert await receipts.forget(unit, "aunt") == 2
            assert await receipts.forget(unit, "aunt") == 0
        async with database.reading() as unit:
            rows = (await unit.execute(tables.receipts.select())).all()
            people = [row.person for row in rows]
        assert len(rows) == 4
        assert "aunt" not in people
        assert len(set(people)) == 3, "what is left leads to nobody, not even to the other tap"
        assert await tap(database, one, "uncle") == (2, False)
        assert await tap(database, one, "aunt") == (3, True)


async def test_a_number_is_renewed_rarely(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        [row] = await add_push(database, [await add_group(database, -1)])
        async with database.unit() as unit:
            await deliveries.claim(unit, row, now=NOW)
            await deliveries.end(unit, row, DeliveryState.SENT, now=NOW, message=9)

        async def stale(late: timedelta) -> list[int]:
            async with database.reading() as unit:
                found = await receipts.outdated(unit, BOT, now=NOW + late, limit=9)
            return [one.receipts for one in found]

        assert await stale(SOON) == []
        await tap(database, row, "aunt")
        assert await stale(SOON) == [1]
        async with database.unit() as unit:
            await receipts.shown(unit, row, 1, now=NOW)
        await tap(database, row, "uncle")
        assert await stale(9 * SOON) == []
        assert await stale(11 * SOON) == [2]
        assert await stale(timedelta(days=3)) == [], "nobody looks at it any more"
