"""The queue of deliveries: what should leave next, what has to wait, and what is too late by now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, literal, or_, select, update

from storage import posters
from storage.columns import Moment
from storage.database import Unit
from storage.deliveries import not_halted, of_bot
from storage.models import DeliveryId, DeliveryState, GroupId, GroupState, Job, PushId
from storage.tables import deliveries, groups, media, push_posters, pushes

# What a place in the queue tells; the rest is read when it is claimed.
_QUEUED = (
    deliveries.c.id,
    deliveries.c.push_id,
    deliveries.c.group_id,
    deliveries.c.priority,
    deliveries.c.due_at,
    deliveries.c.counted,
)
# Put together once, as in storage/deliveries.py.
_BOT: BindParameter[int] = bindparam("of_bot")
_MOST: BindParameter[int] = bindparam("most")
_NOW = bindparam("now", type_=Moment)


async def queued(unit: Unit, bot: int, *, now: datetime, limit: int) -> list[Job]:
    """Pending rows whose time has come, in the order in which they should leave."""
    return [
        Job(
            delivery=DeliveryId(row.id),
            push=PushId(row.push_id),
            group=GroupId(row.group_id),
            chat=row.chat,
            priority=row.priority,
            due_at=row.due_at,
            counted=row.counted,
        )
        for row in await unit.execute(_QUEUE, {"of_bot": bot, "now": now, "most": limit})
    ]


def _has_its_picture() -> ColumnElement[bool]:
    """A picture is uploaded by the first copy alone; the others wait for Telegram's number of it."""
    first = deliveries.alias("first")
    due = (first.c.state == DeliveryState.PENDING) & (first.c.due_at <= _NOW)
    out = first.c.state == DeliveryState.SENDING
    pictured = first.c.push_id.in_(select(pushes.c.id).where(pushes.c.media_id.is_not(None)))
    # Found once for all rows: asked for each, ten thousand copies would be counted ten thousand times.
    uploads = select(func.min(first.c.id)).where(pictured, due | out).group_by(first.c.push_id)
    photos = media.alias("photos")
    known = select(photos.c.id).where(photos.c.id == pushes.c.media_id, photos.c.file_id.is_not(None))
    return or_(
        pushes.c.media_id.is_(None),
        known.correlate(pushes).exists(),
        deliveries.c.id.in_(uploads.correlate(None)),
    )


_QUEUE = (
    select(*_QUEUED, groups.c.chat)
    .join(groups, groups.c.id == deliveries.c.group_id)
    .join(pushes, pushes.c.id == deliveries.c.push_id)
    .outerjoin(push_posters, posters.of_delivery(deliveries.c.push_id))
    .outerjoin(media, media.c.id == push_posters.c.media_id)
    .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.due_at <= _NOW)
    .where(groups.c.bot == _BOT, groups.c.state == GroupState.ACTIVE, not_halted())
    .where(_has_its_picture(), posters.may_leave())
    .order_by(deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)
    .limit(_MOST)
)


async def postpone_counted(unit: Unit, bot: int, *, due_at: datetime, now: datetime) -> None:
    """Whatever nobody asked for waits until the opening; what would be stale by then expires there."""
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.due_at <= now, deliveries.c.counted)
        .where(of_bot(bot))
        .values(due_at=due_at)
    )


async def has_late(unit: Unit, bot: int, *, now: datetime) -> bool:
    """Whether a pending row is past its time."""
    return (await unit.execute(_LATE, {"of_bot": bot, "now": now})).first() is not None


def _waiting() -> ColumnElement[bool]:
    """Said with the value itself, so that the index of those who wait serves."""
    return deliveries.c.state == literal(DeliveryState.PENDING, literal_execute=True)


_LATE = (
    select(deliveries.c.id)
    .where(_waiting(), deliveries.c.not_after <= _NOW)
    .where(deliveries.c.group_id.in_(select(groups.c.id).where(groups.c.bot == _BOT)))
    .limit(1)
)


async def expire(unit: Unit, bot: int, *, now: datetime) -> int:
    """Pending rows past their time end here. Returns how many."""
    gone = await unit.execute(
        update(deliveries)
        .where(_waiting(), deliveries.c.not_after <= now, of_bot(bot))
        .values(state=DeliveryState.EXPIRED, ended_at=now, reason="too_late")
    )
    return int(gone.rowcount)
