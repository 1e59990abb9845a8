"""Who sees to what was written looks soon after it was, and no oftener than that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from bot.chores import Chores
from core.desk import Desk
from storage import updates
from tests.bot.stand_ins import Line, counter
from tests.core.desks import desk
from tests.storage.files import NOW, add_group, fresh

SECOND = timedelta(seconds=1)


class Looker:
    """Stands in for a chore: reads one table, and may be held up amid that."""

    def __init__(self, town: Desk) -> None:
        self._town = town
        self.looked: list[datetime] = []
        self.held: asyncio.Event | None = None
        self.read = asyncio.Event()

    async def __call__(self, now: datetime) -> None:
        self.looked.append(now)
        async with self._town.database.reading() as unit:
            await updates.mark(unit, self._town.bot, "seen to")
        self.read.set()
        if self.held is not None:
            await self.held.wait()


@asynccontextmanager
async def looking(folder: Path) -> AsyncIterator[tuple[Desk, Chores, Looker]]:
    async with fresh(folder) as database:
        town = desk(database, quiet=None)
        chores = Chores(counter(town, Line()), SimpleNamespace(look=nothing), folder)  # type: ignore[arg-type]  # the watch is not tried
        looker = Looker(town)
        chores._tend = looker  # type: ignore[method-assign]  # when it is called is what is tried
        yield town, chores, looker
        await chores.stop()


async def nothing(_now: datetime) -> None: ...


async def second(chores: Chores, now: datetime, *, held: str | None = None) -> None:
    """One second's turn, and whatever was begun in it to its end, but for what is held up."""
    await chores.each_second(now)
    await asyncio.wait([task for name, task in chores._running.items() if name != held])


async def write(town: Desk) -> None:
    async with town.database.unit() as unit:
        await updates.set_mark(unit, town.bot, "seen to", "no")


async def test_it_looks_when_what_it_reads_was_written(tmp_path: Path) -> None:
    async with looking(tmp_path) as (town, chores, tend):
        for _ in range(3):
            await second(chores, NOW)
        assert len(tend.looked) == 1, "nothing was written"
        await add_group(town.database, -5)
        await second(chores, NOW)
        assert len(tend.looked) == 1, "it does not read groups"
        await write(town)
        await second(chores, NOW)
        await second(chores, NOW)
        assert len(tend.looked) == 2


async def test_what_comes_by_the_clock_is_seen_within_five_seconds(tmp_path: Path) -> None:
    async with looking(tmp_path) as (_, chores, tend):
        for seconds in range(11):
            await second(chores, NOW + seconds * SECOND)
        assert tend.looked == [NOW, NOW + 5 * SECOND, NOW + 10 * SECOND]
        await second(chores, NOW - timedelta(days=1))
        assert len(tend.looked) == 4, "the clock was set back"


async def test_news_that_came_while_a_chore_was_at_work_is_looked_at_afterwards(tmp_path: Path) -> None:
    async with looking(tmp_path) as (town, chores, tend):
        tend.held = asyncio.Event()
        await second(chores, NOW, held="tend")
        await tend.read.wait()
        await write(town)
        await second(chores, NOW, held="tend")
        assert len(tend.looked) == 1, "one at a time"
        tend.held.set()
        await chores._running["tend"]
        await second(chores, NOW)
        await second(chores, NOW)
        assert len(tend.looked) == 2, "once for what was there, once for what came meanwhile"


async def test_figures_are_looked_at_for_some_seconds_after_their_news(tmp_path: Path) -> None:
    async with looking(tmp_path) as (town, chores, looker):
        chores._tend, chores._progress.look = nothing, looker  # type: ignore[method-assign,assignment]  # as above
        await second(chores, NOW)
        await second(chores, NOW)
        assert len(looker.looked) == 1, "nothing was written"
        await write(town)
        for _ in range(4):
            await second(chores, NOW)
        assert len(looker.looked) == 5, "what is shown every three seconds is shown to its last figure"
