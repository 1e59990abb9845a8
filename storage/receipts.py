"""Queries about receipts: who, as a hash, tapped 我已看 on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, bindparam, cast, insert, literal, select, update

from content.words import Kind, Script
from storage.database import Unit, held
from storage.models import DeliveryId, DeliveryState, FollowupKind, GroupId, PushId
from storage.tables import deliveries, followups, groups, push_texts, pushes, receipts


@dataclass(frozen=True)
class Tapped:
    """The delivery under whose message a button was pressed."""

    delivery: DeliveryId
    push: PushId
    group: GroupId
    promise: bool = False


async def by_key(unit: Unit, bot: int, key: str) -> Tapped | None:
    query = (
        select(deliveries.c.id, deliveries.c.push_id, deliveries.c.group_id, pushes.c.promise)
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


@dataclass(frozen=True)
class Tappable:
    """A delivery under whose message a button was pressed, as it stands now."""

    delivery: DeliveryId
    group: GroupId
    chat: int
    state: DeliveryState
    receipts: int
    letter: bool = False


async def tappable(unit: Unit, bot: int, keys: Collection[str]) -> dict[str, Tappable]:
    """The deliveries of those keys, kept from other writers so that places in line have no gaps."""
    query = (
        select(
            deliveries.c.key,
            deliveries.c.id,
            deliveries.c.group_id,
            groups.c.chat,
            deliveries.c.state,
            deliveries.c.receipts,
            pushes.c.kind,
        )
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(groups.c.bot == bot, deliveries.c.key.in_(keys))
        .order_by(deliveries.c.id)
    )
    return {
        row.key: Tappable(
            DeliveryId(row.id),
            GroupId(row.group_id),
            row.chat,
            DeliveryState(row.state),
            row.receipts,
            letter=row.kind == Kind.LETTER,
        )
        for row in await unit.execute(held(unit, query, deliveries))
    }


async def places(unit: Unit, wanted: Collection[tuple[DeliveryId, str]]) -> dict[tuple[DeliveryId, str], int]:
    """The places in line that people already have under deliveries; maybe some that nobody asked for."""
    query = select(receipts.c.delivery_id, receipts.c.person, receipts.c.place).where(
        receipts.c.delivery_id.in_({delivery for delivery, _ in wanted}),
        receipts.c.person.in_({person for _, person in wanted}),
    )
    return {(DeliveryId(row.delivery_id), row.person): row.place for row in await unit.execute(query)}


@dataclass(frozen=True)
class New:
    """A person's first tap under a delivery."""

    delivery: DeliveryId
    person: str
    place: int
    at: datetime


_LENGTH = (
    update(deliveries).where(deliveries.c.id == bindparam("delivery")).values(receipts=bindparam("length"))
)


async def add(unit: Unit, new: Collection[New], lengths: Mapping[DeliveryId, int]) -> None:
    """Put them in line, and how long each line is now; the unit holds these deliveries (`tappable`)."""
    rows = [
        {"delivery_id": one.delivery, "person": one.person, "place": one.place, "at": one.at} for one in new
    ]
    await unit.execute(insert(receipts), rows)
    await unit.execute(
        _LENGTH, [{"delivery": delivery, "length": length} for delivery, length in lengths.items()]
    )


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
    kind: Kind
    promise: bool


def _was_marked() -> ColumnElement[bool]:
    """A message that was marked has other buttons now, or none."""
    marks = select(followups.c.id).where(followups.c.delivery_id == deliveries.c.id)
    return marks.where(followups.c.kind == FollowupKind.MARK).correlate(deliveries).exists()


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
        # By the few new receipts: neither the state nor the bot shall lead the way (+ 0), for both lead
        # through all there ever was. A message that has a number was sent.
        .where(groups.c.bot + 0 == bot, deliveries.c.due_at > from_then)
        .where(~_was_marked())
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
