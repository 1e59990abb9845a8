"""Queries about slots and their firings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from content.words import Kind
from storage.database import Unit, held, insert_once
from storage.models import Firing, GroupId, GroupState, Slot
from storage.tables import firings, groups, slots


async def put(
    unit: Unit,
    group: GroupId,
    kind: Kind,
    *,
    weekdays: frozenset[int],
    at: time,
    every: int,
    phase: int,
    nth: int | None = None,
    now: datetime,
) -> None:
    """Set the group's slot of that kind; its next time is worked out by the next sweep, from `now` on."""
    values = {
        "weekdays": ",".join(str(day) for day in sorted(weekdays)),
        "at": at,
        "every": every,
        "phase": phase,
        "nth": nth,
        "since": now,
        "next_at": None,
    }
    statement = insert_once(unit, slots).values(group_id=group, kind=kind, **values)
    await unit.execute(
        statement.on_conflict_do_update(index_elements=[slots.c.group_id, slots.c.kind], set_=values)
    )


async def remove(unit: Unit, group: GroupId, kind: Kind | None = None) -> None:
    """Take away one kind of slot, or all."""
    mine = slots.c.group_id == group
    await unit.execute(delete(slots).where(mine if kind is None else mine & (slots.c.kind == kind)))


async def of_groups(unit: Unit, ids: Collection[GroupId]) -> list[Slot]:
    rows = await unit.execute(select(slots).where(slots.c.group_id.in_(ids)))
    return sorted(map(_slot, rows), key=lambda slot: (slot.group, list(Kind).index(slot.kind)))


async def ready(unit: Unit, bot: int, *, now: datetime, limit: int) -> list[Slot]:
    """Slots of active groups that fell due, or whose next time is not worked out yet; oldest first."""
    query = (
        select(slots)
        .join(groups, groups.c.id == slots.c.group_id)
        .where(groups.c.bot == bot, groups.c.state == GroupState.ACTIVE)
        .where(or_(slots.c.next_at.is_(None), slots.c.next_at <= now))
        .order_by(slots.c.next_at.nulls_first(), slots.c.id)
        .limit(limit)
    )
    # A group before its slots, as everyone takes them: who changes either waits until these have fired.
    return [_slot(row) for row in await unit.execute(held(unit, query, groups, slots))]


async def set_next(unit: Unit, times: Iterable[tuple[int, datetime | None]], *, now: datetime) -> None:
    """Remember when each slot (by id) falls next, and that everything up to `now` is settled."""
    together: dict[datetime | None, list[int]] = {}
    for slot, next_at in times:
        together.setdefault(next_at, []).append(slot)
    for next_at, ids in together.items():
        await unit.execute(update(slots).where(slots.c.id.in_(ids)).values(next_at=next_at, since=now))


async def forget_next(unit: Unit, bot: int, *, since: datetime) -> None:
    """Have every slot's next time worked out again from `since` on: the clock jumped, or the zone changed."""
    mine = select(groups.c.id).where(groups.c.bot == bot)
    await unit.execute(update(slots).where(slots.c.group_id.in_(mine)).values(next_at=None, since=since))


async def restart(unit: Unit, group: GroupId, *, now: datetime) -> None:
    """Slots that fell while the group was paused or gone are not made up for."""
    await unit.execute(update(slots).where(slots.c.group_id == group).values(next_at=None, since=now))


async def claim_firings(unit: Unit, results: Mapping[Firing, str], *, now: datetime) -> set[Firing]:
    """Take these slots' local dates and times, once for ever; those of them that nobody took before."""
    rows = [
        {
            "group_id": firing.slot.group,
            "kind": firing.slot.kind,
            "local_date": firing.local_date,
            "local_time": firing.slot.at,
            "result": result,
            "at": now,
        }
        for firing, result in results.items()
    ]
    key = (firings.c.group_id, firings.c.kind, firings.c.local_date, firings.c.local_time)
    insertion = insert_once(unit, firings)
    # What a clock running ahead called missed gives way to the real one.
    late = (firings.c.result == "missed") & (insertion.excluded.result != "missed")
    taking = {"result": insertion.excluded.result, "at": insertion.excluded.at}
    statement = insertion.on_conflict_do_update(index_elements=key, set_=taking, where=late).returning(*key)
    taken = {tuple(row) for row in await unit.execute(statement, rows)}
    return {one for one in results if (one.slot.group, one.slot.kind, one.local_date, one.slot.at) in taken}


async def unsent(unit: Unit, bot: int | None, *, since: datetime) -> list[tuple[date, time, str, str, int]]:
    """Firings that became no push since then: local date, time, kind, why, and how many groups."""
    columns = [firings.c.local_date, firings.c.local_time, firings.c.kind, firings.c.result]
    query = (
        select(*columns, func.count())
        .join(groups, groups.c.id == firings.c.group_id)
        .where(firings.c.result != "pushed", firings.c.at >= since)
        .group_by(*columns)
        .order_by(*columns)
    )
    if bot is not None:
        query = query.where(groups.c.bot == bot)
    return [tuple(row) for row in await unit.execute(query)]


def _slot(row: Any) -> Slot:
    return Slot(
        id=row.id,
        group=GroupId(row.group_id),
        kind=Kind(row.kind),
        weekdays=frozenset(int(day) for day in row.weekdays.split(",") if day),
        at=row.at,
        every=row.every,
        phase=row.phase,
        nth=row.nth,
        since=row.since,
        next_at=row.next_at,
    )
