"""Finding something in the library for one person who asks."""

from __future__ import annotations

from datetime import datetime

from content.choose import choose
from content.models import Item
from content.render import plain_frame
from content.texts import texts_in
from content.words import FRAUD_TYPES, Kind, Script
from core.desk import Desk
from core.errors import NothingSuits


def one_tip(desk: Desk, word: str, *, now: datetime) -> str:
    """A tip to read in private, as HTML; another one each day. Raises NothingSuits."""
    items = [item for item in desk.library.of_kind(Kind.TIP) if speaks_of(item, word)]
    today = desk.rules.hours.day(now)
    if not items:
        raise NothingSuits(Kind.TIP, word)
    turn = today.toordinal() % len(items)
    item = choose(items, {}, today) if word else sorted(items, key=lambda one: one.id)[turn]
    assert item is not None
    return plain_frame(item, Script.SIMPLIFIED)


def speaks_of(item: Item, word: str) -> bool:
    """Whether an item has that word anywhere a reader would see it."""
    fraud = texts_in(Script.SIMPLIFIED).plain("fraud", id=item.fraud_type)
    return not word or word in "\n".join((item.title, item.body, item.action, fraud))


def fraud_types(word: str) -> list[str]:
    """The fraud types that a word means: an id, or part of a name as people say it."""
    texts = texts_in(Script.SIMPLIFIED)
    if word in FRAUD_TYPES:
        return [word]
    return [one for one in FRAUD_TYPES if word and word in texts.plain("fraud", id=one)]
