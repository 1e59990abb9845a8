"""What a committed change still owes to a chat: said or done afterwards, whatever crash comes between.

An errand is written in the transaction that makes it necessary. Whoever queued the reply does it at once;
after a crash, or when Telegram would not take it, a chore does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core import officers
from core.desk import Desk
from storage import asked_rounds, errands, groups
from storage.database import Unit
from storage.errands import Errand as Errand
from storage.models import Group, GroupId
from storage.rounds import RoundState

GRACE = timedelta(seconds=30)  # whoever made the change does it meanwhile
LAPSES_AFTER = timedelta(minutes=10)  # nobody works on one for so long
WORTH = timedelta(days=1)


class Owed(StrEnum):
    """All but the introduction bear being done twice, so one of unknown outcome is done again."""

    INTRODUCE = "introduce"
    COUNT = "count"
    ASK = "ask"
    LEAVE = "leave"
    CUT_OFF = "cut_off"
    PHOTO = "photo"
    LEDGER_PHOTO = "ledger_photo"


# Done however late it has become.
TIMELESS = (Owed.LEAVE, Owed.CUT_OFF)


@dataclass(frozen=True)
class CutOff:
    """A group's quiz that ended before its time: so many answers by now. `open`: its results may come yet."""

    group: Group
    answered: int
    right: int
    open: bool


async def greet(unit: Unit, desk: Desk, group: Group, topic: int | None, *, now: datetime) -> None:
    """A group is new: it is owed our introduction, and its size is to be read before officers are asked."""
    for kind in (Owed.INTRODUCE, Owed.COUNT):
        await _owe(unit, desk, group.chat, kind, group.id, topic=topic, now=now)


async def ask(unit: Unit, desk: Desk, group: Group, asked: Collection[int], *, now: datetime) -> list[int]:
    """Each officer of the group's region who was not asked yet is to be; who they are."""
    watching = await officers.watchers_in(unit, desk, group.region)
    fresh = [user for user in watching if user not in asked]
    for user in fresh:
        await _owe(unit, desk, user, Owed.ASK, group.id, now=now)
    return fresh


async def cut_off(unit: Unit, desk: Desk, group: GroupId, *, now: datetime) -> None:
    """We can't reach a group any more: where a quiz was open, each officer of its region is to hear so."""
    known = await groups.by_id(unit, desk.bot, group)
    if known is None or not known.confirmed:
        return
    if await asked_rounds.cut_off(unit, desk.bot, group, since=now):
        for user in await officers.watchers_in(unit, desk, known.region):
            await _owe(unit, desk, user, Owed.CUT_OFF, group, now=now, grace=timedelta())


async def cut_off_in(desk: Desk, errand: Errand) -> CutOff | None:
    """What an officer is to hear of it; None where there is nothing to tell any more, or no office left."""
    async with desk.database.reading() as unit:
        group = await _group(unit, desk, errand.group)
        if group is None or errand.chat not in await officers.watchers_in(unit, desk, group.region):
            return None
        found = await asked_rounds.cut_off(unit, desk.bot, group.id, since=errand.created_at)
    some = [one.round for one in found]
    if not some:
        return None
    return CutOff(
        group,
        answered=sum(one.answered for one in some),
        right=sum(one.answered_right for one in some),
        open=any(one.state is RoundState.OPEN for one in some),
    )


async def leave(unit: Unit, desk: Desk, group: Group, *, now: datetime) -> None:
    """We are to leave that group's chat."""
    await _owe(unit, desk, group.chat, Owed.LEAVE, group.id, now=now)


async def leave_channel(desk: Desk, chat: int, *, now: datetime) -> None:
    """We are to leave a chat that is no group."""
    async with desk.database.unit() as unit:
        await _owe(unit, desk, chat, Owed.LEAVE, None, now=now)


