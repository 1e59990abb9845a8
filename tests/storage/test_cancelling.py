"""A unit that is cancelled, wherever it waits just then, leaves nothing half written and nobody waiting."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Coroutine, Generator
from itertools import count
from typing import Any

from sqlalchemy import text

from storage import updates
from storage.database import Database

BOT, PAIR = 77, ("one", "other")
# More rows than come along at once: the query stands open while they are fetched.
LONG = text(
    "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 2500) SELECT n FROM up"
)


@types.coroutine
def cancelled_at(number: int, work: Coroutine[Any, Any, None]) -> Generator[Any, None, None]:
    """The work, whose task is cancelled as soon as it waits for that time: the first, the second …"""
    task, waits = asyncio.current_task(), 0
    assert task is not None
    step = work.send
    given: Any = None
    while True:
        try:
            waiting = step(given)
        except StopIteration:
            return
        waits += 1
        if waits == number:
            asyncio.get_running_loop().call_soon(task.cancel)
        try:
            step, given = work.send, (yield waiting)
        except BaseException as error:
            step, given = work.throw, error


async def write(database: Database, value: str) -> None:
    """Both of a pair, by every kind of statement that a unit has."""
    async with database.unit() as unit:
        await updates.set_mark(unit, BOT, PAIR[0], value)
        (await unit.execute(LONG)).all()
        changed = text("UPDATE marks SET value = :value WHERE name IN ('one', 'other') RETURNING name")
        (await unit.execute(changed, {"value": value})).all()


async def test_wherever_it_is_cancelled_the_next_one_writes(database: Database) -> None:
    for name in PAIR:
        async with database.unit() as unit:
            await updates.set_mark(unit, BOT, name, "before")
    # Kept, as by whoever logs them: with an error its traceback stays, and with that a query's cursor.
    kept: list[BaseException] = []
    for number in count(1):
        task = asyncio.ensure_future(_whole(cancelled_at(number, write(database, f"cut {number}"))))
        [end] = await asyncio.gather(task, return_exceptions=True)
        if end is None:
            break
        assert isinstance(end, asyncio.CancelledError)
        kept.append(end)
        async with database.unit() as unit:
            pair = [await updates.mark(unit, BOT, name) for name in PAIR]
            assert len(set(pair)) == 1, f"cancelled at its wait {number}: {pair}"
            for name in PAIR:
                await updates.set_mark(unit, BOT, name, f"next {number}")
    assert len(kept) > 5


async def _whole(work: Any) -> None:
    await work
