"""What an officer should know before an alert goes out: what is read, by whom, how loud, who approves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from content.alert_frame import render_alert
from content.masking import looks_named
from content.render import TooLong
from content.similar import alike
from content.words import Audience, Script, Severity
from core import alert_sending, pushes
from core.desk import Desk
from core.errors import AlertTooLong
from storage import drafts, officers
from storage.alerts import Alert
from storage.database import Unit
from storage.models import Group, GroupId, Role

SIMILAR_FOR = timedelta(hours=24)
MANY = 2


class Sound(StrEnum):
    """How it will be heard at this hour (DESIGN.md rule 5)."""

    PLAIN = "plain"
    RINGS = "rings"
    SILENT = "silent"
    WAITS = "waits"


@dataclass(frozen=True)
class Reach:
    """The groups of one audience, and how many people are in them as far as we know."""

    audience: Audience
    groups: int
    members: int


@dataclass(frozen=True)
class Approver:
    """Somebody who may approve; `reached` is False for one that the bot can't write to."""

    user: int
    name: str
    role: Role
    reached: bool


@dataclass(frozen=True, kw_only=True)
class Look:
    """An alert as it would be read, and all that the preview says about it.

    `html` is the group's own text, `hash` holds it fast with all choices. `unplaced` and `full` are the
    titles of groups without a region, and of those that already got two today.
    """

    alert: Alert
    html: str
    hash: str
    expires_at: datetime
    reaches: tuple[Reach, ...]
    unplaced: tuple[str, ...]
    full: tuple[str, ...]
    sound: Sound
    opens_at: datetime
    approvers: tuple[Approver, ...]
    similar: Alert | None
    room: int
    named: bool

    @property
    def groups(self) -> int:
        return sum(one.groups for one in self.reaches)

    @property
    def members(self) -> int:
        return sum(one.members for one in self.reaches)


async def look(desk: Desk, alert: Alert, *, now: datetime) -> Look:
    """The whole preview of an alert that was not sent yet."""
    async with desk.database.reading() as unit:
        return await look_in(unit, desk, alert, now=now)


async def look_in(unit: Unit, desk: Desk, alert: Alert, *, now: datetime) -> Look:
    """The same within a unit."""
    expires_at = alert_sending.expires(desk, alert, now)
    html, digest = await rendered(unit, desk, alert, expires_at, now=now)
    groups = await alert_sending.audience_of(unit, desk, alert)
    known = [
        one for one in await drafts.recent(unit, desk.bot, since=now - SIMILAR_FOR) if one.id != alert.id
    ]
    return Look(
        alert=alert,
        html=html,
        hash=digest,
        expires_at=expires_at,
        reaches=_reaches(groups),
        unplaced=tuple(one.title for one in groups if one.region is None or one.region not in desk.regions),
        full=await _full(unit, desk, groups, now=now),
        sound=sound(desk, alert.severity, now),
        opens_at=desk.rules.hours.opening_after(now),
        approvers=await approvers(unit, desk, alert),
        similar=next((one for one in known if alike(one.text, alert.text)), None),
        room=alert_sending.room(desk, alert),
        named=looks_named(alert.text),
    )


async def rendered(
    unit: Unit, desk: Desk, alert: Alert, expires_at: datetime, *, now: datetime
) -> tuple[str, str]:
    """Exactly what a group reads if the alert holds until then, and the hash of that with every choice.

    Raises AlertTooLong.
    """
    fixed = replace(alert, expires_at=expires_at)
    frame = await alert_sending.frame_of(unit, desk, fixed, now=now)
    try:
        shown = render_alert(alert.text, frame, Script.SIMPLIFIED)
    except TooLong as long:
        raise AlertTooLong(long.length - long.limit) from long
    photos = await drafts.photo_hashes(unit, [alert.media]) if alert.media is not None else {}
    bound = [
        shown.hash,
        sorted(alert.audiences),
        sorted(alert.segments),
        alert.region,
        alert.severity,
        alert.fraud_type,
        alert.life_hours,
        alert.pin,
        sorted(photos.values()),
    ]
    return shown.html, hashlib.sha256(json.dumps(bound, ensure_ascii=False).encode()).hexdigest()


async def approvers(unit: Unit, desk: Desk, alert: Alert) -> tuple[Approver, ...]:
    """The owners and the chiefs of the alert's region, without its author."""
    return await who_may(unit, desk, region=alert.region, author=alert.author)


async def who_may(unit: Unit, desk: Desk, *, region: str | None, author: int) -> tuple[Approver, ...]:
    """The owners and the chiefs of that region, without the author."""
    known = {one.user: one for one in await officers.listed(unit, desk.bot)}
    names = await officers.names(unit, desk.bot)
    active = await officers.active(unit, desk.bot)
    may = dict.fromkeys(sorted(desk.rules.owners), Role.OWNER)
    for one in known.values():
        if one.role is Role.CHIEF and desk.regions.covers(one.region, region):
            may.setdefault(one.user, Role.CHIEF)
    may.pop(author, None)
    return tuple(Approver(user, names.get(user, ""), role, user in active) for user, role in may.items())


async def who_approves(desk: Desk, alert: Alert) -> tuple[Approver, ...]:
    """Everybody who may approve that alert."""
    async with desk.database.reading() as unit:
        return await approvers(unit, desk, alert)


async def exactly(desk: Desk, alert: Alert, *, now: datetime) -> str:
    """The text of an alert that was submitted or sent, as groups read it."""
    expires_at = alert_sending.expires(desk, alert, now)
    async with desk.database.reading() as unit:
        return (await rendered(unit, desk, alert, expires_at, now=now))[0]


def sound(desk: Desk, severity: Severity, now: datetime) -> Sound:
    """How an alert of that severity is heard when it leaves now."""
    if not desk.rules.hours.is_quiet_at(now):
        return Sound.PLAIN
    return {Severity.URGENT: Sound.RINGS, Severity.WARNING: Sound.SILENT}.get(severity, Sound.WAITS)


def _reaches(groups: list[Group]) -> tuple[Reach, ...]:
    found = []
    for audience in Audience:
        mine = [one for one in groups if one.audience is audience]
        if mine:
            found.append(Reach(audience, len(mine), sum(one.members or 0 for one in mine)))
    return tuple(found)


async def _full(unit: Unit, desk: Desk, groups: list[Group], *, now: datetime) -> tuple[str, ...]:
    """The titles of the groups whose measure of the day is full."""
    hours = desk.rules.hours
    calendar = await pushes.Calendar.of(unit, [one.id for one in groups], hours, now=now)
    today = hours.day(now)

    def heard(group: GroupId) -> int:
        return sum(1 for due in calendar.due[group] if hours.day(due) == today)

    return tuple(one.title for one in groups if heard(one.id) >= MANY)
