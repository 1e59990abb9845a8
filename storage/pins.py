"""Queries about the PINs of officers, and the links by which somebody becomes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from storage.database import Unit
from storage.models import Role
from storage.officers import NAME_LENGTH
from storage.tables import officer_invitations, officers


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A person's PIN as we keep it. `wrong`: how often in a row; `set_at`: since when it holds."""

    user: int
    hash: str | None
    wrong: int
    locked_at: datetime | None
    set_at: datetime | None


async def of(unit: Unit, bot: int, user: int) -> Pin | None:
    """None for somebody without a row."""
    row = (await unit.execute(_select(bot).where(officers.c.user == user))).first()
    return _pin(row) if row else None


async def locked(unit: Unit, bot: int) -> list[Pin]:
    """Every PIN that waits for an owner's word."""
    return [
        _pin(row) for row in await unit.execute(_select(bot).where(officers.c.pin_locked_at.is_not(None)))
    ]


async def put(unit: Unit, bot: int, user: int, hashed: str | None, *, now: datetime) -> None:
    """Another PIN, or none; what was wrong or locked before is forgotten."""
    values = {"pin_hash": hashed, "pin_wrong": 0, "pin_locked_at": None, "pin_at": now}
    await unit.execute(update(officers).where(_mine(bot, user)).values(values))


async def count_wrong(unit: Unit, bot: int, user: int, *, bear: int, now: datetime) -> int:
    """One more wrong one; locked from the `bear`-th on. How many there are now."""
    counted = update(officers).where(_mine(bot, user)).values(pin_wrong=officers.c.pin_wrong + 1)
    number = int((await unit.execute(counted.returning(officers.c.pin_wrong))).scalar_one())
    if number >= bear:
        open_one = _mine(bot, user) & officers.c.pin_locked_at.is_(None)
        await unit.execute(update(officers).where(open_one).values(pin_locked_at=now))
    return number


async def forgive(unit: Unit, bot: int, user: int) -> None:
    """It was right: the wrong ones before are forgotten."""
    await unit.execute(update(officers).where(_mine(bot, user)).values(pin_wrong=0))


@dataclass(frozen=True, kw_only=True)
class OfficerInvitation:
    """A link for one person. `user`: who opened it first; `decided_at`: an owner confirmed or refused."""

    token: str
    role: Role
    region: str | None
    invited_by: int
    expires_at: datetime
    user: int | None
    name: str
    decided_at: datetime | None


async def add_invitation(unit: Unit, bot: int, new: OfficerInvitation, *, now: datetime) -> None:
    await unit.execute(
        insert(officer_invitations).values(
            token=new.token,
            bot=bot,
            role=new.role,
            region=new.region,
            invited_by=new.invited_by,
            created_at=now,
            expires_at=new.expires_at,
            name="",
        )
    )


async def open_invitation(
    unit: Unit, bot: int, token: str, user: int, name: str, *, now: datetime
) -> OfficerInvitation | None:
    """The person's own from now on; the same person may open it again. None: taken, old, unknown."""
    table = officer_invitations
    free = table.c.user.is_(None) | (table.c.user == user)
    opened = (
        update(table)
        .where(table.c.bot == bot, table.c.token == token, table.c.expires_at > now)
        .where(free, table.c.decided_at.is_(None))
        .values(user=user, name=name[:NAME_LENGTH])
    )
    row = (await unit.execute(opened.returning(table))).first()
    return _invitation(row) if row else None


async def decide_invitation(
    unit: Unit, bot: int, token: str, by: int, *, now: datetime
) -> OfficerInvitation | None:
    """An owner's word on it, once; None when it was given before, or nobody opened it."""
    table = officer_invitations
    decided = (
        update(table)
        .where(table.c.bot == bot, table.c.token == token)
        .where(table.c.user.is_not(None), table.c.decided_at.is_(None))
        .values(decided_at=now, decided_by=by)
    )
    row = (await unit.execute(decided.returning(table))).first()
    return _invitation(row) if row else None


def _mine(bot: int, user: int) -> Any:
    return (officers.c.bot == bot) & (officers.c.user == user)


def _select(bot: int) -> Any:
    return select(
        officers.c.user,
        officers.c.pin_hash,
        officers.c.pin_wrong,
        officers.c.pin_locked_at,
        officers.c.pin_at,
    ).where(officers.c.bot == bot)


def _pin(row: Any) -> Pin:
    return Pin(
        user=row.user,
        hash=row.pin_hash,
        wrong=row.pin_wrong,
        locked_at=row.pin_locked_at,
        set_at=row.pin_at,
    )


def _invitation(row: Any) -> OfficerInvitation:
    return OfficerInvitation(
        token=row.token,
        role=Role(row.role),
        region=row.region,
        invited_by=row.invited_by,
        expires_at=row.expires_at,
        user=row.user,
        name=row.name,
        decided_at=row.decided_at,
    )
