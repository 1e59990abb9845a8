"""The ledger of offline work: written down once, put right within a week, deleted but not forgotten."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from content.words import Work
from core import audit
from core.desk import Desk
from core.errors import EntryClosed
from core.ledger_line import read_line
from core.reach_ledger import place_of
from storage import drafts, ledger
from storage.database import Unit
from storage.ledger import Entry, EntryId, Line
from storage.models import Officer, Role

MAY_WRITE = frozenset({Role.OWNER, Role.CHIEF, Role.OFFICER, Role.CLERK})
CHANGEABLE_FOR = timedelta(days=7)


def read(desk: Desk, kind: Work, fraud_type: str | None, text: str, *, now: datetime) -> Line:
    """What the officer's words say. Raises UnreadableLine."""
    return read_line(kind, fraud_type, text, desk.rules.hours.day(now))


def place(desk: Desk, officer: Officer, line: Line) -> str | None:
    """Where a line counts, if that is another place than its officer's own."""
    found = place_of(desk.regions, line, officer.region)
    return None if desk.regions.get(found) is desk.regions.get(officer.region) else found


async def write(desk: Desk, officer: Officer, line: Line, *, key: str, now: datetime) -> EntryId:
    """Write a line down, once per key."""
    async with desk.database.unit() as unit:
        entry = await ledger.add_once(unit, desk.bot, key, officer.user, officer.region, line, now=now)
        await _note(unit, desk, officer, "ledger_add", entry, line, key=key, now=now)
    return entry


async def correct(
    desk: Desk, officer: Officer, entry: EntryId, line: Line, *, key: str, now: datetime
) -> None:
    """Put one's own line of the last seven days right. Raises EntryClosed."""
    async with desk.database.unit() as unit:
        await _own(unit, desk, officer, entry, now=now)
        await ledger.change(unit, entry, line, now=now)
        await _note(unit, desk, officer, "ledger_change", entry, line, key=key, now=now)


async def attach(
    desk: Desk, officer: Officer, entry: EntryId, picture: bytes, *, key: str, now: datetime
) -> None:
    """A clean photo for one's own line, in place of the one it had. Raises EntryClosed."""
    digest = hashlib.sha256(picture).hexdigest()
    async with desk.database.unit() as unit:
        found = await _own(unit, desk, officer, entry, now=now)
        photo = await drafts.add_media(unit, desk.bot, "photo", picture, digest, now=now)
        await ledger.add_photo(unit, entry, photo)
        await _note(unit, desk, officer, "ledger_photo", entry, found.line, key=key, now=now)


async def remove(desk: Desk, officer: Officer, entry: EntryId, *, key: str, now: datetime) -> None:
    """Delete one's own line of the last seven days. Raises EntryClosed."""
    async with desk.database.unit() as unit:
        found = await _own(unit, desk, officer, entry, now=now)
        await ledger.delete(unit, entry, now=now)
        await _note(unit, desk, officer, "ledger_delete", entry, found.line, key=key, now=now)


async def look(desk: Desk, officer: Officer, entry: EntryId, *, now: datetime) -> Entry:
    """One's own line. Raises EntryClosed."""
    async with desk.database.reading() as unit:
        return await _own(unit, desk, officer, entry, now=now)


async def mine(desk: Desk, officer: Officer, *, now: datetime) -> list[Entry]:
    """What may still be put right, newest first."""
    async with desk.database.reading() as unit:
        return await ledger.of_officer(unit, desk.bot, officer.user, since=now - CHANGEABLE_FOR)


async def _own(unit: Unit, desk: Desk, officer: Officer, entry: EntryId, *, now: datetime) -> Entry:
    found = await ledger.by_id(unit, desk.bot, entry)
    if found is None or found.officer != officer.user or now - found.created_at > CHANGEABLE_FOR:
        raise EntryClosed
    return found


async def _note(
    unit: Unit,
    desk: Desk,
    officer: Officer,
    action: str,
    entry: EntryId,
    line: Line,
    *,
    key: str,
    now: datetime,
) -> None:
    subject = f"{entry} {line.kind} {line.number} {line.money} {line.day}"
    await audit.note(
        unit, desk, user=officer.user, action=action, subject=subject, now=now, key=f"{action}:{key}"
    )
