"""Queries about the audit: rows are only ever added, each bound to the one before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from storage.database import Unit, one_at_a_time
from storage.tables import audit


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One officer's action. `key` keeps an action that is seen twice from being written twice."""

    key: str | None
    at: datetime
    user: int
    action: str
    subject: str
    content_hash: str | None
    previous: str
    hash: str


async def in_line(unit: Unit, bot: int) -> None:
    """Rows are added one by one: each is bound to the one before, so that one must be committed."""
    await one_at_a_time(unit, f"audit of {bot}")


async def head(unit: Unit, bot: int) -> str | None:
    """The newest row's hash."""
    query = select(audit.c.hash).where(audit.c.bot == bot).order_by(audit.c.id.desc()).limit(1)
    return (await unit.execute(query)).scalar()


async def exists(unit: Unit, bot: int, key: str) -> bool:
    query = select(audit.c.id).where(audit.c.bot == bot, audit.c.key == key)
    return (await unit.execute(query)).first() is not None


async def append(unit: Unit, bot: int, row: AuditRow) -> None:
    await unit.execute(insert(audit).values(bot=bot, **vars(row)))


async def rows(unit: Unit, bot: int) -> list[tuple[int, AuditRow]]:
    """Every row with its number, oldest first."""
    found = await unit.execute(select(audit).where(audit.c.bot == bot).order_by(audit.c.id))
    return [(row.id, _row(row)) for row in found]


async def count(unit: Unit, bot: int) -> int:
    query = select(func.count()).select_from(audit).where(audit.c.bot == bot)
    return int((await unit.execute(query)).scalar_one())


async def newest(
    unit: Unit, bot: int, *, users: Collection[int] | None, limit: int, offset: int
) -> list[AuditRow]:
    """The newest rows first, of those people alone where they are given."""
    query = select(audit).where(audit.c.bot == bot)
    if users is not None:
        query = query.where(audit.c.user.in_(users))
    return [
        _row(row) for row in await unit.execute(query.order_by(audit.c.id.desc()).limit(limit).offset(offset))
    ]


def _row(row: Any) -> AuditRow:
    return AuditRow(**{name: getattr(row, name) for name in AuditRow.__dataclass_fields__})
