"""Queries about promises: who, as a hash, tapped 我承诺 under which letter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, cast, literal, select, update

from storage.database import Unit, insert_once
from storage.models import DeliveryId
from storage.tables import deliveries, promises


async def add_once(unit: Unit, delivery: DeliveryId, person: str, *, now: datetime) -> tuple[int, bool]:
    """The person's place in line, the same on every repeat, and whether it is new."""
    values = {"delivery_id": delivery, "person": person, "place": 0, "at": now}
    # The unique key says who is new: had we looked first, two taps of one person would both find nothing.
    once = insert_once(unit, promises).values(values).on_conflict_do_nothing().returning(promises.c.id)
    new = (await unit.execute(once)).scalar()
    if new is None:
        mine = select(promises.c.place).where(promises.c.delivery_id == delivery)
        return (await unit.execute(mine.where(promises.c.person == person))).scalar_one(), False
    count = update(deliveries).where(deliveries.c.id == delivery)
    count = count.values(promises=deliveries.c.promises + 1)
    place = (await unit.execute(count.returning(deliveries.c.promises))).scalar_one()
    await unit.execute(update(promises).where(promises.c.id == new).values(place=place))
    return place, True


async def forget(unit: Unit, person: str) -> int:
    """Cut the person's link to every promise; the counts stay. Returns how many there were."""
    # Each row still needs a name of its own; this one leads back to nobody.
    name = literal("forgotten:").concat(cast(promises.c.id, String))
    cut = await unit.execute(update(promises).where(promises.c.person == person).values(person=name))
    return int(cut.rowcount)
