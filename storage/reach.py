"""Counting queries of the reports: every one for a period and for some groups, on either engine."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select, union

from content.words import Audience, Kind
from storage.alerts import AlertState
from storage.database import Unit
from storage.models import DeliveryState, GroupId, GroupState, PushId
from storage.tables import (
    alerts,
    answers,
    deliveries,
    groups,
    help_calls,
    interactions,
    push_texts,
    pushes,
    receipts,
    rounds,
)

# Names that stand in a person's place: of one who asked to be forgotten, of a channel that answered.
_NOBODY = ("forgotten:%", "chat:%")
PRIVATE = "private"
_ACTIVE = (GroupState.ACTIVE, GroupState.PAUSED)


@dataclass(frozen=True, kw_only=True)
class Span:
    """[first, end) and the groups that count: of this bot, in these regions (None: all), of that audience."""

    bot: int
    first: datetime
    end: datetime
    regions: Collection[str] | None
    audience: Audience | None

    def within(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        return and_(column >= self.first, column < self.end)

    def of_groups(self) -> ColumnElement[bool]:
        mine = [groups.c.bot == self.bot]
        if self.regions is not None:
            mine.append(groups.c.region.in_(self.regions))
        if self.audience is not None:
            mine.append(groups.c.audience == self.audience)
        return and_(*mine)

    def counting(self) -> ColumnElement[bool]:
        """Groups that an officer vouched for; the others count in no report."""
        return and_(self.of_groups(), groups.c.confirmed_at.is_not(None))

    def active(self) -> ColumnElement[bool]:
        """Subscribed and confirmed at the period's end."""
        there = groups.c.state.in_(_ACTIVE) | (
            (groups.c.state == GroupState.LEFT) & (groups.c.left_at >= self.end)
        )
        return and_(
            self.of_groups(), there, groups.c.subscribed_at < self.end, groups.c.confirmed_at < self.end
        )


async def group_counts(unit: Unit, span: Span) -> dict[str, int]:
    """groups_active, members_in_groups, groups_new, groups_confirmed, groups_lost, groups_suspended."""
    counting = span.counting()
    wanted = {
        "groups_active": _number(span.active()),
        "members_in_groups": _sum(span.active(), groups.c.members),
        "groups_new": _number(counting & span.within(groups.c.subscribed_at)),
        "groups_confirmed": _number(counting & span.within(groups.c.confirmed_at)),
        "groups_lost": _number(
            counting & (groups.c.state == GroupState.LEFT) & span.within(groups.c.left_at)
        ),
        "groups_suspended": _number(counting & (groups.c.state == GroupState.SUSPENDED)),
    }
    query = select(*(column.label(name) for name, column in wanted.items())).select_from(groups)
    return {name: int(value) for name, value in (await unit.execute(query)).one()._mapping.items()}


async def delivery_counts(unit: Unit, span: Span) -> dict[str, int]:
    """deliveries_sent, deliveries_failed, deliveries_unknown, members_addressed."""
    state = deliveries.c.state
    wanted = {
        "deliveries_sent": _number(state == DeliveryState.SENT),
        "deliveries_failed": _number(state == DeliveryState.FAILED),
        "deliveries_unknown": _number(state == DeliveryState.UNKNOWN),
        "members_addressed": _sum(state == DeliveryState.SENT, deliveries.c.members),
    }
    query = _ended(span, *(column.label(name) for name, column in wanted.items()))
    return {name: int(value) for name, value in (await unit.execute(query)).one()._mapping.items()}


async def failures(unit: Unit, span: Span) -> dict[str, int]:
    """How many deliveries failed, by reason."""
    query = _ended(span, deliveries.c.reason, func.count()).where(deliveries.c.state == DeliveryState.FAILED)
    rows = await unit.execute(query.group_by(deliveries.c.reason))
    return {row[0] or "other": row[1] for row in rows}


async def receipt_count(unit: Unit, span: Span) -> int:
    query = select(func.count()).select_from(_receipts()).where(span.counting(), span.within(receipts.c.at))
    return int((await unit.execute(query)).scalar_one())


