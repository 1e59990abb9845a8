"""The sweep: each minute, turn what fell due into pushes. The database decides; the clock only asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from core import pushes, timekeeping
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
    return Timing(slot.weekdays, slot.at, slot.every, slot.phase)


def plan(slot: Slot, zone: ZoneInfo, now: datetime) -> Plan:
    """What fell since the slot was last looked at, and when it falls next."""
    when = timing(slot)
    fallen = tuple(
        Firing(slot=slot, local_date=one.local_date, at=one.at, missed=one.missed)
        for one in due(when, zone, since=min(slot.since, now), now=now)
    )
    return Plan(fallen, next_time(when, zone, after=now))


async def sweep(desk: Desk, now: datetime) -> None:
    """Fire every slot that is ready, chunk by chunk; a crash between two chunks repeats nothing."""
    zone = desk.rules.hours.zone
    if await timekeeping.has_jumped(desk, zone.key, now=now, tolerance=JUMPED_BACK):
        log.warning("the clock jumped back or the zone changed; every slot's next time is worked out again")
    while await pushes.fire_slots(desk, lambda slot: plan(slot, zone, now), now=now, limit=CHUNK) == CHUNK:
        pass
