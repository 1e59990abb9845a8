"""Several at once: nobody waits for another's trouble, and nobody is left running."""

from __future__ import annotations

import asyncio

from bot.together import together


async def test_whoever_fails_disturbs_no_other() -> None:
    done = []

    async def work(name: str, seconds: float, error: Exception | None = None) -> None:
        await asyncio.sleep(seconds)
        if error:
            raise error
        done.append(name)

    await together([work("slow", 0.02), work("broken", 0, OSError("gone")), work("quick", 0)])
    assert done == ["quick", "slow"], "all came to their end before anybody goes on"
