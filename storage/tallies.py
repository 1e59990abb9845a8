"""Counting queries of the reports: what was sent, push by push and group by group, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from content.words import Kind
from storage.alerts import AlertState
from storage.database import Unit
from storage.models import REACHED, DeliveryId, DeliveryState, GroupId, PushId, Reached
from storage.reach import Span, number, total
from storage.tables import alerts, deliveries, groups, push_texts, pushes, rounds

_SENT, _FAILED, _UNKNOWN = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN
_TOLD = (
    AlertState.SENDING,
    AlertState.SENT,
    AlertState.CORRECTED,
    AlertState.WITHDRAWN,
    AlertState.EXPIRED,
)
# How many names a query may hold on either engine.
_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True)
class Tally(Reached):
    """One push in the groups and the period asked about; `last`: when it reached the last of them.

    `asked`: somebody in a group wished for it, so it was nobody's decision to push.
    """

    push: PushId
    kind: Kind
    code: str
    title: str
    fraud_type: str | None
    created_at: datetime
    asked: bool
    first_delivery: DeliveryId
    last: datetime | None


async def tallies(unit: Unit, span: Span) -> list[Tally]:
    """Every push that ended in one of the groups, oldest first: all counts of a report in one pass."""
    state = deliveries.c.state
    tally = (
        _ended(
            span,
            deliveries.c.push_id,
            number(state == _SENT).label("sent"),
            number(state == _FAILED).label("failed"),
            number(state == _UNKNOWN).label("unknown"),
            total(state == _SENT, deliveries.c.members).label("members"),
            func.sum(deliveries.c.receipts).label("receipts"),
            func.coalesce(func.sum(rounds.c.answered), 0).label("answers"),
            func.coalesce(func.sum(rounds.c.answered_right), 0).label("right"),
            func.min(case((state == _SENT, deliveries.c.id), else_=None)).label("first_sent"),
            func.min(deliveries.c.id).label("first"),
            func.max(case((state == _SENT, deliveries.c.ended_at), else_=None)).label("last"),
        )
        .group_by(deliveries.c.push_id)
        .subquery()
    )
    query = select(pushes, tally).join(tally, tally.c.push_id == pushes.c.id)
    return [_tally(row) for row in await unit.execute(query.order_by(pushes.c.created_at, pushes.c.id))]


async def failures(unit: Unit, *spans: Span) -> list[dict[str, int]]:
    """For each of the spans, how many deliveries failed, by reason; all in the same groups."""
    counting = spans[0].counting()
    query = (
        select(deliveries.c.reason, *(number(span.within(deliveries.c.ended_at)) for span in spans))
        .join_from(deliveries, groups, groups.c.id == deliveries.c.group_id)
        .where(counting, deliveries.c.state == _FAILED)
        .group_by(deliveries.c.reason)
    )
    rows = (await unit.execute(query)).all()
    return [{row[0] or "other": int(row[n]) for row in rows if row[n]} for n in range(1, len(spans) + 1)]


async def activity(unit: Unit, span: Span) -> dict[GroupId, tuple[int, int, int]]:
    """What each group was sent, and how often its people tapped and answered."""
    query = _ended(
        span,
        deliveries.c.group_id,
        number(deliveries.c.state == _SENT),
        func.sum(deliveries.c.receipts),
        func.coalesce(func.sum(rounds.c.answered), 0),
    ).group_by(deliveries.c.group_id)
    return {GroupId(row[0]): (row[1], int(row[2]), int(row[3])) for row in await unit.execute(query)}


async def of_group(unit: Unit, group: GroupId, *, since: datetime) -> tuple[int, int, int, int]:
    """What one group was sent since then, and its people's taps, answers and right answers."""
    query = (
        select(
            number(deliveries.c.state == _SENT),
            func.coalesce(func.sum(deliveries.c.receipts), 0),
            func.coalesce(func.sum(rounds.c.answered), 0),
            func.coalesce(func.sum(rounds.c.answered_right), 0),
        )
        .select_from(deliveries.outerjoin(rounds, rounds.c.delivery_id == deliveries.c.id))
        .where(deliveries.c.group_id == group, deliveries.c.due_at >= since)
    )
    sent, taken, told, right = (int(one) for one in (await unit.execute(query)).one())
    return sent, taken, told, right


async def alert_rows(unit: Unit, told: Collection[PushId]) -> list[Any]:
    """The alerts behind these pushes, oldest first; one that corrects another is not told apart."""
    found: list[Any] = []
    pushed = list(told)
    for start in range(0, len(pushed), _AT_ONCE):
        query = select(alerts).where(alerts.c.push_id.in_(pushed[start : start + _AT_ONCE]))
        query = query.where(alerts.c.corrects.is_(None), alerts.c.state.in_(_TOLD))
        found += await unit.execute(query)
    return sorted(found, key=lambda row: (row.decided_at or row.created_at, row.id))


async def corrections(unit: Unit, bot: int) -> dict[int, str]:
    """By the corrected alert's number, the last words that put it right and stand."""
    query = select(alerts.c.id, alerts.c.corrects, alerts.c.text, alerts.c.state).where(alerts.c.bot == bot)
    query = query.where(alerts.c.corrects.is_not(None), alerts.c.push_id.is_not(None))
    rows = sorted(await unit.execute(query), key=lambda row: (row.state != AlertState.WITHDRAWN, row.id))
    by_corrected = {row.corrects: row for row in rows}

    def last(row: Any) -> Any:
        return last(by_corrected[row.id]) if row.id in by_corrected else row

    ends = {number: last(row) for number, row in by_corrected.items()}
    return {number: end.text for number, end in ends.items() if end.state != AlertState.WITHDRAWN}


async def of_wrong_words(unit: Unit, bot: int) -> set[PushId]:
    """Pushes of alerts that were withdrawn or corrected, corrections too, and those that said them again."""
    wrong = alerts.c.state.in_((AlertState.WITHDRAWN, AlertState.CORRECTED))
    of_alert = alerts.c.push_id == func.coalesce(pushes.c.resends, pushes.c.id)
    found = await unit.execute(select(pushes.c.id).join(alerts, of_alert).where(alerts.c.bot == bot, wrong))
    return set(found.scalars())


async def sheet(unit: Unit, push: PushId, delivery: DeliveryId) -> tuple[str, str, datetime, int] | None:
    """A push as one group received it: the group's title, the words, when, and the receipts of that group."""
    from_texts = _TEXT.where(deliveries.c.id == delivery, deliveries.c.push_id == push)
    row = (await unit.execute(from_texts.limit(1))).first()
    return (row.title, row.html, row.ended_at, row.receipts) if row else None


_TEXT = (
    select(groups.c.title, push_texts.c.html, deliveries.c.ended_at, deliveries.c.receipts)
    .join_from(deliveries, groups, groups.c.id == deliveries.c.group_id)
    .join(push_texts, push_texts.c.push_id == deliveries.c.push_id)
    # The script that the group reads, where the push has it.
    .order_by((push_texts.c.script == groups.c.script).desc())
)


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


def _tally(row: Any) -> Tally:
    return Tally(
        push=PushId(row.id),
        kind=Kind(row.kind),
        code=row.code,
        title=row.title,
        fraud_type=row.fraud_type or None,
        created_at=row.created_at,
        asked=row.key.startswith("asked:"),
        **{name: int(getattr(row, name)) for name in REACHED},
        first_delivery=DeliveryId(row.first_sent or row.first),
        last=row.last,
    )
