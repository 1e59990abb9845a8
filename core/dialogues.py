"""A dialogue is a row: what a person's next private message will mean, kept over a restart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.desk import Desk
from storage import officers

PATIENCE = timedelta(hours=1)


async def expect(
    desk: Desk, user: int, step: str, payload: dict[str, Any] | None = None, *, now: datetime
) -> None:
    """We asked this person something; the next message is the answer."""
    async with desk.database.unit() as unit:
        await officers.say_next(unit, desk.bot, user, step, payload or {}, now=now)


async def answered(desk: Desk, user: int, *, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """What the message just written answers; None when nothing was asked, or too long ago."""
    async with desk.database.reading() as unit:
        if not await officers.has_said(unit, desk.bot, user):
            return None
    async with desk.database.unit() as unit:
        expected = await officers.take_said(unit, desk.bot, user)
    if expected is None or now - expected[2] > PATIENCE:
        return None
    return expected[0], expected[1]
