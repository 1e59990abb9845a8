"""Until when an alert holds, as an officer types it."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from math import ceil

LONGEST = 168
_HOURS = re.compile(r"(\d{1,4})\s*(?:个?小时|h)?", re.IGNORECASE)
_DAYS = re.compile(r"(\d{1,3})\s*天")
_MOMENT = re.compile(
    r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?\s*(\d{1,2})(?:[:点时](\d{1,2})?分?)?"
)


def read_until(typed: str, now: datetime) -> int:
    """How many whole hours from `now` (local) to the moment that was typed.

    Raises ValueError with `unclear`, `past` or `far`, for a moment that is none, is over, or is over a
    week away.
    """
    words = unicodedata.normalize("NFKC", typed).strip()
    if days := _DAYS.fullmatch(words):
        return _checked(int(days[1]) * 24)
    if hours := _HOURS.fullmatch(words):
        return _checked(int(hours[1]))
    found = _MOMENT.fullmatch(words)
    if found is None:
        raise ValueError("unclear")
    return _checked(ceil((_moment(found, now) - now) / timedelta(hours=1)))


def _moment(found: re.Match[str], now: datetime) -> datetime:
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        there = datetime(year or now.year, month, day, hour, minute, tzinfo=now.tzinfo)
        # 1-3 said in December is next January.
        if not year and there < now - timedelta(days=180):
            there = there.replace(year=now.year + 1)
    except ValueError:
        raise ValueError("unclear") from None
    return there


def _checked(hours: int) -> int:
    if hours <= 0:
        raise ValueError("past")
    if hours > LONGEST:
        raise ValueError("far")
    return hours
