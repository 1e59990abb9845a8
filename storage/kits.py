"""Queries for /script: what a group or an office's groups heard last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from content.words import Kind
from storage.database import Unit
from storage.models import DeliveryState, GroupId
from storage.tables import deliveries, pushes


async def newest_tip(unit: Unit, groups: Collection[GroupId], *, since: datetime) -> str | None:
    """The tip that reached any of these groups last, since then, unless somebody merely asked for it."""
    query = (
        select(pushes.c.item)
        .join(deliveries, deliveries.c.push_id == pushes.c.id)
        .where(pushes.c.kind == Kind.TIP, deliveries.c.group_id.in_(groups), deliveries.c.counted)
        .where(deliveries.c.state == DeliveryState.SENT, deliveries.c.due_at >= since)
        .order_by(deliveries.c.due_at.desc(), pushes.c.id.desc())
    )
    found: str | None = (await unit.execute(query.limit(1))).scalar()
    return found
