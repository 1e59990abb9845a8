"""An alert that was decided on goes out: its Push, one Delivery per group, and where its author watches."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from content.alert_frame import Frame, Mark, alert_room, render_alert, title_of
from content.words import SEGMENTS, Kind, Script, Severity
from core import alert_marks, lock
from core.codes import new_key
from core.desk import Desk
from core.errors import AlertOver, AlertPast, NobodyToReach
from core.officers import standing_in
from core.ports import Priority
from storage import alert_life, deliveries, groups, progress, pushes
from storage import alerts as alert_rows
from storage.alerts import LIVE, Alert, AlertState
from storage.database import Unit
from storage.deliveries import NewDelivery
from storage.models import Group, GroupId, Officer, PushId
from storage.pushes import NewPush

CHUNK = 1_000
DECIDABLE = (AlertState.DRAFT, AlertState.WAITING)


def office(desk: Desk, alert: Alert) -> str:
    """Who speaks in it."""
    return desk.rules.office


def room(desk: Desk, alert: Alert) -> int:
    """How many more characters its draft can hold; negative where it is too long."""
    return alert_room(
        alert.text,
        severity=alert.severity,
        office=office(desk, alert),
        photo=alert.media is not None,
        corrects=alert.corrects is not None,
    )


def begins(desk: Desk, alert: Alert, now: datetime) -> datetime:
    """When groups begin to hear it: a 提醒 waits for the opening."""
    return desk.rules.hours.heard_at(now) if alert.severity is Severity.NOTICE else now


def expires(desk: Desk, alert: Alert, now: datetime) -> datetime:
    """Until when it holds: as it was decided, else its hours from the moment when groups hear it."""
    return alert.expires_at or begins(desk, alert, now) + timedelta(hours=alert.life_hours)


def check_time(desk: Desk, alert: Alert, now: datetime) -> None:
    """Raises AlertPast where it would be over when groups hear it."""
    if is_past(desk, alert, now):
        raise AlertPast


def is_past(desk: Desk, alert: Alert, now: datetime) -> bool:
    """Whether its time is over before groups could hear it."""
    return expires(desk, alert, now) <= begins(desk, alert, now)


def framed(
    desk: Desk,
    alert: Alert,
    *,
    now: datetime,
    corrects: str | None = None,
    code: str | None = None,
    again: bool = False,
) -> Frame:
    """What will stand around its words; `corrects` is the code of the alert that it puts right.

    A second try (`again`) has a `code` of its own.
    """
    return Frame(
        severity=alert.severity,
        office=office(desk, alert),
        code=code or alert.code,
        expires_at=expires(desk, alert, now),
        zone=desk.rules.hours.zone,
        photo=alert.media is not None,
        unreviewed=alert.unreviewed,
        corrects=corrects,
        again=again,
    )


async def frame_of(unit: Unit, desk: Desk, alert: Alert, *, now: datetime) -> Frame:
    """What will stand around its words, and which alert it puts right."""
    original = await alert_rows.by_id(unit, desk.bot, alert.corrects) if alert.corrects else None
    return framed(desk, alert, now=now, corrects=original.code if original else None)


def described(alert: Alert) -> dict[str, Any]:
    """What every push of an alert has in common."""
    return {
        "kind": Kind.ALERT,
        "item": f"alert-{alert.id}",
        "fraud_type": alert.fraud_type or "",
        "title": title_of(alert.text),
        "media": alert.media,
    }


async def audience_of(unit: Unit, desk: Desk, alert: Alert) -> list[Group]:
    """The confirmed groups that would get it; of a correction, those that the original was meant for."""
    if alert.corrects is not None:
        original = await alert_rows.by_id(unit, desk.bot, alert.corrects)
        meant = await alert_life.groups_of(unit, original.push) if original and original.push else set()
        reach = await groups.reachable(unit, desk.bot, regions=None, audiences=list(SEGMENTS))
        return [group for group in reach if group.id in meant]
    regions = desk.regions.under(alert.region)
    found = await groups.reachable(unit, desk.bot, regions=regions, audiences=alert.audiences)
    return [group for group in found if _suits(alert, group)]


def _suits(alert: Alert, group: Group) -> bool:
    """A group without segments gets all of its audience's content; so do all of an audience without any."""
    assert group.audience is not None
    wanted = set(alert.segments) & set(SEGMENTS[group.audience])
    return not wanted or not group.segments or bool(wanted & set(group.segments))


