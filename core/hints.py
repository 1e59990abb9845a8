"""Several people ask about the same scheme: the officers of their place hear of it, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.regions import Regions
from core.desk import Desk
from storage import help
from storage.help import Call
from storage.help import Hint as Hint

WINDOW = timedelta(hours=48)
ENOUGH = 3
# A hint that could not be told for so long is told no more.
STALE = timedelta(hours=24)
ALIKE = 2


@dataclass(frozen=True)
class Repeat:
    """So many people of a place asked about one scheme; None: the whole area."""

    region: str | None
    people: int


def gathered(call: Call, calls: Iterable[Call], given: Iterable[Hint], regions: Regions) -> Repeat | None:
    """The smallest place where enough different people asked about the call's scheme, if it is news there.

    `calls` and `given` are those about the same fraud within WINDOW, the call itself included.
    """
    same = [one for one in calls if alike(one.signature, call.signature)]
    known = [one for one in given if alike(one.signature, call.signature)]
    for region in _upwards(call.region, regions):
        if any(regions.covers(one.region, region) for one in known):
            return None
        people = {one.person for one in same if regions.covers(region, one.region)}
        if len(people) >= ENOUGH:
            return Repeat(region, len(people))
    return None


def alike(one: str | None, other: str | None) -> bool:
    """Whether two signatures are of one scheme: the same fraud, by two signs in common or all."""
    if one is None or other is None:
        return False
    if one == other:
        return not one.endswith(":")
    (fraud, _, signs), (other_fraud, _, others) = one.partition(":"), other.partition(":")
    return fraud == other_fraud and len({*signs.split(",")} & {*others.split(",")}) >= ALIKE


def _upwards(region: str | None, regions: Regions) -> Iterator[str | None]:
    """From a place to the whole area, which is None as it is for officers."""
    while region is not None and region in regions and region != regions.root.id:
        yield region
        region = regions.parent(region)
    yield None


async def untold(desk: Desk, *, now: datetime) -> list[Hint]:
    """Hints that some officer does not know yet."""
    async with desk.database.reading() as unit:
        return await help.untold(unit, desk.bot, now - STALE)


async def told(desk: Desk, hint: Hint, users: Iterable[int], *, ended: bool, now: datetime) -> None:
    """These officers know; `ended`: nobody is left to tell."""
    async with desk.database.unit() as unit:
        await help.told(unit, hint.id, tuple(users), ended=now if ended else None)
