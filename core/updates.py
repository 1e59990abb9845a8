"""Which of Telegram's updates were taken care of, so that none is twice and none is forgotten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from core.desk import Desk
from storage import officers, updates
from storage.database import take_stock
from storage.updates import Parked as Parked

# Telegram keeps an update for a day at most.
KEPT = timedelta(days=3)


async def seen_before(desk: Desk, ids: Collection[int]) -> set[int]:
    async with desk.database.reading() as unit:
        return await updates.handled(unit, desk.bot, ids)


async def mark_handled(desk: Desk, ids: Collection[int], *, now: datetime) -> None:
    """All that these updates change is committed."""
    if ids:
        async with desk.database.unit() as unit:
            await updates.mark_handled(unit, desk.bot, ids, now=now)


async def park(desk: Desk, parked: Parked, *, now: datetime) -> None:
    """Give up an update that failed three times; `status` counts it."""
    async with desk.database.unit() as unit:
        await updates.park(unit, desk.bot, parked, now=now)


async def tidy(desk: Desk, *, now: datetime) -> None:
    """Drop what nobody can ask for any more, and let the database count what is left."""
    async with desk.database.unit() as unit:
        await updates.drop_old(unit, before=now - KEPT)
        await officers.drop_old_buttons(unit, before=now - timedelta(days=30))
        await take_stock(unit)
