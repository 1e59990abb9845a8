"""A group's life: it meets the bot, subscribes, pauses, moves, leaves, and comes back with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from content.texts import tame
from content.words import Audience, Kind
from core import errands, officers
from core.desk import Desk
from core.errors import UnknownGroup
from storage import deliveries, groups, slots
from storage import officers as officer_rows
from storage.database import Unit
from storage.models import Group, GroupId, GroupState, Slot

CARD_AGAIN_AFTER = timedelta(seconds=30)
KICKED = "kicked"
SENT_AWAY = "sent_away"
BY_OFFICER = "officer"
# The bot is not in the chat: buttons that still hang there mean nothing.
AWAY = frozenset({KICKED, SENT_AWAY, "deleted", "not_found"})


@dataclass(frozen=True)
class Habit:
    """A slot that a new group of an audience begins with."""

    kind: Kind
    weekday: int
    at: time
    every: int = 1
    phase: int = 0
    nth: int | None = None


# A change here reaches the groups that subscribe from now on; those that are here keep what they have.
HABITS: dict[Audience, tuple[Habit, ...]] = {
    Audience.VILLAGE: (
        Habit(Kind.TIP, 1, time(18, 30)),
        Habit(Kind.CASE, 3, time(18, 30)),
        Habit(Kind.QUIZ, 5, time(10), 2),
    ),
    Audience.PARENT: (
        Habit(Kind.TIP, 6, time(19, 30), 2, 0),
        Habit(Kind.CASE, 6, time(19, 30), 2, 1),
        Habit(Kind.QUIZ, 2, time(19, 30), nth=1),
    ),
    Audience.ENTERPRISE: (
        Habit(Kind.TIP, 0, time(8, 50), 2, 0),
        Habit(Kind.CASE, 0, time(8, 50), 2, 1),
        Habit(Kind.QUIZ, 2, time(12, 10), nth=1),
    ),
}


@dataclass(frozen=True)
class Met:
    """A group after the bot came in. `card`: it is ours to post now; `back`: it had subscribed before."""

    group: Group
    card: bool
    back: bool


@dataclass(frozen=True)
class Subscribed:
    """A subscribed group with its slots. `first`: this is news to the officers."""

    group: Group
    slots: tuple[Slot, ...]
    first: bool


async def meet(
    desk: Desk, chat: int, title: str, *, by: int | None, now: datetime, link: str | None = None
) -> Met:
    """The bot is in a chat: remembers it, vouches for it when an officer brought it, and claims the card.

    `by` is who added the bot; `link` the token of an officer's one-group link.
    """
    officer = await officers.standing(desk, by) if by is not None else None
    async with desk.database.unit() as unit:
        await groups.add_once(unit, desk.bot, chat, tame(title), now=now)
        group = await _need(unit, desk, chat)
        await _come_back(unit, group, now=now)
        await groups.change(unit, group.id, title=tame(title))
        if officer is not None and officer.role in officers.MAY_VOUCH:
            await _vouch(unit, group, officer.user, officer.region, now=now)
        if link is not None:
            await _take_link(unit, desk, group, link, now=now)
        if by is not None:
            await errands.stay(unit, desk, chat)
        card = await groups.take_card(unit, group.id, after=now - CARD_AGAIN_AFTER, now=now)
        group = await _need(unit, desk, chat)
    return Met(group, card, group.subscribed)


async def _come_back(unit: Unit, group: Group, *, now: datetime) -> None:
    """An officer's suspension is an officer's to lift; any other ends when the bot is back."""
    if group.state is GroupState.SUSPENDED and group.reason != BY_OFFICER:
        await resume(unit, group, now=now)
    elif group.reason == SENT_AWAY:
        await groups.change(unit, group.id, reason=None)


async def invited(desk: Desk, chat: int, token: str, *, now: datetime) -> None:
    """A group that is here already came by an officer's one-group link."""
    async with desk.database.unit() as unit:
        await _take_link(unit, desk, await _need(unit, desk, chat), token, now=now)


async def _take_link(unit: Unit, desk: Desk, group: Group, token: str, *, now: datetime) -> None:
    """Vouch for the group with the officer's region, if whoever gave the link may still do so."""
    link = await officer_rows.take_invitation(unit, desk.bot, token, group.id, now=now)
    giver = await officers.standing_in(unit, desk, link.officer) if link else None
    if link is None or giver is None or giver.role not in officers.MAY_VOUCH:
        return
    await _vouch(unit, group, link.officer, link.region, now=now)


async def _vouch(unit: Unit, group: Group, officer: int, region: str | None, *, now: datetime) -> None:
    """Confirmed by that officer; a group that has no place yet stands in the officer's."""
    await groups.confirm(unit, group.id, officer, now=now)
    if group.region is None and region is not None:
        await groups.change(unit, group.id, region=region)


async def find(desk: Desk, chat: int) -> Group:
    """The group living in that chat. Raises UnknownGroup."""
    async with desk.database.reading() as unit:
        return await _need(unit, desk, chat)


async def subscribe(
    desk: Desk, chat: int, title: str, audience: Audience, *, topic: int | None = None, now: datetime
) -> Subscribed:
    """An admin chose the audience: pushes begin with that audience's habits, or go on as they were set.

    The first time an introduction is owed, into that topic. Raises UnknownGroup where the bot is no longer
    in the chat.
    """
    async with desk.database.unit() as unit:
        await groups.add_once(unit, desk.bot, chat, tame(title), now=now)
        group = await _need(unit, desk, chat)
        if group.reason in AWAY:
            raise UnknownGroup(chat)
        first = group.audience is None or group.state is GroupState.LEFT
        if group.audience is not audience:
            # Whoever only changes the audience has been with us all along.
            since = {"subscribed_at": now} if first else {}
            await groups.change(unit, group.id, audience=audience, segments=[], **since)
            await slots.remove(unit, group.id)
            await _take_habits(unit, group.id, audience, now=now)
        elif group.state is GroupState.LEFT:
            await slots.restart(unit, group.id, now=now)
        if group.state in (GroupState.NEW, GroupState.LEFT):
            await groups.change(unit, group.id, state=GroupState.ACTIVE, reason=None, left_at=None)
        if desk.rules.auto_confirm:
            await groups.confirm(unit, group.id, 0, now=now)
        group = await _need(unit, desk, chat)
        if first:
            await errands.greet(unit, desk, group, topic, now=now)
        mine = await slots.of_groups(unit, [group.id])
    return Subscribed(group, tuple(mine), first)


