"""Queries about errands: what is owed to a chat, who takes it on, and what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update

from storage.database import Unit, insert_once
from storage.models import GroupId
from storage.tables import errands


@dataclass(frozen=True, kw_only=True)
class Errand:
    """Something to be said or done in a chat, for a group where it is about one."""

    id: int
    chat: int
    kind: str
    group: GroupId | None
    topic: int | None
    created_at: datetime
    claimed_at: datetime | None


async def add_once(
    unit: Unit,
    bot: int,
    chat: int,
    kind: str,
    *,
    group: GroupId | None,
    topic: int | None,
    due_at: datetime,
    claimed_at: datetime | None = None,
    now: datetime,
) -> None:
    """Owe it, unless it is owed already; `claimed_at`: somebody has it in hand from the beginning."""
    values = {
        "bot": bot,
        "chat": chat,
        "kind": kind,
        "group_id": group,
        "topic": topic,
        "due_at": due_at,
        "claimed_at": claimed_at,
        "created_at": now,
    }
    await unit.execute(insert_once(unit, errands).values(values).on_conflict_do_nothing())


async def free(unit: Unit, bot: int, chat: int, *, lapsed: datetime) -> list[Errand]:
    """What is owed to that chat and nobody has taken on since `lapsed`, the oldest first."""
    query = select(errands).where(errands.c.bot == bot, errands.c.chat == chat, _free(lapsed))
    return [
        Errand(
            id=row.id,
            chat=row.chat,
            kind=row.kind,
            group=None if row.group_id is None else GroupId(row.group_id),
            topic=row.topic,
            created_at=row.created_at,
            claimed_at=row.claimed_at,
        )
        for row in await unit.execute(query.order_by(errands.c.id))
    ]


async def due(unit: Unit, bot: int, *, lapsed: datetime, now: datetime, limit: int) -> list[int]:
    """Chats to which something is owed that is due and that nobody has taken on since `lapsed`."""
    query = select(errands.c.chat).where(errands.c.bot == bot, errands.c.due_at <= now, _free(lapsed))
    rows = await unit.execute(query.order_by(errands.c.due_at, errands.c.id).limit(limit))
    return list(dict.fromkeys(rows.scalars()))


async def claim(unit: Unit, errand: int, *, lapsed: datetime, now: datetime) -> bool:
    """Take it on; False when somebody has, or when it is done."""
    claimed = update(errands).where(errands.c.id == errand, _free(lapsed)).values(claimed_at=now)
    return (await unit.execute(claimed)).rowcount == 1


async def put_back(unit: Unit, errand: int, *, due_at: datetime) -> None:
    """It could not be done now."""
    await unit.execute(update(errands).where(errands.c.id == errand).values(claimed_at=None, due_at=due_at))


async def drop(unit: Unit, errand: int) -> None:
    """Done, or not worth doing any more."""
    await unit.execute(delete(errands).where(errands.c.id == errand))


async def forget(unit: Unit, bot: int, chat: int, kind: str) -> None:
    """It is no longer wanted."""
    await unit.execute(
        delete(errands).where(errands.c.bot == bot, errands.c.chat == chat, errands.c.kind == kind)
    )


async def recover(unit: Unit, bot: int, *, once: str, now: datetime) -> None:
    """After a restart all is due. What of kind `once` was taken on may have been done, so it is dropped."""
    mine = errands.c.bot == bot
    taken = errands.c.claimed_at.is_not(None)
    await unit.execute(delete(errands).where(mine, taken, errands.c.kind == once))
    await unit.execute(update(errands).where(mine).values(claimed_at=None, due_at=now))


def _free(lapsed: datetime) -> ColumnElement[bool]:
    return or_(errands.c.claimed_at.is_(None), errands.c.claimed_at < lapsed)
