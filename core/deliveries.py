"""A Delivery's way out: queued, claimed before Telegram is called, and ended by its Outcome."""

from __future__ import annotations

from datetime import datetime, timedelta

from core import groups
from core.desk import Desk
from core.ports import Gone, Moved, NotSent, Outcome, Refused, Sent, Unknown
from storage import deliveries
from storage import groups as group_rows
from storage.database import Unit
from storage.models import DeliveryState, Job, Parcel


async def recover(desk: Desk, *, now: datetime) -> int:
    """After a restart: what was claimed and never recorded may have arrived, so it is unknown."""
    async with desk.database.unit() as unit:
        return await deliveries.forget_claims(unit, desk.bot, now=now)


async def next_jobs(desk: Desk, *, now: datetime, limit: int) -> list[Job]:
    """What should leave next; late rows expire and, in quiet hours, all that can wait is put off."""
    hours = desk.rules.hours
    async with desk.database.reading() as unit:
        late = await deliveries.has_late(unit, now=now)
    if late or hours.is_quiet_at(now):
        async with desk.database.unit() as unit:
            await deliveries.expire(unit, now=now)
            if hours.is_quiet_at(now):
                await deliveries.postpone_counted(unit, due_at=hours.opening_after(now), now=now)
    async with desk.database.reading() as unit:
        return await deliveries.queued(unit, desk.bot, now=now, limit=limit)


async def claim(desk: Desk, job: Job, *, now: datetime) -> Parcel | None:
    """Take a delivery for sending, committed before anything leaves; None when it can't be sent now."""
    if job.counted and desk.rules.hours.is_quiet_at(now):
        return None
    async with desk.database.unit() as unit:
        if not await deliveries.claim(unit, job.delivery, now=now):
            return None
        return await deliveries.parcel(unit, job.delivery)


async def record(desk: Desk, parcel: Parcel, outcome: Outcome, *, now: datetime) -> None:
    """Write down how a claimed delivery ended, and what that says about its group."""
    async with desk.database.unit() as unit:
        match outcome:
            case Sent(message_id=message):
                await deliveries.end(unit, parcel.delivery, DeliveryState.SENT, now=now, message=message)
            case NotSent(retry_after=seconds):
                again = now + timedelta(seconds=seconds)
                await deliveries.put_back(unit, parcel.delivery, due_at=again)
            case Moved(new_chat=new_chat):
                await _moved(unit, desk, parcel, new_chat, now=now)
            case Gone(reason=reason):
                await deliveries.end(unit, parcel.delivery, DeliveryState.FAILED, now=now, reason=reason)
                group = await group_rows.by_id(unit, desk.bot, parcel.group)
                if group is not None and group.subscribed:
                    await groups.suspend(unit, group, reason, now=now)
            case Refused(reason=reason):
                await deliveries.end(unit, parcel.delivery, DeliveryState.FAILED, now=now, reason=reason)
            case Unknown(reason=reason):
                await deliveries.end(unit, parcel.delivery, DeliveryState.UNKNOWN, now=now, reason=reason)


async def _moved(unit: Unit, desk: Desk, parcel: Parcel, new_chat: int, *, now: datetime) -> None:
    """The same group under its new id; its delivery waits again, since nothing left."""
    await deliveries.put_back(unit, parcel.delivery, due_at=now)
    group = await group_rows.by_id(unit, desk.bot, parcel.group)
    if group is not None and group.chat == parcel.chat:
        await group_rows.move(unit, desk.bot, group, new_chat)
