"""A round's end: its poll closed after some days, the counts settled, the group told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.render import question_gone, results
from content.words import QuizMode
from core.desk import Desk
from core.groups import AWAY
from core.ports import Done, FollowOutcome, Gone, Priority, Refused
from storage import answers, asked_rounds, followups, rounds
from storage.asked_rounds import Asked
from storage.database import Unit
from storage.models import Act, FollowupKind, GroupState
from storage.rounds import RoundId, RoundState

# How long closing a poll and telling its results are tried.
CLOSE_WITHIN, TELL_WITHIN = timedelta(days=2), timedelta(days=1)
# How long the last counts of a poll that was closed before may be on their way.
COUNTS_WITHIN = timedelta(minutes=10)
MESSAGE_GONE = "message_gone"
PARKED_FOR = timedelta(hours=24)
AT_ONCE = 50


async def close_due(desk: Desk, *, now: datetime) -> int:
    """Begin to close the rounds whose time is over, some at once. Returns how many there were."""
    async with desk.database.unit() as unit:
        over = await asked_rounds.due(unit, desk.bot, now=now, limit=AT_ONCE)
        await _close_polls(unit, [one for one in over if _has_poll(one)], now=now)
        for one in over:
            if not _has_poll(one):
                await _close_alone(unit, desk, one, now=now)
    if over:
        desk.wake.wake()
    return len(over)


async def give_up_stuck(desk: Desk, *, now: datetime) -> None:
    """Rounds whose poll could not be closed in time are lost; what never arrived was none.

    Those whose poll was closed, but whose last counts never came, end with our own.
    """
    async with desk.database.unit() as unit:
        await rounds.drop_unasked(unit, desk.bot)
        await answers.drop_parked(unit, desk.bot, before=now - PARKED_FOR)
        for one in await asked_rounds.uncounted(unit, desk.bot, before=now - COUNTS_WITHIN, limit=AT_ONCE):
            await _end(unit, desk, one, RoundState.CLOSED, now=now)
        for one in await asked_rounds.stuck(unit, desk.bot, before=now - CLOSE_WITHIN, limit=AT_ONCE):
            if one.round.final is not None:
                await _settle(unit, desk, one, one.round.final, now=now)
            else:
                await _end(unit, desk, one, RoundState.LOST, now=now)


async def poll_closed(unit: Unit, desk: Desk, act: Act, outcome: FollowOutcome, now: datetime) -> None:
    """A poll was closed, or can't be: its final counts stand beside ours, and the group hears the results."""
    for one in await asked_rounds.of_deliveries(unit, desk.bot, [act.delivery]):
        if one.round.state is not RoundState.CLOSING:
            continue
        final = _told(outcome) or one.round.final
        if final is not None and len(final) == one.round.options:
            await _settle(unit, desk, one, tuple(final), now=now)
        elif isinstance(outcome, Gone):
            await rounds.move_on(unit, one.round.id, RoundState.CLOSING, RoundState.LOST, ended_at=now)
        elif not isinstance(outcome, Done):  # else it was closed before: its last counts are on their way
            deleted = outcome == Refused(MESSAGE_GONE) and not one.moved
            await _end(unit, desk, one, RoundState.LOST, now=now, deleted=deleted)


def _told(outcome: FollowOutcome) -> list[int] | None:
    result = getattr(outcome, "result", None)
    return result["options"] if result else None


def _has_poll(one: Asked) -> bool:
    """Whether there is a poll that we can close first. Without a number it most likely never arrived."""
    native = one.round.mode is not QuizMode.BUTTONS
    return native and not one.moved and one.message is not None and one.group_reason not in AWAY


async def _close_polls(unit: Unit, some: Sequence[Asked], *, now: datetime) -> None:
    """All in two statements: while a thousand rounds end, what leaves has to be claimed in time."""
    if not some:
        return
    await rounds.begin_closing(unit, [one.round.id for one in some], now=now)
    await followups.add_to_copies(
        unit,
        followups.these([one.round.delivery for one in some]),
        FollowupKind.CLOSE,
        priority=Priority.QUIZ,
        due_at=now,
        not_after=now + CLOSE_WITHIN,
    )


async def _close_alone(unit: Unit, desk: Desk, one: Asked, *, now: datetime) -> None:
    """Buttons need no closing; a poll that nobody can close any more is lost, though people may be told."""
    if one.group_reason in AWAY or one.message is None:
        await rounds.move_on(unit, one.round.id, RoundState.OPEN, RoundState.LOST, ended_at=now)
    else:
        buttons = one.round.mode is QuizMode.BUTTONS
        await _end(unit, desk, one, RoundState.CLOSED if buttons else RoundState.LOST, now=now)
        if buttons:
            await _take_letters_away(unit, one, now=now)


async def _take_letters_away(unit: Unit, one: Asked, *, now: datetime) -> None:
    """Under a question that is over only 是真的吗 stays, as under a poll."""
    await followups.add_once(
        unit,
        one.round.delivery,
        FollowupKind.MARK,
        priority=Priority.COSMETIC,
        due_at=now,
        not_after=now + TELL_WITHIN,
        payload={"buttons": "check"},
    )


async def _end(
    unit: Unit, desk: Desk, one: Asked, state: RoundState, *, now: datetime, deleted: bool = False
) -> None:
    """It ends with what we counted ourselves; of a question that was taken away nobody hears how it went."""
    if not await rounds.move_on(unit, one.round.id, one.round.state, state, ended_at=now):
        return
    html = question_gone(one.quiz, one.code, one.script) if deleted else None
    await _tell(unit, desk, one, one.round.answered, one.round.answered_right, now=now, html=html)


async def settle_late(unit: Unit, desk: Desk, ids: Sequence[RoundId], *, now: datetime) -> bool:
    """Polls that were closed, though how they ended got lost on the way: their last counts are here now.

    Whether there were any; what is still being closed hears of them by the answer to our call.
    """
    late = await asked_rounds.counted_late(unit, ids)
    for one in await asked_rounds.of_deliveries(unit, desk.bot, late) if late else ():
        if one.round.final is not None:
            await _settle(unit, desk, one, one.round.final, now=now)
    return bool(late)


async def _settle(unit: Unit, desk: Desk, one: Asked, final: tuple[int, ...], *, now: datetime) -> None:
    """The poll's own final counts are what we tell; where ours differ, by how much is kept."""
    right = final[one.round.right_option]
    if one.round.mode is QuizMode.ANONYMOUS:
        ours = one.round.counts or (0,) * one.round.options
    else:
        ours = tuple(await rounds.tally(unit, one.round.id))
    await rounds.move_on(
        unit,
        one.round.id,
        RoundState.CLOSING,
        RoundState.CLOSED,
        ended_at=now,
        final=list(final),
        difference=difference(final, ours),
        answered=sum(final),
        answered_right=right,
    )
    await _tell(unit, desk, one, sum(final), right, now=now)


async def _tell(
    unit: Unit, desk: Desk, one: Asked, answered: int, right: int, *, now: datetime, html: str | None = None
) -> None:
    """The results, or `html`, as an answer to the question; not where the group wants to hear nothing now."""
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
        html=html or results(one.quiz, one.code, one.script, answered=answered, right=right),
        payload={"buttons": "check"},
    )


def difference(final: tuple[int, ...], ours: tuple[int, ...] | list[int]) -> list[int]:
    """By how much the poll's counts are above ours, per option."""
    return [told - counted for told, counted in zip(final, ours, strict=True)]