async def people(unit: Unit, span: Span) -> int:
    """How many different persons tapped, answered by name or used a resident's command."""
    tapped = select(receipts.c.person).select_from(_receipts()).where(span.counting())
    told = (
        select(answers.c.person)
        .select_from(answers.join(rounds).join(deliveries).join(groups))
        .where(span.counting(), span.within(answers.c.at))
    )
    asked = select(interactions.c.person).where(
        interactions.c.bot == span.bot, span.within(interactions.c.at), _asked_here(span)
    )
    everyone = union(tapped.where(span.within(receipts.c.at)), told, asked).subquery()
    named = [everyone.c.person.not_like(nobody) for nobody in _NOBODY]
    return int((await unit.execute(select(func.count()).select_from(everyone).where(*named))).scalar_one())


async def questions(unit: Unit, span: Span) -> list[tuple[str, str | None, int]]:
    """Calls for help that were answered, by the first choice on the card and by fraud type."""
    keys = (help_calls.c.choice, help_calls.c.fraud_type)
    query = select(*keys, func.count()).where(
        help_calls.c.bot == span.bot, help_calls.c.first, span.within(help_calls.c.at)
    )
    if span.regions is not None:
        query = query.where(help_calls.c.region.in_(span.regions))
    rows = await unit.execute(query.group_by(*keys).order_by(*keys))
    return [(row[0], row[1], row[2]) for row in rows]


async def push_rows(unit: Unit, span: Span) -> list[dict[str, Any]]:
    """Every push that ended in one of the groups, with its counts; oldest first.

    `asked`: somebody in a group wished for it, so it was nobody's decision to push.
    """
    state = deliveries.c.state
    tally = (
        _ended(
            span,
            deliveries.c.push_id,
            _number(state == DeliveryState.SENT).label("sent"),
            _number(state == DeliveryState.FAILED).label("failed"),
            _number(state == DeliveryState.UNKNOWN).label("unknown"),
            _sum(state == DeliveryState.SENT, deliveries.c.members).label("members"),
            func.sum(deliveries.c.receipts).label("receipts"),
            func.coalesce(func.sum(rounds.c.answered), 0).label("answers"),
            func.coalesce(func.sum(rounds.c.answered_right), 0).label("right"),
            func.min(deliveries.c.id).label("first_delivery"),
        )
        .group_by(deliveries.c.push_id)
        .subquery()
    )
    query = select(pushes, tally).join(tally, tally.c.push_id == pushes.c.id).order_by(pushes.c.created_at)
    return [
        {
            **{name: getattr(row, name) for name in ("code", "title", "fraud_type", "created_at")},
            **{name: int(getattr(row, name)) for name in ("sent", "failed", "unknown", "members")},
            **{name: int(getattr(row, name)) for name in ("receipts", "answers", "right")},
            "kind": Kind(row.kind),
            "push": PushId(row.id),
            "first_delivery": row.first_delivery,
            "asked": row.key.startswith("asked:"),
        }
        for row in await unit.execute(query)
    ]


async def group_rows(unit: Unit, span: Span) -> list[Any]:
    """Every group that is or was subscribed, by region and title."""
    query = select(groups).where(span.of_groups(), groups.c.subscribed_at < span.end)
    return list(await unit.execute(query.order_by(groups.c.region, groups.c.title, groups.c.id)))


async def activity(unit: Unit, span: Span) -> dict[GroupId, tuple[int, int, int]]:
    """What each group was sent, and how often its people tapped and answered."""
    query = _ended(
        span,
        deliveries.c.group_id,
        _number(deliveries.c.state == DeliveryState.SENT),
        func.sum(deliveries.c.receipts),
        func.coalesce(func.sum(rounds.c.answered), 0),
    ).group_by(deliveries.c.group_id)
    return {GroupId(row[0]): (row[1], int(row[2]), int(row[3])) for row in await unit.execute(query)}


