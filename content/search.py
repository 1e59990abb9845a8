"""Finds the best items on a word as people type it: two characters are enough, a sentence is not too much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from content.models import Item
from content.texts import texts_in
from content.words import FRAUD_TYPES, Script

# Where a word stands decides how well the item fits.
TITLE, FRAUD, BODY = 3, 2, 1
# Of a longer word, so many of its pairs of characters have to be found.
ENOUGH = 0.5

Found = TypeVar("Found", bound=Item)


def best_on(items: Iterable[Found], word: str) -> list[Found]:
    """The items that fit the word best, all of one rank; all of them for no word.

    In the title is best, then in the fraud's names, then anywhere. Where nothing has the whole word, those
    that have most of its pairs of characters.
    """
    wanted = "".join(word.split()).casefold()
    known = list(items)
    if not wanted:
        return known
    ranks = {item.id: _rank(item, wanted) for item in known}
    highest = max(ranks.values(), default=0)
    if highest:
        return [item for item in known if ranks[item.id] == highest]
    return _by_pairs(known, wanted)


def fraud_names(fraud: str) -> str:
    """All that people call it."""
    texts = texts_in(Script.SIMPLIFIED)
    return f"{texts.plain('fraud', id=fraud)} {texts.plain('fraud-also', id=fraud)}"


def frauds_called(word: str) -> list[str]:
    """The fraud types that a word means: an id, or part of what people call it."""
    if word in FRAUD_TYPES:
        return [word]
    return [one for one in FRAUD_TYPES if word and word in fraud_names(one)]


def _rank(item: Item, word: str) -> int:
    if word in item.title.casefold():
        return TITLE
    if word in fraud_names(item.fraud_type).casefold():
        return FRAUD
    return BODY if word in f"{item.body}\n{item.action}".casefold() else 0


def _by_pairs(items: Sequence[Found], word: str) -> list[Found]:
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    if not pairs:
        return []
    shares = {item.id: len([one for one in pairs if one in _all(item)]) / len(pairs) for item in items}
    highest = max(shares.values(), default=0)
    return [item for item in items if shares[item.id] == highest] if highest >= ENOUGH else []


def _all(item: Item) -> str:
    return "\n".join((item.title, item.body, item.action, fraud_names(item.fraud_type))).casefold()
