"""An officer writes a tip or a case of the office's own, keeps a list of them, and takes one out of use."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content import defang
from content.guess import guess_fraud
from content.own import OwnItem, limit_of, misfit
from content.render import Rendered, render
from content.words import Kind, Script
from core import alert_desk, audit
from core.desk import Desk
from core.errors import NotYourRegion
from core.officers import MAY_PUSH, still
from core.own_errors import NoOwn, OwnMisfit, OwnUnfinished
from storage import own
from storage.database import Unit
from storage.models import Officer
from storage.own import Own, OwnId, OwnState

MAY_ADD = MAY_PUSH
# What is written, in the order in which a beginner is asked.
WORDS = ("title", "body", "action")
# In place of the code that each push gets for itself.
ANY_CODE = "0000-0000"
LISTED = (OwnState.ACTIVE, OwnState.WAITING, OwnState.REJECTED, OwnState.RETIRED)


@dataclass(frozen=True)
class OwnWritten:
    """A draft after its words changed: what was put in other words, and how many numbers were hidden."""

    item: Own
    changed: tuple[tuple[str, str], ...]
    hidden: int


@dataclass(frozen=True)
class Listed:
    """An own item in a list: in how many groups it was, and whether this person may stop it."""

    item: Own
    times: int
    mine: bool


def piece(desk: Desk, item: Own) -> OwnItem:
    """The item as the library's others are. Raises OwnUnfinished."""
    if item.fraud_type is None or not all((item.title, item.body, item.action)):
        raise OwnUnfinished
    return OwnItem(
        id=item.name,
        kind=Kind.CASE if item.kind is Kind.CASE else Kind.TIP,
        fraud_type=item.fraud_type,
        audiences=item.audiences,
        title=item.title,
        body=item.body,
        action=item.action,
        source=item.source,
        reviewed=desk.rules.hours.day(item.decided_at or item.created_at),
        by=desk.office(item.region).name,
    )


def shown(desk: Desk, item: Own) -> tuple[Rendered, str]:
    """Exactly what a group reads, but for the code; and the hash of that with every choice.

    Raises OwnUnfinished.
    """
    rendered = render(piece(desk, item), office=desk.rules.office, code=ANY_CODE, script=Script.SIMPLIFIED)
    bound = [rendered.hash, item.kind, item.fraud_type, sorted(item.audiences), item.region, item.source]
    return rendered, hashlib.sha256(json.dumps(bound, ensure_ascii=False).encode()).hexdigest()


async def unfinished(desk: Desk, officer: Officer) -> Own | None:
    """The draft that this person left lying."""
    async with desk.database.reading() as unit:
        return await own.draft_of(unit, desk.bot, officer.user)


async def begin(desk: Desk, officer: Officer, kind: Kind, *, key: str, now: datetime) -> Own:
    """An empty draft for the officer's own region; what lay there before is given up."""
    async with desk.database.unit() as unit:
        made = await own.add(unit, desk.bot, author=officer.user, region=officer.region, kind=kind, now=now)
        draft = await draft_in(unit, desk, officer, made)
        await note(unit, desk, officer, "own_begin", draft, key=key, now=now)
    return draft


async def own_draft(desk: Desk, officer: Officer, item: OwnId) -> Own:
    """A draft of this person's. Raises NoOwn."""
    async with desk.database.reading() as unit:
        return await draft_in(unit, desk, officer, item)


async def write(
    desk: Desk, officer: Officer, item: OwnId, field: str, text: str, *, key: str, now: datetime
) -> OwnWritten:
    """Other words for one part of a draft. Raises NoOwn, AlertRefused, OwnMisfit."""
    words = _tidy(desk, field, text)
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, item)
        if why := misfit(field, words.text, draft.kind):
            raise OwnMisfit(field, why, limit_of(field, draft.kind))
        part: dict[str, Any] = {field: words.text}
        changed = replace(draft, **part, version=draft.version + 1)
        if changed.fraud_type is None:
            changed = replace(changed, fraud_type=guess_fraud(f"{changed.title}\n{changed.body}"))
        values = part | {"fraud_type": changed.fraud_type, "version": changed.version}
        await own.change(unit, item, (OwnState.DRAFT,), **values)
        digest = hashlib.sha256(words.text.encode()).hexdigest()
        await note(unit, desk, officer, "own_write", changed, key=key, now=now, digest=digest)
    return OwnWritten(changed, words.changed, words.hidden)


