"""A group is one row with one history, whatever happens to its chat."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from content.words import Audience, Kind
from storage import delivery_queue, groups, slots, updates
from storage.database import Database, open_database
from storage.models import Firing, GroupState
from storage.schema import NewerSchema, bring_up_to_date, found_version, known_version
from tests.storage.files import BOT, NOW, add_group, add_push, fresh, url


async def test_a_chat_is_met_once_however_often_it_is_told(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:

        async def meet(number: int) -> bool:
            async with database.unit() as unit:
                await groups.add_once(unit, BOT, -5, f"名字{number}", now=NOW)
                group = await groups.by_chat(unit, BOT, -5)
                assert group is not None
                return await groups.take_card(unit, group.id, after=NOW - timedelta(seconds=30), now=NOW)

        cards = await asyncio.gather(*(meet(number) for number in range(8)))
        assert sum(cards) == 1
        async with database.reading() as unit:
            assert await groups.counts(unit, BOT) == dict.fromkeys(
                ("active", "unconfirmed", "suspended", "left"), 0
            )


@pytest.mark.parametrize("orders", [[(-1, -100)], [(-1, -100), (-1, -100)], [(-1, -100), (-100, -100)]])
async def test_an_upgraded_chat_keeps_its_row(tmp_path: Path, orders: list[tuple[int, int]]) -> None:
    async with fresh(tmp_path) as database:
        before = await add_group(database, -1)
        [row] = await add_push(database, [before])
        for old, new in orders:
            async with database.unit() as unit:
                group = await groups.by_chat(unit, BOT, old)
                if group is not None and group.chat == old:
                    await groups.move(unit, BOT, group, new)
        async with database.reading() as unit:
            now = await groups.by_chat(unit, BOT, -100)
            former = await groups.by_chat(unit, BOT, -1)
            jobs = await delivery_queue.queued(unit, BOT, now=NOW, limit=9)
        assert now is not None
        assert now.id == before.id
        assert former == now
        assert [(job.delivery, job.chat) for job in jobs] == [(row, -100)]


async def test_a_row_that_the_new_chat_already_had_is_merged(tmp_path: Path) -> None:
    """The supergroup spoke before the migration was told: what either heard is one history."""
    async with fresh(tmp_path) as database:
        old, newer = await add_group(database, -1), await add_group(database, -100, Audience.PARENT)
        both = await add_push(database, [old, newer], "both")
        only = await add_push(database, [newer], "only")
        async with database.unit() as unit:
            for group in (old, newer):
                await slots.put(
                    unit, group.id, Kind.TIP, weekdays=frozenset({1}), at=time(9), every=1, phase=0, now=NOW
                )
            await groups.move(unit, BOT, old, -100)
        async with database.reading() as unit:
            merged = await groups.by_chat(unit, BOT, -100)
            assert merged is not None
            assert merged.id == old.id
            assert merged.audience is Audience.VILLAGE
            counts = await groups.counts(unit, BOT)
            jobs = await delivery_queue.queued(unit, BOT, now=NOW, limit=9)
            mine = await slots.of_groups(unit, [old.id])
        assert len(mine) == 1
        assert {job.chat for job in jobs} == {-100}, "nothing waits for a chat that is not there"
        assert {job.delivery for job in jobs} == {both[0], *only}, "one copy of the push that both had"
        assert counts == {"active": 1, "unconfirmed": 0, "suspended": 0, "left": 0}, (
            "nobody left: it is one group"
        )


async def test_a_slot_fires_once_for_ever(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        group = await add_group(database, -1)
        async with database.unit() as unit:
            await slots.put(
                unit, group.id, Kind.TIP, weekdays=frozenset({1}), at=time(9), every=1, phase=0, now=NOW
            )
            [slot] = await slots.of_groups(unit, [group.id])
        firing = Firing(slot=slot, local_date=NOW.date(), at=NOW, missed=False)
        second = open_database(url(tmp_path / "xiaolaba.db"))

        async def fire(database: Database) -> set[Firing]:
            async with database.unit() as unit:
                return await slots.claim_firings(unit, {firing: "pushed"}, now=NOW)

        won = await asyncio.gather(*(fire(one) for one in (database, second) * 5))
        await second.close()
        assert sorted(map(len, won)) == [0] * 9 + [1]


async def test_an_update_is_handled_once_and_parked_ones_are_passed(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        for _ in range(2):
            async with database.unit() as unit:
                await updates.mark_handled(unit, BOT, [1, 2], now=NOW)
                await updates.park(unit, BOT, updates.Parked(3, "message", "ValueError", "ABCD"), now=NOW)
        async with database.reading() as unit:
            assert await updates.handled(unit, BOT, [1, 2, 3, 4]) == {1, 2, 3}
            assert await updates.handled(unit, BOT + 1, [1, 2, 3, 4]) == set()
            assert await updates.count_parked(unit, BOT) == 1
        async with database.unit() as unit:
            await updates.drop_old(unit, before=NOW + timedelta(days=3))
        async with database.reading() as unit:
            assert await updates.handled(unit, BOT, [1, 2, 3]) == {3}


async def test_a_naive_time_is_refused_and_an_aware_one_comes_back_as_utc(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        group = await add_group(database, -1)
        with pytest.raises(Exception, match="naive"):
            async with database.unit() as unit:
                await groups.change(unit, group.id, members_at=datetime(2026, 11, 23))  # noqa: DTZ001
        async with database.reading() as unit:
            found = await groups.by_chat(unit, BOT, -1)
        assert found is not None
        assert found.state is GroupState.ACTIVE
        assert found.confirmed_at == NOW
        assert found.confirmed_at.tzinfo is UTC


async def test_a_newer_schema_is_refused_untouched(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        await bring_up_to_date(database)  # nothing to do
        assert await found_version(database) == known_version()
        async with database.unit() as unit:
            await unit.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NewerSchema) as caught:
            await bring_up_to_date(database)
        assert (caught.value.found, caught.value.known) == ("9999", known_version())


async def test_a_reader_never_waits_for_the_writer(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        await add_group(database, -1)
        async with database.unit() as unit:
            await groups.add_once(unit, BOT, -2, "写到一半", now=NOW)
            async with asyncio.timeout(2), database.reading() as other:
                assert await groups.by_chat(other, BOT, -2) is None
        async with database.reading() as other:
            assert await groups.by_chat(other, BOT, -2) is not None
