"""5,000 residents answer a quiz by buttons: each is told alone, at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from statistics import median

from benchmarks.house import House, NotYet, open_house
from benchmarks.inside import at_work
from benchmarks.rows.rounds import QUESTION
from benchmarks.table import Row
from benchmarks.telegram import Telegram, open_telegram
from content.words import QuizMode
from core import pushes
from core.codes import new_key
from storage import tables
from storage.deliveries import NewDelivery
from storage.models import GroupId

GROUPS = 50
PEOPLE = 5_000
SECONDS = 60
MEDIAN = 0.3


async def measure() -> list[Row]:
    """The bot polls, handles and dispatches in this process; Telegram is in its own."""
    async with open_telegram() as telegram, open_house(telegram) as house:
        await house.furnish(await telegram.groups(GROUPS))
        async with at_work(house, polling=True) as inside:
            desk, now = inside.desk, datetime.now(UTC)
            async with desk.database.unit() as unit:
                await unit.execute(tables.groups.update().values(quiz_mode=QuizMode.BUTTONS))
                ids = range(1, GROUPS + 1)
                new = [NewDelivery(GroupId(one), new_key(), now, now + timedelta(hours=1)) for one in ids]
                await pushes.make(unit, desk, QUESTION, "bench", new, now=now)
            desk.wake.wake()
            await telegram.until_landed(GROUPS, "考考您")
            await telegram.ask("quiz_taps", people=PEOPLE, seconds=SECONDS)
            await asyncio.sleep(SECONDS)
            return [await _told(telegram, house)]


async def _told(telegram: Telegram, house: House) -> Row:
    with suppress(NotYet):
        await house.until(f"SELECT count(*) >= {PEOPLE} FROM answers", within=60)
    await asyncio.sleep(2)
    waits = sorted(await telegram.ask("answered"))
    [(answers, counted)] = house.query(
        "SELECT (SELECT count(*) FROM answers), (SELECT sum(answered) FROM rounds)"
    )
    middle = median(waits)
    return Row(
        measure="5,000 taps in a minute on a quiz by buttons: told alone",
        ours=f"{len(waits)}, in {middle:.2f} s, worst {waits[-1]:.2f}; stored {answers}",
        bound=f"= {PEOPLE}, ≤ {MEDIAN} s",
        held=len(waits) == answers == counted == PEOPLE and middle <= MEDIAN,
    )
