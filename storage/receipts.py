"""Queries about receipts: who, as a hash, tapped 我已看 on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, cast, literal, select, update

from content.words import Kind, Script
from storage.database import Unit, insert_once
from storage.models import DeliveryId, DeliveryState, GroupId, PushId
from storage.tables import deliveries, groups, push_texts, pushes, receipts


@dataclass(frozen=True)
class Tapped:
    """The delivery under whose message a button was pressed."""

    delivery: DeliveryId
    push: PushId
    group: GroupId


async def by_key(unit: Unit, bot: int, key: str) -> Tapped | None:
    query = (
        select(deliveries.c.id, deliveries.c.push_id, deliveries.c.group_id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(groups.c.bot == bot, deliveries.c.key == key)
    )
    row = (await unit.execute(query)).first()
    return Tapped(DeliveryId(row.id), PushId(row.push_id), GroupId(row.group_id)) if row else None


async def prove_arrival(unit: Unit, delivery: DeliveryId, message: int, *, now: datetime) -> None:
    """Somebody pressed its button, so it did arrive."""
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery)
        .where(deliveries.c.state.in_([DeliveryState.UNKNOWN, DeliveryState.SENDING]))
        .values(state=DeliveryState.SENT, message=message, reason=None, ended_at=now)
    )


async def add_once(unit: Unit, delivery: DeliveryId, person: str, *, now: datetime) -> tuple[int, bool]:
    """The person's place in line, the same on every repeat, and whether it is new."""
    mine = (receipts.c.delivery_id == delivery) & (receipts.c.person == person)
    values = {"delivery_id": delivery, "person": person, "place": 0, "at": now}
    # The unique key says who is new: had we looked first, two taps of one person would both find nothing.
    once = insert_once(unit, receipts).values(values).on_conflict_do_nothing().returning(receipts.c.id)
    new = (await unit.execute(once)).scalar()
    if new is None:
        return (await unit.execute(select(receipts.c.place).where(mine))).scalar_one(), False
    count = (
        update(deliveries)
        .where(deliveries.c.id == delivery)
        .values(receipts=deliveries.c.receipts + 1)
        .returning(deliveries.c.receipts)
    )
    place = (await unit.execute(count)).scalar_one()
    await unit.execute(update(receipts).where(receipts.c.id == new).values(place=place))
    return place, True


async def forget(unit: Unit, person: str) -> int:
    """Cut the person's link to every receipt; the counts stay. Returns how many there were."""
    cut = await unit.execute(
        update(receipts)
        .where(receipts.c.person == person)
        # Each row still needs a name of its own; this one leads back to nobody.
        .values(person=literal("forgotten:").concat(cast(receipts.c.id, String)))
    )
    return int(cut.rowcount)


@dataclass(frozen=True)
class Stale:
    """A message whose button shows an old number."""

    delivery: DeliveryId
    chat: int
    message: int
    key: str
    script: Script
    share: str
    receipts: int


async def outdated(unit: Unit, bot: int, *, now: datetime, limit: int) -> list[Stale]:
    """Messages of the last two days whose number changed and was not renewed for ten minutes."""
    from_then = now - timedelta(days=2)
    query = (
        select(deliveries, groups.c.chat, groups.c.script, push_texts.c.share)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .join(push_texts, push_texts.c.push_id == pushes.c.id)
        .where(push_texts.c.script == groups.c.script, pushes.c.kind != Kind.QUIZ)
        .where(groups.c.bot == bot, deliveries.c.state == DeliveryState.SENT, deliveries.c.due_at > from_then)
        .where(deliveries.c.receipts > deliveries.c.receipts_shown, deliveries.c.message.is_not(None))
        .where((deliveries.c.shown_at.is_(None)) | (deliveries.c.shown_at < now - timedelta(minutes=10)))
        .limit(limit)
    )
    return [
        Stale(
            delivery=DeliveryId(row.id),
            chat=row.chat,
            message=row.message,
            key=row.key,
            script=Script(row.script),
            share=row.share,
            receipts=row.receipts,
        )
        for row in await unit.execute(query)
    ]


async def shown(unit: Unit, delivery: DeliveryId, number: int, *, now: datetime) -> None:
    await unit.execute(
        update(deliveries).where(deliveries.c.id == delivery).values(receipts_shown=number, shown_at=now)
    )
