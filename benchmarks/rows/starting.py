"""How soon the bot is there, what it weighs, and how punctual a slot is, with 10,000 groups."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from statistics import median

from benchmarks.house import House, open_house
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram

GROUPS = 10_000
STARTS = 5
SETTLING = 12.0  # seconds before a slot's minute in which the bot starts and works out when slots fall


async def measure() -> list[Row]:
    """Start several times, then wait for a minute in which every group has a slot."""
    async with open_telegram() as telegram, open_house(telegram) as house:
        chats = await telegram.groups(GROUPS)
        slot = await _next_slot(house)
        await house.furnish(chats, slot.timetz().replace(tzinfo=None))
        starts, efforts = [], []
        for number in range(STARTS):
            starts.append(await house.start())
            efforts.append(house.processor())
            if number < STARTS - 1:
                await house.stop()
        return [_started(starts, efforts), *await _slot_rows(telegram, house, slot)]


async def _next_slot(house: House) -> datetime:
    """The first local minute that leaves time to start and settle."""
    soonest = datetime.now(house.settings.zone) + timedelta(seconds=SETTLING + 4 * STARTS)
    return soonest.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _started(starts: list[float], efforts: list[float]) -> Row:
    figure = median(starts)
    spread = f"best {min(starts):.2f}, worst {max(starts):.2f}"
    shown = f"{figure:.2f} s ({spread}; {median(efforts):.2f} s of processor)"
    return at_most("start to first getUpdates, 10,000 groups", figure, 2.0, shown=shown, unit=" s")


async def _slot_rows(telegram: Telegram, house: House, slot: datetime) -> list[Row]:
    ahead = slot.timestamp() - time.time()
    assert ahead > 1, "this machine was too slow to be there before the minute"
    await asyncio.sleep(ahead - 1)
    idle = house.memory()
    minute = time.monotonic() + slot.timestamp() - time.time()
    first = await telegram.until_landed(1, within=30) - minute
    return [
        at_most("resident memory, idle, 10,000 groups", idle, 120, shown=f"{idle:.0f} MB", unit=" MB"),
        at_most(
            "a slot's push starts, 10,000 slots due at once", first, 3, shown=f"{first:.2f} s", unit=" s"
        ),
    ]
