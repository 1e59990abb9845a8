"""What was really said under a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.words import Kind, Script
from core.codes import read_code
from core.desk import Desk
from storage import pushes, receipts
from storage.models import Push


@dataclass(frozen=True)
class Record:
    """A push as the public may know it: its text as sent, the office and the time, never the officer."""

    code: str
    kind: Kind
    title: str
    html: str
    office: str
    phones: tuple[str, ...]
    created_at: datetime


async def look_up(desk: Desk, typed: str) -> Record | None:
    """The record of a typed code; None when no push of ours bears it. One differing character is none."""
    code = read_code(typed)
    if code is None:
        return None
    async with desk.database.reading() as unit:
        push = await pushes.by_code(unit, desk.bot, code)
        html = (await pushes.text(unit, push.id, Script.SIMPLIFIED))[0] if push else ""
    return _record(desk, push, html) if push else None


async def of_button(desk: Desk, key: str) -> Record | None:
    """The record of the message under which 是真的吗 was pressed."""
    async with desk.database.reading() as unit:
        tapped = await receipts.by_key(unit, desk.bot, key)
        push = await pushes.by_id(unit, tapped.push) if tapped else None
        html = (await pushes.text(unit, push.id, Script.SIMPLIFIED))[0] if push else ""
    return _record(desk, push, html) if push else None


def _record(desk: Desk, push: Push, html: str) -> Record:
    office = desk.office(None)
    return Record(push.code, push.kind, push.title, html, desk.rules.office, office.phones, push.created_at)
