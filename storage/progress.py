"""Queries about the officers' progress messages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from content.words import Kind
from storage.database import Unit, insert_once
from storage.models import PushId
from storage.tables import progress, pushes


@dataclass(frozen=True)
class Progress:
    """A message that shows how a push is getting on; `shown` is what it last said."""

    push: PushId
    chat: int
    message: int | None
    shown: str | None


async def start(unit: Unit, push: PushId, chat: int, message: int | None) -> None:
    values = {"push_id": push, "chat": chat, "message": message, "ended": False}
    await unit.execute(insert_once(unit, progress).values(values).on_conflict_do_nothing())


async def unfinished(unit: Unit, bot: int) -> list[Progress]:
    """Of pushes that are no alerts."""
    return await _unfinished(unit, bot, pushes.c.kind != Kind.ALERT)


async def unfinished_alerts(unit: Unit, bot: int) -> list[Progress]:
    """Of alerts, which have more to show."""
    return await _unfinished(unit, bot, pushes.c.kind == Kind.ALERT)


async def _unfinished(unit: Unit, bot: int, which: ColumnElement[bool]) -> list[Progress]:
    query = (
        select(progress)
        .join(pushes, pushes.c.id == progress.c.push_id)
        .where(pushes.c.bot == bot, progress.c.ended.is_(False), which)
        # A push that is still given its rows would seem to be over.
        .where(pushes.c.halted.is_distinct_from("filling"))
    )
    return [
        Progress(PushId(row.push_id), row.chat, row.message, row.shown) for row in await unit.execute(query)
    ]


async def showed(unit: Unit, push: PushId, shown: str, *, ended: bool) -> None:
    await unit.execute(update(progress).where(progress.c.push_id == push).values(shown=shown, ended=ended))


async def reopen(unit: Unit, push: PushId) -> None:
    """There is news of a push that had come to rest."""
    await unit.execute(update(progress).where(progress.c.push_id == push).values(ended=False))


async def placed(unit: Unit, push: PushId, message: int) -> None:
    """The message that shows it was sent."""
    await unit.execute(update(progress).where(progress.c.push_id == push).values(message=message))
