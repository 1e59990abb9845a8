"""From a case's draft to its three weeks: exactly what groups will read, and a second person's yes or no."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from content.masking import looks_named
from content.render import render
from content.texts import texts_in
from content.wire import utf16_length
from content.words import Kind, Script
from core import alert_preview, fresh_items
from core.alert_desk import check_region
from core.alert_preview import Approver
from core.articles import LEAST
from core.desk import Desk
from core.errors import AlertChanged, NamesSomebody, NotYourRegion, OwnAlert, UsedButton
from core.feed_errors import FreshDecided, NoFresh
from core.fresh_cases import draft_in, note
from core.officers import MAY_APPROVE, still
from storage import fresh_cases, groups, officers, slots
from storage.database import Unit
from storage.fresh_cases import Fresh, FreshId, FreshState
from storage.models import Button, Officer, Role

LIFE = timedelta(weeks=3)
_ENDED = {
    FreshState.REJECTED: "rejected",
    FreshState.DROPPED: "dropped",
    FreshState.ENDED: "ended",
}


@dataclass(frozen=True, kw_only=True)
class Look:
    """A case as groups will read it (`html`; None while something is missing), and all that goes with it.

    `groups` and `members`: confirmed ones whose case slots it goes to. `hash` holds it fast.
    """

    fresh: Fresh
    html: str | None
    hash: str
    missing: tuple[str, ...]
    groups: int
    members: int
    approvers: tuple[Approver, ...]
    named: bool


async def look(desk: Desk, fresh: Fresh) -> Look:
    """The whole preview."""
    async with desk.database.reading() as unit:
        reached = await groups.reachable(
            unit, desk.bot, regions=desk.regions.under(fresh.region), audiences=fresh.audiences
        )
        theirs = await slots.of_groups(unit, [group.id for group in reached])
        heard = {slot.group for slot in theirs if slot.kind is Kind.CASE}
        asked = await alert_preview.approvers_for(unit, desk, fresh.region, fresh.author)
    with_slot = [one for one in reached if one.id in heard]
    html = rendered(desk, fresh)
    return Look(
        fresh=fresh,
        html=html,
        hash=_digest(fresh, html),
        missing=missing(fresh),
        groups=len(with_slot),
        members=sum(one.members or 0 for one in with_slot),
        approvers=asked,
        named=any(looks_named(part) for part in (fresh.title, fresh.course, fresh.sign, fresh.action)),
    )


def missing(fresh: Fresh) -> tuple[str, ...]:
    """What must be there before anybody can approve it."""
    short = tuple(part for part, least in LEAST.items() if utf16_length(getattr(fresh, part)) < least)
    return short if fresh.fraud_type else (*short, "fraud")


def rendered(desk: Desk, fresh: Fresh) -> str | None:
    """Exactly what a group reads, but for the code, which each push gets when it is made."""
    if missing(fresh):
        return None
    code = texts_in(Script.SIMPLIFIED).plain("fresh-code-later")
    item = fresh_items.item_of(desk, fresh)
    return render(item, office=desk.rules.office, code=code, script=Script.SIMPLIFIED).html


def shown(look: Look, *, nameless: bool = False) -> dict[str, Any]:
    """What a button under a preview stands for: this case, as it was shown."""
    return {
        "fresh": look.fresh.id,
        "version": look.fresh.version,
        "hash": look.hash,
        "nameless": nameless,
    }


async def submit(desk: Desk, officer: Officer, button: Button, *, now: datetime) -> Fresh:
    """提交审批, or 发送 where one person is enough.

    Raises NoFresh, AlertChanged, NotYourRegion, RegionGone, NamesSomebody, UsedButton.
    """
    key = f"b:{button.key}"
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, FreshId(button.payload["fresh"]))
        _same(desk, draft, button.payload)
        check_region(desk, officer, draft.region)
        parts = (draft.title, draft.course, draft.sign, draft.action)
        if any(map(looks_named, parts)) and not button.payload["nameless"]:
            raise NamesSomebody
        if not await officers.use_button(unit, button.key, now=now):
            raise UsedButton
        values: dict[str, Any] = {"hash": button.payload["hash"], "submitted_at": now, "cards": {}}
        if desk.rules.two_person:
            values["state"] = FreshState.WAITING
        else:
            # Nobody else has to be shown anything.
            values |= _published(officer, now) | {"shown": FreshState.PUBLISHED}
        await fresh_cases.change(unit, draft.id, (FreshState.DRAFT,), **values)
        done = replace(draft, **values)
        action = "fresh_submit" if desk.rules.two_person else "fresh_publish"
        await note(unit, desk, officer, action, done, key=key, now=now)
    return done


async def approve(desk: Desk, officer: Officer, button: Button, *, now: datetime) -> Fresh:
    """批准: from now on it goes before the library's cases. Raises AlertChanged, FreshDecided, OwnAlert …"""
    async with desk.database.unit() as unit:
        fresh = await to_decide(unit, desk, officer, button.payload)
        _same(desk, fresh, button.payload)
        values = _published(officer, now)
        await fresh_cases.change(unit, fresh.id, (FreshState.WAITING,), **values)
        await note(unit, desk, officer, "fresh_approve", fresh, key=f"b:{button.key}", now=now)
    return replace(fresh, **values)


async def check(desk: Desk, officer: Officer, payload: dict[str, Any]) -> None:
    """Whether that person could still decide about it. Raises like `approve`."""
    async with desk.database.reading() as unit:
        await to_decide(unit, desk, officer, payload)


