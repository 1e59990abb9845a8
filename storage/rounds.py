"""Queries about rounds: a question asked in a group, from its claim to its final counts.

With their delivery, group and words they are read in storage/asked_rounds.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import bindparam, case, delete, select, update

from content.words import QuizMode
from storage.database import Unit, held, insert_once
from storage.models import DeliveryId, DeliveryState, Parcel
from storage.tables import answers, deliveries, rounds

RoundId = NewType("RoundId", int)


class RoundState(StrEnum):
    """open → closing → closed, or lost: nobody will ever tell its final counts."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    LOST = "lost"


ENDED = (RoundState.CLOSED, RoundState.LOST)
# A question that may have arrived; anything else was never asked.
ASKED = (DeliveryState.SENT, DeliveryState.UNKNOWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One Question asked in one Group. `chat` is where; `answered` and `answered_right` are as known by now.

    Counts are per option: `counts` what an anonymous poll's updates said, `final` what it said at the end.
    """

    id: RoundId
    delivery: DeliveryId
    mode: QuizMode
    state: RoundState
    poll: str | None
    chat: int
    options: int
    right_option: int
    answered: int
    answered_right: int
    counts: tuple[int, ...] | None
    final: tuple[int, ...] | None
    salt: str | None = None


# All that a Round is made of; its times are only asked for.
COLUMNS = [
    rounds.c[name]
    for name in (
        "id",
        "delivery_id",
        "mode",
        "state",
        "poll",
        "chat",
        "options",
        "right_option",
        "answered",
        "answered_right",
        "counts",
        "final",
        "salt",
    )
]


async def begin(unit: Unit, bot: int, parcel: Parcel, *, closes_at: datetime, now: datetime) -> None:
    """The round of a quiz that is about to leave; one that was begun before stays as it is."""
    assert parcel.quiz is not None
    values = {
        "bot": bot,
        "delivery_id": parcel.delivery,
        "mode": parcel.mode,
        "state": RoundState.OPEN,
        "chat": parcel.chat,
        "options": len(parcel.quiz.options),
        "right_option": parcel.quiz.right,
        "answered": 0,
        "answered_right": 0,
        "opened_at": now,
        "closes_at": closes_at,
    }
    await unit.execute(insert_once(unit, rounds).values(values).on_conflict_do_nothing())


async def of_delivery(unit: Unit, delivery: DeliveryId) -> Round | None:
    """The round, kept from other writers till the unit ends."""
    query = held(unit, select(*COLUMNS).where(rounds.c.delivery_id == delivery), rounds)
    row = (await unit.execute(query)).first()
    return read(row) if row else None


async def of_polls(unit: Unit, bot: int, polls: Collection[str]) -> dict[str, Round]:
    """The rounds of these polls, those that we know; kept from other writers till the unit ends."""
    query = select(*COLUMNS).where(rounds.c.bot == bot, rounds.c.poll.in_(polls)).order_by(rounds.c.id)
    found = (await unit.execute(held(unit, query, rounds))).all()
    return {str(one.poll): one for one in map(read, found)}


async def change(unit: Unit, one: RoundId, **values: Any) -> None:
    await unit.execute(update(rounds).where(rounds.c.id == one).values(**values))


async def move_on(unit: Unit, one: RoundId, before: RoundState, after: RoundState, **values: Any) -> bool:
    """Take a round from one state into the next; False when it was in another."""
    if after in ENDED:
        values["salt"] = None  # from now on nobody can tell who was forgotten
    moved = await unit.execute(
        update(rounds).where(rounds.c.id == one, rounds.c.state == before).values(state=after, **values)
    )
    return moved.rowcount == 1


async def begin_closing(unit: Unit, ids: Collection[RoundId], *, now: datetime) -> None:
    """These open rounds' polls are being closed from now on; their rows must be held."""
    mine = rounds.c.id.in_(ids) & (rounds.c.state == RoundState.OPEN)
    await unit.execute(update(rounds).where(mine).values(state=RoundState.CLOSING, ended_at=now))


async def count(unit: Unit, more: Mapping[RoundId, tuple[int, int]]) -> None:
    """So many more answers in each of these rounds, and so many of them right; in one statement."""
    if not more:
        return
    counted = (
        update(rounds)
        .where(rounds.c.id == bindparam("one"))
        .values(
            answered=rounds.c.answered + bindparam("number"),
            answered_right=rounds.c.answered_right + bindparam("rights"),
        )
    )
    rows = [{"one": one, "number": number, "rights": rights} for one, (number, rights) in more.items()]
    await unit.execute(counted, rows)


async def tally(unit: Unit, one: RoundId) -> list[int]:
    """Our own count of answers, per option."""
    options = (await unit.execute(select(rounds.c.options).where(rounds.c.id == one))).scalar_one()
    rows = await unit.execute(select(answers.c.choice).where(answers.c.round_id == one))
    counted = [0] * options
    for choice in rows.scalars():
        counted[choice] += 1
    return counted


async def drop_unasked(unit: Unit, bot: int) -> None:
    """Rounds whose question never arrived were none."""
    never = (DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.CANCELLED)
    # Said so that SQLite looks by state: rounds by buttons have no poll either, and most of them ended.
    without = case((rounds.c.poll.is_(None), 1), else_=0) == 1
    mine = (rounds.c.bot == bot) & (rounds.c.state == RoundState.OPEN) & without
    # By each of the few open rounds and its own count: all deliveries and answers are never walked through.
    failed = select(deliveries.c.id).where(
        deliveries.c.id == rounds.c.delivery_id, deliveries.c.state.in_(never)
    )
    nobody = rounds.c.answered == 0
    await unit.execute(delete(rounds).where(mine, nobody, failed.correlate(rounds).exists()))


def _counts(told: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if told is None else tuple(told)


def read(row: Any) -> Round:
    """The round of a row that begins with COLUMNS."""
    number, delivery, mode, state, poll, chat, options, right, answered, answered_right, *rest = row[
        : len(COLUMNS)
    ]
    counts, final, salt = rest
    return Round(
        id=RoundId(number),
        delivery=DeliveryId(delivery),
        mode=QuizMode(mode),
        state=RoundState(state),
        poll=poll,
        chat=chat,
        options=options,
        right_option=right,
        answered=answered,
        answered_right=answered_right,
        counts=_counts(counts),
        final=_counts(final),
        salt=salt,
    )
