"""Queries about the office's own tips and cases: one row from the draft until it is out of use."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import delete, func, insert, select, update

from content.words import Audience, Kind
from storage.database import Unit, held, insert_once
from storage.models import DeliveryState
from storage.tables import deliveries, own_asks, own_items, pushes

OwnId = NewType("OwnId", int)


class OwnState(StrEnum):
    """draft → waiting → active → retired; rejected and dropped end before."""

    DRAFT = "draft"
    WAITING = "waiting"
    ACTIVE = "active"
    REJECTED = "rejected"
    DROPPED = "dropped"
    RETIRED = "retired"


@dataclass(frozen=True, kw_only=True)
class Own:
    """A tip or case that an officer wrote, as the row stands. `hash`: what the approver saw."""

    id: OwnId
    author: int
    state: OwnState
    version: int
    kind: Kind
    fraud_type: str | None
    audiences: tuple[Audience, ...]
    region: str | None
    title: str
    body: str
    action: str
    source: str
    hash: str | None
    created_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    reason: str | None

    @property
    def name(self) -> str:
        """What it is called in lists and among the library's ids."""
        return f"own-{self.id}"


@dataclass(frozen=True, kw_only=True)
class OwnAsk:
    """One person's card about one version of an item; the author's own is one of them."""

    id: int
    item: OwnId
    version: int
    user: int
    message: int | None


async def add(unit: Unit, bot: int, *, author: int, region: str | None, kind: Kind, now: datetime) -> OwnId:
    """An empty draft for all audiences; what the person began and never finished is given up."""
    mine = (own_items.c.bot == bot) & (own_items.c.author == author) & (own_items.c.state == OwnState.DRAFT)
    await unit.execute(update(own_items).where(mine).values(state=OwnState.DROPPED, ended_at=now))
    words = dict.fromkeys(("title", "body", "action", "source"), "")
    values = {"bot": bot, "author": author, "region": region, "kind": kind, "created_at": now, **words}
    made = await unit.execute(
        insert(own_items)
        .values(**values, state=OwnState.DRAFT, version=1, audiences=list(Audience))
        .returning(own_items.c.id)
    )
    return OwnId(made.scalar_one())


async def by_id(unit: Unit, bot: int, item: OwnId) -> Own | None:
    query = select(own_items).where(own_items.c.bot == bot, own_items.c.id == item)
    row = (await unit.execute(held(unit, query, own_items))).first()
    return _own(row) if row else None


async def draft_of(unit: Unit, bot: int, author: int) -> Own | None:
    """What the person began and did not finish."""
    query = select(own_items).where(own_items.c.bot == bot, own_items.c.author == author)
    query = query.where(own_items.c.state == OwnState.DRAFT).order_by(own_items.c.id.desc()).limit(1)
    row = (await unit.execute(query)).first()
    return _own(row) if row else None


async def change(unit: Unit, item: OwnId, states: Collection[OwnState], **values: Any) -> bool:
    """Change an item that is in one of these states; False when it is in none."""
    changed = update(own_items).where(own_items.c.id == item, own_items.c.state.in_(states))
    return (await unit.execute(changed.values(**values))).rowcount == 1


async def in_states(unit: Unit, bot: int, states: Collection[OwnState]) -> list[Own]:
    """The newest first."""
    query = select(own_items).where(own_items.c.bot == bot, own_items.c.state.in_(states))
    return [_own(row) for row in await unit.execute(query.order_by(own_items.c.id.desc()))]


async def times_sent(unit: Unit, bot: int, names: Collection[str]) -> dict[str, int]:
    """In how many groups each of these items arrived."""
    query = (
        select(pushes.c.item, func.count())
        .join(deliveries, deliveries.c.push_id == pushes.c.id)
        .where(pushes.c.bot == bot, pushes.c.item.in_(names), deliveries.c.state == DeliveryState.SENT)
        .group_by(pushes.c.item)
    )
    return {row[0]: row[1] for row in await unit.execute(query)}


async def add_asks(unit: Unit, item: OwnId, version: int, asked: Mapping[int, int | None]) -> None:
    """Cards for these people, with the message that is theirs already; who has one keeps it."""
    rows = [
        {"item_id": item, "version": version, "user": user, "message": message, "open": True}
        for user, message in asked.items()
    ]
    if rows:
        await unit.execute(insert_once(unit, own_asks).on_conflict_do_nothing(), rows)


async def open_asks(unit: Unit, bot: int) -> list[tuple[OwnAsk, Own]]:
    """Every card that is not closed, with its item as it stands."""
    query = (
        select(own_asks)
        .join(own_items, own_items.c.id == own_asks.c.item_id)
        .where(own_items.c.bot == bot, own_asks.c.open)
        .order_by(own_asks.c.id)
    )
    asks = [_ask(row) for row in await unit.execute(query)]
    known = {}
    for ask in asks:
        if ask.item not in known:
            known[ask.item] = await by_id(unit, bot, ask.item)
    return [(ask, item) for ask in asks if (item := known[ask.item]) is not None]


async def carded(unit: Unit, ask: int, message: int) -> None:
    """That person's card is this message."""
    await unit.execute(update(own_asks).where(own_asks.c.id == ask).values(message=message))


async def close(unit: Unit, ask: int) -> None:
    """That card has said all that it will."""
    await unit.execute(update(own_asks).where(own_asks.c.id == ask).values(open=False))


async def forget_ask(unit: Unit, item: OwnId, version: int, user: int) -> None:
    """That person's message is used for something else from now on."""
    mine = (own_asks.c.item_id == item) & (own_asks.c.version == version) & (own_asks.c.user == user)
    await unit.execute(delete(own_asks).where(mine))


def _own(row: Any) -> Own:
    return Own(
        id=OwnId(row.id),
        author=row.author,
        state=OwnState(row.state),
        version=row.version,
        kind=Kind(row.kind),
        fraud_type=row.fraud_type,
        audiences=tuple(Audience(one) for one in row.audiences),
        region=row.region,
        title=row.title,
        body=row.body,
        action=row.action,
        source=row.source,
        hash=row.hash,
        created_at=row.created_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        reason=row.reason,
    )


def _ask(row: Any) -> OwnAsk:
    return OwnAsk(id=row.id, item=OwnId(row.item_id), version=row.version, user=row.user, message=row.message)
