"""Queries about followups: what is to be done to messages after they were sent, and what is no longer.

Whoever wants something done adds a row in the transaction of what it follows from; `core/followups.py` sees
it through, by `storage/followup_queue.py`, and calls back when it ended.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, or_, select, update

from content.words import Script
from storage.database import Unit, insert_once
from storage.models import DeliveryId, DeliveryState, FollowupKind, FollowupState, PushId
from storage.tables import deliveries, followups, groups

# What the later one of them undoes: an old pin must not come after the unpinning.
_RIVALS = (
    frozenset({FollowupKind.PIN, FollowupKind.UNPIN}),
    frozenset({FollowupKind.MARK, FollowupKind.DELETE}),
)
# Copies that stand in a group, may stand there, or may yet: one that is claimed or put back this very moment.
STANDING = (DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.SENDING, DeliveryState.PENDING)
# Said once: an alias and what is built of it cost more than the statement that they go into.
_later = followups.alias("later")
_OVERTAKEN = exists().where(
    _later.c.delivery_id == followups.c.delivery_id,
    _later.c.id > followups.c.id,
    or_(*(and_(followups.c.kind.in_(pair), _later.c.kind.in_(pair)) for pair in _RIVALS)),
)
_COLUMNS = ("delivery_id", "kind", "version", "state", "priority", "due_at", "not_after", "tries")


async def add_once(
    unit: Unit,
    delivery: DeliveryId,
    kind: FollowupKind,
    *,
    priority: int,
    due_at: datetime,
    not_after: datetime,
    version: int = 1,
    html: str | None = None,
    payload: dict[str, Any] | None = None,
) -> bool:
    """A new followup; False when there is one of that kind and version. Older rivals are called off.

    What acts on a message waits till the message's number is known. Wake the dispatcher after the commit.
    """
    values = {
        "delivery_id": delivery,
        "kind": kind,
        "version": version,
        "state": FollowupState.PENDING,
        "priority": priority,
        "due_at": due_at,
        "not_after": not_after,
        "tries": 0,
        "html": html,
        "payload": payload or {},
    }
    statement = insert_once(unit, followups).values(values).on_conflict_do_nothing()
    made = (await unit.execute(statement.returning(followups.c.id))).scalar()
    if made is not None and _has_rivals(kind):
        await call_off_rivals(unit, followups.c.delivery_id == delivery, now=due_at)
    return made is not None


async def add_to_copies(
    unit: Unit,
    copies: Select[Any],
    kind: FollowupKind,
    *,
    priority: int,
    due_at: datetime,
    not_after: datetime,
    version: int = 1,
    html: Mapping[Script, str] | None = None,
    payload: dict[str, Any] | None = None,
) -> None:
    """The same for many deliveries in one statement; `copies` selects their ids.

    `html` per script; a group gets its own.
    """
    columns = [
        deliveries.c.id,
        literal(kind.value),
        literal(version),
        literal(FollowupState.PENDING.value),
        literal(priority),
        literal(due_at, followups.c.due_at.type),
        literal(not_after, followups.c.not_after.type),
        literal(0),
        literal(payload or {}, followups.c.payload.type),
    ]
    names = [*_COLUMNS, "payload"]
    if html is not None:
        columns.append(_in_script(html))
        names.append("html")
    rows = select(*columns).join(groups, groups.c.id == deliveries.c.group_id)
    rows = rows.where(deliveries.c.id.in_(copies)).order_by(deliveries.c.id)
    statement = insert_once(unit, followups).from_select(names, rows).on_conflict_do_nothing()
    await unit.execute(statement)
    if _has_rivals(kind):
        await call_off_rivals(unit, followups.c.delivery_id.in_(copies), now=due_at)


def _in_script(html: Mapping[Script, str]) -> Any:
    words = {script.value: text for script, text in html.items()}
    return case(words, value=groups.c.script, else_=html[Script.SIMPLIFIED])


def copies_of(ids: Collection[PushId], states: Collection[DeliveryState] = STANDING) -> Select[Any]:
    """The deliveries of these pushes that stand, or may stand, in a group."""
    query = select(deliveries.c.id).where(deliveries.c.push_id.in_(ids))
    return query.where(deliveries.c.state.in_(states))


def these(ids: Collection[DeliveryId]) -> Select[Any]:
    """Those deliveries, as `add_to_copies` takes them."""
    return select(deliveries.c.id).where(deliveries.c.id.in_(ids))


async def cancel(
    unit: Unit, ids: Collection[PushId], kinds: Collection[FollowupKind], reason: str, *, now: datetime
) -> None:
    """What of these kinds still waits for copies of these pushes is not done any more."""
    mine = followups.c.delivery_id.in_(select(deliveries.c.id).where(deliveries.c.push_id.in_(ids)))
    await unit.execute(
        update(followups)
        .where(mine, followups.c.kind.in_(kinds), followups.c.state == FollowupState.PENDING)
        .values(state=FollowupState.CANCELLED, ended_at=now, reason=reason)
    )


async def cancel_in_vain(
    unit: Unit, bot: int, reason: str, *, now: datetime, delivery: DeliveryId | None = None
) -> None:
    """What waits for a message that was never sent, and won't be, is not done; `delivery`: of that one."""
    ended = [state for state in DeliveryState if state not in STANDING]
    unsent = select(deliveries.c.id).where(deliveries.c.id == followups.c.delivery_id)
    unsent = unsent.where(deliveries.c.state.in_(ended)).correlate(followups)
    which = of_bot(bot) if delivery is None else followups.c.delivery_id == delivery
    await unit.execute(
        update(followups)
        .where(which, followups.c.state == FollowupState.PENDING, unsent.exists())
        .values(state=FollowupState.CANCELLED, ended_at=now, reason=reason)
    )


def _has_rivals(kind: FollowupKind) -> bool:
    return any(kind in pair for pair in _RIVALS)


async def call_off_rivals(unit: Unit, where: ColumnElement[bool], *, now: datetime) -> None:
    """Of the waiting ones that were overtaken by a later one of their kind, none is done any more."""
    await unit.execute(
        update(followups)
        .where(where, followups.c.state == FollowupState.PENDING, _OVERTAKEN)
        .values(state=FollowupState.CANCELLED, ended_at=now, reason="overtaken")
    )


def of_bot(bot: int) -> ColumnElement[bool]:
    """Its delivery's group is that bot's."""
    # Asked for each row: of all deliveries only those of waiting followups are looked at.
    mine = select(deliveries.c.id).join(groups, groups.c.id == deliveries.c.group_id)
    mine = mine.where(deliveries.c.id == followups.c.delivery_id, groups.c.bot == bot)
    return mine.correlate(followups).exists()
