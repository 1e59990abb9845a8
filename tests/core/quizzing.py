"""An office with one village group, a quiz asked there, its answers and its end: for tests of rounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from content.words import Audience, QuizMode
from core import answers, closings, deliveries, followups, groups, quizzes, settings
from core.answers import PollAnswer, Tap
from core.desk import Desk
from core.ports import Sent
from storage import scores
from storage.database import Database
from storage.models import Act, Parcel
from tests.core.desks import ZONE, desk

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)
DAY = timedelta(days=1)
CHAT = -1


@pytest.fixture
async def office(database: Database) -> Desk:
    """An office with one village group."""
    made = desk(database)
    await groups.meet(made, CHAT, "幸福村", by=1001, now=MONDAY)
    await groups.subscribe(made, CHAT, "幸福村", Audience.VILLAGE, now=MONDAY)
    return made


async def rows(office: Desk, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    async with office.database.reading() as unit:
        return [tuple(row) for row in await unit.execute(text(sql), values)]


async def claimed(office: Desk, now: datetime = MONDAY) -> Parcel:
    """The one delivery that waits, taken for sending."""
    [job] = await deliveries.next_jobs(office, now=now, limit=9)
    parcel = await deliveries.claim(office, job, now=now)
    assert parcel is not None
    return parcel


async def asked(office: Desk, poll: str | None = "p1", now: datetime = MONDAY) -> Parcel:
    """A quiz that an admin asked for, arrived as this poll."""
    await quizzes.ask(office, CHAT, key=str(poll), now=now)
    parcel = await claimed(office, now)
    await deliveries.record(office, parcel, Sent(77, poll=poll), now=now)
    return parcel


async def due_acts(office: Desk, now: datetime) -> list[Act]:
    """What is to be done to messages, claimed."""
    jobs = await followups.next_jobs(office, now=now, limit=9)
    acts = [await followups.claim(office, job, now=now) for job in jobs]
    return [act for act in acts if act is not None]


async def close(office: Desk, outcome: Any, now: datetime) -> list[Act]:
    """Let the round's time be over and its poll end so; what follows."""
    await closings.close_due(office, now=now)
    [act] = await due_acts(office, now)
    assert act.kind == "close"
    await followups.record(office, act, outcome, now=now)
    return await due_acts(office, now)


def vote(voter: int, choice: int, poll: str = "p1", *, is_person: bool = True) -> PollAnswer:
    return PollAnswer(poll, voter, is_person, choice)


async def by_button(
    office: Desk, key: str, user: int, chat: int, message: int, choice: int, *, now: datetime
) -> Any:
    """What one tap tells."""
    [told] = await answers.by_buttons(office, [Tap(key, user, chat, message, choice, now)])
    return told


async def standing(office: Desk) -> list[tuple[Any, ...]]:
    return await rows(office, "SELECT state, answered, answered_right FROM rounds ORDER BY id")


async def open_mode(office: Desk, mode: QuizMode) -> None:
    await settings.set_quiz_mode(office, CHAT, mode)


async def listed(office: Desk) -> list[dict[str, Any]]:
    async with office.database.reading() as unit:
        return await scores.listed(unit, office.bot)
