"""The weather of a sandbox: limits, delay, odd updates, outages."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Literal

from sandbox.api import BotApi
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.server import Listener
from sandbox.users import Bot


class Weather:
    """What a test may do to the line between a bot and Telegram."""

    api: BotApi
    bot: Bot
    faults: Faults
    listener: Listener

    @property
    def limits(self) -> Limits | None:
        """The flood limits in force; set None to lift them."""
        return self.api.limits

    @limits.setter
    def limits(self, limits: Limits | None) -> None:
        self.api.limits = limits

    @property
    def delay(self) -> float:
        """Seconds before each answer."""
        return self.api.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self.api.delay = seconds

    def queue(self, updates: Iterable[dict[str, Any]], *, bot: Bot | None = None) -> list[int]:
        """Put raw updates before a bot, however odd; returns their ids."""
        return [(bot or self.bot).queue.put_raw(update) for update in updates]

    def repeat(self, count: int = 1, *, bot: Bot | None = None) -> None:
        """Tell a bot its newest updates once more, under new update ids."""
        (bot or self.bot).queue.again(count)

    @contextmanager
    def doubled(self, *, bot: Bot | None = None) -> Iterator[None]:
        """Every update comes twice under one id."""
        queue = (bot or self.bot).queue
        queue.copies = 2
        try:
            yield
        finally:
            queue.copies = 1

    @contextmanager
    def reordered(self, *, seed: int = 0, bot: Bot | None = None) -> Iterator[None]:
        """The updates of this time are held back and come afterwards in another order."""
        queue = (bot or self.bot).queue
        queue.held = []
        try:
            yield
        finally:
            queue.release(random.Random(seed))

    @asynccontextmanager
    async def outage(self, how: Literal["refuse", "reset", "hang"] = "refuse") -> AsyncIterator[None]:
        """Nothing gets through: connections are refused, or taken and reset, or taken and never answered."""
        over = asyncio.Event()
        if how == "hang":
            self.faults.hanging = over
        elif how == "reset":
            self.faults.resetting = True
        else:
            self.listener.shut()
        try:
            yield
        finally:
            over.set()
            self.faults.hanging, self.faults.resetting = None, False
            if how == "refuse":
                await self.listener.open()
