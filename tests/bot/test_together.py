"""Several at once: nobody waits for another's trouble, and nobody is left running."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.together import Apart, together


async def test_whoever_fails_disturbs_no_other() -> None:
    done = []

    async def work(name: str, seconds: float, error: Exception | None = None) -> None:
        await asyncio.sleep(seconds)
        if error:
            raise error
        done.append(name)

    await together([work("slow", 0.02), work("broken", 0, OSError("gone")), work("quick", 0)])
    assert done == ["quick", "slow"], "all came to their end before anybody goes on"


async def test_who_is_held_up_keeps_the_next_round_from_nobody_else() -> None:
    held, done, apart = asyncio.Event(), list[str](), Apart(patience=0.3)

    async def work(name: str, waits: asyncio.Event | None = None) -> None:
        if waits is not None:
            await waits.wait()
        done.append(name)

    await apart.round({1: partial(work, "parked", held), 2: partial(work, "quick")})
    await apart.round({1: partial(work, "not beside itself"), 3: partial(work, "later")})
    assert done == ["quick", "later"]
    held.set()
    await asyncio.wait(list(apart._running.values()))
    await apart.round({1: partial(work, "again")})
    assert done == ["quick", "later", "parked", "again"]


async def test_a_stop_leaves_nobody_at_work() -> None:
    apart = Apart(patience=0.01)
    await apart.round({1: asyncio.Event().wait})
    await apart.stop()
    assert not apart._running


async def test_what_was_looked_for_before_one_ended_is_not_begun_again_by_it() -> None:
    held, done, apart = asyncio.Event(), list[str](), Apart(patience=0.01)

    async def post(card: str) -> None:
        await held.wait()
        done.append(card)

    await apart.round({1: partial(post, "card")})
    busy = apart.busy
    held.set()
    await asyncio.wait(list(apart._running.values()))
    await apart.round({1: partial(post, "the same card")}, busy)
    assert done == ["card"]
    await apart.round({1: partial(post, "the next")}, apart.busy)
    assert done == ["card", "the next"]
