"""A week's kit for whoever runs a group: which tip, read out, pasted, put on a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.choose import choose
from content.kit import loudspeaker, to_paste
from content.models import Item
from content.poster import Poster
from content.posters import poster_of
from content.words import Audience, Kind, Script
from core.desk import Desk
from core.errors import NothingSuits, UnknownGroup
from core.shelf import Shelf
from storage import groups, kits, pushes
from storage.database import Unit
from storage.models import Group, Officer

THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Kit:
    """The tip, what is read out, what is pasted, and its poster where it has one."""

    title: str
    spoken: str
    paste: str
    poster: Poster | None


async def of_group(desk: Desk, chat: int, *, now: datetime) -> Kit:
    """By what the group heard this week, else by what it would hear next.

    Raises UnknownGroup, NothingSuits.
    """
    async with desk.database.reading() as unit:
        group = await groups.by_chat(unit, desk.bot, chat, hold=False)
        if group is None or not group.subscribed:
            raise UnknownGroup(chat)
        return await _kit(unit, desk, [group], group.region, group.script, now=now)


async def of_officer(desk: Desk, officer: Officer, *, now: datetime) -> Kit:
    """By what the groups under the officer's region heard. Raises NothingSuits."""
    async with desk.database.reading() as unit:
        regions = desk.regions.under(officer.region)
        found = await groups.reachable(unit, desk.bot, regions=regions, audiences=list(Audience))
        return await _kit(unit, desk, found, officer.region, Script.SIMPLIFIED, now=now)


async def _kit(
    unit: Unit, desk: Desk, found: Sequence[Group], region: str | None, script: Script, *, now: datetime
) -> Kit:
    ids = [group.id for group in found]
    name = await kits.newest_tip(unit, ids, since=now - THIS_WEEK)
    shelf = await Shelf.of(unit, desk)
    heard = shelf.find(name or "", region)
    tip = heard if isinstance(heard, Item) else await _next_tip(unit, shelf, found, region, now=now)
    present = {group.audience for group in found}
    audience = next((one for one in tip.audiences if one in present), tip.audiences[0])
    office = desk.office(region).name
    return Kit(
        title=tip.title,
        spoken=loudspeaker(tip, audience, office, script),
        paste=to_paste(tip, office, script),
        poster=poster_of(tip, script),
    )


async def _next_tip(
    unit: Unit, shelf: Shelf, found: Sequence[Group], region: str | None, *, now: datetime
) -> Item:
    present = {group.audience for group in found if group.audience} or set(Audience)
    suiting = [one for one in shelf.of_kind(Kind.TIP, region) if set(present) & set(one.audiences)]
    by_group = await pushes.heard(unit, [group.id for group in found])
    heard = {item: one for mine in by_group.values() for item, one in mine.items()}
    tip = choose(suiting, heard, shelf.desk.rules.hours.day(now))
    if tip is None:
        raise NothingSuits(Kind.TIP)
    return tip
