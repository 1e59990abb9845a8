"""Queries about alerts before they are sent: drafts, who was asked to approve them, photos."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from sqlalchemy import func, or_, select, update

from storage.alerts import Alert, AlertId, AlertState, _alert
from storage.database import Unit, held, insert_once
from storage.models import PushId
from storage.tables import alert_asks, alerts, media, progress

MediaId = NewType("MediaId", int)

ASKED = "asked"
WARNED = "warned"


async def draft_of(unit: Unit, bot: int, author: int) -> Alert | None:
    """The person's unfinished alert, the newest."""
    query = select(alerts).where(alerts.c.bot == bot, alerts.c.author == author)
    query = query.where(alerts.c.state == AlertState.DRAFT, alerts.c.corrects.is_(None))
    row = (await unit.execute(held(unit, query.order_by(alerts.c.id.desc()).limit(1), alerts))).first()
    return _alert(row) if row else None


async def drop_drafts(unit: Unit, bot: int, author: int, *, now: datetime) -> int:
    """Give up what the person began and never finished."""
    mine = (alerts.c.bot == bot) & (alerts.c.author == author) & alerts.c.corrects.is_(None)
    dropped = update(alerts).where(mine, alerts.c.state == AlertState.DRAFT)
    return (await unit.execute(dropped.values(state=AlertState.DROPPED, ended_at=now))).rowcount


async def waiting(unit: Unit, bot: int) -> list[Alert]:
    """Every alert that somebody has to approve."""
    query = select(alerts).where(alerts.c.bot == bot, alerts.c.state == AlertState.WAITING)
    return [_alert(row) for row in await unit.execute(query.order_by(alerts.c.id))]


async def recent(unit: Unit, bot: int, *, since: datetime) -> list[Alert]:
    """Alerts decided since then, and those that wait."""
    done = (AlertState.DRAFT, AlertState.DROPPED, AlertState.REJECTED)
    query = select(alerts).where(alerts.c.bot == bot, alerts.c.state.not_in(done))
    fresh = or_(alerts.c.state == AlertState.WAITING, alerts.c.decided_at >= since)
    return [_alert(row) for row in await unit.execute(query.where(fresh).order_by(alerts.c.id.desc()))]


async def urgent_since(unit: Unit, bot: int, author: int, *, since: datetime) -> int:
    """How many alerts the person sent since then that nobody had approved."""
    query = select(func.count()).select_from(alerts).where(alerts.c.bot == bot, alerts.c.author == author)
    query = query.where(alerts.c.unreviewed.is_(True), alerts.c.decided_at >= since)
    return int((await unit.execute(query)).scalar_one())


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One person's card about one version of an alert; the author's own is one of them.

    `reached` is False for somebody who never opened the bot, or blocked it.
    """

    id: int
    alert: AlertId
    version: int
    user: int
    message: int | None
    reached: bool
    shown: str | None


async def add_asks(unit: Unit, alert: AlertId, version: int, asked: dict[int, bool]) -> None:
    """Cards for these people, by whether they can be written to; who has one keeps it."""
    rows = [
        {"alert_id": alert, "version": version, "user": user, "reached": reached}
        for user, reached in asked.items()
    ]
    if rows:
        await unit.execute(insert_once(unit, alert_asks).on_conflict_do_nothing(), rows)


async def asks_of(unit: Unit, alert: AlertId, version: int) -> list[Ask]:
    query = select(alert_asks).where(alert_asks.c.alert_id == alert, alert_asks.c.version == version)
    return [_ask(row) for row in await unit.execute(query.order_by(alert_asks.c.id))]


async def unfinished_asks(unit: Unit, bot: int) -> list[Ask]:
    """Every card that was not sent yet, or may not say yet how it ended."""
    query = select(alert_asks).join(alerts, alerts.c.id == alert_asks.c.alert_id)
    query = query.where(
        alerts.c.bot == bot, or_(alert_asks.c.shown.is_(None), alert_asks.c.shown.in_([ASKED, WARNED]))
    )
    return [_ask(row) for row in await unit.execute(query.order_by(alert_asks.c.id))]


async def change_ask(unit: Unit, ask: int, **values: Any) -> None:
    await unit.execute(update(alert_asks).where(alert_asks.c.id == ask).values(**values))


async def put_author_card(unit: Unit, alert: AlertId, version: int, author: int, message: int | None) -> None:
    """The author's own card is to be made of that message, or has still to be sent."""
    values = {"alert_id": alert, "version": version, "user": author, "reached": True}
    await unit.execute(
        insert_once(unit, alert_asks).values(**values, message=message).on_conflict_do_nothing()
    )


async def close_card(unit: Unit, alert: AlertId, version: int, user: int) -> None:
    """That person's card is taken for something else from now on."""
    mine = (alert_asks.c.alert_id == alert) & (alert_asks.c.version == version) & (alert_asks.c.user == user)
    await unit.execute(update(alert_asks).where(mine).values(shown="closed"))


async def watch_here(unit: Unit, push: PushId, message: int) -> None:
    """The author's card goes on as the progress message."""
    mine = (progress.c.push_id == push) & progress.c.message.is_(None)
    await unit.execute(update(progress).where(mine).values(message=message))


async def add_media(
    unit: Unit, bot: int, kind: str, content: bytes, digest: str, *, now: datetime
) -> MediaId:
    """The photo's number; the same photo is kept once."""
    values = {"bot": bot, "kind": kind, "content": content, "hash": digest, "created_at": now}
    await unit.execute(insert_once(unit, media).values(values).on_conflict_do_nothing())
    query = select(media.c.id).where(media.c.bot == bot, media.c.hash == digest)
    return MediaId((await unit.execute(query)).scalar_one())


@dataclass(frozen=True)
class Photo:
    """A picture as we send it, or Telegram's own number for it."""

    id: int
    content: bytes
    hash: str
    file_id: str | None


async def photo(unit: Unit, number: int) -> Photo:
    row = (await unit.execute(select(media).where(media.c.id == number))).one()
    return Photo(row.id, row.content, row.hash, row.file_id)


async def photo_hashes(unit: Unit, numbers: Collection[int]) -> dict[int, str]:
    rows = await unit.execute(select(media.c.id, media.c.hash).where(media.c.id.in_(numbers)))
    return {row.id: row.hash for row in rows}


async def keep_file_id(unit: Unit, number: int, file_id: str) -> None:
    """Telegram has it: from now on its number is enough."""
    await unit.execute(update(media).where(media.c.id == number).values(file_id=file_id))


def _ask(row: Any) -> Ask:
    return Ask(
        id=row.id,
        alert=AlertId(row.alert_id),
        version=row.version,
        user=row.user,
        message=row.message,
        reached=row.reached,
        shown=row.shown,
    )
