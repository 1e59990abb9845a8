"""An officer writes an alert: one draft at a time, kept as a row, every change of it the next version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content import defang
from content.defang import clean
from content.guess import guess_fraud
from content.masking import mask
from content.words import HOTLINES, SEGMENTS, Audience, Severity
from core import alert_sending, audit
from core.codes import new_code
from core.desk import Desk
from core.errors import AlertRefused, AlertTooLong, NoDraft, NotYourRegion, RegionGone
from core.officers import MAY_PUSH
from storage import alerts, drafts
from storage.alerts import Alert, AlertId, AlertState
from storage.database import Unit
from storage.models import Officer

MAY_ALERT = MAY_PUSH
LIVES = (6, 24, 72, 168)
LIFE = 24


@dataclass(frozen=True)
class Written:
    """A draft after its words changed: what was put in other words, and how many numbers were hidden."""

    alert: Alert
    changed: tuple[tuple[str, str], ...]
    hidden: int


async def unfinished(desk: Desk, officer: Officer) -> Alert | None:
    """The draft that this person left lying."""
    async with desk.database.reading() as unit:
        return await drafts.draft_of(unit, desk.bot, officer.user)


async def own_draft(desk: Desk, officer: Officer, alert: AlertId) -> Alert:
    """A draft of this person's. Raises NoDraft."""
    async with desk.database.reading() as unit:
        return await draft_in(unit, desk, officer, alert)


async def begin(desk: Desk, officer: Officer, *, key: str, now: datetime) -> Alert:
    """An empty draft with the usual choices; what lay there before is given up."""
    async with desk.database.unit() as unit:
        return await _new(unit, desk, officer, key=key, now=now)


async def begin_with(desk: Desk, officer: Officer, text: str, *, key: str, now: datetime) -> Written:
    """A draft with these words. Raises AlertRefused, AlertTooLong, and changes nothing then."""
    words = tidy(desk, text)
    async with desk.database.unit() as unit:
        fresh = await _new(unit, desk, officer, key=f"{key}:begin", now=now)
        return await _write(unit, desk, officer, fresh, words, key=key, now=now)


async def write(
    desk: Desk, officer: Officer, alert: AlertId, text: str, *, key: str, now: datetime
) -> Written:
    """Other words for a draft. Raises NoDraft, AlertRefused, AlertTooLong."""
    words = tidy(desk, text)
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, alert)
        return await _write(unit, desk, officer, draft, words, key=key, now=now)


async def illustrate(
    desk: Desk, officer: Officer, alert: AlertId, picture: bytes | None, *, key: str, now: datetime
) -> Alert:
    """Another photo for a draft, or none. Raises NoDraft, AlertTooLong: under a photo fits less."""
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, alert)
        digest = hashlib.sha256(picture).hexdigest() if picture is not None else None
        number = None
        if picture is not None and digest is not None:
            number = await drafts.add_media(unit, desk.bot, "photo", picture, digest, now=now)
        changed = replace(draft, media=number, version=draft.version + 1)
        _measure(desk, changed)
        await _keep(unit, changed, media_id=number)
        await note(unit, desk, officer, "alert_photo", changed, key=key, now=now, digest=digest)
    return changed


async def choose(desk: Desk, officer: Officer, alert: AlertId, **wanted: Any) -> Alert:
    """Set audiences, segments, region, severity, fraud_type, life_hours or pin of a draft.

    Raises NoDraft, RegionGone, NotYourRegion.
    """
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, alert)
        check_region(desk, officer, wanted.get("region", draft.region))
        changed = replace(draft, **wanted, version=draft.version + 1)
        fitting = {one for audience in changed.audiences for one in SEGMENTS[audience]}
        changed = replace(changed, segments=tuple(one for one in changed.segments if one in fitting))
        await _keep(unit, changed, **(wanted | {"segments": changed.segments}))
    return changed


async def drop(desk: Desk, officer: Officer, alert: AlertId, *, key: str, now: datetime) -> None:
    """取消: the draft is given up. Raises NoDraft."""
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, alert)
        await alerts.change(unit, draft.id, (AlertState.DRAFT,), state=AlertState.DROPPED, ended_at=now)
        await note(unit, desk, officer, "alert_drop", draft, key=key, now=now)


def check_region(desk: Desk, officer: Officer, region: str | None) -> None:
    """Raises RegionGone, NotYourRegion."""
    if region is not None and region not in desk.regions:
        raise RegionGone
    if not desk.regions.covers(officer.region, region):
        raise NotYourRegion


def tidy(desk: Desk, text: str) -> defang.Safe:
    """The words as they may go out. Raises AlertRefused."""
    known = HOTLINES | desk.regions.phones
    try:
        masked = mask(clean(text), known=known)
        safe = defang.defang(masked.text, links=desk.rules.links, phones=desk.regions.phones)
    except defang.Refused as refused:
        raise AlertRefused(refused.why, refused.what) from None
    return replace(safe, hidden=masked.hidden)


async def draft_in(unit: Unit, desk: Desk, officer: Officer, alert: AlertId) -> Alert:
    """Within a unit: this person's draft. Raises NoDraft."""
    found = await alerts.by_id(unit, desk.bot, alert)
    if found is None or found.author != officer.user or found.state is not AlertState.DRAFT:
        raise NoDraft
    return found


async def note(
    unit: Unit,
    desk: Desk,
    officer: Officer,
    action: str,
    alert: Alert,
    *,
    key: str,
    now: datetime,
    more: str = "",
    digest: str | None = None,
) -> None:
    """What an officer did with an alert, in the audit: its code and version, never its words."""
    subject = f"{alert.code} v{alert.version} {more}".strip()
    await audit.note(
        unit,
        desk,
        user=officer.user,
        action=action,
        subject=subject,
        now=now,
        key=key,
        content_hash=digest or alert.hash,
    )


async def _new(unit: Unit, desk: Desk, officer: Officer, *, key: str, now: datetime) -> Alert:
    await drafts.drop_drafts(unit, desk.bot, officer.user, now=now)
    made = await alerts.add(
        unit,
        desk.bot,
        now=now,
        author=officer.user,
        text="",
        audiences=list(Audience),
        segments=[],
        region=officer.region,
        severity=Severity.WARNING,
        fraud_type=None,
        life_hours=LIFE,
        pin=False,
        code=new_code(),
    )
    draft = await draft_in(unit, desk, officer, made)
    await note(unit, desk, officer, "alert_begin", draft, key=key, now=now)
    return draft


async def _write(
    unit: Unit, desk: Desk, officer: Officer, draft: Alert, words: defang.Safe, *, key: str, now: datetime
) -> Written:
    guessed = draft.fraud_type or guess_fraud(words.text)
    changed = replace(draft, text=words.text, fraud_type=guessed, version=draft.version + 1)
    _measure(desk, changed)
    await _keep(unit, changed, text=changed.text, fraud_type=guessed)
    digest = hashlib.sha256(changed.text.encode()).hexdigest()
    await note(unit, desk, officer, "alert_write", changed, key=key, now=now, digest=digest)
    return Written(changed, words.changed, words.hidden)


def _measure(desk: Desk, alert: Alert) -> None:
    room = alert_sending.room(desk, alert)
    if room < 0:
        raise AlertTooLong(-room)


async def _keep(unit: Unit, changed: Alert, **values: Any) -> None:
    await alerts.change(unit, changed.id, (AlertState.DRAFT,), version=changed.version, **values)
