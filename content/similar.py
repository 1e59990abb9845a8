"""Whether two texts say much the same: by the pairs of letters that they share."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise

ALIKE = 0.55


def alike(one: str, other: str) -> bool:
    """Whether a reader would take one for a repetition of the other."""
    return likeness(one, other) >= ALIKE


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same: the share of pairs that both have."""
    pairs, others = _pairs(one), _pairs(other)
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else float(one == other)


@lru_cache(maxsize=128)
def _pairs(text: str) -> Counter[str]:
    letters = [mark for mark in text.lower() if mark.isalnum()]
    return Counter(a + b for a, b in pairwise(letters))
