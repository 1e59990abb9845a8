"""A Delivery's way out: queued, claimed before Telegram is called, and ended by its Outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from content.words import Kind, Severity
from core import groups, lock, posters, rounds, voice_sending
from core.desk import Desk
from core.ports import Gone, Moved, NotSent, Outcome, Priority, Refused, Sent, Unknown
from storage import alert_life, deliveries, delivery_queue, followups, parcels, pushes, updates
from storage import groups as group_rows
from storage import posters as poster_rows
from storage.database import Unit
from storage.models import DeliveryState, GroupId, Job, Parcel

REFUSALS_BEAR = 3
PROBE_AFTER = timedelta(days=7)
JUDGED_FROM = 20
UNEXPLAINED_SHARE = 0.05
# Refusals that rest a group: its own doing, and it may heal without a word.
NO_RIGHTS, TOPIC_CLOSED = "no_rights", "topic_closed"
RESTING = frozenset({NO_RIGHTS, TOPIC_CLOSED})
# Why a row that never left was too late in the end: Telegram asked for patience, or could not be reached.
FLOOD, NO_LINE = "flood", "no_line"
CALLED_OFF = "called_off"
# Why something was not done to a message: there is none.
NEVER_SENT = "never_sent"
# A live alert has a group's ear for itself so long.
HOLD = timedelta(minutes=30)


def told_of_rights(group: GroupId) -> str:
    """The mark that the owners know of a group that will not let us speak."""
    return f"told:no_rights:{group}"


async def recover(desk: Desk, *, now: datetime) -> int:
    """After a restart: what was claimed and never recorded may have arrived, so it is unknown."""
    async with desk.database.unit() as unit:
        await poster_rows.let_all_go(unit, desk.bot)
        return await deliveries.forget_claims(unit, desk.bot, now=now)


async def next_jobs(desk: Desk, *, now: datetime, limit: int) -> list[Job]:
    """What should leave next; late rows expire and, in quiet hours, all that can wait is put off.

    While a restored database is locked nothing leaves, expires or is put off.
    """
    hours = desk.rules.hours
    quiet = hours.is_quiet_at(now)
    # One look where nothing is to be put in order: an alert that was just decided on waits for it.
    async with desk.database.reading() as unit:
        if await lock.holds(unit, desk.bot):
            return []
        if not quiet and not await delivery_queue.has_late(unit, desk.bot, now=now):
            return await delivery_queue.queued(unit, desk.bot, now=now, limit=limit)
    # Ahead: among what waits for this may be an alert.
    async with desk.database.unit(ahead=True) as unit:
        await delivery_queue.expire(unit, desk.bot, now=now)
        await followups.cancel_in_vain(unit, desk.bot, NEVER_SENT, now=now)
        if quiet:
            await delivery_queue.postpone_counted(unit, desk.bot, due_at=hours.opening_after(now), now=now)
    async with desk.database.reading() as unit:
        return await delivery_queue.queued(unit, desk.bot, now=now, limit=limit)


async def claim(desk: Desk, job: Job, *, now: datetime) -> Parcel | None:
    """Take a delivery for sending, committed before anything leaves; None when it can't be sent now."""
    quiet = desk.rules.hours.is_quiet_at(now)
    if quiet and job.counted:
        return None

    async def take(unit: Unit) -> Parcel | None:
        if not await deliveries.claim(unit, job.delivery, hold=HOLD, now=now):
            await _hold(unit, job, now=now)
            return None
        # What somebody asked for at night comes, and so does an alert, but only an urgent one wakes anybody.
        parcel = await parcels.of_delivery(unit, job.delivery)
        if not await posters.may_leave(unit, parcel):
            await deliveries.put_back(unit, job.delivery, due_at=now)
            return None
        if quiet and parcel.severity is Severity.NOTICE:
            opening = desk.rules.hours.opening_after(now)
            await deliveries.put_back(unit, job.delivery, due_at=opening)
            return None
        await rounds.claimed(unit, desk, parcel, now=now)
        return replace(parcel, silent=quiet and parcel.severity is not Severity.URGENT)

    return await desk.database.shared(take, ahead=job.priority <= Priority.ALERT)


async def _hold(unit: Unit, job: Job, *, now: datetime) -> None:
    """Where an alert has the group's ear, what nobody asked for waits until it has been heard."""
    held = await alert_life.held_until(unit, job.group, HOLD, now=now) if job.counted else None
    if held is not None:
        await alert_life.hold(unit, job.group, held)


async def record(desk: Desk, parcel: Parcel, outcome: Outcome, *, now: datetime) -> None:
    """Write down how a claimed delivery ended, and what that says about its group and its push."""
    instead = await rounds.by_buttons_instead(desk, parcel, outcome, now=now)
    if instead or await posters.otherwise(desk, parcel, outcome, now=now):
        return
    # The copies of an alert with a photo wait until the first has told its number.
    await desk.database.shared(
        partial(_write_down, desk, parcel, outcome, now), ahead=parcel.kind is Kind.ALERT, again=True
    )
    if parcel.picture is not None and parcel.picture.file_id is None:
        desk.wake.wake()  # for those that waited for the picture's number


