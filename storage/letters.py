"""Queries about letters: what came back from each group."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from content.words import Kind
from storage.database import Unit
from storage.models import DeliveryState, Push, PushId
from storage.pushes import _push as as_push
from storage.tables import deliveries, groups, pushes

_ARRIVED = (DeliveryState.SENT, DeliveryState.UNKNOWN)


@dataclass(frozen=True)
class Return:
    """What came back from one group: taps on 回执 and on 我承诺."""

    title: str
    receipts: int
    promises: int


async def newest(unit: Unit, bot: int, regions: Collection[str] | None) -> Push | None:
    """The letter that went last to any group in those regions; None: everywhere."""
    query = (
        select(pushes)
        .join(deliveries, deliveries.c.push_id == pushes.c.id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(pushes.c.bot == bot, pushes.c.kind == Kind.LETTER)
    )
    if regions is not None:
        query = query.where(groups.c.region.in_(regions))
    row = (await unit.execute(query.order_by(pushes.c.id.desc()).limit(1))).first()
    return as_push(row) if row else None


async def returns(unit: Unit, push: PushId, regions: Collection[str] | None) -> list[Return]:
    """By group, in the order of their names: nobody is ranked."""
    query = (
        select(groups.c.title, deliveries.c.receipts, deliveries.c.promises)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(deliveries.c.push_id == push, deliveries.c.state.in_(_ARRIVED))
    )
    if regions is not None:
        query = query.where(groups.c.region.in_(regions))
    rows = await unit.execute(query.order_by(groups.c.title, groups.c.id))
    return [Return(row.title, row.receipts, row.promises) for row in rows]
