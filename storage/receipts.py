"""Queries about receipts: who, as a hash, tapped 我已看 on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, Table, cast, literal, select, update

from content.words import Kind, Script
from storage.database import Unit, insert_once
from storage.models import DeliveryId, DeliveryState, GroupId, PushId
from storage.tables import deliveries, groups, promises, push_texts, pushes, receipts


@dataclass(frozen=True)
class Tapped:
    """The delivery under whose message a button was pressed."""

    delivery: DeliveryId
    push: PushId
    group: GroupId
    letter: bool = False
    promise: bool = False


async def by_key(unit: Unit, bot: int, key: str) -> Tapped | None:
    query = (
        select(deliveries.c.id, deliveries.c.push_id, deliveries.c.group_id, pushes.c.kind, pushes.c.promise)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(groups.c.bot == bot, deliveries.c.key == key)
    )
    row = (await unit.execute(query)).first()
    if row is None:
        return None
    return Tapped(
        delivery=DeliveryId(row.id),
        push=PushId(row.push_id),
        group=GroupId(row.group_id),
        letter=row.kind == Kind.LETTER,
        promise=row.promise,
    )


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
    return await _once(unit, receipts, delivery, person, now=now)


async def promise_once(unit: Unit, delivery: DeliveryId, person: str, *, now: datetime) -> tuple[int, bool]:
    """The same for a promise under a letter."""
    return await _once(unit, promises, delivery, person, now=now)


async def _once(
    unit: Unit, table: Table, delivery: DeliveryId, person: str, *, now: datetime
) -> tuple[int, bool]:
    mine = (table.c.delivery_id == delivery) & (table.c.person == person)
    values = {"delivery_id": delivery, "person": person, "place": 0, "at": now}
    # The unique key says who is new: had we looked first, two taps of one person would both find nothing.
    once = insert_once(unit, table).values(values).on_conflict_do_nothing().returning(table.c.id)
    new = (await unit.execute(once)).scalar()
    if new is None:
        return (await unit.execute(select(table.c.place).where(mine))).scalar_one(), False
    # The delivery counts them in the column that bears the table's name.
    number = deliveries.c[table.name]
    count = update(deliveries).where(deliveries.c.id == delivery).values({table.name: number + 1})
    place = (await unit.execute(count.returning(number))).scalar_one()
    await unit.execute(update(table).where(table.c.id == new).values(place=place))
    return place, True


async def forget(unit: Unit, person: str) -> int:
    """Cut the person's link to every receipt and promise; the counts stay. Returns how many there were."""
    cut = 0
    for table in (receipts, promises):
        forgotten = update(table).where(table.c.person == person)
        # Each row still needs a name of its own; this one leads back to nobody.
        name = literal("forgotten:").concat(cast(table.c.id, String))
        cut += (await unit.execute(forgotten.values(person=name))).rowcount
    return cut


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
    kind: Kind
    promise: bool


async def outdated(unit: Unit, bot: int, *, now: datetime, limit: int) -> list[Stale]:
    """Messages of the last two days whose number changed and was not renewed for ten minutes."""
    from_then = now - timedelta(days=2)
    query = (
        select(
            deliveries, groups.c.chat, groups.c.script, push_texts.c.share, pushes.c.kind, pushes.c.promise
        )
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
            kind=Kind(row.kind),
            promise=row.promise,
        )
        for row in await unit.execute(query)
    ]


async def shown(unit: Unit, delivery: DeliveryId, number: int, *, now: datetime) -> None:
    await unit.execute(
        update(deliveries).where(deliveries.c.id == delivery).values(receipts_shown=number, shown_at=now)
    )
