"""The audit: every officer's action, each row bound to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from core.desk import Desk
from storage import audit
from storage.audit import AuditRow
from storage.database import Database, Unit

START = "0" * 64


async def note(
    unit: Unit,
    desk: Desk,
    *,
    user: int,
    action: str,
    subject: str,
    now: datetime,
    key: str | None = None,
    content_hash: str | None = None,
) -> None:
    """Add a row in the transaction of what it tells of. The same key is written once."""
    await audit.in_line(unit, desk.bot)
    if key is not None and await audit.exists(unit, desk.bot, key):
        return
    previous = await audit.head(unit, desk.bot) or START
    digest = _digest(previous, now, user, action, subject, content_hash)
    row = AuditRow(
        key=key,
        at=now,
        user=user,
        action=action,
        subject=subject[:200],
        content_hash=content_hash,
        previous=previous,
        hash=digest,
    )
    await audit.append(unit, desk.bot, row)


async def has(unit: Unit, desk: Desk, key: str) -> bool:
    """Whether a row of that key stands there: what it tells of was done."""
    return await audit.exists(unit, desk.bot, key)


@dataclass(frozen=True)
class Verdict:
    """Whether the chain holds: how many rows, the head's hash, and the first broken row."""

    rows: int
    head: str
    broken: int | None


async def verify(database: Database, bot: int) -> Verdict:
    """Walk the whole chain from its start."""
    async with database.reading() as unit:
        rows = await audit.rows(unit, bot)
    previous = START
    for number, row in rows:
        digest = _digest(previous, row.at, row.user, row.action, row.subject, row.content_hash)
        if row.previous != previous or row.hash != digest:
            return Verdict(len(rows), previous, number)
        previous = row.hash
    return Verdict(len(rows), previous, None)


def _digest(
    previous: str, at: datetime, user: int, action: str, subject: str, content_hash: str | None
) -> str:
    told = [previous, at.astimezone(UTC).isoformat(), user, action, subject[:200], content_hash]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
