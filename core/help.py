"""Help in the moment: what a frightened person chose, and the check of what they were sent."""

from __future__ import annotations

import asyncio
from datetime import datetime
from enum import StrEnum

from content.check import Likely, check
from content.models import Item
from content.words import Kind
from core import hints
from core.codes import person_hash
from core.desk import Desk
from storage import groups, help, officers
from storage.database import Unit
from storage.help import Call


class Choice(StrEnum):
    """What a person pressed on a help card, or that they called the check in a group."""

    PAID = "paid"
    PRESSED = "pressed"
    UNSURE = "unsure"
    CHECK = "check"


async def look_through(desk: Desk, text: str) -> tuple[Likely, ...]:
    """The at most two frauds that a text looks like; it is read in memory and kept nowhere.

    Beside the loop: the first look reads the signs, which takes a moment that no alert should wait for.
    """
    return await asyncio.to_thread(lambda: check(desk.signs, text))


async def chosen(
    desk: Desk,
    user: int,
    card: int,
    choice: Choice,
    likely: tuple[Likely, ...] = (),
    *,
    group: int | None = None,
    now: datetime,
) -> None:
    """Count a choice on a card, once; `group` is the chat in which it was made, None: in private.

    Several people with the same scheme make a hint for the officers of the place. What owners and officers
    press is no resident's question: it counts nowhere and sets off nothing.
    """
    if user in desk.rules.owners:
        return
    person = person_hash(desk.secret, user)
    first = likely[0] if likely else None
    async with desk.database.unit() as unit:
        if await officers.by_user(unit, desk.bot, user) is not None:
            return
        await help.in_line(unit, desk.bot)
        place = await groups.by_chat(unit, desk.bot, group, hold=False) if group is not None else None
        region = place.region if place else await help.region_of(unit, desk.bot, person)
        call = Call(
            person=person,
            choice=choice,
            region=region,
            fraud_type=first.fraud_type if first else None,
            signature=first.signature[:400] if first else None,
        )
        day = desk.rules.hours.day(now)
        if await help.add_call(unit, desk.bot, card, call, day=day, now=now) and first is not None:
            await _hint(desk, unit, call, now)


async def region_of(desk: Desk, user: int) -> str | None:
    """The place of the group in which that person was seen last; None when there is no telling."""
    async with desk.database.reading() as unit:
        return await help.region_of(unit, desk.bot, person_hash(desk.secret, user))


def tip_for(desk: Desk, likely: Likely) -> Item | None:
    """The library's tip on that fraud."""
    named = desk.library.items.get(likely.tip)
    if named is not None:
        return named
    about = (item for item in desk.library.of_kind(Kind.TIP) if item.fraud_type == likely.fraud_type)
    return min(about, key=lambda item: item.id, default=None)


async def _hint(desk: Desk, unit: Unit, call: Call, now: datetime) -> None:
    since: datetime = now - hints.WINDOW
    assert call.fraud_type is not None and call.signature is not None
    calls = await help.calls_since(unit, desk.bot, call.fraud_type, since)
    given = await help.hints_since(unit, desk.bot, call.fraud_type, since)
    repeat = hints.gathered(call, calls, given, desk.regions)
    if repeat is not None:
        await help.add_hint(
            unit, desk.bot, repeat.region, call.fraud_type, call.signature, repeat.people, now=now
        )
