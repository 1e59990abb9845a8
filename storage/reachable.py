"""Queries about all groups that an officer's push reaches: summed up by the database, or a few at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, or_, select

from content.choose import Heard, Score
from content.words import Audience, Form, Kind, form_for
from storage.database import Unit
from storage.measures import COUNTED
from storage.models import GroupId, GroupState, PushId
from storage.pushes import HEARD
from storage.rounds import ASKED
from storage.tables import deliveries, groups, pushes, rounds

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Reachable:
    """Confirmed groups that take pushes, of those audiences, under those regions (None: everywhere).

    With `segments` only those of them and those that have none; with `unasked` none that got that since then.
    """

    bot: int
    regions: Collection[str] | None
    audiences: Sequence[Audience]
    segments: Collection[str] = ()
    unasked: tuple[str, datetime] | None = None

    @property
    def where(self) -> ColumnElement[bool]:
        found = (
            (groups.c.bot == self.bot)
            & (groups.c.state == GroupState.ACTIVE)
            & groups.c.confirmed_at.is_not(None)
            & groups.c.audience.in_(self.audiences)
        )
        if self.regions is not None:
            found &= groups.c.region.in_(self.regions)
        if self.segments:
            found &= or_(_SEGMENTS == "[]", *(_SEGMENTS.contains(f'"{one}"') for one in self.segments))
        return found if self.unasked is None else found & ~_got(*self.unasked)


# As it is written in either database: a list in brackets, each word in quotation marks.
_SEGMENTS = cast(groups.c.segments, String)


def _got(item: str, since: datetime) -> ColumnElement[bool]:
    theirs = select(deliveries.c.id).join(pushes, pushes.c.id == deliveries.c.push_id)
    theirs = theirs.where(deliveries.c.group_id == groups.c.id, deliveries.c.due_at > since)
    theirs = theirs.where(deliveries.c.state.in_(HEARD), pushes.c.item == item)
    return theirs.correlate(groups).exists()


@dataclass(frozen=True)
class Size:
    """How many groups of one audience get their tips in one form, and their members."""

    audience: Audience
    form: Form
    groups: int
    members: int


async def sizes(unit: Unit, wanted: Reachable) -> list[Size]:
    query = (
        select(
            groups.c.audience,
            groups.c.form,
            func.count().label("number"),
            func.coalesce(func.sum(groups.c.members), 0).label("members"),
        )
        .where(wanted.where)
        .group_by(groups.c.audience, groups.c.form)
    )
    return [
        Size(
            Audience(row.audience),
            form_for(Audience(row.audience), Form(row.form) if row.form else None),
            row.number,
            int(row.members),
        )
        for row in await unit.execute(query)
    ]


@dataclass(frozen=True)
class Sort:
    """How many groups there are of one audience with the same segments."""

    audience: Audience
    segments: tuple[str, ...]
    groups: int


async def sorts(unit: Unit, wanted: Reachable) -> list[Sort]:
    query = select(groups.c.audience, _SEGMENTS.label("segments"), func.count().label("number"))
    query = query.where(wanted.where).group_by(groups.c.audience, _SEGMENTS)
    return [_sort(row) for row in await unit.execute(query)]


async def asked(unit: Unit, wanted: Reachable, *, since: datetime) -> dict[str, list[Sort]]:
    """Which of these groups were asked which question since then."""
    query = (
        select(
            pushes.c.item,
            groups.c.audience,
            _SEGMENTS.label("segments"),
            func.count(groups.c.id.distinct()).label("number"),
        )
        .join(deliveries, deliveries.c.push_id == pushes.c.id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(pushes.c.bot == wanted.bot, pushes.c.kind == Kind.QUIZ, wanted.where)
        .where(deliveries.c.state.in_(HEARD), deliveries.c.due_at > since)
        .group_by(pushes.c.item, groups.c.audience, _SEGMENTS)
    )
    found: dict[str, list[Sort]] = {}
    for row in await unit.execute(query):
        found.setdefault(row.item, []).append(_sort(row))
    return found


def _sort(row: Any) -> Sort:
    return Sort(Audience(row.audience), tuple(json.loads(row.segments)), row.number)


async def places(unit: Unit, wanted: Reachable) -> list[str | None]:
    """The regions that these groups lie in."""
    return list((await unit.execute(select(groups.c.region).where(wanted.where).distinct())).scalars())


async def heard(unit: Unit, wanted: Reachable) -> dict[str, Heard]:
    """What these groups together were sent or are about to be sent, by item."""
    query = (
        select(
            pushes.c.item,
            pushes.c.fraud_type,
            func.count().label("times"),
            func.max(deliveries.c.due_at).label("last"),
        )
        .join(deliveries, deliveries.c.push_id == pushes.c.id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(pushes.c.bot == wanted.bot, deliveries.c.state.in_(HEARD), wanted.where)
        .group_by(pushes.c.item, pushes.c.fraud_type)
    )
    return {row.item: Heard(row.times, row.last, row.fraud_type) for row in await unit.execute(query)}


async def scores(unit: Unit, wanted: Reachable) -> dict[str, Score]:
    """How these groups together answered, by fraud type."""
    query = (
        select(
            pushes.c.fraud_type,
            func.sum(rounds.c.answered_right).label("right"),
            func.sum(rounds.c.answered).label("answered"),
        )
        .join(deliveries, deliveries.c.id == rounds.c.delivery_id)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(deliveries.c.state.in_(ASKED), wanted.where)
        .group_by(pushes.c.fraud_type)
    )
    return {row.fraud_type: Score(int(row.right), int(row.answered)) for row in await unit.execute(query)}


async def crowded(
    unit: Unit, wanted: Reachable, day: Span, week: Span, *, per_day: int, per_week: int
) -> list[GroupId]:
    """Those that have so many counted deliveries on that day, or in its week, that one more might not fit."""
    that_day = func.sum(case(((deliveries.c.due_at >= day[0]) & (deliveries.c.due_at < day[1]), 1), else_=0))
    query = (
        select(deliveries.c.group_id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(wanted.where, deliveries.c.due_at >= week[0], deliveries.c.due_at < week[1])
        .where(deliveries.c.counted, deliveries.c.state.in_(COUNTED))
        .group_by(deliveries.c.group_id)
        .having(or_(that_day >= per_day, func.count() >= per_week))
        .order_by(deliveries.c.group_id)
    )
    return [GroupId(one) for one in (await unit.execute(query)).scalars()]


async def without(unit: Unit, wanted: Reachable, push: PushId | None, *, limit: int) -> list[GroupId]:
    """Up to so many of those that have no delivery of that push."""
    query = select(groups.c.id).where(wanted.where)
    if push is not None:
        mine = select(deliveries.c.id).where(
            deliveries.c.push_id == push, deliveries.c.group_id == groups.c.id
        )
        query = query.where(~mine.correlate(groups).exists())
    return [GroupId(one) for one in (await unit.execute(query.order_by(groups.c.id).limit(limit))).scalars()]
