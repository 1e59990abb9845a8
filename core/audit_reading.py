"""Reading the audit: its last rows, and the daily fingerprint for the owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from core.desk import Desk
from storage import audit, officers, updates
from storage.database import Unit
from storage.models import Officer, Role

AT = time(18)
_MARK = "audit_told"


@dataclass(frozen=True)
class Entry:
    """One action as a person reads it; `who` is empty for somebody who is no officer."""

    at: datetime
    who: str
    action: str
    subject: str


@dataclass(frozen=True)
class Page:
    entries: list[Entry]
    offset: int
    more: bool


async def last(desk: Desk, officer: Officer, *, limit: int, offset: int = 0) -> Page:
    """The newest rows: an owner's all, another's those of the officers under their own region."""
    async with desk.database.reading() as unit:
        names = await officers.names(unit, desk.bot)
        users = None if officer.role is Role.OWNER else await _colleagues(unit, desk, officer)
        rows = await audit.newest(unit, desk.bot, users=users, limit=limit + 1, offset=offset)
    entries = [
        Entry(row.at, names.get(row.user) or (str(row.user) if row.user else ""), row.action, row.subject)
        for row in rows[:limit]
    ]
    return Page(entries, offset, len(rows) > limit)


async def _colleagues(unit: Unit, desk: Desk, officer: Officer) -> set[int]:
    staff = await officers.listed(unit, desk.bot)
    return {officer.user} | {
        one.user for one in staff if desk.regions.covers(officer.region, one.region or desk.regions.root.id)
    }


@dataclass(frozen=True)
class Fingerprint:
    """How the chain stands on a day: how many rows, and the newest one's hash."""

    day: str
    rows: int
    head: str


async def due(desk: Desk, *, now: datetime) -> Fingerprint | None:
    """What the owners have to be told today; None before its hour, when told, or while nothing was done."""
    local = now.astimezone(desk.rules.hours.zone)
    if local.time() < AT:
        return None
    async with desk.database.reading() as unit:
        if await updates.mark(unit, desk.bot, _MARK) == local.date().isoformat():
            return None
        head, rows = await audit.head(unit, desk.bot), await audit.count(unit, desk.bot)
    return Fingerprint(local.date().isoformat(), rows, head) if head is not None else None


async def told(desk: Desk, fingerprint: Fingerprint) -> None:
    """The owners have it."""
    async with desk.database.unit() as unit:
        await updates.set_mark(unit, desk.bot, _MARK, fingerprint.day)
