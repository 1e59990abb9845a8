"""Small work that comes while a transaction runs shares the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """Does what waits, up to `most` at once, in one call of `work`; each caller gets its own result.

    What fails together is done one by one, so that each caller gets its own error too.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]], most: int) -> None:
        self._work, self._most = work, most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._running: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Result:
        """Its result, or its error."""
        mine: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, mine))
        if self._running is None:
            self._running = asyncio.ensure_future(self._run())
        return await mine

    async def _run(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._share(some)
        finally:
            self._running = None
            for _, waiter in self._waiting:
                waiter.cancel()
            self._waiting = []

    async def _share(self, some: list[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._work([item for item, _ in some])
        except Exception as error:
            if len(some) > 1:
                for one in some:
                    await self._share([one])
            elif not some[0][1].done():
                some[0][1].set_exception(error)
            return
        for (_, waiter), result in zip(some, results, strict=True):
            if not waiter.done():
                waiter.set_result(result)
