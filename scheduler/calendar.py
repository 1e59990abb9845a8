"""Wakes the work that comes by the clock: the sweep each minute, the small chores now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger(__name__)

Work = Callable[[datetime], Awaitable[None]]


class MovableClock(Protocol):
    """A Clock that a file may shift."""

    shifted: bool

    def now(self) -> datetime: ...

    def reread(self) -> bool: ...


class Calendar:
    """Runs `each_minute` on the minute by our clock, `each_second` in between."""

    def __init__(self, clock: MovableClock, *, each_minute: Work, each_second: Work) -> None:
        self._clock, self._each_minute, self._each_second = clock, each_minute, each_second
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._sweeping = asyncio.Lock()
        self._minute = -1
        self._moved = False

    def start(self) -> None:
        """Begin; the first sweep is at once, for what fell while we were away."""
        common = {"misfire_grace_time": 30, "coalesce": True, "max_instances": 1}
        self._scheduler.add_job(self._tick, IntervalTrigger(seconds=1), **common)
        if not self._clock.shifted:
            self._scheduler.add_job(self._sweep, CronTrigger(second=0, timezone=UTC), **common)
        self._scheduler.add_job(self._sweep, misfire_grace_time=None)
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        moved = self._clock.reread()
        minute = int(self._clock.now().timestamp() // 60)
        self._moved |= moved
        due = self._clock.shifted and (self._moved or minute != self._minute)
        # A sweep under way ends first; what the clock did meanwhile is remembered till then.
        if due and not self._sweeping.locked():
            self._moved, self._minute = False, minute
            self._scheduler.add_job(self._sweep, misfire_grace_time=None)
        await self._run(self._each_second)

    async def _sweep(self) -> None:
        async with self._sweeping:
            await self._run(self._each_minute)

    async def _run(self, work: Work) -> None:
        """Whatever fails is said and tried again at the next turn; the calendar goes on."""
        try:
            await work(self._clock.now())
        except Exception:
            log.exception("work by the clock failed")
