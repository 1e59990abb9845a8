"""Limits lifted: how many deliveries a second the bot can claim, send and record, and what it weighs then."""

from __future__ import annotations

import asyncio

from benchmarks.house import House, open_house
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram

GROUPS = 10_000
RATE = 1000
LEAST = 150


async def measure() -> list[Row]:
    """10,000 groups get an officer's push as fast as it goes."""
    async with open_telegram(limited=False, delay=0) as telegram, open_house(telegram, rate=RATE) as house:
        await house.furnish(await telegram.groups(GROUPS))
        await house.start()
        await asyncio.sleep(2)
        speed = await _speed(telegram, house)
        memory = house.memory()
    return [
        Row(
            measure="limits lifted: deliveries a second, claimed, sent, recorded",
            ours=f"{speed:.0f}",
            bound=f"≥ {LEAST}",
            held=speed >= LEAST,
        ),
        at_most("resident memory after 10,000 deliveries", memory, 150, shown=f"{memory:.0f} MB", unit=" MB"),
    ]


async def _speed(telegram: Telegram, house: House) -> float:
    """Deliveries over the time from the first landing to the last committed outcome."""
    code = await telegram.ask("push", kind="tip")
    states = await house.until_ended(GROUPS)
    assert states == {"sent": GROUPS}, states
    first = sorted(at for at, _ in await telegram.landed(code))[1]  # the preview was before it
    [(span,)] = house.query(
        "SELECT (julianday(max(ended_at)) - julianday(min(claimed_at))) * 86400 FROM deliveries"
    )
    assert first
    return GROUPS / float(span)