async def choose(desk: Desk, officer: Officer, item: OwnId, **wanted: Any) -> Own:
    """Set kind, audiences or fraud_type of a draft. Raises NoOwn, OwnMisfit: a tip holds less than a case."""
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, item)
        changed = replace(draft, **wanted, version=draft.version + 1)
        if changed.body and (why := misfit("body", changed.body, changed.kind)):
            raise OwnMisfit("body", why, limit_of("body", changed.kind))
        await own.change(unit, item, (OwnState.DRAFT,), version=changed.version, **wanted)
    return changed


async def drop(desk: Desk, officer: Officer, item: OwnId, *, key: str, now: datetime) -> None:
    """取消: the draft is given up. Raises NoOwn."""
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, item)
        await own.change(unit, item, (OwnState.DRAFT,), state=OwnState.DROPPED, ended_at=now)
        await note(unit, desk, officer, "own_drop", draft, key=key, now=now)


async def listed(desk: Desk, officer: Officer) -> list[Listed]:
    """What the office's people wrote for groups of this person's; what is in use first."""
    async with desk.database.reading() as unit:
        found = [one for one in await own.in_states(unit, desk.bot, LISTED) if _near(desk, officer, one)]
        times = await own.times_sent(unit, desk.bot, [one.name for one in found])
    found.sort(key=lambda one: LISTED.index(one.state))
    return [
        Listed(one, times.get(one.name, 0), desk.regions.covers(officer.region, one.region)) for one in found
    ]


async def look(desk: Desk, officer: Officer, item: OwnId) -> Listed:
    """One of them. Raises NoOwn."""
    for one in await listed(desk, officer):
        if one.item.id == item:
            return one
    raise NoOwn


async def retire(desk: Desk, officer: Officer, item: OwnId, *, key: str, now: datetime) -> Own:
    """停用: no group hears it any more; what is on its way arrives. Raises NoOwn, NotYourRegion, NoRight."""
    async with desk.database.unit() as unit:
        officer = await still(unit, desk, officer, MAY_ADD)
        found = await own.by_id(unit, desk.bot, item)
        if found is None or found.state is not OwnState.ACTIVE:
            raise NoOwn
        if not desk.regions.covers(officer.region, found.region):
            raise NotYourRegion
        ended = {"state": OwnState.RETIRED, "ended_at": now, "ended_by": officer.user}
        await own.change(unit, item, (OwnState.ACTIVE,), **ended)
        await note(unit, desk, officer, "own_retire", found, key=key, now=now)
    return found


async def draft_in(unit: Unit, desk: Desk, officer: Officer, item: OwnId) -> Own:
    """Within a unit: this person's draft. Raises NoOwn."""
    found = await own.by_id(unit, desk.bot, item)
    if found is None or found.author != officer.user or found.state is not OwnState.DRAFT:
        raise NoOwn
    return found


async def note(
    unit: Unit,
    desk: Desk,
    officer: Officer,
    action: str,
    item: Own,
    *,
    key: str,
    now: datetime,
    digest: str | None = None,
) -> None:
    """What an officer did with an item, in the audit: its name and version, never its words."""
    await audit.note(
        unit,
        desk,
        user=officer.user,
        action=action,
        subject=f"{item.name} v{item.version}",
        now=now,
        key=key,
        content_hash=digest or item.hash,
    )


def _near(desk: Desk, officer: Officer, item: Own) -> bool:
    covers = desk.regions.covers
    return covers(officer.region, item.region) or covers(item.region, officer.region)


def _tidy(desk: Desk, field: str, text: str) -> defang.Safe:
    """The words as they may go out; all but a body stands on one line."""
    safe = alert_desk.tidy(desk, text)
    return safe if field == "body" else replace(safe, text=" ".join(safe.text.split()))
