"""Dates as feeds write them: with a zone, or in the zone of the office that reads them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from time import struct_time
from zoneinfo import ZoneInfo

_ZONED = re.compile(r"(?:Z|GMT|UTC?|[ECMP][SD]T|[+-]\d{2}:?\d{2})\s*(?:\([^)]*\))?$", re.IGNORECASE)
_LOOSE = re.compile(
    r"(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
    r"(?:[\sT]*(\d{1,2})\s*[:：时]\s*(\d{2})(?:\s*[:：分]\s*(\d{2}))?)?"
)
# Java's Date.toString(): Wed Nov 18 10:00:00 CST 2026
_JAVA = re.compile(r"^\w{3} (\w{3}) (\d{1,2}) (\d\d:\d\d:\d\d) (\w{3,5}) (20\d\d)$")
_HOURS = re.compile(r"\b(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d\d))?$", re.IGNORECASE)
_CHINA = re.compile(r"\bCST\b")
# What lies outside is no date of an article, and no calendar can shift it to another zone.
_YEARS = range(1990, 2100)
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def moment(said: str, parsed: struct_time | None, zone: ZoneInfo) -> datetime | None:
    """The moment that `said` names, aware; `parsed` is feedparser's reading of it as UTC.

    What names no zone is meant in `zone`. CST is China's where it is the office's own, and not America's.
    """
    plain = _HOURS.sub(_offset, _JAVA.sub(r"\2 \1 \5 \3 \4", said.strip()))
    if zone.utcoffset(_ANY_DAY) == timedelta(hours=8):
        plain = _CHINA.sub("", plain).strip()
    try:
        found = _moment(plain, parsed if plain == said.strip() else None, zone)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return found if found is not None and found.year in _YEARS else None


def _moment(said: str, parsed: struct_time | None, zone: ZoneInfo) -> datetime | None:
    loose, zoned = _LOOSE.match(said), _ZONED.search(said)
    # feedparser takes 2026/9/27 for another day, and 9月 for nothing.
    if loose is not None and not zoned:
        year, month, day, hour, minute, second = (int(part or 0) for part in loose.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    if parsed is not None:
        read = datetime(*parsed[:6], tzinfo=UTC)
        return read if zoned else read.replace(tzinfo=zone).astimezone(UTC)
    # It wants every letter in its place; mail programs are used to worse.
    mail = parsedate_tz(said)
    if mail is None:
        return None
    written = datetime(*mail[:6], tzinfo=UTC)
    if mail[9] is not None and zoned:
        return written - timedelta(seconds=mail[9])
    return written.replace(tzinfo=zone).astimezone(UTC)


def _offset(found: re.Match[str]) -> str:
    """GMT+8 as +0800."""
    return f"{found[1]}{int(found[2]):02}{found[3] or '00'}"
