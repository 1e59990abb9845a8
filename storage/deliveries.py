"""Queries about deliveries: the queue, the claim, the outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Update,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from storage import alert_life
from storage import pushes as push_rows
from storage.columns import Moment
from storage.database import Unit
from storage.models import DeliveryId, DeliveryState, GroupId, GroupState, Push, PushId
from storage.tables import deliveries, groups, pushes

# A refusal that Telegram's known list does not hold keeps its words behind this mark.
UNEXPLAINED = "other: "


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


# What runs for each copy that leaves, and before each look at the queue, is put together once: SQLAlchemy
# takes longer to build a statement than SQLite to run it, and an alert's first copy waits for all of them.
_DELIVERY: BindParameter[int] = bindparam("delivery")
_NOW = bindparam("now", type_=Moment)


def not_halted() -> ColumnElement[bool]:
    """Its push was not held back, or was let go again."""
    return or_(pushes.c.halted.is_(None), pushes.c.halted == "overruled")


_IS_ACTIVE = groups.c.state == GroupState.ACTIVE
_CLAIM = (
    update(deliveries)
    .where(deliveries.c.id == _DELIVERY, deliveries.c.state == DeliveryState.PENDING)
    .where(deliveries.c.due_at <= _NOW, deliveries.c.not_after > _NOW)
    # Asked for this one row: a list of all that go out and of all groups would be made for every copy.
    .where(select(pushes.c.id).where(pushes.c.id == deliveries.c.push_id, not_halted()).exists())
    .where(select(groups.c.id).where(groups.c.id == deliveries.c.group_id, _IS_ACTIVE).exists())
    .where(alert_life.has_its_groups_ear())
    .values(
        state=DeliveryState.SENDING,
        claimed_at=_NOW,
        topic=select(groups.c.topic).where(groups.c.id == deliveries.c.group_id).scalar_subquery(),
    )
)


@cache
def _ending(*more: str) -> Update:
    """Ends a claimed delivery; `more`: which columns are set beside its end."""
    size = select(groups.c.members).where(groups.c.id == deliveries.c.group_id).correlate(deliveries)
    mine = deliveries.c.id == _DELIVERY, deliveries.c.state == DeliveryState.SENDING
    ends = {"state": bindparam("ended_as"), "ended_at": _NOW, "members": size.scalar_subquery()}
    return update(deliveries).where(*mine).values(**ends, **{name: bindparam(f"its_{name}") for name in more})


async def claim(unit: Unit, delivery: DeliveryId, *, now: datetime, hold: timedelta = timedelta()) -> bool:
    """Turn a pending delivery into a sending one; False when it was cancelled, expired or claimed before.

    Nor while an alert that came within `hold` has the group's ear, unless somebody asked for this one.
    """
    claimed = await unit.execute(_CLAIM, {"delivery": delivery, "now": now, "since": now - hold})
    return claimed.rowcount == 1


async def end(
    unit: Unit, delivery: DeliveryId, state: DeliveryState, *, now: datetime, **values: Any
) -> None:
    """Record how a claimed delivery ended, with the group's size as it was then."""
    more = {f"its_{name}": value for name, value in values.items()}
    await unit.execute(_ending(*values), {"delivery": delivery, "ended_as": state, "now": now, **more})


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


def of_bot(bot: int) -> ColumnElement[bool]:
    """Its group is that bot's."""
    return deliveries.c.group_id.in_(select(groups.c.id).where(groups.c.bot == bot))


async def forget_claims(unit: Unit, bot: int, *, now: datetime) -> int:
    """After a crash nobody knows how the claimed ones ended: they become unknown. Returns how many."""
    lost = await unit.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.SENDING, of_bot(bot))
        .values(state=DeliveryState.UNKNOWN, ended_at=now, reason="restart")
    )
    return int(lost.rowcount)


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
