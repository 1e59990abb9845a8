"""紧急发送: what nobody approved in ten minutes goes out on one officer's word, with a PIN and a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from content.defang import carries_contact
from content.words import Severity
from core import alert_preview, alert_sending, audit
from core.alert_approval import author_card, decided, send
from core.alert_desk import note
from core.desk import Desk
from core.errors import NoDraft, NotUrgent
from core.officers import MAY_PUSH, still
from storage import alerts, drafts, pins, updates
from storage.alerts import Alert, AlertId, AlertState
from storage.database import Unit
from storage.models import Officer

PATIENCE = timedelta(minutes=10)
SWITCH = "urgent_off"
REASON_LIMITS = (4, 200)


async def is_on(desk: Desk) -> bool:
    """Whether the owners let officers send alone at all."""
    async with desk.database.reading() as unit:
        return await updates.mark(unit, desk.bot, SWITCH) is None


async def switch(desk: Desk, owner: Officer, on: bool, *, key: str, now: datetime) -> None:
    """An owner's word on that, for everybody."""
    async with desk.database.unit() as unit:
        if on:
            await updates.drop_mark(unit, desk.bot, SWITCH)
        else:
            await updates.set_mark(unit, desk.bot, SWITCH, now.isoformat())
        subject = "on" if on else "off"
        await audit.note(
            unit, desk, user=owner.user, action="urgent_switch", subject=subject, now=now, key=key
        )


async def why_not(desk: Desk, officer: Officer, alert: Alert, *, now: datetime) -> str | None:
    """What stands in the way of 紧急发送 now, by name; None: nothing but the PIN."""
    async with desk.database.reading() as unit:
        return await _why_not(unit, desk, officer, alert, now=now)


async def ask(desk: Desk, officer: Officer, alert: AlertId, *, now: datetime) -> Alert:
    """The alert that could be sent alone now. Raises NoDraft, AlertDecided, NotUrgent."""
    async with desk.database.unit(ahead=True) as unit:
        return await _ready(unit, desk, officer, alert, now=now)


async def send_alone(
    desk: Desk, officer: Officer, alert: AlertId, reason: str, *, key: str, now: datetime
) -> Alert:
    """It goes out, marked 未经复核; the PIN was right a moment ago. Raises like `ask`, and NobodyToReach."""
    async with desk.database.unit(ahead=True) as unit:
        found = await _ready(unit, desk, officer, alert, now=now)
        alone = replace(found, unreviewed=True, reason=reason)
        _, digest = await alert_preview.rendered(
            unit, desk, alone, alert_sending.expires(desk, found, now), now=now
        )
        alone = replace(alone, hash=digest)
        card = await author_card(unit, desk, found)
        await send(unit, desk, alone, officer, card=card, now=now, unreviewed=True, reason=reason)
        # Who became a chief since, or could not be asked, is told now.
        told = await alert_preview.approvers(unit, desk, found)
        await drafts.add_asks(unit, found.id, found.version, {one.user: one.reached for one in told})
        await note(unit, desk, officer, "alert_urgent", alone, key=key, now=now, more=reason)
    desk.wake.wake()
    return alone


async def _ready(unit: Unit, desk: Desk, officer: Officer, alert: AlertId, *, now: datetime) -> Alert:
    found = await alerts.by_id(unit, desk.bot, alert)
    if found is None or found.author != officer.user:
        raise NoDraft
    if found.state is not AlertState.WAITING:
        raise await decided(unit, desk, found)
    officer = await still(unit, desk, officer, MAY_PUSH)
    if why := await _why_not(unit, desk, officer, found, now=now):
        raise NotUrgent(why)
    return found


async def _why_not(unit: Unit, desk: Desk, officer: Officer, alert: Alert, *, now: datetime) -> str | None:
    pin = await pins.of(unit, desk.bot, officer.user)
    hours = desk.rules.hours
    today = datetime.combine(hours.day(now), time(), hours.zone)
    submitted = alert.submitted_at or now
    reasons = {
        "off": await updates.mark(unit, desk.bot, SWITCH) is not None,
        "severity": alert.severity is not Severity.URGENT,
        "early": now - submitted < PATIENCE,
        "region": not desk.regions.covers(officer.region, alert.region),
        "contact": carries_contact(alert.text) or alert.media is not None,
        "no_pin": pin is None or pin.hash is None,
        "late_pin": pin is not None and pin.set_at is not None and pin.set_at >= submitted,
        "locked": pin is not None and pin.locked_at is not None,
        "used": await drafts.urgent_since(unit, desk.bot, officer.user, since=today) > 0,
    }
    return next((name for name, stands in reasons.items() if stands), None)
