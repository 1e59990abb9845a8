"""A resident's tap on 我已看, and a resident's wish to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.codes import person_hash
from core.desk import Desk
from storage import answers, groups, receipts
from storage.database import Unit
from storage.receipts import Stale as Stale
from storage.receipts import Tapped


@dataclass(frozen=True)
class Receipt:
    """Somebody's place in line; `new` is False when they had tapped before. `word`: what was tapped.

    It is `thanks` for 我已看, `letter-thanks` for a letter's 回执, `promise` for 我承诺.
    """

    place: int
    new: bool
    word: str = "thanks"


async def take(desk: Desk, key: str, user: int, chat: int, message: int, *, now: datetime) -> Receipt | None:
    """Count a person's tap, once; it also proves that an unknown delivery arrived.

    None when the button belongs to no delivery of ours, or hangs in another chat than ours does.
    """
    person = person_hash(desk.secret, user)
    async with desk.database.unit() as unit:
        tapped = await _tapped(unit, desk, key, chat, message, now=now)
        if tapped is None:
            return None
        place, new = await receipts.add_once(unit, tapped.delivery, person, now=now)
    return Receipt(place, new, "letter-thanks" if tapped.letter else "thanks")


async def promise(
    desk: Desk, key: str, user: int, chat: int, message: int, *, now: datetime
) -> Receipt | None:
    """Count a person's 我承诺 under a letter, once; None where nobody asked for it."""
    person = person_hash(desk.secret, user)
    async with desk.database.unit() as unit:
        tapped = await _tapped(unit, desk, key, chat, message, now=now)
        if tapped is None or not tapped.promise:
            return None
        place, new = await receipts.promise_once(unit, tapped.delivery, person, now=now)
    return Receipt(place, new, "promise")


async def _tapped(
    unit: Unit, desk: Desk, key: str, chat: int, message: int, *, now: datetime
) -> Tapped | None:
    """The delivery whose button it is, which thereby did arrive."""
    tapped = await receipts.by_key(unit, desk.bot, key)
    group = await groups.by_chat(unit, desk.bot, chat, hold=False)
    if tapped is None or group is None or tapped.group != group.id:
        return None
    await receipts.prove_arrival(unit, tapped.delivery, message, now=now)
    return tapped


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
