"""Queries about how much a group gets: what counts against its measure, and what it asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, func, select

from content.words import Kind
from storage.database import Unit
from storage.models import DeliveryState, GroupId
from storage.tables import deliveries, pushes

ALERT = 0  # core.ports.Priority.ALERT: nobody asked for an alert
COUNTED = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)


async def due_between(
    unit: Unit, ids: Collection[GroupId], first: datetime, end: datetime
) -> dict[GroupId, list[datetime]]:
    """When each group's counted deliveries of that span are or were due."""
    found: dict[GroupId, list[datetime]] = {group: [] for group in ids}
    # Said so that SQLite looks by group and day: by state it would read nearly everything ever sent.
    counts = case((deliveries.c.state.in_(COUNTED), 1), else_=0) == 1
    query = select(deliveries.c.group_id, deliveries.c.due_at).where(
        deliveries.c.group_id.in_(ids),
        deliveries.c.due_at >= first,
        deliveries.c.due_at < end,
        deliveries.c.counted,
        counts,
    )
    for row in await unit.execute(query):
        found[GroupId(row.group_id)].append(row.due_at)
    return found


async def last_asked(unit: Unit, group: GroupId) -> datetime | None:
    """When the group last got something because it asked."""
    query = (
        select(func.max(deliveries.c.due_at))
        .where(deliveries.c.group_id == group, deliveries.c.counted.is_(False))
        .where(deliveries.c.priority > ALERT)
    )
    found: datetime | None = (await unit.execute(query)).scalar()
    return found


async def asked_quizzes(unit: Unit, group: GroupId, *, since: datetime) -> int:
    """How many quizzes the group got since then because it asked."""
    query = (
        select(func.count())
        .select_from(deliveries)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .where(deliveries.c.group_id == group, deliveries.c.counted.is_(False))
        .where(pushes.c.kind == Kind.QUIZ, pushes.c.created_at >= since)
        .where(deliveries.c.state.in_(COUNTED))
    )
    return int((await unit.execute(query)).scalar_one())
