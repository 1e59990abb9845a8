"""A dialogue is a row: what a person's next private message will mean, kept over a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.desk import Desk
from storage import officers

PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """What we asked somebody, what was kept with the question, and when."""

    step: str
    payload: dict[str, Any]
    at: datetime


async def expect(
    desk: Desk, user: int, step: str, payload: dict[str, Any] | None = None, *, now: datetime
) -> None:
    """We asked this person something; the next message is the answer."""
    async with desk.database.unit() as unit:
        await officers.say_next(unit, desk.bot, user, step, payload or {}, now=now)


async def asked(desk: Desk, user: int, *, now: datetime) -> Asked | None:
    """What the message just written answers; None when nothing was asked, or too long ago.

    The question stands until `done`: whoever crashes over the answer is given it again.
    """
    async with desk.database.reading() as unit:
        expected = await officers.said_next(unit, desk.bot, user)
    return Asked(*expected) if expected is not None and now - expected[2] <= PATIENCE else None


async def done(desk: Desk, user: int, question: Asked) -> None:
    """That question is settled; one that was asked since then stands."""
    async with desk.database.unit() as unit:
        await officers.drop_said(unit, desk.bot, user, question.step, question.at)


async def forget(desk: Desk, user: int, *, now: datetime) -> None:
    """Whatever we asked this person is not waited for any more."""
    question = await asked(desk, user, now=now)
    if question is not None:
        await done(desk, user, question)
