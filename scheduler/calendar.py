"""Wakes the work that comes by the clock: the sweep each minute, the small chores now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

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
        self._swept = -1
        self._moved = False
        self._ticking: asyncio.Task[None] | None = None
        self._catching_up: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; the first sweep is at once, for what fell while we were away."""
        if not self._clock.shifted:
            trigger = CronTrigger(second=0, timezone=UTC)
            self._scheduler.add_job(
                self._sweep, trigger, misfire_grace_time=30, coalesce=True, max_instances=1
            )
        self._scheduler.start()
        self._ticking = asyncio.ensure_future(self._tick())

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
        for task in (self._ticking, self._catching_up):
            if task is not None:
                task.cancel()

    async def _tick(self) -> None:
        """Each second by a clock that nobody can set: sees to it that no minute goes without its sweep.

        APScheduler sleeps by the wall clock; when that is set back, it would sleep for as long as the step.
        """
        while True:
            self._moved |= self._clock.reread()
            missed = self._moved or self._minute() != self._swept
            # On the minute itself APScheduler comes first; a sweep under way ends first.
            late = self._clock.shifted or self._swept < 0 or self._clock.now().second >= 2
            if missed and late and not self._sweeping.locked():
                self._moved = False
                self._catching_up = asyncio.ensure_future(self._sweep())
            await self._run(self._each_second)
            await asyncio.sleep(1)

    def _minute(self) -> int:
        return int(self._clock.now().timestamp() // 60)

    async def _sweep(self) -> None:
        async with self._sweeping:
            self._swept = self._minute()
            await self._run(self._each_minute)

    async def _run(self, work: Work) -> None:
        """Whatever fails is said and tried again at the next turn; the calendar goes on."""
        try:
            await work(self._clock.now())
        except Exception:
            log.exception("work by the clock failed")
