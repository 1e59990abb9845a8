"""The bot put together in this process, as bot/app.py does, for what only code can order: urgent pushes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.house import House
from bot.app import make_application, make_bot, make_counter
from bot.clock import SystemClock
from bot.polling import Poller
from bot.sender import TelegramSender
from bot.settings import privacy_key
from bot.startup import load_library, rules
from content.regions import load_regions
from content.words import Kind
from core import pushes
from core.codes import new_code, new_key
from core.desk import Desk
from core.ports import Priority
from scheduler.dispatch import Bell, Dispatcher
from scheduler.pacing import Pacer
from scheduler.turns import Turns
from storage.database import open_database
from storage.deliveries import NewDelivery
from storage.models import GroupId


@dataclass(frozen=True)
class Inside:
    """A bot at work in this very process."""

    desk: Desk

    async def push(self, groups: Sequence[int], priority: Priority) -> tuple[float, str]:
        """Push a tip to these groups; the moment before the transaction, and the push's code."""
        began = time.monotonic()
        code = await queue(self.desk, groups, priority)
        return began, code


async def queue(desk: Desk, groups: Sequence[int], priority: Priority) -> str:
    """One delivery of a tip for each of these groups, by their row's id; the push's code."""
    now, code = datetime.now(UTC), new_code()
    item = desk.library.of_kind(Kind.TIP)[0]
    new = [NewDelivery(GroupId(one), new_key(), now, now + timedelta(hours=24)) for one in groups]
    async with desk.database.unit() as unit:
        key = f"bench:{code}"
        await pushes.make(unit, desk, item, key, new, now=now, code=code, priority=priority)
    desk.wake.wake()
    return code


@asynccontextmanager
async def open_desk(house: House, bell: Bell) -> AsyncIterator[Desk]:
    """What core works with, on the house's own database."""
    settings = house.settings
    regions = load_regions(None)
    database = open_database(settings.database_url)
    try:
        yield Desk(
            bot=settings.bot,
            username="xiaolaba_bot",
            database=database,
            library=load_library(settings),
            regions=regions,
            rules=rules(settings, regions),
            secret=privacy_key(settings),
            wake=bell,
        )
    finally:
        await database.close()


@asynccontextmanager
async def at_work(house: House, *, polling: bool = False) -> AsyncIterator[Inside]:
    """Dispatching, and polling where asked, for as long as the block lasts."""
    turns, bell, clock = Turns(Pacer(house.settings.sender_rate)), Bell(), SystemClock()
    bot = make_bot(house.settings, turns)
    await bot.initialize()
    async with open_desk(house, bell) as desk:
        counter = make_counter(desk, clock, bot)
        dispatcher = Dispatcher(desk, TelegramSender(bot), turns, clock, bell)
        working = [asyncio.ensure_future(dispatcher.run())]
        if polling:
            application = make_application(counter)
            await application.initialize()
            working.append(asyncio.ensure_future(Poller(application).run()))
        try:
            yield Inside(desk)
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            await dispatcher.stop()
            await bot.shutdown()
