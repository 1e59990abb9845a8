"""Work for several people at the same time, none of whom waits for another's trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterable, Mapping, Set
from typing import Any

import structlog

log = structlog.get_logger(__name__)

PATIENCE = 2.0


async def together(works: Iterable[Awaitable[object]]) -> None:
    """Each to its end, side by side; what fails is logged."""
    for end in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(end, Exception):
            log.error("one of several failed", exc_info=end)


class Apart:
    """Rounds of work, one at a time for each key: who is held up keeps the next round from nobody else."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._running: dict[Hashable, asyncio.Task[None]] = {}

    @property
    def busy(self) -> Set[Hashable]:
        """Who is at work now."""
        return frozenset(self._running)

    async def round(
        self,
        works: Mapping[Hashable, Callable[[], Coroutine[Any, Any, object]]],
        busy: Set[Hashable] = frozenset(),
    ) -> None:
        """Begin what is not still at work from an earlier round; wait for it as long as one may.

        `busy`: who was at work before these works were looked for, and has changed since what they rest on.
        """
        still = busy | self.busy
        begun = [self._begin(key, work) for key, work in works.items() if key not in still]
        if begun:
            await asyncio.wait(begun, timeout=self._patience)

    async def stop(self) -> None:
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _begin(self, key: Hashable, work: Callable[[], Coroutine[Any, Any, object]]) -> asyncio.Task[None]:
        task = self._running[key] = asyncio.ensure_future(together([work()]))
        task.add_done_callback(lambda _: self._running.pop(key))
        return task
