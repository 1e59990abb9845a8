"""In which chat a message stands: an upgraded group has another, where numbers begin again at 1."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, update

from storage.database import Unit
from storage.models import DeliveryId, DeliveryState, GroupId
from storage.tables import deliveries, groups


def stands_here() -> ColumnElement[bool]:
    """The delivery's message stands in the chat that its group lives in now; both tables must be joined."""
    return or_(deliveries.c.message_chat.is_(None), deliveries.c.message_chat == groups.c.chat)


async def left_behind(unit: Unit, group: GroupId, chat: int) -> None:
    """The group leaves that chat: its messages stay there, and nothing in the next answers any of them."""
    mine = deliveries.c.group_id == group
    await unit.execute(
        update(deliveries)
        .where(mine, deliveries.c.message_chat.is_(None), deliveries.c.message.is_not(None))
        .values(message_chat=chat)
    )
    unsent = deliveries.c.state.in_([DeliveryState.PENDING, DeliveryState.SENDING])
    await unit.execute(
        update(deliveries).where(mine, unsent, deliveries.c.reply_to.is_not(None)).values(reply_to=None)
    )


async def to_topic_of_now(unit: Unit, delivery: DeliveryId) -> bool:
    """What answers its message goes to the topic that its group chose since; False where there is none."""
    wanted = select(groups.c.topic).where(groups.c.id == deliveries.c.group_id).scalar_subquery()
    moved = await unit.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.topic.is_distinct_from(wanted))
        .values(topic=wanted)
    )
    return moved.rowcount == 1
