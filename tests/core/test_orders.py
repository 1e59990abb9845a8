"""A large push: its preview counts what is true of every group; its rows come some at a time, and once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from content.words import Audience, Form, Kind
from core import groups, leaving, lock, officers, orders, progress
from core.desk import Desk
from core.errors import NobodyToReach, UsedButton
from core.officers import NewButton
from storage import deliveries
from storage import groups as group_rows
from storage import progress as progress_rows
from storage.database import Database, Unit
from storage.models import Button, GroupState, Officer, Role
from storage.tables import deliveries as table
from tests.core.desks import desk
from tests.storage.files import BOT, NOW, add_group, add_push

OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="周所长", active=True)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "CHUNK", 3)


async def shown(town: Desk, officer: Officer = OWNER) -> tuple[orders.Preview, Button]:
    """A tip that was looked at, and its button."""
    preview = await orders.preview(town, officer, Kind.TIP, now=NOW)
    [key] = await officers.lay_out(town, officer.user, [NewButton("push_send", preview.payload())], now=NOW)
    return preview, await officers.pressed(town, officer.user, key, now=NOW)


async def press(town: Desk, button: Button, officer: Officer = OWNER) -> int:
    return await orders.send(town, officer, button, chat=1, message=2, now=NOW)


async def reached(town: Desk) -> list[int]:
    """The chats that would hear something now."""
    return sorted((job.chat for job in await leaving.next_jobs(town, now=NOW, limit=100)), reverse=True)


async def test_the_preview_counts_what_send_then_does(database: Database) -> None:
    """Eight groups: some are paused, unconfirmed, elsewhere, or have had enough today or this week."""
    town = desk(database)
    for number in range(1, 9):
        group = await add_group(database, -number, Audience.PARENT if number == 8 else Audience.VILLAGE)
        async with database.unit() as unit:
            await group_rows.change(unit, group.id, members=10 * number, region="pingan")
    async with database.unit() as unit:
        known = [await group_rows.by_chat(unit, BOT, -number) for number in range(1, 6)]
        one, two, three, four, five = [group for group in known if group is not None]
        await group_rows.change(unit, one.id, state=GroupState.PAUSED)
        await group_rows.change(unit, two.id, confirmed_at=None)
        await group_rows.change(unit, three.id, region="heping", form=Form.TEXT)
    for number in range(2):
        await add_push(database, [four, five], f"today{number}", NOW)
    await add_push(database, [five], "tomorrow", NOW + timedelta(days=1))
    async with database.unit() as unit:
        await deliveries.cancel_pending(unit, one.id, "paused", now=NOW)

    preview, button = await shown(town)
    village = preview.item.audiences == (Audience.VILLAGE,)
    assert preview.groups == (5 if village else 6)
    assert preview.members == (30 + 40 + 50 + 60 + 70) + (0 if village else 80)
    assert (preview.moved, preview.full) == (1, 1), "four hears it tomorrow, five has had three this week"

    officer = replace(OWNER, user=2001, role=Role.OFFICER, region="heping")
    assert (await orders.preview(town, officer, Kind.TIP, now=NOW)).groups == 1
    nowhere = replace(officer, region="no-such-place")
    with pytest.raises(NobodyToReach):
        await orders.preview(town, nowhere, Kind.TIP, now=NOW)

    push = await press(town, button)
    async with database.reading() as unit:
        rows = await deliveries_of(unit, push)
    assert len(rows) == preview.groups
    assert sum(state == "expired" for state, _ in rows) == preview.full
    assert sum(moved for _, moved in rows) - preview.full == preview.moved


async def deliveries_of(unit: Unit, push: int) -> list[tuple[str, bool]]:
    found = await unit.execute(select(table.c.state, table.c.moved).where(table.c.push_id == push))
    return [(row.state, row.moved) for row in found]


async def test_every_group_has_one_row_however_many_there_are(database: Database) -> None:
    town = desk(database)
    for number in range(1, 11):
        await add_group(database, -number)
    _, button = await shown(town)
    await press(town, button)
    assert await reached(town) == [-number for number in range(1, 11)]
    with pytest.raises(UsedButton):
        await press(town, button)
    assert await orders.fill(town, now=NOW) == 0
    assert len(await reached(town)) == 10


async def test_a_crash_amid_the_rows_lets_nothing_leave_and_forgets_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = desk(database)
    for number in range(1, 9):
        await add_group(database, -number)
    _, button = await shown(town)

    async def die(*_: object, **__: object) -> None:
        raise SystemError("killed")

    with monkeypatch.context() as death:
        death.setattr(orders, "fill", die)  # the button's own transaction was committed
        with pytest.raises(SystemError):
            await press(town, button)
    assert await reached(town) == [], "half of the groups must not hear it before the others"
    assert await progress.standings(town) == [], "three of three would look like the end"
    await add_group(database, -9)

    again = desk(database)
    with monkeypatch.context() as death:
        add = deliveries.add

        async def add_then_die(*args: object, **how: object) -> None:
            await add(*args, **how)  # type: ignore[arg-type] # handed on
            raise SystemError("killed")

        death.setattr(deliveries, "add", add_then_die)
        with pytest.raises(SystemError):
            await orders.fill(again, now=NOW)
    assert await reached(again) == []

    await asyncio.gather(*(orders.fill(again, now=NOW) for _ in range(4)))
    assert await reached(again) == [-number for number in range(1, 10)]
    [standing] = await progress.standings(again)
    assert (standing.counts.total, standing.ended) == (9, False)
    async with database.reading() as unit:
        assert len(await progress_rows.unfinished(unit, BOT)) == 1


async def half_filled(database: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """As after a crash amid a push to five groups: it was ordered, and only the first of them have a row."""
    town = desk(database)
    for number in range(1, 6):
        await add_group(database, -number)
    _, button = await shown(town)

    async def later(*_: object, **__: object) -> int:
        return 0

    with monkeypatch.context() as pause:
        pause.setattr(orders, "fill", later)
        await press(town, button)
    return town


async def test_what_was_ordered_a_day_ago_reaches_nobody_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = await half_filled(database, monkeypatch)
    assert await orders.fill(town, now=NOW + timedelta(days=1)) == 1
    assert await reached(town) == [-1, -2, -3]


async def test_a_restored_database_fills_nothing_before_the_owner_says_so(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = await half_filled(database, monkeypatch)
    async with database.unit() as unit:
        await lock.close(unit, {BOT}, taken_at=NOW, now=NOW)
    assert await orders.fill(town, now=NOW) == 0
    found = await lock.look(town, now=NOW)
    assert found is not None
    [key] = await officers.lay_out(
        town, OWNER.user, [NewButton("lock_drop", {"lock": str(found.lock)})], now=NOW
    )
    word = await officers.pressed(town, OWNER.user, key, now=NOW)
    await lock.open_again(town, OWNER, word, goes_on=False, now=NOW)
    assert await orders.fill(town, now=NOW) == 0
    assert await reached(town) == []
    await groups.subscribe(town, -9, "新村", Audience.VILLAGE, now=NOW)
