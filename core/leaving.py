"""All that leaves by the dispatcher: Deliveries and Followups, in one order and by the same four steps."""

from __future__ import annotations

import asyncio
from datetime import datetime

from core import deliveries, followups
from core.desk import Desk
from core.ports import Done, FollowOutcome
from storage import deliveries as delivery_rows
from storage import followup_queue
from storage.models import Act, Job, Parcel

Load = Parcel | Act


async def recover(desk: Desk, *, now: datetime) -> int:
    """After a restart: how many that were claimed and never recorded are now unknown."""
    return await deliveries.recover(desk, now=now) + await followups.recover(desk, now=now)


async def next_jobs(desk: Desk, *, now: datetime, limit: int) -> list[Job]:
    """What should leave next, up to `limit` of either, in the order in which it should."""
    new, done_to_old = await asyncio.gather(
        deliveries.next_jobs(desk, now=now, limit=limit), followups.next_jobs(desk, now=now, limit=limit)
    )
    return sorted([*new, *done_to_old], key=lambda job: (job.priority, job.due_at))


async def claim(desk: Desk, job: Job, *, now: datetime) -> Load | None:
    """Take it, committed before anything leaves; None when it can't leave now."""
    if job.followup is None:
        return await deliveries.claim(desk, job, now=now)
    return await followups.claim(desk, job, now=now)


async def unclaim(desk: Desk, job: Job, *, claimed_at: datetime) -> bool:
    """Undo a claim whose commit was left open; whether there was one. Nothing has left."""
    async with desk.database.unit() as unit:
        if job.followup is None:
            return await delivery_rows.unclaim(unit, job.delivery, claimed_at=claimed_at)
        return await followup_queue.unclaim(unit, job.followup, claimed_at=claimed_at)


async def record(desk: Desk, load: Load, outcome: FollowOutcome, *, now: datetime) -> None:
    """Write down how it ended."""
    if isinstance(load, Act):
        await followups.record(desk, load, outcome, now=now)
    elif not isinstance(outcome, Done):
        await deliveries.record(desk, load, outcome, now=now)
