"""Queries about alarms: what is wrong, which owners know it, and which know that it is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from storage.database import Unit, held, insert_once
from storage.tables import alarms, audit, parked_updates


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An alarm as it stands. `told` and `told_over` are owners; `over_at` is None while it lasts."""

    key: str
    kind: str
    facts: dict[str, Any]
    told: frozenset[int]
    told_over: frozenset[int]
    raised_at: datetime
    over_at: datetime | None


async def standing(unit: Unit, bot: int) -> dict[str, Raised]:
    """Every alarm that somebody may still have to hear of."""
    query = select(alarms).where(alarms.c.bot == bot).order_by(alarms.c.raised_at)
    rows = await unit.execute(held(unit, query, alarms))
    return {
        row.key: Raised(
            key=row.key,
            kind=row.kind,
            facts=row.facts,
            told=frozenset(row.told),
            told_over=frozenset(row.told_over),
            raised_at=row.raised_at,
            over_at=row.over_at,
        )
        for row in rows
    }


async def put(unit: Unit, bot: int, alarm: Raised) -> None:
    """Remember the alarm as it is now."""
    values = {
        "kind": alarm.kind,
        "facts": alarm.facts,
        "told": sorted(alarm.told),
        "told_over": sorted(alarm.told_over),
        "raised_at": alarm.raised_at,
        "over_at": alarm.over_at,
    }
    statement = insert_once(unit, alarms).values(bot=bot, key=alarm.key, **values)
    await unit.execute(
        statement.on_conflict_do_update(index_elements=[alarms.c.bot, alarms.c.key], set_=values)
    )


async def tell(unit: Unit, bot: int, alarm: Raised) -> None:
    """Remember who knows; an alarm that changed meanwhile keeps its change."""
    await unit.execute(
        update(alarms)
        .where(alarms.c.bot == bot, alarms.c.key == alarm.key, _same(alarm))
        .values(told=sorted(alarm.told), told_over=sorted(alarm.told_over))
    )


async def drop(unit: Unit, bot: int, alarm: Raised) -> None:
    """Everybody heard of its end; one that is back meanwhile stays."""
    await unit.execute(delete(alarms).where(alarms.c.bot == bot, alarms.c.key == alarm.key, _same(alarm)))


async def parked_since(unit: Unit, bot: int, since: datetime) -> tuple[int, str]:
    """How many updates were given up since then, and the newest one's reference."""
    mine = (parked_updates.c.bot == bot) & (parked_updates.c.at > since)
    number = (await unit.execute(select(func.count()).select_from(parked_updates).where(mine))).scalar_one()
    newest = select(parked_updates.c.reference).where(mine).order_by(parked_updates.c.at.desc()).limit(1)
    return number, (await unit.execute(newest)).scalar() or ""


async def last_actor(unit: Unit, bot: int, actions: Collection[str], subject: str) -> int | None:
    """Who last did one of these to that."""
    query = select(audit.c.user).where(
        audit.c.bot == bot, audit.c.action.in_(actions), audit.c.subject == subject
    )
    return (await unit.execute(query.order_by(audit.c.id.desc()).limit(1))).scalar()


def _same(alarm: Raised) -> Any:
    return alarms.c.over_at.is_(None) if alarm.over_at is None else alarms.c.over_at == alarm.over_at
