"""A village taps 我已看 all at once: 10,000 taps in a minute, while urgent pushes go out beside them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from statistics import median

from benchmarks.house import House, NotYet, open_house
from benchmarks.inside import at_work
from benchmarks.rows.urgent import alert, urgent_row
from benchmarks.table import Row
from benchmarks.telegram import Telegram, open_telegram
from core.ports import Priority

TAPPED = 100
ALERTED = 600  # groups that only get the urgent pushes
PEOPLE, TWICE = 9_500, 500
SECONDS = 60
ALERTS = 6
PATIENCE = 60  # seconds that a bot too slow for this may go on counting


async def measure() -> list[Row]:
    """The bot polls, handles and dispatches in this process; Telegram is in its own."""
    async with open_telegram() as telegram, open_house(telegram) as house:
        chats = await telegram.groups(TAPPED + ALERTED)
        await house.furnish(chats)
        async with at_work(house, polling=True) as inside:
            _, code = await inside.push(range(1, TAPPED + 1), Priority.ALERT)
            await telegram.until_landed(TAPPED, code)
            taps = await telegram.ask("taps", people=PEOPLE, twice=TWICE, seconds=SECONDS)
            await asyncio.sleep(5)
            waits = []
            for number in range(ALERTS):
                waits.append(await alert(telegram, inside, TAPPED + ALERTED - 100 * number))
                await asyncio.sleep(5)
            return [
                await _counted(telegram, house, taps),
                urgent_row("an urgent push beside them, to its first group", waits),
            ]


async def _counted(telegram: Telegram, house: House, taps: int) -> Row:
    """Wait until every tap is counted, for a while; then what the database holds, and who had an answer."""
    with suppress(NotYet):
        await house.until(f"SELECT count(*) >= {PEOPLE} FROM receipts", within=PATIENCE)
    await asyncio.sleep(2)
    waits = sorted(await telegram.ask("answered"))
    receipts, places = house.query(
        "SELECT (SELECT count(*) FROM receipts), (SELECT sum(receipts) FROM deliveries)"
    )[0]
    return Row(
        measure="10,000 taps in a minute: people counted, each once",
        ours=f"{receipts}; {len(waits)} of {taps} answered, in {median(waits):.2f} s, worst {waits[-1]:.2f}",
        bound=f"= {PEOPLE}",
        held=receipts == places == PEOPLE,
    )
