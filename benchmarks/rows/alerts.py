"""An officer's alert to 300 groups and its withdrawal, with 10,000 tips pending; alone, and amid a crowd.

Everything is counted from the moment when getUpdates hands out the press: when its answer is written out, at
the end of the 80 ms that the sandbox takes over every answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.house import House, open_house
from benchmarks.inside import open_desk, queue
from benchmarks.strict import floods, in_all, in_one_group
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram
from core.ports import Priority
from scheduler.dispatch import Bell
from storage import officers, tables
from storage.database import open_database
from storage.models import Role

PENDING = 10_000
REACH = 300
OFFICER = 2002
REGION = "pingan"
FIRST, ALL, BACK = 0.25, 1.15 * 10, 25.0
CROWD_SECONDS = 60
TAPS = {"people": 9_500, "twice": 500, "seconds": CROWD_SECONDS}
SPAM_A_SECOND = 20


@dataclass(frozen=True)
class Took:
    """Seconds to the first group, to all of them, and until every copy is taken back and every group told."""

    first: float
    all: float
    back: float

    def rows(self, where: str) -> list[Row]:
        measures = (
            (f"an alert {where}: press handed out → first group", self.first, FIRST),
            (f"an alert {where}: press handed out → {REACH} groups", self.all, ALL),
            (f"an alert {where}: withdrawal of {REACH} copies", self.back, BACK),
        )
        return [at_most(name, took, most, shown=f"{took:.2f} s", unit=" s") for name, took, most in measures]


async def in_peace() -> list[Row]:
    """Nothing but the tips that wait."""
    async with _town() as telegram:
        took = await _live(telegram, "有人冒充老师收资料费")
        return [*took.rows("among 10,000 tips"), await _judged(telegram, "that alert")]


async def in_a_crowd() -> list[Row]:
    """The same while residents ask for help and tap 我已看 for a minute."""
    async with _town() as telegram:
        await telegram.ask("taps", **TAPS)
        await telegram.ask("spam", each_second=SPAM_A_SECOND, seconds=CROWD_SECONDS, after=REACH)
        await asyncio.sleep(3)
        took = await _live(telegram, "有人冒充老师收班费")
        return [*took.rows("amid taps and /help"), await _judged(telegram, "that alert and all beside it")]


@asynccontextmanager
async def _town() -> AsyncIterator[Telegram]:
    """10,000 groups with a tip each on its way; an officer answers for the first 300."""
    async with open_telegram() as telegram, open_house(telegram) as house:
        chats = await telegram.groups(PENDING)
        await house.furnish(chats)
        await appoint(house)
        async with open_desk(house, Bell()) as desk:
            await queue(desk, range(1, PENDING + 1), Priority.TIP)
        await house.start()
        await asyncio.sleep(3)
        yield telegram


async def appoint(house: House, reach: int = REACH) -> None:
    """An officer over the region in which the first groups lie."""
    database = open_database(house.settings.database_url)
    try:
        async with database.unit() as unit:
            how = {"role": Role.OFFICER, "region": REGION, "name": "李警官", "by": None}
            await officers.put(unit, house.settings.bot, OFFICER, now=datetime.now(UTC), **how)  # type: ignore[arg-type]  # by name
            mine = tables.groups.c.id <= reach
            await unit.execute(tables.groups.update().where(mine).values(region=REGION))
    finally:
        await database.close()


async def _live(telegram: Telegram, title: str) -> Took:
    """One alert from its confirmation to the last notice of its withdrawal."""
    confirmed, code = await telegram.ask("alert", text=f"{title}\n先打电话问清楚，再动钱包。")
    # The preview in the officer's own chat was the first to say it.
    first = await telegram.until_landed(2, title) - confirmed
    everybody = await telegram.until_landed(REACH + 1, title) - confirmed
    await asyncio.sleep(3.5)
    taken = await telegram.ask("take_back", code=code, title=title)
    told = await telegram.until_landed(REACH, f"编号 {code} 的那条撤回了")
    marked = await telegram.until_changed(REACH, taken)
    return Took(first, everybody, max(told, marked) - taken)


async def _judged(telegram: Telegram, what: str) -> Row:
    calls = await telegram.calls()
    found = {"429": floods(calls), "a second": in_all(calls), "a group": in_one_group(calls)}
    return Row(
        measure=f"{what}: answers 429, overruns of a second's and a group's limit",
        ours=", ".join(f"{number} {name}" for name, number in found.items()),
        bound="= 0",
        held=not any(found.values()),
    )
