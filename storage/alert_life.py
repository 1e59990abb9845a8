"""Queries about alerts that are out: their pushes, their copies, who is still to get one."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from storage.database import Unit
from storage.models import DeliveryState, GroupId, PushId
from storage.tables import deliveries, media, pushes


async def pushes_of(unit: Unit, push: PushId) -> list[PushId]:
    """The alert's own push and those that said it once more."""
    query = select(pushes.c.id).where(or_(pushes.c.id == push, pushes.c.resends == push))
    return [PushId(found) for found in (await unit.execute(query.order_by(pushes.c.id))).scalars()]


async def groups_of(unit: Unit, push: PushId) -> set[GroupId]:
    """The groups that it was meant for."""
    query = select(deliveries.c.group_id).where(deliveries.c.push_id == push)
    return {GroupId(found) for found in (await unit.execute(query)).scalars()}


async def messages_of(unit: Unit, push: PushId) -> dict[GroupId, int]:
    """The newest copy that each group is known to have."""
    mine = await pushes_of(unit, push)
    query = select(deliveries.c.group_id, deliveries.c.message).where(deliveries.c.push_id.in_(mine))
    query = query.where(deliveries.c.state == DeliveryState.SENT, deliveries.c.message.is_not(None))
    rows = await unit.execute(query.order_by(deliveries.c.id))
    return {GroupId(row.group_id): row.message for row in rows}


async def learn_file_id(unit: Unit, picture: int, file_id: str) -> None:
    """Telegram's number for a picture that was uploaded."""
    await unit.execute(update(media).where(media.c.id == picture).values(file_id=file_id))
