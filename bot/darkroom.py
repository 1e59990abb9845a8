"""Has the posters drawn that somebody waits for."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot import workers
from core import posters
from core.desk import Desk

log = structlog.get_logger(__name__)


class Darkroom:
    """Looks for posters to be drawn; one that can't be is given up, and its text goes out instead."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def look(self, now: datetime) -> None:
        waiting = dict(await posters.undrawn(self._desk))
        if not waiting:
            return
        try:
            pictures = await workers.draw(list(waiting.values()))
        except workers.WorkFailed:
            log.exception("posters not drawn", number=len(waiting))
            pictures = []
        pictures += [b""] * (len(waiting) - len(pictures))
        await posters.drawn(self._desk, dict(zip(waiting, pictures, strict=True)))