async def unsubscribe(desk: Desk, chat: int, *, now: datetime) -> Group:
    """An admin stopped it: nothing more is sent; history and settings stay for a change of mind."""
    async with desk.database.unit() as unit:
        group = await _need(unit, desk, chat)
        await _stop(unit, group, GroupState.LEFT, "unsubscribed", now=now)
        return await _need(unit, desk, chat)


async def pause(desk: Desk, chat: int, paused: bool, *, now: datetime) -> Group:
    """Hold or go on; what fell meanwhile is not made up for."""
    async with desk.database.unit() as unit:
        group = await _need(unit, desk, chat)
        if group.subscribed:
            state = GroupState.PAUSED if paused else GroupState.ACTIVE
            await groups.change(unit, group.id, state=state)
            await slots.restart(unit, group.id, now=now)
            if paused:
                await deliveries.cancel_pending(unit, group.id, "paused", now=now)
        return await _need(unit, desk, chat)


async def removed(desk: Desk, chat: int, *, now: datetime) -> None:
    """The bot was taken out of the chat; the row waits for its return."""
    async with desk.database.unit() as unit:
        group = await groups.by_chat(unit, desk.bot, chat)
        # Leaving on an officer's word also arrives as a removal, and must stay that officer's word.
        stopped = (GroupState.LEFT, GroupState.SUSPENDED)
        if group is not None and group.chat == chat and group.state not in stopped:
            await _stop(unit, group, GroupState.SUSPENDED, KICKED, now=now)
            await errands.cut_off(unit, desk, group.id, now=now)


async def move(desk: Desk, old_chat: int, new_chat: int) -> None:
    """The group was upgraded: the same row under its new id, however often we hear it."""
    async with desk.database.unit() as unit:
        group = await groups.by_chat(unit, desk.bot, old_chat)
        if group is not None and group.chat == old_chat:
            await groups.move(unit, desk.bot, group, new_chat)


async def rename(desk: Desk, chat: int, title: str) -> None:
    async with desk.database.unit() as unit:
        group = await groups.by_chat(unit, desk.bot, chat)
        if group is not None:
            await groups.change(unit, group.id, title=tame(title))


async def suspend(unit: Unit, group: Group, reason: str, *, now: datetime) -> None:
    """Nothing more is tried in a group that cannot be reached or that an officer stopped."""
    await _stop(unit, group, GroupState.SUSPENDED, reason, now=now)


async def lost(unit: Unit, desk: Desk, group: GroupId, chat: int, reason: str, *, now: datetime) -> None:
    """Telegram said that we can't reach that chat; it counts while the group still lives there."""
    known = await groups.by_id(unit, desk.bot, group)
    if known is not None and known.subscribed and known.chat == chat:
        await suspend(unit, known, reason, now=now)
        await errands.cut_off(unit, desk, group, now=now)


async def moved(unit: Unit, desk: Desk, group: GroupId, chat: int, new_chat: int) -> None:
    """Telegram said where that chat went; it counts while the group still lives in the old one."""
    known = await groups.by_id(unit, desk.bot, group)
    if known is not None and known.chat == chat:
        await groups.move(unit, desk.bot, known, new_chat)


async def resume(unit: Unit, group: Group, *, now: datetime) -> None:
    """A suspended group is what it was before; what fell meanwhile is not made up for."""
    before = group.resume_as or (GroupState.ACTIVE if group.audience else GroupState.NEW)
    await groups.change(unit, group.id, state=before, reason=None, left_at=None, resume_as=None)
    await slots.restart(unit, group.id, now=now)


async def to_count(desk: Desk, *, now: datetime, limit: int) -> list[Group]:
    """Groups whose size was not read for a day."""
    async with desk.database.reading() as unit:
        return await groups.uncounted(unit, desk.bot, before=now - timedelta(days=1), limit=limit)


async def counted(desk: Desk, group: Group, members: int | None, *, now: datetime) -> None:
    """Remember a group's size as Telegram gave it; None when it could not be read today."""
    size = {} if members is None else {"members": members}
    async with desk.database.unit() as unit:
        await groups.change(unit, group.id, members_at=now, **size)


async def _stop(unit: Unit, group: Group, state: GroupState, reason: str, *, now: datetime) -> None:
    before = group.state if state is GroupState.SUSPENDED else None
    await groups.change(unit, group.id, state=state, reason=reason, left_at=now, resume_as=before)
    await deliveries.cancel_pending(unit, group.id, reason, now=now)


async def _take_habits(unit: Unit, group: GroupId, audience: Audience, *, now: datetime) -> None:
    for habit in HABITS[audience]:
        await slots.put(
            unit,
            group,
            habit.kind,
            weekdays=frozenset({habit.weekday}),
            at=habit.at,
            every=habit.every,
            phase=habit.phase,
            nth=habit.nth,
            now=now,
        )


async def _need(unit: Unit, desk: Desk, chat: int) -> Group:
    group = await groups.by_chat(unit, desk.bot, chat)
    if group is None:
        raise UnknownGroup(chat)
    return group