async def launch(unit: Unit, desk: Desk, alert: Alert, *, by: Officer, now: datetime) -> PushId:
    """Send it, once, in the caller's transaction; wake the desk after the commit.

    Raises AlertOver when it was decided before, or what it corrects is over;
    AlertPast;    StillLocked; NobodyToReach; TooLong.
    """
    await lock.require_open(unit, desk)
    check_time(desk, alert, now)
    starts, ends = begins(desk, alert, now), expires(desk, alert, now)
    original = await _original(unit, desk, alert)
    reached = await audience_of(unit, desk, alert)
    if not reached:
        raise NobodyToReach
    frame = framed(desk, alert, now=now, corrects=original.code if original else None)
    new = NewPush(
        key=f"alert:{alert.id}",
        code=alert.code,
        texts=texts(alert.text, frame, {group.script for group in reached}),
        created_by=by.user,
        **described(alert),
    )
    push, made = await pushes.add_once(unit, desk.bot, new, now=now)
    if not made:
        raise AlertOver
    answers = await alert_life.messages_of(unit, original.push) if original and original.push else {}
    await deliver(unit, push, [group.id for group in reached], answers, starts, ends, now=now)
    decided = {"state": AlertState.SENDING, "push_id": push, "expires_at": ends}
    if not await alert_rows.change(unit, alert.id, DECIDABLE, **decided):
        raise AlertOver
    if original is not None:
        await _corrected(unit, desk, original, alert.code, by, now=now)
    # Whose office ended since sees no more of it: whoever decided does.
    gone = alert.author != by.user and await standing_in(unit, desk, alert.author) is None
    await progress.start(unit, push, by.user if gone else alert.author, None)
    return push


async def _original(unit: Unit, desk: Desk, alert: Alert) -> Alert | None:
    if alert.corrects is None:
        return None
    original = await alert_rows.by_id(unit, desk.bot, alert.corrects)
    if original is None or original.state not in LIVE:
        raise AlertOver
    return original


async def _corrected(
    unit: Unit, desk: Desk, original: Alert, code: str, by: Officer, *, now: datetime
) -> None:
    """The original says which alert puts it right, and nothing more of it is sent."""
    ended = {"state": AlertState.CORRECTED, "ended_at": now, "ended_by": by.user}
    if not await alert_rows.change(unit, original.id, LIVE, **ended):
        raise AlertOver
    await alert_marks.close(unit, desk, original, Mark.CORRECTED, Priority.ALERT, now=now, code=code)


def texts(text: str, frame: Frame, scripts: Collection[Script]) -> dict[Script, tuple[str, str, str]]:
    """What is said in each of these scripts; in Simplified always, for whoever looks it up."""
    made = {script: render_alert(text, frame, script) for script in {*scripts, Script.SIMPLIFIED}}
    return {script: (one.html, one.share, one.hash) for script, one in made.items()}


async def deliver(
    unit: Unit,
    push: PushId,
    reached: list[GroupId],
    answers: Mapping[GroupId, int],
    starts: datetime,
    ends: datetime,
    *,
    now: datetime,
) -> None:
    """One row per group, some at a time; `answers`: the message that a group's copy replies to."""

    for first in range(0, len(reached), CHUNK):
        chunk = [
            NewDelivery(group, new_key(), starts, ends, counted=False, reply_to=answers.get(group))
            for group in reached[first : first + CHUNK]
        ]
        await deliveries.add(unit, push, Priority.ALERT, chunk, now=now)
