"""Work for several people at the same time, none of whom waits for another's trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable

import structlog

log = structlog.get_logger(__name__)


async def together(works: Iterable[Awaitable[object]]) -> None:
    """Each to its end, side by side; what fails is logged."""
    for end in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(end, Exception):
            log.error("one of several failed", exc_info=end)
