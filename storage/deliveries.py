"""Queries about deliveries: the queue, the claim, the outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, or_, select, update

from storage import posters
from storage import pushes as push_rows
from storage.database import Unit
from storage.models import DeliveryId, DeliveryState, GroupId, GroupState, Job, Push, PushId
from storage.tables import deliveries, groups, media, push_posters, pushes

# A refusal that Telegram's known list does not hold keeps its words behind this mark.
UNEXPLAINED = "other: "


# What a place in the queue tells; the rest is read when it is claimed.
_QUEUED = (
    deliveries.c.id,
    deliveries.c.push_id,
    deliveries.c.group_id,
    deliveries.c.priority,
    deliveries.c.due_at,
    deliveries.c.counted,
)


@dataclass(frozen=True)
class NewDelivery:
    """A row to be; `counted` against the group's daily and weekly limit unless it was asked for."""

    group: GroupId
    key: str
    due_at: datetime
    not_after: datetime
    counted: bool = True
    moved: bool = False
    expired_for: str | None = None
    reply_to: int | None = None


async def add(unit: Unit, push: PushId, priority: int, new: Iterable[NewDelivery], *, now: datetime) -> None:
    rows = [
        {
            "push_id": push,
            "group_id": one.group,
            "state": DeliveryState.EXPIRED if one.expired_for else DeliveryState.PENDING,
            "reason": one.expired_for,
            "ended_at": now if one.expired_for else None,
            "priority": priority,
            "counted": one.counted,
            "due_at": one.due_at,
            "not_after": one.not_after,
            "moved": one.moved,
            "reply_to": one.reply_to,
            "key": one.key,
            "receipts": 0,
            "receipts_shown": 0,
        }
        for one in new
    ]
    if rows:
        await unit.execute(insert(deliveries), rows)


async def queued(unit: Unit, bot: int, *, now: datetime, limit: int) -> list[Job]:
    """Pending rows whose time has come, in the order in which they should leave."""
    query = (
        select(*_QUEUED, groups.c.chat)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .outerjoin(push_posters, posters.of_delivery(deliveries.c.push_id))
        .outerjoin(media, media.c.id == push_posters.c.media_id)
        .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.due_at <= now)
        .where(groups.c.bot == bot, groups.c.state == GroupState.ACTIVE, _not_halted())
        .where(_has_its_picture(now), posters.may_leave())
        .order_by(deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)
        .limit(limit)
    )
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
        for row in await unit.execute(query)
    ]


def _has_its_picture(now: datetime) -> ColumnElement[bool]:
    """A picture is uploaded by the first copy alone; the others wait for Telegram's number of it."""
    first = deliveries.alias("first")
    due = (first.c.state == DeliveryState.PENDING) & (first.c.due_at <= now)
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


def _not_halted() -> ColumnElement[bool]:
    return or_(pushes.c.halted.is_(None), pushes.c.halted == "overruled")


async def claim(unit: Unit, delivery: DeliveryId, *, now: datetime) -> bool:
    """Turn a pending delivery into a sending one; False when it was cancelled, expired or claimed before."""
    claimed = await unit.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state == DeliveryState.PENDING)
        .where(deliveries.c.due_at <= now, deliveries.c.not_after > now)
        .where(deliveries.c.push_id.in_(select(pushes.c.id).where(_not_halted())))
        .where(deliveries.c.group_id.in_(select(groups.c.id).where(groups.c.state == GroupState.ACTIVE)))
        .values(state=DeliveryState.SENDING, claimed_at=now)
    )
    return claimed.rowcount == 1


async def end(
    unit: Unit, delivery: DeliveryId, state: DeliveryState, *, now: datetime, **values: Any
) -> None:
    """Record how a claimed delivery ended, with the group's size as it was then."""
    size = (
        select(groups.c.members).where(groups.c.id == deliveries.c.group_id).correlate(deliveries)
    ).scalar_subquery()
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state == DeliveryState.SENDING)
        .values(state=state, ended_at=now, members=size, **values)
    )


async def put_back(unit: Unit, delivery: DeliveryId, *, due_at: datetime) -> None:
    """A delivery that certainly did not leave waits again, until `due_at`."""
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state == DeliveryState.SENDING)
        .values(state=DeliveryState.PENDING, claimed_at=None, due_at=due_at)
    )


