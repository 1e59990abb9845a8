"""An urgent push among 10,000 pending: how long until its first group has it."""

from __future__ import annotations

import asyncio
from statistics import median

from benchmarks.house import open_house
from benchmarks.inside import Inside, at_work
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram
from core.ports import Priority

PENDING = 10_000
REACH = 100  # groups of one alert
ALERTS = 5
BETWEEN = 5.0  # longer than one alert takes
BOUND = 0.25


async def measure() -> list[Row]:
    """10,000 tips wait and leave at Telegram's pace; now and then an alert cuts in."""
    async with open_telegram() as telegram, open_house(telegram) as house:
        chats = await telegram.groups(PENDING)
        await house.furnish(chats)
        async with at_work(house) as inside:
            await inside.push(range(1, PENDING + 1), Priority.TIP)
            await asyncio.sleep(3)
            waits = [await alert(telegram, inside, PENDING - REACH * number) for number in range(ALERTS)]
    return [urgent_row("an urgent push among 10,000 pending, to its first group", waits)]


def urgent_row(measure: str, waits: list[float]) -> Row:
    """The worst of several."""
    shown = f"{max(waits):.3f} s worst of {len(waits)}, median {median(waits):.3f}"
    return at_most(measure, max(waits), BOUND, shown=shown, unit=" s")


async def alert(telegram: Telegram, inside: Inside, last: int) -> float:
    """Push to the REACH groups up to that one, urgently; the seconds until the first has it."""
    began, code = await inside.push(range(last - REACH + 1, last + 1), Priority.ALERT)
    await asyncio.sleep(BETWEEN)
    return await telegram.until_landed(1, code, within=30) - began
