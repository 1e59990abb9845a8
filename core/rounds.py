"""A round's life: begun when its delivery is claimed, asked, closed after some days, its results told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from content.render import results
from content.words import QuizMode
from core.desk import Desk
from core.groups import AWAY
from core.ports import FollowOutcome, Outcome, Priority, Refused, Sent
from storage import answers, deliveries, followups, groups, receipts, rounds
from storage.answers import Answer
from storage.database import Unit
from storage.models import Act, DeliveryId, FollowupKind, GroupState, Parcel
from storage.rounds import Asked, Round, RoundId, RoundState

OPEN_FOR = timedelta(days=3)
# How long closing a poll and telling its results are tried.
CLOSE_WITHIN, TELL_WITHIN = timedelta(days=2), timedelta(days=1)
NO_POLLS = "no_polls"
PARKED_FOR = timedelta(hours=24)
AT_ONCE = 50


async def claimed(unit: Unit, desk: Desk, parcel: Parcel, *, now: datetime) -> None:
    """A delivery is about to leave: if it is a quiz, its round knows from now on how it was asked."""
    if parcel.quiz is not None:
        await rounds.begin(unit, desk.bot, parcel, closes_at=_closes_at(desk, now), now=now)


async def asked(unit: Unit, desk: Desk, parcel: Parcel, sent: Sent, *, now: datetime) -> None:
    """It arrived: the days begin, and answers that were faster than Telegram's own word come in."""
    if parcel.quiz is not None:
        await _arrived(unit, desk, parcel.delivery, parcel.chat, sent.poll, now=now)


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
        await receipts.prove_arrival(unit, tapped.delivery, message, now=now)
        if one.poll is None and one.mode is not QuizMode.BUTTONS and one.state is RoundState.OPEN:
            await _arrived(unit, desk, tapped.delivery, chat, poll, now=now)


async def _arrived(
    unit: Unit, desk: Desk, delivery: DeliveryId, chat: int, poll: str | None, *, now: datetime
) -> None:
    one = await rounds.of_delivery(unit, delivery)
    if one is None:
        return
    closes_at = _closes_at(desk, now)
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
            await rounds.change(unit, one.id, difference=_difference(one.final, ours))
        elif mine:
            more[one.id] = len(mine), sum(answer.choice == one.right_option for answer in mine)
    await rounds.count(unit, more)


async def count_up(unit: Unit, one: Round, counts: list[int], *, closed: bool) -> None:
    """What a poll's update said; the newest has the most answers, since a quiz's can't be taken back."""
    if len(counts) != one.options:
        return
    if one.mode is QuizMode.ANONYMOUS and one.state is not RoundState.CLOSED and sum(counts) >= one.answered:
        values = {"answered": sum(counts), "answered_right": counts[one.right_option]}
        await rounds.change(unit, one.id, counts=counts, **values)
    if closed and one.final is None:
        await rounds.change(unit, one.id, final=counts)


async def close_due(desk: Desk, *, now: datetime) -> int:
    """Begin to close the rounds whose time is over, some at once. Returns how many there were."""
    async with desk.database.unit() as unit:
        over = await rounds.due(unit, desk.bot, now=now, limit=AT_ONCE)
        for one in over:
            await _close(unit, desk, one, now=now)
    if over:
        desk.wake.wake()
    return len(over)


async def give_up_stuck(desk: Desk, *, now: datetime) -> None:
    """Rounds whose poll could not be closed in time are lost; what never arrived was none."""
    async with desk.database.unit() as unit:
        await rounds.drop_unasked(unit, desk.bot)
        await answers.drop_parked(unit, desk.bot, before=now - PARKED_FOR)
        for one in await rounds.stuck(unit, desk.bot, before=now - CLOSE_WITHIN, limit=AT_ONCE):
            await rounds.move_on(unit, one, RoundState.CLOSING, RoundState.LOST, ended_at=now)


