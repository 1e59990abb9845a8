"""Queries about recordings that go out right after a tip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from sqlalchemy import ColumnElement, FromClause, bindparam, insert, select, update

from content.words import Kind, Script
from storage.database import Unit, held
from storage.models import DeliveryId
from storage.tables import deliveries, groups, pushes, voices

VoiceId = NewType("VoiceId", int)


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A recording of a tip, by Telegram's number for it."""

    id: VoiceId
    item: str
    region: str | None
    file_id: str
    seconds: int
    user: int


@dataclass(frozen=True, kw_only=True)
class Told:
    """A tip that arrived: what it was, and where."""

    item: str
    title: str
    code: str
    region: str | None
    script: Script


async def put(
    unit: Unit,
    bot: int,
    item: str,
    region: str | None,
    *,
    file_id: str,
    seconds: int,
    user: int,
    now: datetime,
) -> VoiceId:
    """From now on this is the item's recording for that region; the one before is out of use."""
    before = _in_use(bot, item).where(voices.c.region.is_not_distinct_from(region))
    await unit.execute(before.values(ended_at=now))
    row = {"bot": bot, "item": item, "region": region, "file_id": file_id, "seconds": seconds}
    made = await unit.execute(insert(voices).values(**row, user=user, at=now).returning(voices.c.id))
    return VoiceId(made.scalar_one())


async def end(unit: Unit, voice: VoiceId, *, now: datetime) -> bool:
    """Out of use; False when it was before."""
    gone = update(voices).where(voices.c.id == voice, voices.c.ended_at.is_(None))
    return (await unit.execute(gone.values(ended_at=now))).rowcount == 1


async def by_id(unit: Unit, bot: int, voice: VoiceId) -> Voice | None:
    """One in use."""
    query = select(voices).where(voices.c.bot == bot, voices.c.id == voice, voices.c.ended_at.is_(None))
    row = (await unit.execute(held(unit, query, voices))).first()
    return _voice(row) if row else None


async def in_use(unit: Unit, bot: int, item: str | None = None) -> list[Voice]:
    """All, or those of one item; the newest first."""
    query = select(voices).where(voices.c.bot == bot, voices.c.ended_at.is_(None))
    query = query if item is None else query.where(voices.c.item == item)
    return [_voice(row) for row in await unit.execute(query.order_by(voices.c.id.desc()))]


def in_use_of(push: FromClause) -> ColumnElement[bool]:
    """Whether there is a recording of what that push says, for whatever region."""
    its = voices.c.bot == push.c.bot, voices.c.item == push.c.item
    return select(voices.c.id).where(*its, voices.c.ended_at.is_(None)).correlate(push).exists()


# Put together once, as in storage/deliveries.py.
_TOLD = (
    select(pushes.c.item, pushes.c.title, pushes.c.code, groups.c.region, groups.c.script)
    .join(deliveries, deliveries.c.push_id == pushes.c.id)
    .join(groups, groups.c.id == deliveries.c.group_id)
    .join(voices, (voices.c.bot == pushes.c.bot) & (voices.c.item == pushes.c.item))
    .where(deliveries.c.id == bindparam("delivery"), pushes.c.kind == Kind.TIP, voices.c.ended_at.is_(None))
    .limit(1)
)


async def told(unit: Unit, delivery: DeliveryId) -> Told | None:
    """What a tip's delivery was about; None for one that no recording belongs to."""
    row = (await unit.execute(_TOLD, {"delivery": delivery})).first()
    if row is None:
        return None
    return Told(item=row.item, title=row.title, code=row.code, region=row.region, script=Script(row.script))


def _in_use(bot: int, item: str) -> Any:
    return update(voices).where(voices.c.bot == bot, voices.c.item == item, voices.c.ended_at.is_(None))


def _voice(row: Any) -> Voice:
    return Voice(
        id=VoiceId(row.id),
        item=row.item,
        region=row.region,
        file_id=row.file_id,
        seconds=row.seconds,
        user=row.user,
    )