async def _write_down(desk: Desk, parcel: Parcel, outcome: Outcome, now: datetime, unit: Unit) -> None:
    end = partial(deliveries.end, unit, parcel.delivery, now=now)
    match outcome:
        case Sent():
            await _sent(unit, desk, parcel, outcome, now=now)
        case NotSent():
            await _again(unit, parcel, outcome, now=now)
        case Moved(new_chat=new_chat):
            # The same group under its new id; its delivery waits again, since nothing left.
            await _wait_again(unit, parcel, due_at=now, now=now)
            await groups.moved(unit, desk, parcel.group, parcel.chat, new_chat)
        case Gone(reason=reason):
            await end(DeliveryState.FAILED, reason=reason)
            await groups.lost(unit, desk, parcel.group, parcel.chat, reason, now=now)
        case Refused():
            await _refused(unit, desk, parcel, outcome, now=now)
        case Unknown(reason=reason):
            await end(DeliveryState.UNKNOWN, reason=reason)
    await _call_off(unit, desk, parcel, outcome, now=now)
    await posters.ended(unit, parcel, outcome)
    # An alert is never held, so nobody asks how many of its copies were odd.
    if parcel.kind is not Kind.ALERT and isinstance(outcome, Sent | Gone | Refused | Unknown):
        await _judge(unit, parcel, odd=isinstance(outcome, Refused) and not outcome.explained)


async def try_again(desk: Desk, *, now: datetime) -> int:
    """Groups that would not let us speak are tried once a week: rights may heal without a word."""
    async with desk.database.unit() as unit:
        resting = await group_rows.suspended_since(unit, desk.bot, RESTING, before=now - PROBE_AFTER)
        for group in resting:
            await groups.resume(unit, group, now=now)
    return len(resting)


async def _learn(unit: Unit, parcel: Parcel, file_id: str | None) -> None:
    """Telegram has the picture now: the copies that waited for its number may leave."""
    picture = parcel.picture
    if picture is not None and not picture.poster and picture.file_id is None and file_id is not None:
        await alert_life.learn_file_id(unit, picture.id, file_id)


async def _sent(unit: Unit, desk: Desk, parcel: Parcel, sent: Sent, *, now: datetime) -> None:
    where = {"message": sent.message_id, "message_chat": parcel.chat}
    await deliveries.end(unit, parcel.delivery, DeliveryState.SENT, now=now, **where)
    await _learn(unit, parcel, sent.file_id)
    await rounds.asked(unit, desk, parcel, sent, now=now)
    await voice_sending.after_tip(unit, desk, parcel, now=now)
    if parcel.refused_before and await group_rows.heard_us(unit, parcel.group):
        # Should it lose its rights again one day, the owners hear of it again.
        await updates.drop_mark(unit, desk.bot, told_of_rights(parcel.group))


async def _again(unit: Unit, parcel: Parcel, outcome: NotSent, *, now: datetime) -> None:
    """It waits again, unless it would be stale by then."""
    due_at = now + timedelta(seconds=outcome.retry_after)
    if due_at < parcel.not_after:
        await _wait_again(unit, parcel, due_at=due_at, now=now)
    else:
        why = FLOOD if outcome.flood else NO_LINE
        await deliveries.end(unit, parcel.delivery, DeliveryState.EXPIRED, now=now, reason=why)


async def _wait_again(unit: Unit, parcel: Parcel, *, due_at: datetime, now: datetime) -> None:
    """What did not leave waits until `due_at`; unless its push was called off meanwhile."""
    await deliveries.put_back(unit, parcel.delivery, due_at=due_at)
    await deliveries.cancel_halted(unit, parcel.delivery, CALLED_OFF, now=now)


async def _call_off(unit: Unit, desk: Desk, parcel: Parcel, outcome: Outcome, *, now: datetime) -> None:
    """Where no message stands, and none will, nothing waits any more to be done to it."""
    if not isinstance(outcome, Sent | Unknown):
        await followups.cancel_in_vain(unit, desk.bot, NEVER_SENT, now=now, delivery=parcel.delivery)


async def _refused(unit: Unit, desk: Desk, parcel: Parcel, refused: Refused, *, now: datetime) -> None:
    reason = refused.reason if refused.explained else deliveries.UNEXPLAINED + refused.reason
    await deliveries.end(unit, parcel.delivery, DeliveryState.FAILED, now=now, reason=reason[:80])
    its_groups = refused.explained and not refused.is_ours
    if its_groups and await group_rows.refused_us(unit, parcel.group) >= REFUSALS_BEAR:
        await groups.lost(unit, desk, parcel.group, parcel.chat, refused.reason, now=now)


async def _judge(unit: Unit, parcel: Parcel, *, odd: bool) -> None:
    """Too many odd refusals: something is wrong with the push itself, so the owner decides."""
    tried, odd_ones = await pushes.tried(unit, parcel.push, odd=odd)
    if tried >= JUDGED_FROM and odd_ones > tried * UNEXPLAINED_SHARE:
        await pushes.pause(unit, parcel.push)
