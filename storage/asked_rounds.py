"""Queries about rounds with where they stand: their delivery, their group as it is now, what was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select

from content.questions import Quiz
from content.words import Script
from storage.database import Unit, held
from storage.models import DeliveryId, FollowupKind, FollowupState, GroupId, GroupState, PushId
from storage.rounds import ASKED, COLUMNS, Round, RoundId, RoundState, read
from storage.tables import deliveries, followups, groups, push_texts, pushes, rounds


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A round with where it stands: its delivery, its group as it is now, and what was asked."""

    round: Round
    push: PushId
    code: str
    key: str
    message: int | None
    group: GroupId
    group_chat: int
    group_state: GroupState
    group_reason: str | None
    script: Script
    quiz: Quiz

    @property
    def moved(self) -> bool:
        """Its group was upgraded since: the poll stands in the chat that it left."""
        return self.group_chat != self.round.chat


# The call that closes a round's poll is done. Said so that SQLite looks by delivery: by state it would read
# nearly every followup there ever was.
_POLL_CLOSED = select(followups.c.id).where(
    followups.c.delivery_id == rounds.c.delivery_id,
    followups.c.kind == FollowupKind.CLOSE,
    case((followups.c.state == FollowupState.DONE, 1), else_=0) == 1,
)
# No round lies longer between its question's time and its end.
_LONGEST = timedelta(days=14)
_COUNTED_LATE = select(rounds.c.delivery_id).where(
    rounds.c.id.in_(bindparam("ids", expanding=True)),
    rounds.c.state == RoundState.CLOSING,
    _POLL_CLOSED.correlate(rounds).exists(),
)


async def due(unit: Unit, bot: int, *, now: datetime, limit: int) -> list[Asked]:
    """Open rounds whose time is over, the oldest first."""
    over = (rounds.c.state == RoundState.OPEN) & (rounds.c.closes_at <= now)
    query = (
        _asked(bot, over & deliveries.c.state.in_(ASKED))
        .order_by(rounds.c.closes_at, rounds.c.id)
        .limit(limit)
    )
    return [_with_place(row) for row in await unit.execute(held(unit, query, rounds))]


async def of_deliveries(unit: Unit, bot: int, ids: Collection[DeliveryId]) -> list[Asked]:
    """These deliveries' rounds."""
    query = _asked(bot, rounds.c.delivery_id.in_(ids)).order_by(rounds.c.id)
    return [_with_place(row) for row in await unit.execute(held(unit, query, rounds))]


async def of_keys(unit: Unit, bot: int, keys: Collection[str]) -> dict[str, Asked]:
    """The rounds under whose messages these buttons hang."""
    query = _asked(bot, deliveries.c.key.in_(keys)).order_by(rounds.c.id)
    return {row.key: _with_place(row) for row in await unit.execute(held(unit, query, rounds))}


async def stuck(unit: Unit, bot: int, *, before: datetime, limit: int) -> list[Asked]:
    """Rounds that began to close before then and never ended."""
    closing = (rounds.c.state == RoundState.CLOSING) & (rounds.c.ended_at < before)
    query = _asked(bot, closing).order_by(rounds.c.id).limit(limit)
    return [_with_place(row) for row in await unit.execute(held(unit, query, rounds))]


async def uncounted(unit: Unit, bot: int, *, before: datetime, limit: int) -> list[Asked]:
    """Closing rounds whose poll was closed before then, and whose final counts never came."""
    done = _POLL_CLOSED.where(followups.c.ended_at < before)
    closing = (rounds.c.state == RoundState.CLOSING) & done.correlate(rounds).exists()
    query = _asked(bot, closing).order_by(rounds.c.id).limit(limit)
    return [_with_place(row) for row in await unit.execute(held(unit, query, rounds))]


async def counted_late(unit: Unit, ids: Collection[RoundId]) -> list[DeliveryId]:
    """Those of them that are closing still, though their poll is closed."""
    return [DeliveryId(one) for one in (await unit.execute(_COUNTED_LATE, {"ids": list(ids)})).scalars()]


async def cut_off(unit: Unit, bot: int, group: GroupId, *, since: datetime) -> list[Asked]:
    """Rounds of that group that did not end, or were lost from then on."""
    lost = (rounds.c.state == RoundState.LOST) & (rounds.c.ended_at >= since)
    unended = rounds.c.state.in_([RoundState.OPEN, RoundState.CLOSING]) | lost
    mine = (deliveries.c.group_id == group) & (deliveries.c.due_at >= since - _LONGEST)
    query = _asked(bot, mine & unended & deliveries.c.state.in_(ASKED)).order_by(rounds.c.id)
    return [_with_place(row) for row in await unit.execute(query)]


# Rounds with their delivery, group and text; the text in the group's script where there is one. Built once.
_script = (
    select(push_texts.c.script)
    .where(push_texts.c.push_id == deliveries.c.push_id, push_texts.c.script == groups.c.script)
    .correlate(deliveries, groups)
    .scalar_subquery()
)
_EVERY = (
    select(
        *COLUMNS,
        deliveries.c.push_id,
        deliveries.c.key,
        deliveries.c.message,
        deliveries.c.group_id,
        groups.c.chat.label("group_chat"),
        groups.c.state.label("group_state"),
        groups.c.reason.label("group_reason"),
        pushes.c.code,
        push_texts.c.script,
        push_texts.c.quiz,
    )
    .join(deliveries, deliveries.c.id == rounds.c.delivery_id)
    .join(groups, groups.c.id == deliveries.c.group_id)
    .join(pushes, pushes.c.id == deliveries.c.push_id)
    .join(push_texts, push_texts.c.push_id == pushes.c.id)
    .where(push_texts.c.script == func.coalesce(_script, Script.SIMPLIFIED))
)


def _asked(bot: int, wanted: ColumnElement[bool]) -> Select[Any]:
    return _EVERY.where(rounds.c.bot == bot, wanted)


def _with_place(row: Any) -> Asked:
    return Asked(
        round=read(row),
        push=PushId(row.push_id),
        code=row.code,
        key=row.key,
        message=row.message,
        group=GroupId(row.group_id),
        group_chat=row.group_chat,
        group_state=GroupState(row.group_state),
        group_reason=row.group_reason,
        script=Script(row.script),
        quiz=Quiz.of_json(row.quiz),
    )
