"""Queries about how quizzes were answered, by round, group or audience; never by person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, true

from content.choose import Score
from content.words import Audience
from storage.database import Unit
from storage.models import DeliveryState, GroupId
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
    right, answered = _inside(rounds.c.answered_right, since, until), _inside(rounds.c.answered, since, until)
    # Rounds are numbered as they are opened. One pass, then a look at each first round: many times quicker
    # than numbering every round there ever was within its group.
    each = (
        select(
            deliveries.c.group_id,
            pushes.c.fraud_type,
            func.min(rounds.c.id).label("first"),
            right.label("right"),
            answered.label("answered"),
        )
        .join_from(rounds, deliveries, deliveries.c.id == rounds.c.delivery_id)
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .where(rounds.c.bot == bot, rounds.c.answered > 0)
        .group_by(deliveries.c.group_id, pushes.c.fraud_type)
        .subquery()
    )
    every = func.sum(each.c.right).label("every_right"), func.sum(each.c.answered).label("every_answered")
    query = (
        select(groups.c.audience, each.c.fraud_type, right.label("right"), answered.label("answered"), *every)
        .join_from(each, rounds, rounds.c.id == each.c.first)
        .join(groups, groups.c.id == each.c.group_id)
        # As in every other figure: whoever adds the bot to a group of their own counts nowhere.
        .where(each.c.answered > 0, groups.c.audience.is_not(None), groups.c.confirmed_at.is_not(None))
        .group_by(groups.c.audience, each.c.fraud_type)
    )
    if regions is not None:
        query = query.where(groups.c.region.in_(regions))
    found = []
    for row in await unit.execute(query):
        about = Audience(row.audience), row.fraud_type
        later = int(row.every_right - row.right), int(row.every_answered - row.answered)
        found += [Line(*about, True, int(row.right), int(row.answered)), Line(*about, False, *later)]
    return [line for line in found if line.answered]


def _inside(column: ColumnElement[Any], since: datetime | None, until: datetime | None) -> ColumnElement[Any]:
    """The column's sum over the rounds opened in that span."""
    inside: ColumnElement[bool] = true()
    if since is not None:
        inside &= rounds.c.opened_at >= since
    if until is not None:
        inside &= rounds.c.opened_at < until
    return func.sum(case((inside, column), else_=0))


async def listed(unit: Unit, bot: int | None) -> list[dict[str, Any]]:
    """Every round that was asked, newest first: push, group's chat, answers, right ones, state."""
    query = (
        select(deliveries.c.push_id, deliveries.c.state.label("delivery_state"), groups.c.chat, rounds)
        .join(deliveries, deliveries.c.id == rounds.c.delivery_id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(deliveries.c.state.in_(ASKED))
        .order_by(rounds.c.opened_at.desc(), rounds.c.id.desc())
    )
    if bot is not None:
        query = query.where(rounds.c.bot == bot)
    return [
        {
            "push": row.push_id,
            "group": row.chat,
            "answers": row.answered,
            "right": row.answered_right,
            "state": row.state,
            "mode": row.mode,
            # Nobody knows whether it ever arrived; a press of 是真的吗 would tell.
            "unknown": row.delivery_state == DeliveryState.UNKNOWN,
            "difference": sum(map(abs, row.difference)) if row.difference else 0,
        }
        for row in await unit.execute(query)
    ]
