"""Has the posters drawn that somebody waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.drawings import Drawings
from bot.workers import WorkFailed
from content.poster import Poster
from core import posters
from core.desk import Desk

log = structlog.get_logger(__name__)

# A tip waits no longer for its picture.
IN_TIME = 30.0


class Darkroom:
    """Looks for posters to be drawn; one that can't be is given up, and its text goes out instead."""

    def __init__(self, desk: Desk, drawings: Drawings) -> None:
        self._desk, self._drawings = desk, drawings

    async def look(self, now: datetime) -> None:
        waiting = dict(await posters.undrawn(self._desk, now=now))
        if waiting:
            pictures = await self._drawn(list(waiting.values()))
            await posters.drawn(self._desk, dict(zip(waiting, pictures, strict=True)))

    async def _drawn(self, waiting: Sequence[Poster]) -> list[bytes]:
        """The pictures; nothing for each that could not be drawn in time."""
        try:
            async with asyncio.timeout(IN_TIME):
                return await self._drawings.of(waiting)
        except (WorkFailed, TimeoutError, ValueError, OSError):
            log.exception("posters not drawn, their texts go out instead", number=len(waiting))
        return [b""] * len(waiting)