async def poll_closed(unit: Unit, desk: Desk, act: Act, outcome: FollowOutcome, now: datetime) -> None:
    """A poll was closed, or can't be: its final counts stand beside ours, and the group hears the results."""
    found = await rounds.of_deliveries(unit, desk.bot, [act.delivery])
    for one in found:
        if one.round.state is not RoundState.CLOSING:
            continue
        told = _told(outcome) or one.round.final
        moved = one.group_chat != one.round.chat
        if told is not None and len(told) == one.round.options:
            await _settle(unit, desk, one, tuple(told), now=now)
        else:
            await rounds.move_on(unit, one.round.id, RoundState.CLOSING, RoundState.LOST, ended_at=now)
            # The old chat's poll can't be reached any more, but its people can; one that an admin took
            # away was meant to be gone.
            if moved:
                await _tell(unit, desk, one, one.round.answered, one.round.answered_right, now=now)


def _told(outcome: FollowOutcome) -> list[int] | None:
    result = getattr(outcome, "result", None)
    return result["options"] if result else None


async def _close(unit: Unit, desk: Desk, one: Asked, *, now: datetime) -> None:
    """Close the poll first where there is one; where nobody can any more, the round is lost."""
    native = one.round.mode is not QuizMode.BUTTONS
    # Without a number nobody ever pressed anything under it: most likely it never arrived.
    if one.group_reason in AWAY or one.message is None:
        await rounds.move_on(unit, one.round.id, RoundState.OPEN, RoundState.LOST, ended_at=now)
    elif not native:
        if await rounds.move_on(unit, one.round.id, RoundState.OPEN, RoundState.CLOSED, ended_at=now):
            await _tell(unit, desk, one, one.round.answered, one.round.answered_right, now=now)
    elif await rounds.move_on(unit, one.round.id, RoundState.OPEN, RoundState.CLOSING, ended_at=now):
        await followups.add_once(
            unit,
            one.round.delivery,
            FollowupKind.CLOSE,
            priority=Priority.QUIZ,
            due_at=now,
            not_after=now + CLOSE_WITHIN,
        )


async def _settle(unit: Unit, desk: Desk, one: Asked, final: tuple[int, ...], *, now: datetime) -> None:
    """The poll's own final counts are what we tell; where ours differ, by how much is kept."""
    right = final[one.round.right_option]
    ours = one.round.counts if one.round.mode is QuizMode.ANONYMOUS else None
    if ours is None:
        ours = tuple(await rounds.tally(unit, one.round.id))
    await rounds.move_on(
        unit,
        one.round.id,
        RoundState.CLOSING,
        RoundState.CLOSED,
        ended_at=now,
        final=list(final),
        difference=_difference(final, ours),
        answered=sum(final),
        answered_right=right,
    )
    await _tell(unit, desk, one, sum(final), right, now=now)


async def _tell(unit: Unit, desk: Desk, one: Asked, answered: int, right: int, *, now: datetime) -> None:
    """The results as an answer to the question; not where the group wants to hear nothing now."""
    if one.group_state is not GroupState.ACTIVE:
        return
    due_at = desk.rules.hours.heard_at(now)
    await followups.add_once(
        unit,
        one.round.delivery,
        FollowupKind.REPLY,
        priority=Priority.QUIZ,
        due_at=due_at,
        not_after=due_at + TELL_WITHIN,
        html=results(one.quiz, one.code, one.script, answered=answered, right=right),
        payload={"buttons": "check"},
    )


def _difference(final: tuple[int, ...], ours: tuple[int, ...] | list[int]) -> list[int]:
    """By how much the poll's counts are above ours, per option."""
    return [told - counted for told, counted in zip(final, ours, strict=True)]


def _closes_at(desk: Desk, opened: datetime) -> datetime:
    """Some days later, when people may be spoken to."""
    return desk.rules.hours.heard_at(opened + OPEN_FOR)
