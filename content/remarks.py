"""What there is to say about items that no single file's reading finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from content.models import Piece

MONTHS_FRESH = 18


@dataclass(frozen=True)
class Remark:
    """One thing to mend: a key of the texts (`review-…`) with what it names."""

    key: str
    facts: dict[str, str | int] = field(default_factory=dict)


def stale(items: Iterable[Piece], today: date) -> list[str]:
    """Ids of what nobody has looked over for so many months."""
    return [item.id for item in items if _months(item.reviewed, today) >= MONTHS_FRESH]


def _months(earlier: date, later: date) -> int:
    whole = (later.year - earlier.year) * 12 + later.month - earlier.month
    return whole - (later.day < earlier.day)
