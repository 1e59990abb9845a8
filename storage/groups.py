"""Queries about groups and the chats they live in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select, update

from content.words import Audience, Form, QuizMode, Script
from storage import places
from storage.database import Unit, held, insert_once
from storage.models import Group, GroupId, GroupState
from storage.tables import deliveries, firings, former_chats, groups, slots

MERGED = "merged"
SUBSCRIBED = (GroupState.ACTIVE, GroupState.PAUSED)
_COLUMNS = [groups.c[name] for name in Group.__dataclass_fields__]


async def by_chat(unit: Unit, bot: int, chat: int, *, hold: bool = True) -> Group | None:
    """The group living in that chat, or that lived there before it was upgraded.

    A unit that writes holds the row, but for whoever changes nothing by what it says: `hold` False.
    """
    keep = (groups,) if hold else ()
    query = select(*_COLUMNS).where(groups.c.bot == bot, groups.c.chat == chat)
    row = (await unit.execute(held(unit, query, *keep))).first()
    if row is None:
        former = former_chats.c
        query = select(*_COLUMNS).join(former_chats, former.group_id == groups.c.id)
        query = query.where(former.bot == bot, former.chat == chat)
        row = (await unit.execute(held(unit, query, *keep))).first()
    return _group(row) if row else None


async def by_id(unit: Unit, bot: int, group: GroupId) -> Group | None:
    query = select(*_COLUMNS).where(groups.c.bot == bot, groups.c.id == group)
    row = (await unit.execute(held(unit, query, groups))).first()
    return _group(row) if row else None


async def by_ids(unit: Unit, ids: Collection[GroupId]) -> dict[GroupId, Group]:
    rows = await unit.execute(select(*_COLUMNS).where(groups.c.id.in_(ids)))
    return {group.id: group for group in map(_group, rows)}


async def add_once(unit: Unit, bot: int, chat: int, title: str, *, now: datetime) -> None:
    """A new row for a chat; nothing when there is one."""
    values = {
        "bot": bot,
        "chat": chat,
        "title": title,
        "state": GroupState.NEW,
        "segments": [],
        "script": Script.SIMPLIFIED,
        "refusals": 0,
        "created_at": now,
    }
    await unit.execute(insert_once(unit, groups).values(values).on_conflict_do_nothing())


async def change(unit: Unit, group: GroupId, **values: Any) -> None:
    await unit.execute(update(groups).where(groups.c.id == group).values(**values))


async def heard_us(unit: Unit, group: GroupId) -> bool:
    """Something arrived there: earlier refusals are forgotten. Whether there were any."""
    healed = update(groups).where(groups.c.id == group, groups.c.refusals > 0).values(refusals=0)
    return (await unit.execute(healed)).rowcount == 1


async def refused_us(unit: Unit, group: GroupId) -> int:
    """One more refusal in a row; how many there are now."""
    counted = update(groups).where(groups.c.id == group).values(refusals=groups.c.refusals + 1)
    return int((await unit.execute(counted.returning(groups.c.refusals))).scalar_one())


async def suspended_since(unit: Unit, bot: int, reasons: Collection[str], *, before: datetime) -> list[Group]:
    """Groups suspended for one of those reasons since before then."""
    query = select(*_COLUMNS).where(groups.c.bot == bot, groups.c.state == GroupState.SUSPENDED)
    rows = await unit.execute(query.where(groups.c.reason.in_(reasons), groups.c.left_at <= before))
    return [_group(row) for row in rows]


async def confirm(unit: Unit, group: GroupId, by: int, *, now: datetime) -> bool:
    """Vouch for a group; False when someone already did."""
    changed = await unit.execute(
        update(groups)
        .where(groups.c.id == group, groups.c.confirmed_at.is_(None))
        .values(confirmed_at=now, confirmed_by=by)
    )
    return changed.rowcount == 1


async def take_card(unit: Unit, group: GroupId, *, after: datetime, now: datetime) -> bool:
    """Claim the right to post the card: False when one was posted since `after`."""
    changed = await unit.execute(
        update(groups)
        .where(groups.c.id == group, or_(groups.c.carded_at.is_(None), groups.c.carded_at < after))
        .values(carded_at=now)
    )
    return changed.rowcount == 1


async def move(unit: Unit, bot: int, old: Group, new_chat: int) -> None:
    """The same group under its new chat id; a row that already stands for the new chat is merged into it."""
    newer = (
        await unit.execute(select(groups.c.id).where(groups.c.bot == bot, groups.c.chat == new_chat))
    ).scalar()
    if newer == old.id:
        return
    await places.left_behind(unit, old.id, old.chat)
    if newer is not None:
        await _absorb(unit, into=old.id, newer=newer)
    await change(unit, old.id, chat=new_chat)
    values = {"bot": bot, "chat": old.chat, "group_id": old.id}
    await unit.execute(insert_once(unit, former_chats).values(values).on_conflict_do_nothing())


async def _absorb(unit: Unit, *, into: GroupId, newer: GroupId) -> None:
    mine = select(deliveries.c.push_id).where(deliveries.c.group_id == into)
    await unit.execute(
        update(deliveries)
        .where(deliveries.c.group_id == newer, deliveries.c.push_id.not_in(mine))
        .values(group_id=into)
    )
    await unit.execute(update(former_chats).where(former_chats.c.group_id == newer).values(group_id=into))
    for table in (slots, firings):
        await unit.execute(delete(table).where(table.c.group_id == newer))
    # What is left of the newer row stays for its history, out of every count and every reach.
    await change(unit, newer, chat=-newer, state=GroupState.LEFT, reason=MERGED)


def _listing(
    bot: int,
    *,
    regions: Collection[str] | None,
    audience: Audience | None = None,
    state: str | None = None,
    word: str = "",
) -> Select[Any]:
    query = select(*_COLUMNS).where(groups.c.bot == bot, groups.c.state != GroupState.NEW)
    query = query.where(or_(groups.c.reason.is_(None), groups.c.reason != MERGED))
    if regions is not None:
        query = query.where(groups.c.region.in_(regions))
    if audience is not None:
        query = query.where(groups.c.audience == audience)
    if word:
        query = query.where(groups.c.title.icontains(word, autoescape=True))
    return query.where(_in_state(state)) if state else query


def _in_state(state: str) -> Any:
    if state == "unconfirmed":
        return and_(groups.c.state.in_(SUBSCRIBED), groups.c.confirmed_at.is_(None))
    if state == "active":
        return and_(groups.c.state.in_(SUBSCRIBED), groups.c.confirmed_at.is_not(None))
    # The row that an upgrade left over is in no count and no list.
    return and_(groups.c.state == state, or_(groups.c.reason.is_(None), groups.c.reason != MERGED))


async def listed(
    unit: Unit, bot: int, *, limit: int, offset: int = 0, **filters: Any
) -> tuple[list[Group], int]:
    """One page of the groups that pass the filters, by title, and how many there are in all."""
    query = _listing(bot, **filters)
    total = (await unit.execute(select(func.count()).select_from(query.subquery()))).scalar_one()
    rows = await unit.execute(query.order_by(groups.c.title, groups.c.id).limit(limit).offset(offset))
    return [_group(row) for row in rows], total


async def reachable(
    unit: Unit, bot: int, *, regions: Collection[str] | None, audiences: Sequence[Audience]
) -> list[Group]:
    """Confirmed groups that take pushes, under those regions (None: everywhere)."""
    query = _listing(bot, regions=regions).where(
        groups.c.state == GroupState.ACTIVE,
        groups.c.confirmed_at.is_not(None),
        groups.c.audience.in_(audiences),
    )
    return [_group(row) for row in await unit.execute(query)]


async def scripts(unit: Unit, bot: int) -> list[Script]:
    """The scripts in use; Simplified always."""
    rows = await unit.execute(select(groups.c.script).where(groups.c.bot == bot).distinct())
    return sorted({Script.SIMPLIFIED, *map(Script, rows.scalars())})


async def counts(unit: Unit, bot: int | None) -> dict[str, int]:
    """How many are active, unconfirmed, suspended, left; a new group counts nowhere."""
    mine = [groups.c.bot == bot] if bot is not None else []
    return {
        state: (
            await unit.execute(select(func.count()).select_from(groups).where(*mine, _in_state(state)))
        ).scalar_one()
        for state in ("active", "unconfirmed", "suspended", "left")
    }


async def uncounted(unit: Unit, bot: int, *, before: datetime, limit: int) -> list[Group]:
    """Subscribed groups whose size was not read since `before`, the longest unread first."""
    query = (
        select(*_COLUMNS)
        .where(groups.c.bot == bot, groups.c.state.in_(SUBSCRIBED))
        .where(or_(groups.c.members_at.is_(None), groups.c.members_at < before))
        .order_by(groups.c.members_at.nulls_first())
        .limit(limit)
    )
    return [_group(row) for row in await unit.execute(query)]


def _group(row: Any) -> Group:
    # By place, in the order of _COLUMNS: an alert's decision waits while its hundreds of groups are read.
    number, chat, title, state, reason, resume_as, audience, segments, *rest = row
    region, script, topic, members, confirmed_at, quiz_mode, quiz_days, form = rest
    return Group(
        id=number,
        chat=chat,
        title=title,
        state=GroupState(state),
        reason=reason,
        resume_as=GroupState(resume_as) if resume_as else None,
        audience=Audience(audience) if audience else None,
        segments=tuple(segments),
        region=region,
        script=Script(script),
        topic=topic,
        members=members,
        confirmed_at=confirmed_at,
        quiz_mode=QuizMode(quiz_mode),
        quiz_days=quiz_days,
        form=Form(form) if form else None,
    )
