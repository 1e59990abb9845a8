"""Queries about Telegram's updates: which were handled, which were given up, and single marks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, union_all

from storage.database import Unit, insert_once
from storage.tables import handled_updates, marks, parked_updates


async def handled(unit: Unit, bot: int, ids: Collection[int]) -> set[int]:
    """Those of the updates that were handled or parked before."""
    known = (
        select(table.c.update_id).where(table.c.bot == bot, table.c.update_id.in_(ids))
        for table in (handled_updates, parked_updates)
    )
    return set((await unit.execute(union_all(*known))).scalars())


async def mark_handled(unit: Unit, bot: int, ids: Collection[int], *, now: datetime) -> None:
    if ids:
        rows = [{"bot": bot, "update_id": one, "at": now} for one in ids]
        await unit.execute(insert_once(unit, handled_updates).on_conflict_do_nothing(), rows)


async def drop_old(unit: Unit, *, before: datetime) -> None:
    """Telegram keeps an update for a day at most; after that nothing can come twice."""
    await unit.execute(delete(handled_updates).where(handled_updates.c.at < before))


@dataclass(frozen=True)
class Parked:
    """An update that failed three times: what kind it was and the error, never what anyone wrote."""

    update_id: int
    kind: str
    error: str
    reference: str


async def park(unit: Unit, bot: int, parked: Parked, *, now: datetime) -> None:
    values = {
        "bot": bot,
        "update_id": parked.update_id,
        "kind": parked.kind,
        "error": parked.error,
        "reference": parked.reference,
        "at": now,
    }
    await unit.execute(insert_once(unit, parked_updates).values(values).on_conflict_do_nothing())


async def count_parked(unit: Unit, bot: int | None) -> int:
    query = select(func.count()).select_from(parked_updates)
    if bot is not None:
        query = query.where(parked_updates.c.bot == bot)
    return int((await unit.execute(query)).scalar_one())


# Put together once, as in storage/deliveries.py: every look at the queue asks for one.
_MARK = select(marks.c.value).where(marks.c.bot == bindparam("of_bot"), marks.c.name == bindparam("named"))


async def mark(unit: Unit, bot: int, name: str) -> str | None:
    """A single remembered fact, or None."""
    return (await unit.execute(_MARK, {"of_bot": bot, "named": name})).scalar()


async def drop_mark(unit: Unit, bot: int, name: str) -> None:
    await unit.execute(delete(marks).where(marks.c.bot == bot, marks.c.name == name))


async def set_mark(unit: Unit, bot: int, name: str, value: str) -> None:
    statement = insert_once(unit, marks).values(bot=bot, name=name, value=value)
    keys = [marks.c.bot, marks.c.name]
    await unit.execute(statement.on_conflict_do_update(index_elements=keys, set_={"value": value}))
