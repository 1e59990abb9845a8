"""A tip read aloud by somebody whom the place knows: recorded in private, sent right after the tip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.models import Item
from content.search import best_on
from content.words import Kind
from core import audit
from core.desk import Desk
from core.errors import NothingSuits, NotYourRegion
from core.officers import still
from core.own_errors import BadVoice, NoOwn
from core.shelf import Shelf
from storage import voices
from storage.models import Officer, Role
from storage.voices import Voice, VoiceId

MAY_RECORD = frozenset(Role)
LONGEST = 90


@dataclass(frozen=True)
class Recorded:
    """A recording in use with its tip's title; `mine`: whether this person may stop it."""

    voice: Voice
    title: str
    mine: bool


async def tip_on(desk: Desk, officer: Officer, word: str) -> Item:
    """The tip to be read aloud: by its id, or the best on a word. Raises NothingSuits."""
    async with desk.database.reading() as unit:
        shelf = await Shelf.of(unit, desk)
    tips = shelf.of_kind(Kind.TIP, officer.region)
    named = [tip for tip in tips if tip.id == word]
    found = named or best_on(tips, word)
    if not word or not found:
        raise NothingSuits(Kind.TIP, word)
    return min(found, key=lambda tip: tip.id)


def check(seconds: int) -> None:
    """Raises BadVoice for a recording that nobody would hear to its end."""
    if not 0 < seconds <= LONGEST:
        raise BadVoice(LONGEST)


async def use(
    desk: Desk, officer: Officer, item: str, file_id: str, seconds: int, *, key: str, now: datetime
) -> Voice:
    """就用这一段: groups under the officer's region hear it after that tip.

    Raises BadVoice, NoOwn, NoRight.
    """
    check(seconds)
    async with desk.database.unit() as unit:
        officer = await still(unit, desk, officer, MAY_RECORD)
        if (await Shelf.of(unit, desk)).find(item, officer.region) is None:
            raise NoOwn
        if not await audit.has(unit, desk, key):
            made: dict[str, Any] = {"file_id": file_id, "seconds": seconds, "user": officer.user}
            await voices.put(unit, desk.bot, item, officer.region, **made, now=now)
            await audit.note(
                unit, desk, user=officer.user, action="voice_use", subject=item, now=now, key=key
            )
        return (await voices.in_use(unit, desk.bot, item))[0]


async def stop(desk: Desk, officer: Officer, voice: VoiceId, *, key: str, now: datetime) -> Voice:
    """停用: it goes out no more. Raises NoOwn, NotYourRegion, NoRight."""
    async with desk.database.unit() as unit:
        officer = await still(unit, desk, officer, MAY_RECORD)
        found = await voices.by_id(unit, desk.bot, voice)
        if found is None:
            raise NoOwn
        if not desk.regions.covers(officer.region, found.region):
            raise NotYourRegion
        await voices.end(unit, voice, now=now)
        await audit.note(
            unit, desk, user=officer.user, action="voice_stop", subject=found.item, now=now, key=key
        )
    return found


async def recorded(desk: Desk, officer: Officer) -> list[Recorded]:
    """The recordings that groups of this person's hear."""
    covers = desk.regions.covers
    async with desk.database.reading() as unit:
        shelf = await Shelf.of(unit, desk)
        found = await voices.in_use(unit, desk.bot)
    near = [one for one in found if covers(officer.region, one.region) or covers(one.region, officer.region)]
    return [
        Recorded(one, tip.title, covers(officer.region, one.region))
        for one in near
        if (tip := shelf.find(one.item, one.region)) is not None
    ]
