"""Taps on quizzes by buttons: all that wait at a moment are counted together, in one transaction."""

from __future__ import annotations

import asyncio
from datetime import datetime

from core import answers
from core.answers import Tap, Told
from core.desk import Desk

MOST = 100


class Ballots:
    """While some are being counted the next ones gather, so a crowd costs hardly more than one person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: list[tuple[Tap, datetime, asyncio.Future[Told | None]]] = []
        self._counting: asyncio.Task[None] | None = None

    async def cast(self, tap: Tap, now: datetime) -> Told | None:
        """Count one tap and say what its person hears; returns when that is committed."""
        told: asyncio.Future[Told | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((tap, now, told))
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._count())
        return await told

    async def _count(self) -> None:
        # Those of one batch of updates come one right after the other.
        await asyncio.sleep(0)
        while self._waiting:
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                heard = await answers.by_buttons(self._desk, [tap for tap, *_ in some], now=some[-1][1])
            except Exception as error:
                for *_, told in some:
                    if not told.done():
                        told.set_exception(error)
            else:
                for (*_, told), one in zip(some, heard, strict=True):
                    if not told.done():
                        told.set_result(one)
