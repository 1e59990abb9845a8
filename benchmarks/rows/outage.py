"""Telegram falls silent amid a push: how many deliveries end unknown, and does the rest arrive, once?"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Literal

from benchmarks.house import House, open_house
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram
from scheduler.dispatch import IN_FLIGHT

GROUPS = 300
AFTER = 3.0
SECONDS = 60
GRACE = 3
How = Literal["hang", "refuse"]


async def measure() -> list[Row]:
    """Silence, and closed doors, each in a town of its own."""
    return list(await asyncio.gather(_outage("hang"), _outage("refuse")))


async def _outage(how: How) -> Row:
    async with open_telegram() as telegram, open_house(telegram) as house:
        await house.furnish(await telegram.groups(GROUPS))
        await house.start()
        code = await telegram.ask("push", kind="tip")
        await asyncio.sleep(AFTER)
        flying = house.states().get("sending", 0)
        await telegram.ask("outage", how=how, seconds=SECONDS)
        states = await house.until_ended(GROUPS, within=SECONDS + 120)
        return await _judged(telegram, house, code, how, flying, states)


async def _judged(
    telegram: Telegram, house: House, code: str, how: How, flying: int, states: dict[str, int]
) -> Row:
    """Where nobody answers all that may fly does; where doors are closed, only what had left before."""
    copies = Counter(chat for _, chat in await telegram.landed(code) if chat < 0)
    twice = sum(number > 1 for number in copies.values())
    missing = GROUPS - len(copies)
    unknown, sent = states.get("unknown", 0), states.get("sent", 0)
    bound = (IN_FLIGHT if how == "hang" else flying) + GRACE
    row = at_most(
        f"{SECONDS} s outage ({how}) amid a push: rows unknown",
        unknown,
        bound,
        shown=f"{unknown} of {GROUPS}; sent {sent}, twice {twice}, missing {missing}",
    )
    whole = sent + unknown == GROUPS and not twice and missing <= unknown
    return Row(measure=row.measure, ours=row.ours, bound=row.bound, held=bool(row.held) and whole)
