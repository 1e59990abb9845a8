"""What officers decide about groups: vouch for them, send them away, place them, look them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.words import Audience
from core import audit, errands, groups
from core.codes import key_for
from core.desk import Desk
from core.errors import NotYourRegion, RegionGone, UnknownGroup
from storage import groups as group_rows
from storage import officers as officer_rows
from storage.database import Unit
from storage.models import Group, GroupId, GroupState, Officer
from storage.officers import Invitation

LINK_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Filters:
    """What an officer wants to see of the groups under their region."""

    region: str | None = None
    audience: Audience | None = None
    state: str | None = None
    word: str = ""


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    total: int


async def listing(desk: Desk, officer: Officer, wanted: Filters, *, limit: int, offset: int = 0) -> Page:
    """The groups under the officer's region that pass the filters."""
    regions = desk.regions.under(wanted.region if wanted.region is not None else officer.region)
    allowed = desk.regions.under(officer.region)
    if allowed is not None:
        regions = allowed if regions is None else regions & allowed
    async with desk.database.reading() as unit:
        found, total = await group_rows.listed(
            unit,
            desk.bot,
            limit=limit,
            offset=offset,
            regions=regions,
            audience=wanted.audience,
            state=wanted.state,
            word=wanted.word,
        )
    return Page(found, total)


async def look(desk: Desk, officer: Officer, group: GroupId) -> Group:
    """One group under the officer's region. Raises UnknownGroup, NotYourRegion."""
    async with desk.database.reading() as unit:
        return await _own(unit, desk, officer, group)


async def confirm(
    desk: Desk, officer: Officer, group: GroupId, *, key: str, now: datetime
) -> tuple[Group, bool]:
    """Vouch for a group; the flag says whether it was this tap that did it."""
    async with desk.database.unit() as unit:
        found = await _own(unit, desk, officer, group)
        fresh = await group_rows.confirm(unit, group, officer.user, now=now)
        if fresh:
            await _note(unit, desk, officer, "group_confirm", found, key=key, now=now)
        return await _own(unit, desk, officer, group), fresh


async def send_away(desk: Desk, officer: Officer, group: GroupId, *, key: str, now: datetime) -> Group:
    """The bot is to leave that group for good, which it now owes; the same key does so once."""
    async with desk.database.unit() as unit:
        found = await _own(unit, desk, officer, group)
        if await audit.has(unit, desk, key):
            return found
        await groups.suspend(unit, found, groups.SENT_AWAY, now=now)
        await group_rows.change(unit, group, state=GroupState.LEFT, confirmed_at=None)
        await errands.leave(unit, desk, found, now=now)
        await _note(unit, desk, officer, "group_send_away", found, key=key, now=now)
    return found


async def hold(desk: Desk, officer: Officer, group: GroupId, held: bool, *, key: str, now: datetime) -> Group:
    """Suspend a group on the office's word, or let it go on; the same key does so once."""
    async with desk.database.unit() as unit:
        found = await _own(unit, desk, officer, group)
        if await audit.has(unit, desk, key):
            return found
        if held and found.subscribed:
            await groups.suspend(unit, found, groups.BY_OFFICER, now=now)
        elif not held and may_resume(found):
            await groups.resume(unit, found, now=now)
        action = "group_suspend" if held else "group_resume"
        await _note(unit, desk, officer, action, found, key=key, now=now)
        return await _own(unit, desk, officer, group)


def may_resume(group: Group) -> bool:
    """Whether an officer's word is enough: the bot is still in the chat."""
    return group.state is GroupState.SUSPENDED and group.reason not in groups.AWAY


async def assign(
    desk: Desk, officer: Officer, group: GroupId, region: str, *, key: str, now: datetime
) -> Group:
    """Place a group under a region within the officer's own; the same key does so once.

    Raises RegionGone, NotYourRegion.
    """
    if region not in desk.regions:
        raise RegionGone
    if not desk.regions.covers(officer.region, region):
        raise NotYourRegion
    async with desk.database.unit() as unit:
        found = await _own(unit, desk, officer, group)
        if await audit.has(unit, desk, key):
            return found
        await group_rows.change(unit, group, region=region)
        await _note(unit, desk, officer, "group_assign", found, key=key, now=now)
        return await _own(unit, desk, officer, group)


async def one_group_link(desk: Desk, officer: Officer, *, key: str, now: datetime) -> str:
    """The token of a link that brings in one group as confirmed, for a week; one link for the same key."""
    token = key_for(desk.secret, f"link:{key}")
    link = Invitation(token, officer.user, officer.region, now + LINK_LIFE, None)
    subject = officer.region or ""
    async with desk.database.unit() as unit:
        if await audit.has(unit, desk, key):
            return token
        await officer_rows.add_invitation(unit, desk.bot, link, now=now)
        await audit.note(
            unit, desk, user=officer.user, action="group_link", subject=subject, now=now, key=key
        )
    return token


async def _own(unit: Unit, desk: Desk, officer: Officer, group: GroupId) -> Group:
    found = await group_rows.by_id(unit, desk.bot, group)
    if found is None:
        raise UnknownGroup(0)
    if not desk.regions.covers(officer.region, found.region):
        raise NotYourRegion
    return found


async def _note(
    unit: Unit, desk: Desk, officer: Officer, action: str, group: Group, *, key: str, now: datetime
) -> None:
    subject = f"{group.chat} {group.title}"
    await audit.note(unit, desk, user=officer.user, action=action, subject=subject, now=now, key=key)
