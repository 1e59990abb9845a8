"""Queries about alerts that are out: their pushes and copies, how those fare, whom they hold back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select, update

from content.words import Kind, Script
from storage.alerts import LIVE, Alert, AlertId, AlertState
from storage.alerts import _alert as as_alert
from storage.columns import Moment
from storage.database import Unit, held
from storage.models import Counts, DeliveryState, FollowupKind, FollowupState, GroupId, PushId
from storage.places import stands_here
from storage.tables import alerts, deliveries, followups, groups, media, push_texts, pushes

# Of several copies in a group the one that got furthest speaks for it.
_RANKS = (
    DeliveryState.SENT,
    DeliveryState.SENDING,
    DeliveryState.PENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
)
_RANK = case({state.value: rank for rank, state in enumerate(_RANKS)}, value=deliveries.c.state)
_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)
_ITS_ALERT = alerts.c.push_id == func.coalesce(pushes.c.resends, pushes.c.id)


async def live(unit: Unit, bot: int) -> list[Alert]:
    """Those that stand, oldest first."""
    query = select(alerts).where(alerts.c.bot == bot, alerts.c.state.in_(LIVE)).order_by(alerts.c.id)
    return [as_alert(row) for row in await unit.execute(held(unit, query, alerts))]


async def of_push(unit: Unit, push: PushId) -> Alert | None:
    """The alert that this push sends, or sends once more."""
    query = select(alerts).join(pushes, _ITS_ALERT).where(pushes.c.id == push)
    row = (await unit.execute(query)).first()
    return as_alert(row) if row else None


async def correction_of(unit: Unit, alert: AlertId) -> Alert | None:
    """The newest alert that puts this one right and went out."""
    query = select(alerts).where(alerts.c.corrects == alert, alerts.c.push_id.is_not(None))
    row = (await unit.execute(query.order_by(alerts.c.id.desc()).limit(1))).first()
    return as_alert(row) if row else None


async def correction_draft(unit: Unit, bot: int, author: int, original: AlertId) -> AlertId | None:
    """The correction of that alert which this person began and never sent."""
    query = select(alerts.c.id).where(alerts.c.bot == bot, alerts.c.author == author)
    query = query.where(alerts.c.corrects == original, alerts.c.state == AlertState.DRAFT)
    found = (await unit.execute(query.limit(1))).scalar()
    return AlertId(found) if found is not None else None


async def pushes_of(unit: Unit, push: PushId) -> list[PushId]:
    """The alert's own push and those that said it once more."""
    query = select(pushes.c.id).where(or_(pushes.c.id == push, pushes.c.resends == push))
    return [PushId(found) for found in (await unit.execute(query.order_by(pushes.c.id))).scalars()]


async def texts_of(unit: Unit, push: PushId) -> tuple[str, dict[Script, str]]:
    """A push's code, and what it said in each script."""
    code = (await unit.execute(select(pushes.c.code).where(pushes.c.id == push))).scalar_one()
    rows = await unit.execute(
        select(push_texts.c.script, push_texts.c.html).where(push_texts.c.push_id == push)
    )
    return code, {Script(row.script): row.html for row in rows}


async def title_of(unit: Unit, push: PushId) -> str:
    """What its author calls it."""
    return str((await unit.execute(select(pushes.c.title).where(pushes.c.id == push))).scalar_one())


async def groups_of(unit: Unit, push: PushId) -> set[GroupId]:
    """The groups that it was meant for."""
    query = select(deliveries.c.group_id).where(deliveries.c.push_id == push)
    return {GroupId(found) for found in (await unit.execute(query)).scalars()}


async def messages_of(unit: Unit, push: PushId) -> dict[GroupId, int]:
    """The newest copy that each group is known to have, where it can still be answered."""
    mine = await pushes_of(unit, push)
    query = select(deliveries.c.group_id, deliveries.c.message).where(deliveries.c.push_id.in_(mine))
    query = query.join(groups, groups.c.id == deliveries.c.group_id).where(stands_here())
    query = query.where(deliveries.c.state == DeliveryState.SENT, deliveries.c.message.is_not(None))
    rows = await unit.execute(query.order_by(deliveries.c.id))
    return {GroupId(row.group_id): row.message for row in rows}


async def is_open(unit: Unit, ids: Collection[PushId]) -> bool:
    """Whether a copy still waits or is on its way."""
    query = select(deliveries.c.id).where(deliveries.c.push_id.in_(ids), deliveries.c.state.in_(_OPEN))
    return (await unit.execute(query.limit(1))).first() is not None


def _best(ids: Collection[PushId]) -> Any:
    """One row per group: how far the furthest of its copies got."""
    query = select(deliveries.c.group_id, func.min(_RANK).label("rank"))
    return query.where(deliveries.c.push_id.in_(ids)).group_by(deliveries.c.group_id).subquery()


async def counts(unit: Unit, ids: Collection[PushId]) -> Counts:
    """The groups by how far the furthest of their copies got."""
    best = _best(ids)
    rows = await unit.execute(select(best.c.rank, func.count()).group_by(best.c.rank))
    return Counts(**{_RANKS[rank].value: number for rank, number in rows})


async def unsure(unit: Unit, ids: Collection[PushId]) -> list[GroupId]:
    """The groups of which nobody knows whether they got any copy."""
    best = _best(ids)
    query = select(best.c.group_id).where(best.c.rank == _RANKS.index(DeliveryState.UNKNOWN))
    return [GroupId(found) for found in (await unit.execute(query.order_by(best.c.group_id))).scalars()]


@dataclass(frozen=True)
class Missed:
    """A group that did not get it, or may not have, and why."""

    title: str
    state: DeliveryState
    reason: str | None


