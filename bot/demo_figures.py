"""What the demo's page is told of the bot's own book, each second: figures, and what is due when."""

from __future__ import annotations

import asyncio
import json
from asyncio import StreamWriter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import ShiftedClock
from core.onlooker import Onlooker
from scheduler.slots import due
from scheduler.sweep import timing

HORIZON = timedelta(days=15)
LOOK_EVERY = 1.0


async def tell_figures(page: StreamWriter, database: str, bot: int, clock_file: Path, zone: ZoneInfo) -> None:
    """Write a line whenever something changed, until cancelled."""
    clock, last = ShiftedClock(clock_file), b""
    onlooker = Onlooker(database, bot)
    try:
        while True:
            clock.reread()
            told = await _figures(onlooker, clock.now(), zone)
            if told and told != last:
                page.write(told)
                await page.drain()
                last = told
            await asyncio.sleep(LOOK_EVERY)
    finally:
        await onlooker.close()


async def _figures(onlooker: Onlooker, now: datetime, zone: ZoneInfo) -> bytes:
    """One line of JSON: the status, and every slot that falls within a fortnight."""
    seen = await onlooker.look(now=now)
    if seen is None:
        return b""
    timetable = [
        {"at": one.at.timestamp(), "chat": group.chat, "kind": slot.kind}
        for group, slot in seen.timetable
        for one in due(timing(slot), zone, since=now, now=now + HORIZON)
    ]
    timetable.sort(key=lambda one: (one["at"], one["chat"]))
    shown = {name: seen.status[name] for name in ("groups", "pushes", "missed", "parked_updates")}
    return json.dumps({**shown, "timetable": timetable}, ensure_ascii=False).encode() + b"\n"