async def reject(
    desk: Desk, officer: Officer, payload: dict[str, Any], reason: str, *, key: str, now: datetime
) -> None:
    """驳回, with the reason that the author will read. Raises like `approve`."""
    async with desk.database.unit() as unit:
        fresh = await to_decide(unit, desk, officer, payload)
        decided = {"decided_at": now, "decided_by": officer.user, "reason": reason}
        await fresh_cases.change(unit, fresh.id, (FreshState.WAITING,), state=FreshState.REJECTED, **decided)
        await note(unit, desk, officer, "fresh_reject", fresh, key=key, now=now)


async def take_back(desk: Desk, officer: Officer, fresh: FreshId, *, key: str, now: datetime) -> Fresh:
    """改一改: what waits, or was rejected, is a draft again. Raises NoFresh, FreshDecided."""
    async with desk.database.unit() as unit:
        found = await fresh_cases.by_id(unit, desk.bot, fresh)
        if found is None or found.author != officer.user:
            raise NoFresh
        if found.state is FreshState.DRAFT:
            return found
        back = (FreshState.WAITING, FreshState.REJECTED)
        cleared = dict.fromkeys(("hash", "submitted_at", "decided_at", "decided_by", "reason"))
        values: dict[str, Any] = {"state": FreshState.DRAFT, "version": found.version + 1, **cleared}
        if not await fresh_cases.change(unit, fresh, back, **values):
            raise await decided(unit, desk, found)
        await note(unit, desk, officer, "fresh_recall", found, key=key, now=now)
    return replace(found, **values)


async def end(desk: Desk, officer: Officer, fresh: FreshId, *, key: str, now: datetime) -> Fresh:
    """撤下来: no further group hears it; by its author, an owner, or its region's chief. Raises NoFresh."""
    async with desk.database.unit() as unit:
        found = await fresh_cases.by_id(unit, desk.bot, fresh)
        if found is None or not may_end(desk, officer, found):
            raise NoFresh
        if await fresh_cases.change(unit, fresh, (FreshState.PUBLISHED,), **_over(found)):
            await note(unit, desk, officer, "fresh_end", found, key=key, now=now)
        elif found.state is not FreshState.ENDED:
            raise NoFresh
    return found


async def listed(desk: Desk, officer: Officer, *, now: datetime) -> list[Fresh]:
    """What that officer has under way, and what goes out and is theirs to take down."""
    async with desk.database.reading() as unit:
        found = await fresh_cases.listed(unit, desk.bot, now=now)
    return [
        one
        for one in found
        if one.author == officer.user or (one.state is FreshState.PUBLISHED and may_end(desk, officer, one))
    ]


async def read(desk: Desk, officer: Officer, fresh: FreshId) -> Fresh:
    """One of these, as it stands now. Raises NoFresh."""
    async with desk.database.reading() as unit:
        found = await fresh_cases.by_id(unit, desk.bot, fresh)
    if found is None or not may_end(desk, officer, found):
        raise NoFresh
    return found


def may_end(desk: Desk, officer: Officer, fresh: Fresh) -> bool:
    if fresh.author == officer.user or officer.role is Role.OWNER:
        return True
    return officer.role is Role.CHIEF and desk.regions.covers(officer.region, fresh.region)


async def to_decide(unit: Unit, desk: Desk, officer: Officer, payload: dict[str, Any]) -> Fresh:
    """The case that waits for this person's word, in the version that was shown."""
    fresh = await fresh_cases.by_id(unit, desk.bot, FreshId(payload["fresh"]))
    if fresh is None or fresh.version != payload["version"] or fresh.state is FreshState.DRAFT:
        raise AlertChanged
    if fresh.author == officer.user:
        raise OwnAlert
    officer = await still(unit, desk, officer, MAY_APPROVE)
    if not desk.regions.covers(officer.region, fresh.region):
        raise NotYourRegion
    if fresh.state is not FreshState.WAITING:
        raise await decided(unit, desk, fresh)
    return fresh


async def decided(unit: Unit, desk: Desk, fresh: Fresh) -> FreshDecided:
    """The error that says who was quicker."""
    names = await officers.names(unit, desk.bot)
    by = fresh.decided_by or fresh.author
    return FreshDecided(names.get(by) or str(by), _ENDED.get(fresh.state, "published"))


def _published(by: Officer, now: datetime) -> dict[str, Any]:
    return {"state": FreshState.PUBLISHED, "decided_at": now, "decided_by": by.user, "until": now + LIFE}


def _over(fresh: Fresh) -> dict[str, Any]:
    """Nobody waits for a word on how it ended, unless the cards don't say yet that it was published."""
    told = fresh.shown == FreshState.PUBLISHED
    return {"state": FreshState.ENDED} | ({"shown": FreshState.ENDED} if told else {})


def _same(desk: Desk, fresh: Fresh, payload: dict[str, Any]) -> None:
    """What was shown is letter by letter what would go out. Raises AlertChanged."""
    html = rendered(desk, fresh)
    if html is None or fresh.version != payload["version"] or _digest(fresh, html) != payload["hash"]:
        raise AlertChanged


def _digest(fresh: Fresh, html: str | None) -> str:
    bound = [html, fresh.fraud_type, sorted(fresh.audiences), fresh.region]
    return hashlib.sha256(json.dumps(bound, ensure_ascii=False).encode()).hexdigest()
