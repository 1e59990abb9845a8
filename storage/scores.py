"""Queries about how quizzes were answered, by group or by audience; never by person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from content.choose import Score
from content.words import Audience
from storage.database import Unit
from storage.models import GroupId
from storage.rounds import ASKED
from storage.tables import deliveries, groups, pushes, rounds


@dataclass(frozen=True)
class Line:
    """Answers on one fraud type in one audience; `first`: of each group's first round on the type."""

    audience: Audience
    fraud_type: str
    first: bool
    right: int
    answered: int


async def of_groups(unit: Unit, ids: Collection[GroupId]) -> dict[GroupId, dict[str, Score]]:
    """How each group answered, by fraud type."""
    query = (
        select(
            deliveries.c.group_id,
            pushes.c.fraud_type,
            func.sum(rounds.c.answered_right).label("right"),
            func.sum(rounds.c.answered).label("answered"),
        )
        .join(deliveries, deliveries.c.id == rounds.c.delivery_id)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .where(deliveries.c.group_id.in_(ids), deliveries.c.state.in_(ASKED))
        .group_by(deliveries.c.group_id, pushes.c.fraud_type)
    )
    found: dict[GroupId, dict[str, Score]] = {group: {} for group in ids}
    for row in await unit.execute(query):
        found[GroupId(row.group_id)][row.fraud_type] = Score(int(row.right), int(row.answered))
    return found


async def lines(
    unit: Unit, bot: int, *, regions: Collection[str] | None, since: datetime | None, until: datetime | None
) -> list[Line]:
    """Answers of the rounds opened in that span, in groups under those regions (None: everywhere).

    A group's first round on a type is the first that anybody answered, whether it lies in the span or before.
    """
    turn = func.row_number().over(
        partition_by=(deliveries.c.group_id, pushes.c.fraud_type), order_by=(rounds.c.opened_at, rounds.c.id)
    )
    each = (
        select(
            groups.c.audience,
            groups.c.region,
            pushes.c.fraud_type,
            rounds.c.opened_at,
            rounds.c.answered,
            rounds.c.answered_right,
            turn.label("turn"),
        )
        .join(deliveries, deliveries.c.id == rounds.c.delivery_id)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(rounds.c.bot == bot, rounds.c.answered > 0, groups.c.audience.is_not(None))
        .subquery()
    )
    first = (each.c.turn == 1).label("first")
    query: Any = select(
        each.c.audience,
        each.c.fraud_type,
        first,
        func.sum(each.c.answered_right).label("right"),
        func.sum(each.c.answered).label("answered"),
    ).group_by(each.c.audience, each.c.fraud_type, first)
    if regions is not None:
        query = query.where(each.c.region.in_(regions))
    if since is not None:
        query = query.where(each.c.opened_at >= since)
    if until is not None:
        query = query.where(each.c.opened_at < until)
    return [
        Line(Audience(row.audience), row.fraud_type, bool(row.first), int(row.right), int(row.answered))
        for row in await unit.execute(query)
    ]
