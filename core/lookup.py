"""Finding something in the library for one person who asks, and looking through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.choose import choose
from content.models import Item
from content.render import plain_frame
from content.search import best_on
from content.search import frauds_called as fraud_types
from content.words import FRAUD_TYPES, Kind, Script
from core.desk import Desk
from core.errors import NothingSuits
from core.shelf import Shelf

__all__ = ["Page", "fraud_types", "frauds", "one_tip", "page"]


async def one_tip(desk: Desk, word: str, *, now: datetime) -> str:
    """The best tip on a word, or a case where no tip has it, as HTML; without a word another one each day.

    Raises NothingSuits.
    """
    shelf, today = await _shelf(desk), desk.rules.hours.day(now)
    tips = shelf.everywhere(Kind.TIP)
    if not tips:
        raise NothingSuits(Kind.TIP, word)
    if not word:
        turn = today.toordinal() % len(tips)
        return plain_frame(sorted(tips, key=lambda one: one.id)[turn], Script.SIMPLIFIED)
    found = best_on(tips, word) or best_on(shelf.everywhere(Kind.CASE), word)
    item = choose(found, {}, today)
    if item is None:
        raise NothingSuits(Kind.TIP, word)
    return plain_frame(item, Script.SIMPLIFIED)


@dataclass(frozen=True)
class Page:
    """One item of a fraud type, as HTML, and its place among the others, counted from 0."""

    fraud: str
    number: int
    total: int
    html: str


async def frauds(desk: Desk) -> list[str]:
    """The fraud types of which there is something to read, the commonest first."""
    present = {item.fraud_type for item in _all(await _shelf(desk))}
    return [one for one in FRAUD_TYPES if one in present]


async def page(desk: Desk, fraud: str, number: int) -> Page | None:
    """The item of that number: tips first, then cases; None where there is none."""
    items = [item for item in _all(await _shelf(desk)) if item.fraud_type == fraud]
    items.sort(key=lambda one: (one.kind is Kind.CASE, one.id))
    if number >= len(items):
        return None
    return Page(fraud, number, len(items), plain_frame(items[number], Script.SIMPLIFIED))


async def _shelf(desk: Desk) -> Shelf:
    async with desk.database.reading() as unit:
        return await Shelf.of(unit, desk)


def _all(shelf: Shelf) -> list[Item]:
    return [*shelf.everywhere(Kind.TIP), *shelf.everywhere(Kind.CASE)]
