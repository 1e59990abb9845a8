"""Queries about officers, their buttons, their one-group links and their dialogues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage.database import Unit, insert_once
from storage.models import Button, GroupId, Officer, Role
from storage.tables import buttons, dialogues, invitations, officers

# PostgreSQL refuses a longer one; Telegram's first and last name together may be.
NAME_LENGTH = 120

# An owner's row bears no office: who is struck from the settings has none left.
_IN_OFFICE = (officers.c.removed_at.is_(None), officers.c.role != Role.OWNER)


async def by_user(unit: Unit, bot: int, user: int) -> Officer | None:
    query = select(officers).where(officers.c.bot == bot, officers.c.user == user)
    row = (await unit.execute(query.where(*_IN_OFFICE))).first()
    return _officer(row) if row else None


async def was_one(unit: Unit, bot: int, user: int) -> bool:
    """Whether the person is or ever was an officer."""
    query = select(officers.c.id).where(officers.c.bot == bot, officers.c.user == user)
    return (await unit.execute(query)).first() is not None


async def listed(unit: Unit, bot: int) -> list[Officer]:
    query = select(officers).where(officers.c.bot == bot, *_IN_OFFICE)
    return [_officer(row) for row in await unit.execute(query.order_by(officers.c.id))]


async def names(unit: Unit, bot: int) -> dict[int, str]:
    """What everybody who ever was an officer, or an owner who wrote to us, is called."""
    rows = await unit.execute(select(officers.c.user, officers.c.name).where(officers.c.bot == bot))
    return {row.user: row.name for row in rows if row.name}


async def active(unit: Unit, bot: int) -> set[int]:
    """Officers and owners to whom the bot may write."""
    query = select(officers.c.user).where(officers.c.bot == bot, officers.c.active_at.is_not(None))
    return set((await unit.execute(query)).scalars())


async def is_active(unit: Unit, bot: int, user: int) -> bool | None:
    """Whether the bot may write to them; None for somebody without a row."""
    query = select(officers.c.active_at).where(officers.c.bot == bot, officers.c.user == user)
    row = (await unit.execute(query)).first()
    return None if row is None else row.active_at is not None


async def know_owner(unit: Unit, bot: int, user: int, *, now: datetime) -> None:
    """A row in which an owner's name and PIN are kept; the office itself comes from the settings alone."""
    values = {"bot": bot, "user": user, "role": Role.OWNER, "name": "", "added_at": now}
    await unit.execute(insert_once(unit, officers).values(values).on_conflict_do_nothing())


async def unreachable(unit: Unit, bot: int, user: int) -> None:
    """They blocked the bot, or never opened it."""
    mine = (officers.c.bot == bot) & (officers.c.user == user)
    await unit.execute(update(officers).where(mine).values(active_at=None))


async def put(
    unit: Unit,
    bot: int,
    user: int,
    *,
    role: Role,
    region: str | None,
    name: str,
    by: int | None,
    now: datetime,
) -> None:
    """Make that person an officer, or change what they are; a removed one comes back."""
    values = {"role": role, "region": region, "added_by": by, "added_at": now, "removed_at": None}
    statement = insert_once(unit, officers).values(bot=bot, user=user, name=name, **values)
    keys = [officers.c.bot, officers.c.user]
    await unit.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


async def remove(unit: Unit, bot: int, user: int, *, now: datetime) -> bool:
    """Take the office away at once; False when there was none."""
    mine = (officers.c.bot == bot) & (officers.c.user == user) & officers.c.removed_at.is_(None)
    gone = update(officers).where(mine, officers.c.role != Role.OWNER)
    return (await unit.execute(gone.values(removed_at=now, pin_hash=None, pin_at=None))).rowcount == 1


async def activate(unit: Unit, bot: int, user: int, name: str, *, now: datetime) -> None:
    """The person wrote to the bot, so it may write back."""
    mine = (officers.c.bot == bot) & (officers.c.user == user)
    await unit.execute(update(officers).where(mine).values(active_at=now, name=name[:NAME_LENGTH]))


async def add_button(unit: Unit, bot: int, button: Button, *, now: datetime) -> None:
    await unit.execute(
        insert(buttons).values(
            key=button.key,
            bot=bot,
            user=button.user,
            action=button.action,
            payload=button.payload,
            created_at=now,
            expires_at=button.expires_at,
        )
    )


async def button(unit: Unit, bot: int, key: str) -> Button | None:
    row = (await unit.execute(select(buttons).where(buttons.c.bot == bot, buttons.c.key == key))).first()
    if row is None:
        return None
    return Button(
        key=row.key,
        user=row.user,
        action=row.action,
        payload=row.payload,
        used_at=row.used_at,
        expires_at=row.expires_at,
    )


async def use_button(unit: Unit, key: str, *, now: datetime) -> bool:
    """Spend a button that works once; False when it was spent before."""
    spent = await unit.execute(
        update(buttons).where(buttons.c.key == key, buttons.c.used_at.is_(None)).values(used_at=now)
    )
    return spent.rowcount == 1


async def drop_old_buttons(unit: Unit, *, before: datetime) -> None:
    await unit.execute(delete(buttons).where(buttons.c.expires_at < before))


@dataclass(frozen=True)
class Invitation:
    """An officer's link that brings one group in as confirmed."""

    token: str
    officer: int
    region: str | None
    expires_at: datetime
    used_by: GroupId | None


async def add_invitation(unit: Unit, bot: int, invitation: Invitation, *, now: datetime) -> None:
    await unit.execute(
        insert(invitations).values(
            token=invitation.token,
            bot=bot,
            officer=invitation.officer,
            region=invitation.region,
            created_at=now,
            expires_at=invitation.expires_at,
        )
    )


async def take_invitation(
    unit: Unit, bot: int, token: str, group: GroupId, *, now: datetime
) -> Invitation | None:
    """Use the link for that group, once; the same group may come again. None: used, old or unknown."""
    free = invitations.c.used_by.is_(None) | (invitations.c.used_by == group)
    used = (
        update(invitations)
        .where(invitations.c.bot == bot, invitations.c.token == token)
        .where(invitations.c.expires_at > now, free)
        .values(used_by=group)
        .returning(invitations)
    )
    row = (await unit.execute(used)).first()
    return Invitation(row.token, row.officer, row.region, row.expires_at, group) if row else None


async def say_next(
    unit: Unit, bot: int, user: int, step: str, payload: dict[str, Any], *, now: datetime
) -> None:
    """Remember what the person's next private message will mean."""
    values = {"step": step, "payload": payload, "at": now}
    statement = insert_once(unit, dialogues).values(bot=bot, user=user, **values)
    keys = [dialogues.c.bot, dialogues.c.user]
    await unit.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


async def said_next(unit: Unit, bot: int, user: int) -> tuple[str, dict[str, Any], datetime] | None:
    """What the person's next message is expected to mean, and since when."""
    query = select(dialogues).where(dialogues.c.bot == bot, dialogues.c.user == user)
    row = (await unit.execute(query)).first()
    return (row.step, row.payload, row.at) if row else None


async def drop_said(unit: Unit, bot: int, user: int, step: str, at: datetime) -> bool:
    """That very expectation ends, one that took its place since then stays; False when it stood no more."""
    mine = (dialogues.c.bot == bot) & (dialogues.c.user == user)
    very = delete(dialogues).where(mine, dialogues.c.step == step, dialogues.c.at == at)
    return (await unit.execute(very)).rowcount == 1


def _officer(row: Any) -> Officer:
    return Officer(
        user=row.user,
        role=Role(row.role),
        region=row.region,
        name=row.name,
        active=row.active_at is not None,
    )
