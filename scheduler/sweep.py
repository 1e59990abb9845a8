"""The sweep: each minute, turn what fell due into pushes and close the rounds whose time is over.

The database decides; the clock only asks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from core import lock, pushes, rounds, timekeeping
from core.desk import Desk
from core.pushes import Plan
from core.words import Firing, Slot
from scheduler.slots import Timing, due, next_time

log = structlog.get_logger(__name__)

# One transaction's worth: small enough that an alert never waits long for the writer.
CHUNK = 50
JUMPED_BACK = timedelta(hours=1)


def timing(slot: Slot) -> Timing:
    """What a remembered slot says about time."""
    return Timing(slot.weekdays, slot.at, slot.every, slot.phase, slot.nth)


def plan(slot: Slot, zone: ZoneInfo, now: datetime) -> Plan:
    """What fell since the slot was last looked at, and when it falls next."""
    when = timing(slot)
    fallen = tuple(
        Firing(slot=slot, local_date=one.local_date, at=one.at, missed=one.missed)
        for one in due(when, zone, since=min(slot.since, now), now=now)
    )
    return Plan(fallen, next_time(when, zone, after=now))


async def sweep(desk: Desk, now: datetime) -> None:
    """Fire every slot that is ready and close what is over, chunk by chunk; a crash repeats nothing.

    A restored database is left alone until its owner has spoken.
    """
    if await lock.is_locked(desk):
        return
    zone = desk.rules.hours.zone
    if await timekeeping.has_jumped(desk, zone.key, now=now, tolerance=JUMPED_BACK):
        log.warning("the clock jumped back or the zone changed; every slot's next time is worked out again")
    while await pushes.fire_slots(desk, lambda slot: plan(slot, zone, now), now=now, limit=CHUNK) == CHUNK:
        pass
    await rounds.give_up_stuck(desk, now=now)
    while await rounds.close_due(desk, now=now) == rounds.AT_ONCE:
        pass


async def pass_over(desk: Desk, now: datetime) -> None:
    """Every slot that fell until now counts as missed: the owner wants none of it made up for."""
    zone = desk.rules.hours.zone

    def missed(slot: Slot) -> Plan:
        planned = plan(slot, zone, now)
        return Plan(tuple(replace(one, missed=True) for one in planned.firings), planned.next_at)

    while await pushes.fire_slots(desk, missed, now=now, limit=CHUNK) == CHUNK:
        pass
