"""What the owners must know at once: each trouble is told once, and so is its end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from core.desk import Desk
from storage import alarms, pushes, updates
from storage.alarms import Raised
from storage.database import DatabaseTrouble as DatabaseTrouble
from storage.database import Unit

PARKED_FOR = timedelta(days=1)
_DECIDED = ("push_goes_on", "push_cancelled")


class Trouble(StrEnum):
    """What can be wrong. A paused push is told of by core/notices.py, with its buttons: here is its end."""

    SILENT = "silent"
    PAUSED = "paused"
    DISK = "disk"
    BACKUP = "backup"
    PARKED = "parked"
    DATABASE = "database"


# What happened is worth a word even when it is over before anybody could be told.
WORTH_TELLING_LATE = frozenset({Trouble.SILENT})


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One trouble; `key` is what it is told once for."""

    key: str
    kind: Trouble
    facts: dict[str, Any] = field(default_factory=dict)


class Phase(StrEnum):
    """What an owner is to be told: it is so, it is over, or it was so and is over."""

    BEGUN = "begun"
    OVER = "over"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to one owner."""

    owner: int
    phase: Phase
    alarm: Raised


async def compare(
    desk: Desk,
    found: Collection[Alarm],
    looked: Collection[Trouble],
    *,
    known: Callable[[str], Collection[int]] = lambda key: (),
    now: datetime,
) -> None:
    """Raise what was found, with what the database itself shows, and end what is gone.

    `looked` are the kinds that `found` has all of; `known` says which owners know of one, row or not.
    """
    async with desk.database.reading() as unit:
        standing = await alarms.standing(unit, desk.bot)
        all_found = {one.key: one for one in (*found, *await _shown_by_rows(unit, desk, now=now))}
    kinds = {*looked, Trouble.PAUSED, Trouble.PARKED}
    raised = [
        _raised(alarm, standing.get(key), _known_to(desk, alarm, known(key)), now=now)
        for key, alarm in all_found.items()
        if key not in standing or standing[key].over_at is not None
    ]
    gone = [
        one
        for key, one in standing.items()
        if one.kind in kinds and key not in all_found and one.over_at is None
    ]
    if raised or gone:
        async with desk.database.unit() as unit:
            for one in raised:
                await alarms.put(unit, desk.bot, one)
            for one in gone:
                # Who was told may not have been written down, as when the disk filled up right then.
                told = replace(one, told=one.told | set(known(one.key)))
                await alarms.put(unit, desk.bot, await _ended(unit, desk, told, now=now))


async def sign_of_life(desk: Desk, *, now: datetime) -> None:
    """Write one row: a database that can be read may still take nothing, as on a full disk."""
    async with desk.database.unit() as unit:
        await updates.set_mark(unit, desk.bot, "watched", now.isoformat())


async def sound(desk: Desk, alarm: Alarm, *, now: datetime) -> None:
    """Raise one alarm by itself; nothing when it stands already."""
    async with desk.database.unit() as unit:
        before = (await alarms.standing(unit, desk.bot)).get(alarm.key)
        if before is None or before.over_at is not None:
            await alarms.put(unit, desk.bot, _raised(alarm, before, (), now=now))


async def end(desk: Desk, alarm: Alarm, *, now: datetime) -> None:
    """It is over, if it ever was."""
    async with desk.database.reading() as unit:
        before = (await alarms.standing(unit, desk.bot)).get(alarm.key)
    if before is not None and before.over_at is None:
        async with desk.database.unit() as unit:
            await alarms.put(unit, desk.bot, replace(before, over_at=now))


async def lasts(desk: Desk, key: str) -> bool:
    """Whether that alarm was raised and is not over."""
    async with desk.database.reading() as unit:
        found = (await alarms.standing(unit, desk.bot)).get(key)
    return found is not None and found.over_at is None


async def untold(desk: Desk) -> list[Message]:
    """Every message that an owner still has to get; alarms that need none any more are dropped."""
    async with desk.database.reading() as unit:
        standing = list((await alarms.standing(unit, desk.bot)).values())
    due = [message for one in standing for message in messages(one, desk.rules.owners)]
    waited_for = {message.alarm.key for message in due}
    finished = [one for one in standing if one.over_at is not None and one.key not in waited_for]
    if finished:
        async with desk.database.unit() as unit:
            for one in finished:
                await alarms.drop(unit, desk.bot, one)
    return due


def unwritten(alarm: Alarm, owners: Iterable[int], told: Collection[int], *, now: datetime) -> list[Message]:
    """Who has to be told while the database takes no row."""
    return messages(_raised(alarm, None, told, now=now), owners)


async def told(desk: Desk, message: Message) -> None:
    """That owner got that message."""
    async with desk.database.unit() as unit:
        now_known = (await alarms.standing(unit, desk.bot)).get(message.alarm.key)
        if now_known is None or now_known.over_at != message.alarm.over_at:
            return
        if message.phase is Phase.BEGUN:
            after = replace(now_known, told=now_known.told | {message.owner})
        else:
            after = replace(now_known, told_over=now_known.told_over | {message.owner})
        await alarms.tell(unit, desk.bot, after)


def messages(alarm: Raised, owners: Iterable[int]) -> list[Message]:
    """Who has to be told what."""
    due = []
    for owner in sorted(owners):
        knows = owner in alarm.told
        if alarm.over_at is None:
            phase = None if knows else Phase.BEGUN
        elif owner in alarm.told_over or not (knows or alarm.kind in WORTH_TELLING_LATE):
            phase = None
        else:
            phase = Phase.OVER if knows else Phase.PAST
        if phase is not None:
            due.append(Message(owner=owner, phase=phase, alarm=alarm))
    return due


def _raised(alarm: Alarm, before: Raised | None, told: Collection[int], *, now: datetime) -> Raised:
    """New, or back before everybody heard of its end: who did hear of it is told anew."""
    know = frozenset(told) | (before.told - before.told_over if before else set())
    return Raised(
        key=alarm.key,
        kind=alarm.kind,
        facts=alarm.facts,
        told=know,
        told_over=frozenset(),
        raised_at=before.raised_at if before and know else now,
        over_at=None,
    )


def _known_to(desk: Desk, alarm: Alarm, told: Collection[int]) -> Collection[int]:
    return desk.rules.owners if alarm.kind is Trouble.PAUSED else told


async def _shown_by_rows(unit: Unit, desk: Desk, *, now: datetime) -> list[Alarm]:
    """Paused pushes, and updates that were given up within the day."""
    found = [
        Alarm(key=f"push:{push.id}", kind=Trouble.PAUSED, facts={"title": push.title, "code": push.code})
        for push in await pushes.paused(unit, desk.bot)
    ]
    number, reference = await alarms.parked_since(unit, desk.bot, now - PARKED_FOR)
    if number:
        facts = {"number": number, "reference": reference}
        found.append(Alarm(key="parked", kind=Trouble.PARKED, facts=facts))
    return found


async def _ended(unit: Unit, desk: Desk, alarm: Raised, *, now: datetime) -> Raised:
    """Over; whoever ended it by pressing a button has seen so."""
    if alarm.kind != Trouble.PAUSED:
        return replace(alarm, over_at=now)
    decider = await alarms.last_actor(unit, desk.bot, _DECIDED, alarm.facts["code"])
    return replace(alarm, over_at=now, told_over=frozenset() if decider is None else frozenset({decider}))
