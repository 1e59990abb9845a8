"""Queries about plays: questions answered in private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from storage.database import Unit, insert_once
from storage.tables import plays


@dataclass(frozen=True)
class Played:
    """How many questions, and how many of them right."""

    answered: int
    right: int


async def add_once(
    unit: Unit, bot: int, person: str, message: int, item: str, choice: int, correct: bool, *, now: datetime
) -> tuple[int, bool]:
    """What the person chose under that message, the first time, and whether it was right."""
    values = {
        "bot": bot,
        "person": person,
        "message": message,
        "item": item,
        "choice": choice,
        "correct": correct,
        "at": now,
    }
    await unit.execute(insert_once(unit, plays).values(values).on_conflict_do_nothing())
    mine = (plays.c.bot == bot) & (plays.c.person == person) & (plays.c.message == message)
    row = (await unit.execute(select(plays.c.choice, plays.c.correct).where(mine))).one()
    return row.choice, row.correct


async def of_person(unit: Unit, bot: int, person: str) -> dict[str, datetime]:
    """When the person last played each question."""
    query = select(plays.c.item, func.max(plays.c.at).label("last"))
    query = query.where(plays.c.bot == bot, plays.c.person == person).group_by(plays.c.item)
    return {row.item: row.last for row in await unit.execute(query)}


async def counted(
    unit: Unit, bot: int, person: str | None, *, since: datetime, until: datetime | None = None
) -> Played:
    """How many were played since then, by that person or by all."""
    right = func.coalesce(func.sum(case((plays.c.correct, 1), else_=0)), 0)
    query = select(func.count().label("answered"), right.label("right")).where(
        plays.c.bot == bot, plays.c.at >= since
    )
    if person is not None:
        query = query.where(plays.c.person == person)
    if until is not None:
        query = query.where(plays.c.at < until)
    row = (await unit.execute(query)).one()
    return Played(int(row.answered), int(row.right))