async def last_interactions(unit: Unit, span: Span, *, since: datetime) -> dict[GroupId, datetime]:
    """When somebody in each group last tapped or answered, of those where somebody did since then."""
    tapped = (
        select(deliveries.c.group_id, func.max(receipts.c.at))
        .select_from(_receipts())
        .where(span.of_groups(), receipts.c.at >= since, receipts.c.at < span.end)
        .group_by(deliveries.c.group_id)
    )
    told = (
        select(deliveries.c.group_id, func.max(rounds.c.opened_at))
        .select_from(rounds.join(deliveries).join(groups))
        .where(span.of_groups(), rounds.c.answered > 0)
        .where(rounds.c.opened_at >= since, rounds.c.opened_at < span.end)
        .group_by(deliveries.c.group_id)
    )
    found: dict[GroupId, datetime] = {}
    for query in (tapped, told):
        for group, at in await unit.execute(query):
            found[GroupId(group)] = max(at, found.get(GroupId(group), at))
    return found


async def shares(unit: Unit, span: Span) -> list[tuple[str | None, Audience, int, int]]:
    """Active groups and their members by region and audience."""
    keys = (groups.c.region, groups.c.audience)
    query = select(*keys, func.count(), func.coalesce(func.sum(groups.c.members), 0))
    rows = await unit.execute(query.where(span.active()).group_by(*keys).order_by(*keys))
    return [(row[0], Audience(row[1]), row[2], int(row[3])) for row in rows]


async def alert_rows(unit: Unit, span: Span) -> list[Any]:
    """Every alert that ended in one of the groups, with `sent` and the moment of its `last` group."""
    tally = (
        _ended(
            span,
            deliveries.c.push_id,
            _number(deliveries.c.state == DeliveryState.SENT).label("sent"),
            func.max(deliveries.c.ended_at).label("last"),
        )
        .group_by(deliveries.c.push_id)
        .subquery()
    )
    query = select(alerts, tally.c.sent, tally.c.last).join(tally, tally.c.push_id == alerts.c.push_id)
    told = query.where(alerts.c.corrects.is_(None), alerts.c.state.in_(_TOLD))
    return list(await unit.execute(told.order_by(alerts.c.decided_at)))


async def sheet(unit: Unit, push: PushId, delivery: int) -> tuple[str, str, datetime, int] | None:
    """A push as one group received it: the group's title, the words, when, and the receipts of that group."""
    from_texts = _TEXT.where(deliveries.c.id == delivery, deliveries.c.push_id == push)
    row = (await unit.execute(from_texts.limit(1))).first()
    return (row.title, row.html, row.ended_at, row.receipts) if row else None


_TOLD = (
    AlertState.SENDING,
    AlertState.SENT,
    AlertState.CORRECTED,
    AlertState.WITHDRAWN,
    AlertState.EXPIRED,
)
_TEXT = (
    select(groups.c.title, push_texts.c.html, deliveries.c.ended_at, deliveries.c.receipts)
    .join_from(deliveries, groups, groups.c.id == deliveries.c.group_id)
    .join(push_texts, push_texts.c.push_id == deliveries.c.push_id)
    # The script that the group reads, where the push has it.
    .order_by((push_texts.c.script == groups.c.script).desc())
)


def _number(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _sum(condition: ColumnElement[bool], column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, column), else_=0)), 0)


def _ended(span: Span, *columns: Any) -> Select[Any]:
    """Deliveries that ended in the period in groups that count, each with its round where it has one."""
    return (
        select(*columns)
        .select_from(
            deliveries.join(groups, groups.c.id == deliveries.c.group_id).outerjoin(
                rounds, rounds.c.delivery_id == deliveries.c.id
            )
        )
        .where(span.counting(), span.within(deliveries.c.ended_at))
    )


def _receipts() -> Any:
    tapped = receipts.join(deliveries, deliveries.c.id == receipts.c.delivery_id)
    return tapped.join(groups, groups.c.id == deliveries.c.group_id)


def _asked_here(span: Span) -> ColumnElement[bool]:
    """A command used in one of the groups; one used in private belongs to a region, but to no audience."""
    in_group = interactions.c.place.in_(select(cast(groups.c.id, String)).where(span.counting()))
    if span.audience is not None:
        return in_group
    alone = interactions.c.place == PRIVATE
    if span.regions is not None:
        alone = and_(alone, interactions.c.region.in_(span.regions))
    return or_(in_group, alone)
