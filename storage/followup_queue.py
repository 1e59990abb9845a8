"""The queue of followups: what should be done next, its claim, and how it ended or waits again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update

from storage.columns import Moment
from storage.database import Unit
from storage.followups import call_off_rivals, of_bot
from storage.models import (
    DeliveryId,
    DeliveryState,
    FollowupId,
    FollowupKind,
    FollowupState,
    GroupId,
    Job,
    PushId,
)
from storage.tables import deliveries, followups, groups

# What a place in the queue tells; its words are read when it is claimed.
_QUEUED = (followups.c.id, followups.c.delivery_id, followups.c.priority, followups.c.due_at)
_other = followups.alias("other")
# Something is being done to that message: one after the other, or the older could come last.
_BUSY = exists().where(_other.c.delivery_id == followups.c.delivery_id, _other.c.state == FollowupState.DOING)


async def queued(unit: Unit, bot: int, *, now: datetime, limit: int) -> list[Job]:
    """Pending rows whose time has come and whose message is there, in the order in which to leave."""
    return [
        Job(
            delivery=DeliveryId(row.delivery_id),
            push=PushId(row.push_id),
            group=GroupId(row.group_id),
            chat=row.chat,
            priority=row.priority,
            due_at=row.due_at,
            followup=FollowupId(row.id),
        )
        for row in await unit.execute(_QUEUE, {"of_bot": bot, "now": now, "most": limit})
    ]


def _has_its_message() -> ColumnElement[bool]:
    """A reply needs none, but not while the message is still on its way."""
    settled = deliveries.c.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN])
    return and_(settled, or_(followups.c.kind == FollowupKind.REPLY, deliveries.c.message.is_not(None)))


# Put together once, as in storage/deliveries.py.
_NOW = bindparam("now", type_=Moment)
_QUEUE = (
    select(*_QUEUED, deliveries.c.push_id, deliveries.c.group_id, groups.c.chat)
    .join(deliveries, deliveries.c.id == followups.c.delivery_id)
    .join(groups, groups.c.id == deliveries.c.group_id)
    .where(followups.c.state == FollowupState.PENDING, followups.c.due_at <= _NOW)
    .where(followups.c.not_after > _NOW, groups.c.bot == bindparam("of_bot"), _has_its_message(), ~_BUSY)
    .order_by(followups.c.priority, followups.c.due_at, followups.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    update(followups)
    .where(followups.c.id == bindparam("followup"), followups.c.state == FollowupState.PENDING)
    .where(followups.c.due_at <= _NOW, followups.c.not_after > _NOW, ~_BUSY)
    .values(state=FollowupState.DOING, claimed_at=_NOW)
)


async def claim(unit: Unit, followup: FollowupId, *, now: datetime) -> bool:
    """Turn a pending followup into a doing one; False when it was called off, is late, or must wait."""
    return (await unit.execute(_CLAIM, {"followup": followup, "now": now})).rowcount == 1


async def end(
    unit: Unit, followup: FollowupId, state: FollowupState, *, now: datetime, **values: Any
) -> None:
    """Record how a claimed followup ended."""
    await unit.execute(
        update(followups)
        .where(followups.c.id == followup, followups.c.state == FollowupState.DOING)
        .values(state=state, ended_at=now, **values)
    )


async def put_back(
    unit: Unit, followup: FollowupId, *, due_at: datetime, now: datetime, tries: int = 0
) -> None:
    """A followup that did not happen, or may be done again, waits until `due_at`; unless it was overtaken."""
    mine = followups.c.id == followup
    await unit.execute(
        update(followups)
        .where(mine, followups.c.state == FollowupState.DOING)
        .values(state=FollowupState.PENDING, claimed_at=None, due_at=due_at, tries=followups.c.tries + tries)
    )
    await call_off_rivals(unit, mine, now=now)


async def unclaim(unit: Unit, followup: FollowupId, *, claimed_at: datetime) -> bool:
    """Undo that very claim: it is not known to have been committed, and nothing left."""
    undone = await unit.execute(
        update(followups)
        .where(followups.c.id == followup, followups.c.state == FollowupState.DOING)
        .where(followups.c.claimed_at == claimed_at)
        .values(state=FollowupState.PENDING, claimed_at=None)
    )
    return undone.rowcount == 1


async def forget_claims(unit: Unit, bot: int, *, now: datetime) -> int:
    """After a crash: what may be done twice waits again, a claimed reply is unknown. Returns how many."""
    claimed = and_(followups.c.state == FollowupState.DOING, of_bot(bot))
    is_reply = followups.c.kind == FollowupKind.REPLY
    lost = await unit.execute(
        update(followups)
        .where(claimed, is_reply)
        .values(state=FollowupState.UNKNOWN, ended_at=now, reason="restart")
    )
    await unit.execute(
        update(followups).where(claimed, ~is_reply).values(state=FollowupState.PENDING, claimed_at=None)
    )
    await call_off_rivals(unit, of_bot(bot), now=now)
    return int(lost.rowcount)


async def has_late(unit: Unit, bot: int, *, now: datetime) -> bool:
    """Whether a pending row is past its time."""
    late = (followups.c.state == FollowupState.PENDING) & (followups.c.not_after <= now)
    return (await unit.execute(select(followups.c.id).where(late, of_bot(bot)).limit(1))).first() is not None


async def expire(unit: Unit, bot: int, *, now: datetime) -> None:
    """Pending rows past their time end here."""
    late = (followups.c.state == FollowupState.PENDING) & (followups.c.not_after <= now)
    ended = {"state": FollowupState.EXPIRED, "ended_at": now, "reason": "too_late"}
    await unit.execute(update(followups).where(late, of_bot(bot)).values(**ended))
