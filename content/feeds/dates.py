"""Dates as feeds write them: with a zone, or in the zone of the office that reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from time import struct_time
from zoneinfo import ZoneInfo

_ZONED = re.compile(r"(?:Z|GMT|UTC?|[ECMP][SD]T|CST|[+-]\d{2}:?\d{2})\s*(?:\([^)]*\))?$", re.IGNORECASE)
_LOOSE = re.compile(
    r"(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
    r"(?:[\sT]*(\d{1,2})\s*[:：时]\s*(\d{2})(?:\s*[:：分]\s*(\d{2}))?)?"
)


def moment(said: str, parsed: struct_time | None, zone: ZoneInfo) -> datetime | None:
    """The moment that `said` names, aware; `parsed` is feedparser's reading of it as UTC.

    What names no zone is meant in `zone`.
    """
    said = said.strip()
    zoned, loose = _ZONED.search(said), _LOOSE.match(said)
    try:
        # feedparser takes 2026/9/27 for another day, and 9月 for nothing.
        if loose is not None and not zoned:
            year, month, day, hour, minute, second = (int(part or 0) for part in loose.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
        if parsed is None:
            return None
        read = datetime(*parsed[:6], tzinfo=UTC)
        return read if zoned else read.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