async def unclaim(unit: Unit, delivery: DeliveryId, *, claimed_at: datetime) -> bool:
    """Undo that very claim: it is not known to have been committed, and nothing left."""
    undone = await unit.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state == DeliveryState.SENDING)
        .where(deliveries.c.claimed_at == claimed_at)
        .values(state=DeliveryState.PENDING, claimed_at=None)
    )
    return undone.rowcount == 1


def _of(bot: int) -> ColumnElement[bool]:
    return deliveries.c.group_id.in_(select(groups.c.id).where(groups.c.bot == bot))


async def postpone_counted(unit: Unit, bot: int, *, due_at: datetime, now: datetime) -> None:
    """Whatever nobody asked for waits until the opening; what would be stale by then expires there."""
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.due_at <= now, deliveries.c.counted)
        .where(_of(bot))
        .values(due_at=due_at)
    )


async def has_late(unit: Unit, bot: int, *, now: datetime) -> bool:
    """Whether a pending row is past its time."""
    query = select(deliveries.c.id).where(_waiting(), deliveries.c.not_after <= now, _of(bot))
    return (await unit.execute(query.limit(1))).first() is not None


def _waiting() -> ColumnElement[bool]:
    """Said with the value itself, so that the index of those who wait serves."""
    return deliveries.c.state == literal(DeliveryState.PENDING, literal_execute=True)


async def forget_claims(unit: Unit, bot: int, *, now: datetime) -> int:
    """After a crash nobody knows how the claimed ones ended: they become unknown. Returns how many."""
    lost = await unit.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.SENDING, _of(bot))
        .values(state=DeliveryState.UNKNOWN, ended_at=now, reason="restart")
    )
    return int(lost.rowcount)


async def expire(unit: Unit, bot: int, *, now: datetime) -> int:
    """Pending rows past their time end here. Returns how many."""
    gone = await unit.execute(
        update(deliveries)
        .where(_waiting(), deliveries.c.not_after <= now, _of(bot))
        .values(state=DeliveryState.EXPIRED, ended_at=now, reason="too_late")
    )
    return int(gone.rowcount)


async def cancel_pending(unit: Unit, group: GroupId, reason: str, *, now: datetime) -> None:
    """What still waits for a group that stopped is not sent."""
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.group_id == group, deliveries.c.state == DeliveryState.PENDING)
        .values(state=DeliveryState.CANCELLED, ended_at=now, reason=reason)
    )


async def cancel_push(unit: Unit, push: PushId, reason: str, *, now: datetime) -> None:
    """What still waits of a push is not sent."""
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.push_id == push, deliveries.c.state == DeliveryState.PENDING)
        .values(state=DeliveryState.CANCELLED, ended_at=now, reason=reason)
    )


async def cancel_halted(unit: Unit, delivery: DeliveryId, reason: str, *, now: datetime) -> None:
    """What was put back after its push had been called off is not sent either."""
    off = select(pushes.c.id).where(pushes.c.halted == "cancelled")
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery, deliveries.c.state == DeliveryState.PENDING)
        .where(deliveries.c.push_id.in_(off))
        .values(state=DeliveryState.CANCELLED, ended_at=now, reason=reason)
    )


async def expired_for(unit: Unit, bot: int, reason: str, *, since: datetime) -> list[tuple[Push, int]]:
    """Pushes some of whose rows expired for that reason since then, with how many in all."""
    # Said with the value itself, so that the index of the few expired ones serves.
    expired = deliveries.c.state == literal(DeliveryState.EXPIRED, literal_execute=True)
    lately = select(deliveries.c.push_id).where(
        expired, deliveries.c.reason == reason, deliveries.c.ended_at >= since
    )
    query = (
        select(deliveries.c.push_id, func.count())
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .where(pushes.c.bot == bot, deliveries.c.state == DeliveryState.EXPIRED)
        .where(deliveries.c.reason == reason, deliveries.c.push_id.in_(lately))
        .group_by(deliveries.c.push_id)
    )
    rows = (await unit.execute(query)).all()
    found = [(await push_rows.by_id(unit, PushId(push)), number) for push, number in rows]
    return [(push, number) for push, number in found if push is not None]
