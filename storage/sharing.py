"""Who writes, and when: one at a time, and small writings that come while one runs share the next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

Result = TypeVar("Result")
Work = Callable[[AsyncConnection], Awaitable[Result]]

# With more the first would wait long for its commit.
AT_ONCE = 8


class WriteTurn:
    """Who writes: one at a time, first come first served; but an alert passes all that is none."""

    def __init__(self) -> None:
        self._taken = False
        self._alerts: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def taken(self, *, ahead: bool) -> AsyncIterator[None]:
        """Wait for the turn and keep it for the block."""
        await self._take(self._alerts if ahead else self._others)
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, line: deque[asyncio.Future[None]]) -> None:
        if not self._taken:
            self._taken = True
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # given to us in the very moment in which we gave up
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        for line in (self._alerts, self._others):
            while line:
                following = line.popleft()
                if not following.done():
                    following.set_result(None)
                    return
        self._taken = False


class Sharing:
    """Does works in units that `begin` opens, some at a time, in the order in which they came.

    When a unit breaks, nothing of it stands, and its works are done one by one, so that each has its own end;
    but where it broke at its commit only such as bear being tried `again`: all others get the error.
    """

    def __init__(
        self, begin: Callable[[], AbstractAsyncContextManager[AsyncConnection]], *, again: bool
    ) -> None:
        self._begin, self._again = begin, again
        self._waiting: deque[tuple[Work[Any], asyncio.Future[Any]]] = deque()
        self._running: asyncio.Task[None] | None = None

    async def do(self, work: Work[Result]) -> Result:
        """What the work returns, once it is committed."""
        mine: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, mine))
        if self._running is None:
            self._running = asyncio.ensure_future(self._run())
        return await mine

    async def _run(self) -> None:
        try:
            while self._waiting:
                if self._waiting[0][1].done():  # whoever wanted it has gone
                    self._waiting.popleft()
                else:
                    await self._share(AT_ONCE)
        finally:
            self._running = None
            for _, waiter in self._waiting:
                waiter.cancel()
            self._waiting.clear()

    async def _share(self, most: int) -> None:
        some: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        begun = worked = False
        try:
            async with self._begin() as unit:
                begun = True
                # Taken only now: whoever came while this one waited to begin shares it too.
                while self._waiting and len(some) < most:
                    work, waiter = self._waiting.popleft()
                    if not waiter.done():
                        some.append((work, waiter))
                results = [await work(unit) for work, _ in some]
                worked = True
        except Exception as error:
            if not begun:  # nobody gets in: all who wait hear of it, not one after the other
                some.extend(self._waiting)
                self._waiting.clear()
            if begun and len(some) > 1 and (self._again or not worked):
                await self._one_by_one(some)
            else:
                _tell(some, error)
            return
        for (_, waiter), result in zip(some, results, strict=True):
            if not waiter.done():
                waiter.set_result(result)

    async def _one_by_one(self, some: list[tuple[Work[Any], asyncio.Future[Any]]]) -> None:
        self._waiting.extendleft(reversed(some))
        for _ in some:
            await self._share(1)


def _tell(some: list[tuple[Work[Any], asyncio.Future[Any]]], error: Exception) -> None:
    for _, waiter in some:
        if not waiter.done():
            waiter.set_exception(error)