async def photo_taken(desk: Desk, user: int, kind: Owed = Owed.PHOTO, *, now: datetime) -> None:
    """Somebody's photo is looked through: should we end amid that, they hear so when we are back."""
    async with desk.database.unit() as unit:
        await errands.forget(unit, desk.bot, user, kind)
        nowhere: dict[str, None] = {"group": None, "topic": None}
        due_at = now + LAPSES_AFTER
        await errands.add_once(unit, desk.bot, user, kind, **nowhere, due_at=due_at, claimed_at=now, now=now)


async def photo_seen(desk: Desk, user: int, kind: Owed = Owed.PHOTO) -> None:
    """They heard what became of it."""
    async with desk.database.unit() as unit:
        await errands.forget(unit, desk.bot, user, kind)


async def stay(unit: Unit, desk: Desk, chat: int) -> None:
    """We were let in again before we could leave."""
    await errands.forget(unit, desk.bot, chat, Owed.LEAVE)


async def take(desk: Desk, chat: int, *, now: datetime) -> list[Errand]:
    """Everything owed to that chat, taken on; what may have been said, or is too old for it, is dropped."""
    taken, lapsed = [], now - LAPSES_AFTER
    async with desk.database.reading() as unit:
        if not await errands.free(unit, desk.bot, chat, lapsed=lapsed):
            return []
    async with desk.database.unit() as unit:
        for errand in await errands.free(unit, desk.bot, chat, lapsed=lapsed):
            lapsed_once = errand.kind == Owed.INTRODUCE and errand.claimed_at is not None
            if lapsed_once or (errand.kind not in TIMELESS and now - errand.created_at > WORTH):
                await errands.drop(unit, errand.id)
            elif await errands.claim(unit, errand.id, lapsed=lapsed, now=now):
                taken.append(errand)
    return taken


async def due(desk: Desk, *, now: datetime, limit: int) -> list[int]:
    """Chats to which something is owed that nobody saw to."""
    async with desk.database.reading() as unit:
        return await errands.due(unit, desk.bot, lapsed=now - LAPSES_AFTER, now=now, limit=limit)


async def done(desk: Desk, errand: Errand) -> None:
    async with desk.database.unit() as unit:
        await errands.drop(unit, errand.id)


async def later(desk: Desk, errand: Errand, seconds: float, *, now: datetime) -> None:
    """Telegram would not take it now."""
    async with desk.database.unit() as unit:
        await errands.put_back(unit, errand.id, due_at=now + timedelta(seconds=seconds))


async def counted(desk: Desk, errand: Errand, members: int | None, *, now: datetime) -> list[int]:
    """A new group's size as Telegram gave it, or None; then the officers are to be asked: who they are."""
    size = {} if members is None else {"members": members}
    async with desk.database.unit() as unit:
        group = await _group(unit, desk, errand.group)
        await errands.drop(unit, errand.id)
        if group is None:
            return []
        await groups.change(unit, group.id, members_at=now, **size)
        if group.confirmed or not group.subscribed:
            return []
        return await ask(unit, desk, group, (), now=now)


async def group_of(desk: Desk, errand: Errand) -> Group | None:
    """The group that it is about, as it stands now."""
    async with desk.database.reading() as unit:
        return await _group(unit, desk, errand.group)


async def recover(desk: Desk, *, now: datetime) -> None:
    """After a restart everything owed is due; an introduction that was under way may have been made."""
    async with desk.database.unit() as unit:
        await errands.recover(unit, desk.bot, once=Owed.INTRODUCE, now=now)


async def _group(unit: Unit, desk: Desk, group: GroupId | None) -> Group | None:
    return None if group is None else await groups.by_id(unit, desk.bot, group)


async def _owe(
    unit: Unit,
    desk: Desk,
    chat: int,
    kind: Owed,
    group: GroupId | None,
    *,
    topic: int | None = None,
    now: datetime,
    grace: timedelta = GRACE,
) -> None:
    due_at = now + grace
    await errands.add_once(unit, desk.bot, chat, kind, group=group, topic=topic, due_at=due_at, now=now)
