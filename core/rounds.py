"""A round: begun when its delivery is claimed, asked, its answers counted; core/closings.py ends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from content.words import QuizMode
from core import closings
from core.desk import Desk
from core.ports import Outcome, Refused, Sent
from storage import answers, deliveries, groups, receipts, rounds
from storage.answers import Answer
from storage.database import Unit
from storage.models import DeliveryId, Parcel
from storage.rounds import Round, RoundId, RoundState

NO_POLLS = "no_polls"


async def claimed(unit: Unit, desk: Desk, parcel: Parcel, *, now: datetime) -> None:
    """A delivery is about to leave: if it is a quiz, its round knows from now on how it was asked."""
    if parcel.quiz is not None:
        await rounds.begin(unit, desk.bot, parcel, closes_at=_closes_at(desk, now, parcel.quiz_days), now=now)


async def asked(unit: Unit, desk: Desk, parcel: Parcel, sent: Sent, *, now: datetime) -> None:
    """It arrived: the days begin, and answers that were faster than Telegram's own word come in."""
    if parcel.quiz is not None:
        await _arrived(unit, desk, parcel.delivery, parcel.chat, sent.poll, days=parcel.quiz_days, now=now)


async def by_buttons_instead(desk: Desk, parcel: Parcel, outcome: Outcome, *, now: datetime) -> bool:
    """Where polls are forbidden the same delivery goes out as buttons, once. Whether this is such a case."""
    if parcel.quiz is None or parcel.mode is QuizMode.BUTTONS or outcome != Refused(NO_POLLS):
        return False
    async with desk.database.unit() as unit:
        one = await rounds.of_delivery(unit, parcel.delivery)
        if one is None:
            return False
        await rounds.change(unit, one.id, mode=QuizMode.BUTTONS)
        await deliveries.put_back(unit, parcel.delivery, due_at=now)
    desk.wake.wake()
    return True


async def seen(desk: Desk, key: str, chat: int, message: int, poll: str, *, now: datetime) -> None:
    """A button under a poll was pressed: their numbers are known now, if Telegram's answer was lost."""
    async with desk.database.unit() as unit:
        tapped = await receipts.by_key(unit, desk.bot, key)
        group = await groups.by_chat(unit, desk.bot, chat, hold=False)
        one = await rounds.of_delivery(unit, tapped.delivery) if tapped else None
        if tapped is None or group is None or tapped.group != group.id or one is None:
            return
        await receipts.prove_arrival(unit, tapped.delivery, message, chat=chat, now=now)
        if one.poll is None and one.mode is not QuizMode.BUTTONS and one.state is RoundState.OPEN:
            days = group.quiz_days
            await _arrived(unit, desk, tapped.delivery, chat, poll, days=days, now=now)


async def _arrived(
    unit: Unit, desk: Desk, delivery: DeliveryId, chat: int, poll: str | None, *, days: int, now: datetime
) -> None:
    if poll is not None:
        await answers.numbers_in_line(unit, desk.bot)
    one = await rounds.of_delivery(unit, delivery)
    if one is None:
        return
    closes_at = _closes_at(desk, now, days)
    await rounds.change(unit, one.id, poll=poll, chat=chat, opened_at=now, closes_at=closes_at)
    if poll is None:
        return
    votes, counts = await answers.unpark(unit, desk.bot, poll)
    known = [Answer(one.id, vote.person, vote.choice) for vote in votes if vote.choice < one.options]
    await count_in(unit, [one], await answers.add_once(unit, known, now=now))
    if counts is not None:
        await count_up(unit, one, counts, closed=False)


async def count_in(unit: Unit, known: Iterable[Round], new: Iterable[Answer]) -> None:
    """Answers that were just stored count; after the end they show how near our own count came."""
    by_round: dict[RoundId, list[Answer]] = {}
    for answer in new:
        by_round.setdefault(answer.round, []).append(answer)
    more: dict[RoundId, tuple[int, int]] = {}
    for one in known:
        mine = by_round.get(one.id, [])
        if mine and one.state is RoundState.CLOSED and one.final is not None:
            ours = await rounds.tally(unit, one.id)
            await rounds.change(unit, one.id, difference=closings.difference(one.final, ours))
        elif mine:
            more[one.id] = len(mine), sum(answer.choice == one.right_option for answer in mine)
    await rounds.count(unit, more)


async def count_up(unit: Unit, one: Round, counts: list[int], *, closed: bool) -> None:
    """What a poll's update said; the newest has the most answers, since a quiz's can't be taken back.

    What it says at the end stands beside what we had counted until then, or nothing could be compared.
    """
    if len(counts) != one.options:
        return
    newer = one.state is not RoundState.CLOSED and sum(counts) >= one.answered
    if closed and one.final is None:
        await rounds.change(unit, one.id, final=counts)
    elif not closed and one.mode is QuizMode.ANONYMOUS and newer:
        values = {"answered": sum(counts), "answered_right": counts[one.right_option]}
        await rounds.change(unit, one.id, counts=counts, **values)


def _closes_at(desk: Desk, opened: datetime, days: int) -> datetime:
    """So many days later, when people may be spoken to."""
    return desk.rules.hours.heard_at(opened + timedelta(days=days))
