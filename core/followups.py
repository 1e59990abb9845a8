"""A Followup's way out, as core/deliveries.py has it for a Delivery; and what follows from its end.

Use cases add their rows through storage/followups.py. What must happen when one has ended stands in
`core/followup_ends.py`, in the transaction that records it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from core import followup_ends, groups, lock
from core.deliveries import TOPIC_CLOSED
from core.desk import Desk
from core.ports import Done, FollowOutcome, Gone, Moved, NotSent, Priority, Refused, Sent, Unknown
from storage import acts, followup_queue, places
from storage.database import Unit
from storage.models import Act, FollowupKind, FollowupState, Job

FLOOD = "flood"
# The message stands in a chat that the group left.
MOVED = "moved"
UNEXPLAINED = "other: "
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)


async def recover(desk: Desk, *, now: datetime) -> int:
    """After a restart: a reply that was claimed and never recorded may have arrived, so it is unknown.

    Everything else is done again.
    """
    async with desk.database.unit() as unit:
        return await followup_queue.forget_claims(unit, desk.bot, now=now)


async def next_jobs(desk: Desk, *, now: datetime, limit: int) -> list[Job]:
    """What should be done next; late ones expire. Nothing while a restored database is locked."""
    async with desk.database.reading() as unit:
        if await lock.holds(unit, desk.bot):
            return []
        if not await followup_queue.has_late(unit, desk.bot, now=now):
            return await followup_queue.queued(unit, desk.bot, now=now, limit=limit)
    async with desk.database.unit(ahead=True) as unit:
        await followup_queue.expire(unit, desk.bot, now=now)
    async with desk.database.reading() as unit:
        return await followup_queue.queued(unit, desk.bot, now=now, limit=limit)


async def claim(desk: Desk, job: Job, *, now: datetime) -> Act | None:
    """Take a followup for doing, committed before anything leaves; None when it can't be done now.

    A message in a chat that its group left can't be reached: its number means another one where they are now.
    """
    assert job.followup is not None
    followup = job.followup

    async def take(unit: Unit) -> Act | None:
        if not await followup_queue.claim(unit, followup, now=now):
            return None
        act = await acts.of_followup(unit, followup)
        if _is_stranded(act):
            await _end(unit, desk, act, Refused(MOVED), FollowupState.FAILED, now=now, reason=MOVED)
        return act

    act = await desk.database.shared(take, ahead=job.priority <= Priority.ALERT)
    if act is None:
        return None
    if _is_stranded(act):
        desk.wake.wake()  # for what follows from that
        return None
    quiet = desk.rules.hours.is_quiet_at(now)
    return replace(act, silent=quiet and not act.payload.get("rings", False))


def _is_stranded(act: Act) -> bool:
    return act.elsewhere and act.kind is not FollowupKind.REPLY


async def record(desk: Desk, act: Act, outcome: FollowOutcome, *, now: datetime) -> None:
    """Write down how a claimed followup ended, and what follows from that."""
    await desk.database.shared(partial(_write_down, desk, act, outcome, now), again=True)


async def _write_down(desk: Desk, act: Act, outcome: FollowOutcome, now: datetime, unit: Unit) -> None:
    end = partial(_end, unit, desk, act, outcome, now=now)
    match outcome:
        case Done(reason=reason, result=result):
            await end(FollowupState.DONE, reason=reason, result=result)
        case Sent(message_id=message):
            await end(FollowupState.DONE, message=message)
        case NotSent(retry_after=seconds):
            await _again(unit, desk, act, outcome, now + timedelta(seconds=seconds), now=now)
        case Moved(new_chat=new_chat):
            await followup_queue.put_back(unit, act.followup, due_at=now, now=now)
            await groups.moved(unit, desk, act.group, act.chat, new_chat)
        case Gone(reason=reason):
            await end(FollowupState.FAILED, reason=reason)
            await groups.lost(unit, desk, act.group, act.chat, reason, now=now)
        case Refused():
            await _refused(unit, desk, act, outcome, now=now)
        case Unknown(reason=reason) if act.kind is FollowupKind.REPLY:
            await end(FollowupState.UNKNOWN, reason=reason)
        case Unknown():
            await _again(unit, desk, act, outcome, now + pause(act.tries), now=now)


def pause(tries: int) -> timedelta:
    """How long one whose outcome stayed open so often before is left alone: doubling, up to five minutes."""
    doubled: timedelta = FIRST_PAUSE * 2 ** min(tries, 10)
    return min(doubled, LONGEST_PAUSE)


async def _refused(unit: Unit, desk: Desk, act: Act, refused: Refused, *, now: datetime) -> None:
    """It failed; but an answer that its message's topic would not take goes to the one chosen since."""
    closed = act.kind is FollowupKind.REPLY and refused.reason == TOPIC_CLOSED
    if closed and await places.to_topic_of_now(unit, act.delivery):
        await followup_queue.put_back(unit, act.followup, due_at=now, now=now)
        return
    reason = refused.reason if refused.explained else UNEXPLAINED + refused.reason
    await _end(unit, desk, act, refused, FollowupState.FAILED, now=now, reason=reason[:80])


async def _again(
    unit: Unit, desk: Desk, act: Act, outcome: NotSent | Unknown, due_at: datetime, *, now: datetime
) -> None:
    """It waits for its next try, unless that would come too late."""
    if due_at < act.not_after:
        tries = int(isinstance(outcome, Unknown))
        await followup_queue.put_back(unit, act.followup, due_at=due_at, now=now, tries=tries)
    elif isinstance(outcome, Unknown):
        await _end(unit, desk, act, outcome, FollowupState.UNKNOWN, now=now, reason=outcome.reason)
    else:
        await _end(unit, desk, act, outcome, FollowupState.EXPIRED, now=now, reason=FLOOD)


async def _end(
    unit: Unit,
    desk: Desk,
    act: Act,
    outcome: FollowOutcome,
    state: FollowupState,
    *,
    now: datetime,
    **values: object,
) -> None:
    await followup_queue.end(unit, act.followup, state, now=now, **values)
    hook = followup_ends.TABLE.get(act.kind)
    if hook is not None:
        await hook(unit, desk, act, outcome, now)
