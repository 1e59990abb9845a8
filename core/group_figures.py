"""One group's own figures, for whoever looks after it: counts of the last four weeks, no person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.desk import Desk
from storage import tallies
from storage.models import Group

LOOKED_BACK = timedelta(weeks=4)


@dataclass(frozen=True)
class GroupFigures:
    """What the group was sent, and how often its people tapped 我已看, answered, and answered right."""

    sent: int
    receipts: int
    answers: int
    right: int


async def of_group(desk: Desk, group: Group, *, now: datetime) -> GroupFigures:
    async with desk.database.reading() as unit:
        return GroupFigures(*await tallies.of_group(unit, group.id, since=now - LOOKED_BACK))
