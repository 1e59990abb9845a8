"""Queries about the feeds that an office trusts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import select, update

from content.words import Audience
from storage.database import Unit, insert_once
from storage.tables import feeds

FeedId = NewType("FeedId", int)
URL_LENGTH = 500
FROM_FILE, FROM_OFFICE = "file", "office"


class FeedState(StrEnum):
    """`removed` by an officer; `unlisted`: it left the file; `gone`: its server said so (410)."""

    ON = "on"
    PAUSED = "paused"
    REMOVED = "removed"
    UNLISTED = "unlisted"
    GONE = "gone"


AWAY = feeds.c.state.in_((FeedState.REMOVED, FeedState.UNLISTED))


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed that the office trusts, and how its last reading went."""

    id: FeedId
    url: str
    name: str
    region: str | None
    audiences: tuple[Audience, ...]
    keywords: tuple[str, ...]
    source: str
    state: FeedState
    etag: str | None
    last_modified: str | None
    last_ok: datetime | None
    error: str | None
    failures: int
    next_at: datetime
    last_counts: dict[str, int]


async def put(unit: Unit, bot: int, url: str, *, now: datetime, **values: Any) -> FeedId:
    """The feed of that address as told; one that was unlisted comes back, what an officer decided stays."""
    fresh = {"failures": 0, "next_at": now, "last_counts": {}, "state": FeedState.ON}
    statement = insert_once(unit, feeds).values(bot=bot, url=url, **fresh, **values)
    keys = [feeds.c.bot, feeds.c.url]
    statement = statement.on_conflict_do_update(index_elements=keys, set_=values)
    feed = FeedId((await unit.execute(statement.returning(feeds.c.id))).scalar_one())
    back = (feeds.c.id == feed) & (feeds.c.state == FeedState.UNLISTED)
    await unit.execute(update(feeds).where(back).values(state=FeedState.ON, next_at=now))
    return feed


async def by_url(unit: Unit, bot: int, url: str) -> Feed | None:
    row = (await unit.execute(select(feeds).where(feeds.c.bot == bot, feeds.c.url == url))).first()
    return _feed(row) if row else None


async def unlist_others(unit: Unit, bot: int, urls: Collection[str]) -> None:
    """What came from the file and stands there no more."""
    mine = (feeds.c.bot == bot) & (feeds.c.source == FROM_FILE) & feeds.c.url.not_in(urls)
    kept = feeds.c.state.in_((FeedState.ON, FeedState.PAUSED, FeedState.GONE))
    await unit.execute(update(feeds).where(mine, kept).values(state=FeedState.UNLISTED))


async def listed(unit: Unit, bot: int | None) -> list[Feed]:
    """All that are read or could be, in the order in which they came; `bot` None: every bot's."""
    query = select(feeds).where(~AWAY).order_by(feeds.c.id)
    found = await unit.execute(query.where(feeds.c.bot == bot) if bot is not None else query)
    return [_feed(row) for row in found]


async def due(unit: Unit, bot: int, *, now: datetime) -> list[Feed]:
    query = select(feeds).where(feeds.c.bot == bot, feeds.c.state == FeedState.ON, feeds.c.next_at <= now)
    return [_feed(row) for row in await unit.execute(query.order_by(feeds.c.next_at, feeds.c.id))]


async def by_id(unit: Unit, bot: int, feed: FeedId) -> Feed | None:
    row = (await unit.execute(select(feeds).where(feeds.c.bot == bot, feeds.c.id == feed))).first()
    return _feed(row) if row else None


async def change(unit: Unit, feed: FeedId, **values: Any) -> None:
    await unit.execute(update(feeds).where(feeds.c.id == feed).values(**values))


def _feed(row: Any) -> Feed:
    names = ("url", "name", "region", "source", "etag", "last_modified", "last_ok", "error")
    return Feed(
        id=FeedId(row.id),
        audiences=tuple(Audience(one) for one in row.audiences),
        keywords=tuple(row.keywords),
        state=FeedState(row.state),
        failures=row.failures,
        next_at=row.next_at,
        last_counts=dict(row.last_counts),
        **{name: getattr(row, name) for name in names},
    )
