"""What was really said under a code, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.words import Kind, Script
from core.codes import read_code
from core.desk import Desk
from storage import alert_life, posters, pushes, receipts
from storage.alerts import LIVE, Alert, AlertState
from storage.database import Unit
from storage.models import Push


@dataclass(frozen=True)
class Record:
    """A push as the public may know it: its text as sent, the office and the time, never the officer.

    Of an alert also how it stands: `stands`, `corrected` (by the one of that code), `withdrawn` (for that
    reason) or `expired`. Where the copies were deleted its words are not shown again: `html` is None.
    """

    code: str
    kind: Kind
    title: str
    html: str | None
    office: str
    phones: tuple[str, ...]
    created_at: datetime
    standing: str | None = None
    corrected_by: str = ""
    reason: str = ""
    # The few words below its poster, where it went out as one.
    caption: str | None = None


async def look_up(desk: Desk, typed: str, *, now: datetime) -> Record | None:
    """The record of a typed code; None when no push of ours bears it. One differing character is none."""
    code = read_code(typed)
    if code is None:
        return None
    async with desk.database.reading() as unit:
        push = await pushes.by_code(unit, desk.bot, code)
        return await _record(unit, desk, push, now=now) if push else None


async def of_button(desk: Desk, key: str, *, now: datetime) -> Record | None:
    """The record of the message under which 是真的吗 was pressed."""
    async with desk.database.reading() as unit:
        tapped = await receipts.by_key(unit, desk.bot, key)
        push = await pushes.by_id(unit, tapped.push) if tapped else None
        return await _record(unit, desk, push, now=now) if push else None


async def _record(unit: Unit, desk: Desk, push: Push, *, now: datetime) -> Record:
    alert = await alert_life.of_push(unit, push.id) if push.kind is Kind.ALERT else None
    erased = alert is not None and await _is_erased(unit, alert)
    correction = await alert_life.correction_of(unit, alert.id) if alert else None
    return Record(
        code=push.code,
        kind=push.kind,
        title="" if erased else push.title,
        html=None if erased else (await pushes.text(unit, push.id, Script.SIMPLIFIED))[0],
        office=desk.rules.office,
        phones=desk.office(None).phones,
        created_at=push.created_at,
        standing=_standing(alert, now) if alert else None,
        corrected_by=correction.code if correction else "",
        caption=await posters.caption(unit, push.id, Script.SIMPLIFIED),
        reason=(alert.reason or "") if alert and alert.state is AlertState.WITHDRAWN else "",
    )


async def _is_erased(unit: Unit, alert: Alert) -> bool:
    assert alert.push is not None
    return await alert_life.is_erased(unit, await alert_life.pushes_of(unit, alert.push))


def _standing(alert: Alert, now: datetime) -> str:
    if alert.state not in LIVE:
        return alert.state.value
    # What is past its time may not have been marked yet.
    over = alert.expires_at is not None and alert.expires_at <= now
    return AlertState.EXPIRED.value if over else "stands"
