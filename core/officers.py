"""Who may act for the office, and what the buttons in front of them mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core import audit
from core.codes import new_key, person_hash
from core.desk import Desk
from core.errors import ForeignButton, NoRight, OldButton, UnknownButton, UnknownRegion
from storage import officers
from storage.database import Unit
from storage.models import Button, Officer, Role

BUTTON_LIFE = timedelta(days=2)
MAY_PUSH = frozenset({Role.OWNER, Role.CHIEF, Role.OFFICER})
MAY_VOUCH = MAY_PUSH
MAY_APPOINT = frozenset({Role.OWNER})
MAY_APPROVE = frozenset({Role.OWNER, Role.CHIEF})


async def standing(desk: Desk, user: int) -> Officer | None:
    """What the person is to the office; owners come from the settings and stand above the table."""
    async with desk.database.reading() as unit:
        return await standing_in(unit, desk, user)


async def require(
    desk: Desk, user: int, rights: frozenset[Role], action: str, *, key: str, now: datetime
) -> Officer:
    """The officer, if they may do that. Raises NoRight and leaves an audit row."""
    async with desk.database.reading() as unit:
        officer = await standing_in(unit, desk, user)
    if officer is not None and officer.role in rights:
        return officer
    await refuse(desk, user, action, key=key, now=now)
    raise NoRight(action)


async def refuse(
    desk: Desk, user: int, action: str, *, key: str, now: datetime, chat: int | None = None
) -> None:
    """Somebody tried what they may not do: it stands in the audit, a stranger as a hash like any resident.

    However often a stranger tries, one row an hour says enough; `chat`: one for each group.
    """
    async with desk.database.unit() as unit:
        known = user in desk.rules.owners or await officers.was_one(unit, desk.bot, user)
        subject = action if known else f"{action} {person_hash(desk.secret, user)}"
        number = user if known else 0
        once = key if known else f"{subject}:{chat or ''}:{now:%Y%m%d%H}"
        await audit.note(
            unit,
            desk,
            user=number,
            action="refused",
            subject=subject,
            now=now,
            key=f"refused:{once}",
        )


async def watchers(desk: Desk, region: str | None) -> list[int]:
    """Who is told about a group there: the owners, and the active officers whose region covers it."""
    async with desk.database.reading() as unit:
        return await watchers_in(unit, desk, region)


async def watchers_in(unit: Unit, desk: Desk, region: str | None) -> list[int]:
    """The same within a unit."""
    staff = await officers.listed(unit, desk.bot)
    told = [
        one.user
        for one in staff
        if one.active and one.role in MAY_VOUCH and desk.regions.covers(one.region, region)
    ]
    return list(dict.fromkeys([*sorted(desk.rules.owners), *told]))


async def activate(desk: Desk, user: int, name: str, *, now: datetime) -> None:
    """An officer wrote to the bot in private, so the bot may write back."""
    async with desk.database.reading() as unit:
        known = await officers.by_user(unit, desk.bot, user)
        active = await officers.is_active(unit, desk.bot, user)
    owner = user in desk.rules.owners
    if (known is not None and not (known.active and known.name)) or (owner and not active):
        async with desk.database.unit() as unit:
            if owner:
                await officers.know_owner(unit, desk.bot, user, now=now)
            await officers.activate(unit, desk.bot, user, name, now=now)


async def appoint(
    desk: Desk, by: Officer, user: int, role: Role, region: str | None, *, key: str, now: datetime
) -> None:
    """Make a person an officer at once. Raises UnknownRegion."""
    if region is not None and region not in desk.regions:
        raise UnknownRegion(region)
    async with desk.database.unit() as unit:
        await officers.put(unit, desk.bot, user, role=role, region=region, name="", by=by.user, now=now)
        subject = f"{user} {role} {region or ''}".strip()
        await audit.note(unit, desk, user=by.user, action="officer_add", subject=subject, now=now, key=key)


async def dismiss(desk: Desk, by: Officer, user: int, *, key: str, now: datetime) -> bool:
    """Take a person's office away at once; False when they had none."""
    async with desk.database.unit() as unit:
        removed = await officers.remove(unit, desk.bot, user, now=now)
        await audit.note(
            unit, desk, user=by.user, action="officer_remove", subject=str(user), now=now, key=key
        )
    return removed


async def staff(desk: Desk) -> list[Officer]:
    """The owners, then everyone appointed."""
    async with desk.database.reading() as unit:
        appointed = await officers.listed(unit, desk.bot)
        names, active = await officers.names(unit, desk.bot), await officers.active(unit, desk.bot)
    owners = [
        replace(_owner(user), name=names.get(user, ""), active=user in active)
        for user in sorted(desk.rules.owners)
    ]
    return owners + [one for one in appointed if one.user not in desk.rules.owners]


async def among(desk: Desk, users: Collection[int]) -> set[int]:
    """Who of these people holds an office."""
    if not users:
        return set()
    async with desk.database.reading() as unit:
        appointed = {one.user for one in await officers.listed(unit, desk.bot)}
    return {user for user in users if user in desk.rules.owners or user in appointed}


async def name(desk: Desk, user: int) -> str:
    """What that officer is called, else their number."""
    async with desk.database.reading() as unit:
        return (await officers.names(unit, desk.bot)).get(user) or str(user)


@dataclass(frozen=True)
class NewButton:
    """What a button will mean, for one officer only."""

    action: str
    payload: dict[str, Any]


async def lay_out(
    desk: Desk, user: int, wanted: list[NewButton], *, now: datetime, life: timedelta = BUTTON_LIFE
) -> list[str]:
    """Remember what these buttons mean and hand out their keys, in order."""
    laid = [
        Button(
            key=new_key(),
            user=user,
            action=one.action,
            payload=one.payload,
            used_at=None,
            expires_at=now + life,
        )
        for one in wanted
    ]
    async with desk.database.unit() as unit:
        for button in laid:
            await officers.add_button(unit, desk.bot, button, now=now)
    return [button.key for button in laid]


async def pressed(desk: Desk, user: int, key: str, *, now: datetime) -> Button:
    """What the pressed button means. Raises UnknownButton, ForeignButton, OldButton."""
    async with desk.database.reading() as unit:
        button = await officers.button(unit, desk.bot, key)
    if button is None:
        raise UnknownButton
    if button.user != user:
        raise ForeignButton
    if button.expires_at <= now:
        raise OldButton
    return button


async def standing_in(unit: Unit, desk: Desk, user: int) -> Officer | None:
    """The same within a unit."""
    return _owner(user) if user in desk.rules.owners else await officers.by_user(unit, desk.bot, user)


async def still(unit: Unit, desk: Desk, officer: Officer, rights: frozenset[Role]) -> Officer:
    """What the person is in this very transaction: the office may be lost since. Raises NoRight."""
    found = await standing_in(unit, desk, officer.user)
    if found is None or found.role not in rights:
        raise NoRight("alert")
    return found


def _owner(user: int) -> Officer:
    return Officer(user=user, role=Role.OWNER, region=None, name="", active=True)
