"""Queries about what a restored database still wanted to send when its backup was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, func, select, update

from storage.database import Unit
from storage.models import DeliveryState, FollowupKind, FollowupState, GroupState
from storage.tables import deliveries, followups, groups, marks, pushes, slots


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A push whose time came: to how many groups it can still go, and for how many it is too late."""

    title: str
    code: str
    groups: int
    late: int


async def last_push(unit: Unit) -> int:
    """The number of the newest push; 0 where there is none."""
    return (await unit.execute(select(func.max(pushes.c.id)))).scalar() or 0


async def waiting(unit: Unit, bot: int, *, up_to: int, now: datetime) -> list[Waiting]:
    """The pushes up to that number with pending deliveries that are due, oldest first."""
    late = func.sum(case((deliveries.c.not_after <= now, 1), else_=0))
    query = (
        select(pushes.c.title, pushes.c.code, func.count().label("number"), late.label("late"))
        .join(deliveries, deliveries.c.push_id == pushes.c.id)
        .where(pushes.c.bot == bot, pushes.c.id <= up_to, pushes.c.halted.is_distinct_from("cancelled"))
        .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.due_at <= now)
        .group_by(pushes.c.id, pushes.c.title, pushes.c.code)
        .order_by(pushes.c.id)
    )
    return [
        Waiting(title=row.title, code=row.code, groups=row.number - row.late, late=row.late)
        for row in await unit.execute(query)
    ]


async def cancel(unit: Unit, bot: int, reason: str, *, up_to: int, now: datetime) -> int:
    """Those deliveries are not sent any more. Returns how many."""
    mine = select(pushes.c.id).where(pushes.c.bot == bot, pushes.c.id <= up_to)
    ended = await unit.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.due_at <= now)
        .where(deliveries.c.push_id.in_(mine))
        .values(state=DeliveryState.CANCELLED, ended_at=now, reason=reason)
    )
    # What only answers a message would be said out of season; marks and the like stay true.
    answers = followups.c.delivery_id.in_(select(deliveries.c.id).where(deliveries.c.push_id.in_(mine)))
    await unit.execute(
        update(followups)
        .where(followups.c.state == FollowupState.PENDING, followups.c.kind == FollowupKind.REPLY, answers)
        .where(followups.c.due_at <= now)
        .values(state=FollowupState.CANCELLED, ended_at=now, reason=reason)
    )
    return int(ended.rowcount)


async def slots_due(unit: Unit, bot: int, *, now: datetime) -> int:
    """How many active groups have a slot that fell and was not looked at."""
    query = (
        select(func.count(slots.c.group_id.distinct()))
        .join(groups, groups.c.id == slots.c.group_id)
        .where(groups.c.bot == bot, groups.c.state == GroupState.ACTIVE, slots.c.next_at <= now)
    )
    return int((await unit.execute(query)).scalar_one())


async def drop_mark(unit: Unit, bot: int, name: str, value: str) -> bool:
    """Take a mark away where it still says that; False where it does not."""
    mine = (marks.c.bot == bot) & (marks.c.name == name) & (marks.c.value == value)
    return (await unit.execute(delete(marks).where(mine))).rowcount == 1


async def marked(unit: Unit, name: str) -> set[int]:
    """The bots that have that mark."""
    return set((await unit.execute(select(marks.c.bot).where(marks.c.name == name))).scalars())
