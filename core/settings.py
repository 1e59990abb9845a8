"""What a group's admins may change about their own group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from content.words import SEGMENTS, Audience, Form, Kind, QuizMode, Script
from core import errands, officers
from core.desk import Desk
from core.errors import InQuietHours, RegionGone, UnknownGroup
from core.groups import AWAY
from storage import groups, slots
from storage.models import Group, Slot


@dataclass(frozen=True)
class Settings:
    """A group with its slots, as its menu shows them."""

    group: Group
    slots: tuple[Slot, ...]


async def read(desk: Desk, chat: int) -> Settings:
    """Raises UnknownGroup for a chat that has not subscribed."""
    async with desk.database.reading() as unit:
        group = await groups.by_chat(unit, desk.bot, chat)
        if group is None or group.audience is None or group.reason in AWAY:
            raise UnknownGroup(chat)
        return Settings(group, tuple(await slots.of_groups(unit, [group.id])))


async def set_segment(desk: Desk, chat: int, segment: str, chosen: bool) -> Settings:
    """Add or take away one segment of the group's audience; anything else is left alone."""
    await read(desk, chat)
    async with desk.database.unit() as unit:
        group = await groups.by_chat(unit, desk.bot, chat)
        if group is not None and segment in SEGMENTS[group.audience or Audience.VILLAGE]:
            kept = [one for one in group.segments if one != segment]
            await groups.change(unit, group.id, segments=[*kept, segment] if chosen else kept)
    return await read(desk, chat)


async def set_region(
    desk: Desk, chat: int, region: str | None, *, now: datetime
) -> tuple[Settings, list[int]]:
    """Also the officers who are now to be asked to vouch for the group. Raises RegionGone."""
    if region is not None and region not in desk.regions:
        raise RegionGone
    group, fresh = (await read(desk, chat)).group, list[int]()
    async with desk.database.unit() as unit:
        asked = await officers.watchers_in(unit, desk, group.region)
        await groups.change(unit, group.id, region=region)
        if not group.confirmed:
            moved = replace(group, region=region)
            fresh = await errands.ask(unit, desk, moved, asked, now=now)
    return await read(desk, chat), fresh


async def set_script(desk: Desk, chat: int, script: Script) -> Settings:
    group = (await read(desk, chat)).group
    await _change(desk, group, script=script)
    return await read(desk, chat)


async def set_form(desk: Desk, chat: int, form: Form) -> Settings:
    """Tips as text, as posters, or as both."""
    group = (await read(desk, chat)).group
    await _change(desk, group, form=form)
    return await read(desk, chat)


async def set_quiz_mode(desk: Desk, chat: int, mode: QuizMode) -> Settings:
    """How the group is asked from the next quiz on; one that is open goes on as it began."""
    group = (await read(desk, chat)).group
    await _change(desk, group, quiz_mode=mode)
    return await read(desk, chat)


async def set_quiz_days(desk: Desk, chat: int, days: int) -> Settings:
    """For how many days its quizzes are open from the next one on."""
    group = (await read(desk, chat)).group
    await _change(desk, group, quiz_days=days)
    return await read(desk, chat)


async def set_topic(desk: Desk, chat: int, topic: int | None) -> Settings:
    """Where pushes go in a forum; None is the general topic."""
    group = (await read(desk, chat)).group
    await _change(desk, group, topic=topic)
    return await read(desk, chat)


@dataclass(frozen=True)
class Wanted:
    """A slot as an admin asks for it: local time, every n weeks from this one, or the `nth` of the month."""

    weekdays: frozenset[int]
    at: time
    every: int
    phase: int
    nth: int | None = None


async def set_slot(desk: Desk, chat: int, kind: Kind, wanted: Wanted | None, *, now: datetime) -> Settings:
    """Change when a kind comes; None: never. Raises InQuietHours."""
    hours = desk.rules.hours
    if wanted is not None and hours.quiet is not None and hours.is_quiet(wanted.at):
        raise InQuietHours(wanted.at, *hours.quiet)
    group = (await read(desk, chat)).group
    async with desk.database.unit() as unit:
        if wanted is None:
            await slots.remove(unit, group.id, kind)
        else:
            await slots.put(unit, group.id, kind, **vars(wanted), now=now)
    return await read(desk, chat)


async def _change(desk: Desk, group: Group, **values: object) -> None:
    async with desk.database.unit() as unit:
        await groups.change(unit, group.id, **values)
