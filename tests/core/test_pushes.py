"""Slots become pushes once, whatever dies in between; a group never hears more than it should."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from content.words import Audience, Kind
from core import deliveries, groups, pushes, receipts, verify
from core.desk import Desk
from core.errors import AskedTooOften, NothingSuits, UnknownGroup
from core.ports import Priority
from storage import slots
from storage.database import Database
from storage.deliveries import NewDelivery
from storage.models import GroupId
from tests.core.desks import ZONE, desk, planner
from tests.storage.files import fresh

MONDAY = datetime(2026, 11, 23, 8, tzinfo=ZONE)


async def subscribe(town: Desk, chat: int, audience: Audience, now: datetime = MONDAY) -> None:
    await groups.meet(town, chat, f"群{chat}", by=1001, now=now)
    await groups.subscribe(town, chat, f"群{chat}", audience, now=now)


async def fire(town: Desk, now: datetime, limit: int = 50) -> int:
    return await pushes.fire_slots(town, planner(now), now=now, limit=limit)


async def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    async with database.reading() as unit:
        return [tuple(row) for row in await unit.execute(text(sql))]


async def test_four_weeks_swept_at_any_pace_make_the_same_pushes(tmp_path: Path) -> None:
    """Every three hours or just within the six that count: one push per slot, item by item."""
    made = []
    for number, step in enumerate((timedelta(hours=3), timedelta(hours=5, minutes=59))):
        (folder := tmp_path / str(number)).mkdir()
        async with fresh(folder) as database:
            town = desk(database, quiet=None)
            for chat, audience in enumerate(Audience, start=1):
                await subscribe(town, -chat, audience)
            now = MONDAY
            while now < (end := MONDAY + timedelta(days=28)):
                now = min(now + step, end)
                await fire(town, now)
            made.append(
                await rows(
                    database,
                    "SELECT chat, pushes.kind, item FROM deliveries JOIN pushes ON pushes.id = push_id "
                    "JOIN groups ON groups.id = group_id ORDER BY chat, deliveries.id",
                )
            )
            kept = await rows(database, "SELECT result, count(*) FROM firings GROUP BY result")
            assert kept == [("pushed", (8 + 2) + (4 + 1) + (4 + 1))]
    assert made[0] == made[1]
    assert max(Counter((chat, item) for chat, _, item in made[0]).values()) == 1


async def test_a_process_that_dies_while_slots_fire_repeats_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Death before the commit of any chunk leaves that chunk for the next start."""
    async with fresh(tmp_path) as database:
        town = desk(database)
        for chat in range(1, 8):
            await subscribe(town, -chat, Audience.VILLAGE)
        await fire(town, MONDAY)
        tuesday = datetime(2026, 11, 24, 18, 30, tzinfo=ZONE)

        async def die(*_: object, **__: object) -> None:
            raise SystemError("killed")

        assert await fire(town, tuesday, limit=3) == 3
        with monkeypatch.context() as death:
            death.setattr(slots, "set_next", die)  # the last thing before the commit
            with pytest.raises(SystemError):
                await fire(town, tuesday, limit=3)
        again = desk(database)
        while await fire(again, tuesday, limit=3) == 3:
            pass
        found = await rows(database, "SELECT group_id, count(*) FROM deliveries GROUP BY group_id")
        assert [number for _, number in found] == [1] * 7
        assert len(await rows(database, "SELECT id FROM pushes")) == 1, "one push per item, date and time"


async def test_two_sweeps_at_once_fire_a_slot_once(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await subscribe(town, -1, Audience.VILLAGE)
        tuesday = datetime(2026, 11, 24, 18, 30, tzinfo=ZONE)
        await asyncio.gather(*(fire(town, tuesday) for _ in range(5)))
        assert len(await rows(database, "SELECT id FROM deliveries")) == 1


async def test_what_was_asked_for_comes_once_and_not_too_often(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await subscribe(town, -1, Audience.VILLAGE)
        for _ in range(2):  # the same update, seen twice
            await pushes.ask(town, -1, Kind.TIP, "", key="700", now=MONDAY)
        with pytest.raises(AskedTooOften):
            await pushes.ask(town, -1, Kind.TIP, "", key="701", now=MONDAY + timedelta(seconds=59))
        await pushes.ask(town, -1, Kind.TIP, "", key="702", now=MONDAY + timedelta(seconds=60))
        with pytest.raises(NothingSuits):
            await pushes.ask(town, -1, Kind.TIP, "zzz", key="703", now=MONDAY + timedelta(minutes=5))
        with pytest.raises(UnknownGroup):
            await pushes.ask(town, -99, Kind.TIP, "", key="704", now=MONDAY)
        found = await rows(
            database, "SELECT item, counted FROM deliveries JOIN pushes ON pushes.id = push_id"
        )
        assert len(found) == len(set(found)) == 2
        assert {counted for _, counted in found} == {0}


async def test_two_who_ask_at_the_same_moment_get_one(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await subscribe(town, -1, Audience.VILLAGE)
        asked = await asyncio.gather(
            *(pushes.ask(town, -1, Kind.TIP, "", key=str(number), now=MONDAY) for number in range(4)),
            return_exceptions=True,
        )
        assert sum(isinstance(one, AskedTooOften) for one in asked) == 3
        assert len(await rows(database, "SELECT id FROM deliveries")) == 1


async def test_a_code_leads_to_the_text_as_it_was_sent(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await subscribe(town, -1, Audience.VILLAGE)
        await pushes.ask(town, -1, Kind.TIP, "", key="700", now=MONDAY)
        [(code, html, key)] = await rows(
            database,
            "SELECT code, html, deliveries.key FROM pushes JOIN push_texts ON push_texts.push_id = pushes.id "
            "JOIN deliveries ON deliveries.push_id = pushes.id",
        )
        record = await verify.look_up(town, f" {str(code).lower()} ", now=MONDAY)
        assert record is not None
        assert (record.html, record.office) == (html, "平安派出所")
        assert await verify.of_button(town, str(key), now=MONDAY) == record
        assert await verify.look_up(town, "2222-2222", now=MONDAY) is None

        first = await receipts.take(town, str(key), 5, -1, 9, now=MONDAY)
        again = await receipts.take(town, str(key), 5, -1, 9, now=MONDAY)
        assert (first, again) == (receipts.Receipt(1, True), receipts.Receipt(1, False))
        await subscribe(town, -2, Audience.VILLAGE)
        assert await receipts.take(town, str(key), 6, -2, 9, now=MONDAY) is None, "copied into another group"
        assert await receipts.take(town, "forged", 6, -1, 9, now=MONDAY) is None


async def test_what_is_urgent_is_queued_before_everything_else(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        await subscribe(town, -1, Audience.VILLAGE)
        tip = town.library.of_kind(Kind.TIP)[0]
        for number, priority in enumerate((None, Priority.CASE, Priority.ALERT)):
            async with database.unit() as unit:
                new = NewDelivery(GroupId(1), f"key{number}", MONDAY, MONDAY + timedelta(hours=1))
                await pushes.make(unit, town, tip, f"push{number}", [new], now=MONDAY, priority=priority)
        jobs = await deliveries.next_jobs(town, now=MONDAY, limit=9)
        assert [job.priority for job in jobs] == [Priority.ALERT, Priority.CASE, Priority.TIP]
