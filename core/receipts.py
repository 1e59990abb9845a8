"""A resident's tap on 我已看, and a resident's wish to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.codes import person_hash
from core.desk import Desk
from storage import answers, groups, receipts
from storage.receipts import Stale as Stale


@dataclass(frozen=True)
class Receipt:
    """Somebody's place in line; `new` is False when they had tapped before."""

    place: int
    new: bool


async def take(desk: Desk, key: str, user: int, chat: int, message: int, *, now: datetime) -> Receipt | None:
    """Count a person's tap, once; it also proves that an unknown delivery arrived.

    None when the button belongs to no delivery of ours, or hangs in another chat than ours does.
    """
    person = person_hash(desk.secret, user)
    async with desk.database.unit() as unit:
        tapped = await receipts.by_key(unit, desk.bot, key)
        group = await groups.by_chat(unit, desk.bot, chat, hold=False)
        if tapped is None or group is None or tapped.group != group.id:
            return None
        await receipts.prove_arrival(unit, tapped.delivery, message, now=now)
        place, new = await receipts.add_once(unit, tapped.delivery, person, now=now)
    return Receipt(place, new)


async def forget(desk: Desk, user: int) -> int:
    """Cut the person's link to all they tapped or answered; the counts stay. Returns how many were cut."""
    async with desk.database.unit() as unit:
        person = person_hash(desk.secret, user)
        return await receipts.forget(unit, person) + await answers.forget(unit, person)


async def stale_numbers(desk: Desk, *, now: datetime, limit: int) -> list[Stale]:
    """Messages whose button shows an old number, ten minutes after it was last renewed."""
    async with desk.database.reading() as unit:
        return await receipts.outdated(unit, desk.bot, now=now, limit=limit)


async def number_shown(desk: Desk, stale: Stale, *, now: datetime) -> None:
    async with desk.database.unit() as unit:
        await receipts.shown(unit, stale.delivery, stale.receipts, now=now)
