"""A link makes one person an officer: opened by them, confirmed by an owner."""

from __future__ import annotations

from datetime import datetime, timedelta

from core import audit
from core.codes import new_key, person_hash
from core.desk import Desk
from core.errors import SpentInvitation, UnknownRegion, UsedButton
from storage import officers, pins
from storage.models import Officer, Role
from storage.pins import OfficerInvitation as OfficerInvitation

LIFE = timedelta(hours=24)


async def invite(
    desk: Desk, owner: Officer, role: Role, region: str | None, *, key: str, now: datetime
) -> OfficerInvitation:
    """A link for one person, for a day. Raises UnknownRegion."""
    if region is not None and region not in desk.regions:
        raise UnknownRegion(region)
    new = OfficerInvitation(
        token=new_key(),
        role=role,
        region=region,
        invited_by=owner.user,
        expires_at=now + LIFE,
        user=None,
        name="",
        decided_at=None,
    )
    async with desk.database.unit() as unit:
        await pins.add_invitation(unit, desk.bot, new, now=now)
        subject = f"{role} {region or ''}".strip()
        await audit.note(
            unit, desk, user=owner.user, action="officer_invite", subject=subject, now=now, key=key
        )
    return new


async def opened(desk: Desk, token: str, user: int, name: str, *, now: datetime) -> OfficerInvitation:
    """The link was opened, for the first time or again by the same person. Raises SpentInvitation."""
    async with desk.database.unit() as unit:
        found = await pins.open_invitation(unit, desk.bot, token, user, name, now=now)
        if found is None:
            raise SpentInvitation
        await audit.note(
            unit,
            desk,
            user=0,
            action="officer_opened",
            subject=f"{found.role} {person_hash(desk.secret, user)}",
            now=now,
            key=f"opened:{token}",
        )
    return found


async def decide(
    desk: Desk, owner: Officer, token: str, *, accepted: bool, key: str, now: datetime
) -> OfficerInvitation:
    """确认 or 不是他, once. Whoever is confirmed is an officer at once. Raises UsedButton."""
    async with desk.database.unit() as unit:
        found = await pins.decide_invitation(unit, desk.bot, token, owner.user, now=now)
        if found is None or found.user is None:
            raise UsedButton
        subject = f"{found.user} {found.role} {found.region or ''}".strip()
        if accepted:
            await officers.put(
                unit,
                desk.bot,
                found.user,
                role=found.role,
                region=found.region,
                name=found.name,
                by=owner.user,
                now=now,
            )
            await officers.activate(unit, desk.bot, found.user, found.name, now=now)
        action = "officer_add" if accepted else "officer_declined"
        await audit.note(unit, desk, user=owner.user, action=action, subject=subject, now=now, key=key)
    return found
