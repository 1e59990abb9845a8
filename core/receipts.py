"""A resident's tap on 我已看, and a resident's wish to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from core.codes import person_hash
from core.desk import Desk
from core.together import Together
from storage import answers, groups, help, promises, receipts
from storage.database import Unit
from storage.models import DeliveryId, DeliveryState
from storage.receipts import New, Tappable
from storage.receipts import Stale as Stale

AT_ONCE = 100
UNPROVEN = (DeliveryState.UNKNOWN, DeliveryState.SENDING)


@dataclass(frozen=True)
class Receipt:
    """Somebody's place in line; `new` is False when they had tapped before. `word`: what was tapped.

    It is `thanks` for 我已看, `letter-thanks` for a letter's 回执, `promise` for 我承诺.
    """

    place: int
    new: bool
    word: str = "thanks"


@dataclass(frozen=True, kw_only=True)
class Tap:
    """One tap on 我已看: the button's key, whose it was, under which message of which chat, and when."""

    key: str
    user: int
    chat: int
    message: int
    at: datetime


class Taps:
    """A crowd's taps: those that come while others are counted share the next transaction."""

    def __init__(self, desk: Desk) -> None:
        self._together = Together[Tap, Receipt | None](partial(take_all, desk), AT_ONCE)

    async def take(self, tap: Tap) -> Receipt | None:
        """See `take_all`."""
        return await self._together.do(tap)


async def take(desk: Desk, key: str, user: int, chat: int, message: int, *, now: datetime) -> Receipt | None:
    """Count one tap; see `take_all`."""
    [receipt] = await take_all(desk, [Tap(key=key, user=user, chat=chat, message=message, at=now)])
    return receipt


async def take_all(desk: Desk, taps: Sequence[Tap]) -> list[Receipt | None]:
    """Count each person's tap, once; it also proves that an unknown delivery arrived.

    None for a button that belongs to no delivery of ours, or hangs in another chat than ours does.
    """
    async with desk.database.unit() as unit:
        known = await receipts.tappable(unit, desk.bot, {tap.key for tap in taps})
        good = {
            number: (tap, known[tap.key], person_hash(desk.secret, tap.user))
            for number, tap in enumerate(taps)
            if tap.key in known and await _hangs_there(unit, desk, known[tap.key], tap.chat)
        }
        for tap, one, _ in good.values():
            if one.state in UNPROVEN:
                await receipts.prove_arrival(unit, one.delivery, tap.message, now=tap.at)
        mine = [(one.delivery, person) for _, one, person in good.values()]
        before = await receipts.places(unit, mine)
        line = _Line(before)
        found = {number: line.join(tap, one, person) for number, (tap, one, person) in good.items()}
        if line.new:
            await receipts.add(unit, line.new, line.lengths)
    return [found.get(number) for number in range(len(taps))]


class _Line:
    """The people under each message in the order of their first taps."""

    def __init__(self, before: Mapping[tuple[DeliveryId, str], int]) -> None:
        self._places = dict(before)
        self.new: list[New] = []
        self.lengths: dict[DeliveryId, int] = {}

    def join(self, tap: Tap, one: Tappable, person: str) -> Receipt:
        place, word = self._places.get((one.delivery, person)), "letter-thanks" if one.letter else "thanks"
        if place is not None:
            return Receipt(place, new=False, word=word)
        place = self.lengths.get(one.delivery, one.receipts) + 1
        self._places[one.delivery, person] = self.lengths[one.delivery] = place
        self.new.append(New(one.delivery, person, place, tap.at))
        return Receipt(place, new=True, word=word)


async def _hangs_there(unit: Unit, desk: Desk, one: Tappable, chat: int) -> bool:
    if one.chat == chat:
        return True
    # The group may have been upgraded since.
    group = await groups.by_chat(unit, desk.bot, chat, hold=False)
    return group is not None and group.id == one.group


async def forget(desk: Desk, user: int) -> int:
    """Cut the person's link to all they tapped, answered or asked; the counts stay. Returns how many."""
    async with desk.database.unit() as unit:
        person = person_hash(desk.secret, user)
        cut = await receipts.forget(unit, person) + await answers.forget(unit, person)
        return cut + await help.forget(unit, person) + await promises.forget(unit, person)


async def stale_numbers(desk: Desk, *, now: datetime, limit: int) -> list[Stale]:
    """Messages whose button shows an old number, ten minutes after it was last renewed."""
    async with desk.database.reading() as unit:
        return await receipts.outdated(unit, desk.bot, now=now, limit=limit)


async def number_shown(desk: Desk, stale: Stale, *, now: datetime) -> None:
    async with desk.database.unit() as unit:
        await receipts.shown(unit, stale.delivery, stale.receipts, now=now)
