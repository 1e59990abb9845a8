"""What nobody waits for steps back while people are being answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# Of work without end a little gets done all the same, however many people write.
LONGEST = 0.05


class Courtesy:
    """Knows whether updates are in hand, and lets whoever is in no hurry wait for that."""

    def __init__(self) -> None:
        self._in_hand = 0
        self._free = asyncio.Event()
        self._free.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """People are being answered for as long as the block lasts."""
        self._in_hand += 1
        self._free.clear()
        try:
            yield
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._free.set()

    async def give_way(self) -> None:
        """Let everybody else have the loop, and people who are being answered for a while longer."""
        await asyncio.sleep(0)
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._free.wait()
