"""Notices when the clock or the zone is not what it was, so that no slot waits for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.desk import Desk
from storage import slots, updates
from storage.database import Database


async def reached(database: Database, bot: int, *, now: datetime) -> datetime:
    """How far time has come, for whoever knows no clock file: the running bot's clock, if it is ahead."""
    async with database.reading() as unit:
        swept = await updates.mark(unit, bot, "last_sweep")
    return now if swept is None else max(now, datetime.fromisoformat(swept))


async def has_jumped(desk: Desk, zone: str, *, now: datetime, tolerance: timedelta) -> bool:
    """Remember this sweep; True, with all slots' next times forgotten, after a jump back or in a new zone."""
    async with desk.database.unit() as unit:
        last = await updates.mark(unit, desk.bot, "last_sweep")
        known = await updates.mark(unit, desk.bot, "zone")
        jumped = last is not None and datetime.fromisoformat(last) > now + tolerance
        moved = known is not None and known != zone
        if jumped or moved:
            await slots.forget_next(unit, desk.bot, since=now)
        await updates.set_mark(unit, desk.bot, "last_sweep", now.isoformat())
        if known != zone:
            await updates.set_mark(unit, desk.bot, "zone", zone)
    return jumped or moved