async def missed(unit: Unit, ids: Collection[PushId], *, limit: int) -> list[Missed]:
    """The first groups that ended without a copy that is known to be there."""
    best = _best(ids)
    query = (
        select(groups.c.title, best.c.rank, func.max(deliveries.c.reason).label("reason"))
        .join(best, best.c.group_id == groups.c.id)
        .join(deliveries, and_(deliveries.c.group_id == groups.c.id, best.c.rank == _RANK))
        .where(deliveries.c.push_id.in_(ids), best.c.rank >= _RANKS.index(DeliveryState.UNKNOWN))
        .group_by(groups.c.id, groups.c.title, best.c.rank)
        .order_by(best.c.rank, groups.c.title, groups.c.id)
        .limit(limit)
    )
    return [Missed(row.title, _RANKS[row.rank], row.reason) for row in await unit.execute(query)]


def one_per_group(ids: Collection[PushId], states: Sequence[DeliveryState]) -> Select[Any]:
    """The delivery that an answer to each group hangs on: the newest known to stand, else the newest.

    One that may stand goes before one on its way: should that one fail, the answer would fall with it.
    """

    def newest(state: DeliveryState) -> ColumnElement[int]:
        return func.max(case((deliveries.c.state == state, deliveries.c.id)))

    stands, may_stand = newest(DeliveryState.SENT), newest(DeliveryState.UNKNOWN)
    query = select(func.coalesce(stands, may_stand, func.max(deliveries.c.id)))
    query = query.where(deliveries.c.push_id.in_(ids), deliveries.c.state.in_(states))
    return query.group_by(deliveries.c.group_id)


def pinned(ids: Collection[PushId]) -> Select[Any]:
    """The deliveries whose message is pinned, or may be."""
    out = (FollowupState.DOING, FollowupState.DONE, FollowupState.UNKNOWN, FollowupState.PENDING)
    query = select(followups.c.delivery_id).join(deliveries, deliveries.c.id == followups.c.delivery_id)
    query = query.where(deliveries.c.push_id.in_(ids), followups.c.kind == FollowupKind.PIN)
    return query.where(followups.c.state.in_(out))


# How many followups of each kind are in each state, and how many were refused for which reason.
Tally = dict[tuple[FollowupKind, FollowupState, str | None], int]


async def tally(unit: Unit, ids: Collection[PushId]) -> Tally:
    """What became of what was done to the copies; one that waits for a copy of unknown fate is left out."""
    waits_in_vain = and_(
        followups.c.state == FollowupState.PENDING,
        followups.c.kind != FollowupKind.REPLY,
        deliveries.c.message.is_(None),
    )
    columns = followups.c.kind, followups.c.state, followups.c.reason
    query = (
        select(*columns, func.count().label("number"))
        .join(deliveries, deliveries.c.id == followups.c.delivery_id)
        .where(deliveries.c.push_id.in_(ids), ~waits_in_vain)
        .group_by(*columns)
    )
    found: Counter[tuple[FollowupKind, FollowupState, str | None]] = Counter()
    for row in await unit.execute(query):
        found[FollowupKind(row.kind), FollowupState(row.state), row.reason] += row.number
    return dict(found)


async def is_erased(unit: Unit, ids: Collection[PushId]) -> bool:
    """Whether somebody chose to have the copies deleted."""
    query = select(followups.c.id).join(deliveries, deliveries.c.id == followups.c.delivery_id)
    query = query.where(deliveries.c.push_id.in_(ids), followups.c.kind == FollowupKind.DELETE)
    return (await unit.execute(query.limit(1))).first() is not None


_HEARD = (*_OPEN, DeliveryState.SENT, DeliveryState.UNKNOWN)
_NOW = bindparam("now", type_=Moment)
_warnings = deliveries.alias("warnings")
# Put together once, as in storage/deliveries.py: asked for each tip that leaves.
_BEGUN = (
    select(func.max(_warnings.c.due_at))
    .join(pushes, pushes.c.id == _warnings.c.push_id)
    .join(alerts, _ITS_ALERT)
    .where(_warnings.c.state.in_(_HEARD), alerts.c.state.in_(LIVE), pushes.c.kind == Kind.ALERT)
    .where(_warnings.c.due_at > bindparam("since", type_=Moment), _warnings.c.due_at <= _NOW)
)
_BEGUN_THERE = _BEGUN.where(_warnings.c.group_id == bindparam("group"))


def has_its_groups_ear() -> ColumnElement[bool]:
    """Of a delivery that nobody asked for: no alert that lives came to its group from `since` to `now`."""
    warned = _BEGUN.with_only_columns(_warnings.c.id).where(_warnings.c.group_id == deliveries.c.group_id)
    return or_(~deliveries.c.counted, ~warned.correlate(deliveries).exists())


async def held_until(unit: Unit, group: GroupId, hold: timedelta, *, now: datetime) -> datetime | None:
    """Until when a live alert has the group's ear for itself; None when there is none."""
    asked = {"group": group, "since": now - hold, "now": now}
    begun: datetime | None = (await unit.execute(_BEGUN_THERE, asked)).scalar()
    return begun + hold if begun is not None else None


async def hold(unit: Unit, group: GroupId, until: datetime) -> None:
    """What nobody asked for and waits for that group waits till then."""
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.group_id == group, deliveries.c.state == DeliveryState.PENDING)
        .where(deliveries.c.counted, deliveries.c.due_at < until)
        .values(due_at=until)
    )


async def learn_file_id(unit: Unit, picture: int, file_id: str) -> None:
    """Telegram's number for a picture that was uploaded."""
    await unit.execute(update(media).where(media.c.id == picture).values(file_id=file_id))
