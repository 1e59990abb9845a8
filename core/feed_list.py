"""Owners and chiefs look after the feeds: which there are and how they do, add, pause, remove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.feeds.listed import host_of, is_address
from content.feeds.plain import to_plain
from core import audit
from core.desk import Desk
from core.errors import NotYourRegion
from core.feed_errors import BadFeedAddress, FeedGone, FeedKnown
from storage import candidates, feeds
from storage.database import Unit
from storage.feeds import FROM_FILE, FROM_OFFICE, URL_LENGTH, Feed, FeedId, FeedState
from storage.models import Officer, Role

MAY_TEND = frozenset({Role.OWNER, Role.CHIEF})
NAME_LENGTH = 60


@dataclass(frozen=True)
class Health:
    """A feed, and how many candidates it gave."""

    feed: Feed
    candidates: int


async def listed(desk: Desk, officer: Officer) -> list[Health]:
    """The feeds of that officer's region, and those that concern everybody."""
    async with desk.database.reading() as unit:
        counts = await candidates.counts(unit)
        found = await feeds.listed(unit, desk.bot)
    return [Health(one, counts.get(one.id, 0)) for one in found if _visible(desk, officer, one)]


async def look(desk: Desk, officer: Officer, feed: FeedId) -> Health:
    """One feed. Raises FeedGone, NotYourRegion."""
    async with desk.database.reading() as unit:
        found = await _one(unit, desk, officer, feed)
        return Health(found, (await candidates.counts(unit)).get(feed, 0))


async def tend(
    desk: Desk, officer: Officer, feed: FeedId, state: FeedState, *, key: str, now: datetime
) -> None:
    """Pause, resume or remove a feed; one that goes on is due at once. Raises FeedGone, NotYourRegion."""
    async with desk.database.unit() as unit:
        found = await _one(unit, desk, officer, feed)
        if not may_change(desk, officer, found):
            raise NotYourRegion
        await feeds.change(unit, feed, state=state, next_at=now, failures=0)
        await audit.note(
            unit,
            desk,
            user=officer.user,
            action=f"feed_{state}",
            subject=f"{feed} {found.name}",
            now=now,
            key=key,
        )


async def add(desk: Desk, officer: Officer, words: str, *, key: str, now: datetime) -> FeedId:
    """A feed that an officer trusts, for their own region: its address, and after it what it is called.

    One that was removed comes back. Raises BadFeedAddress, FeedKnown.
    """
    url, _, called = words.strip().partition(" ")
    if not is_address(url) or len(url) > URL_LENGTH:
        raise BadFeedAddress
    name = " ".join(to_plain(called).split())[:NAME_LENGTH] or host_of(url)
    values: dict[str, Any] = {"name": name, "region": officer.region, "audiences": [], "keywords": []}
    async with desk.database.unit() as unit:
        known = await feeds.by_url(unit, desk.bot, url)
        if known is not None and known.state in (FeedState.ON, FeedState.PAUSED):
            if await audit.has(unit, desk, key):
                return known.id
            raise FeedKnown(known.name)
        feed = await feeds.put(
            unit, desk.bot, url, now=now, source=FROM_OFFICE, added_by=officer.user, **values
        )
        await feeds.change(unit, feed, state=FeedState.ON, next_at=now, failures=0, error=None)
        await audit.note(unit, desk, user=officer.user, action="feed_add", subject=url, now=now, key=key)
    return feed


def may_change(desk: Desk, officer: Officer, feed: Feed) -> bool:
    """Whether it is that officer's to pause or remove: what concerns everybody is not a single chief's."""
    return desk.regions.covers(officer.region, feed.region)


def from_file(feed: Feed) -> bool:
    """Whether it stands in FEEDS_FILE."""
    return feed.source == FROM_FILE


def _visible(desk: Desk, officer: Officer, feed: Feed) -> bool:
    lost = feed.region is None or feed.region not in desk.regions
    return lost or desk.regions.covers(officer.region, feed.region)


async def _one(unit: Unit, desk: Desk, officer: Officer, feed: FeedId) -> Feed:
    found = await feeds.by_id(unit, desk.bot, feed)
    if found is None or found.state in (FeedState.REMOVED, FeedState.UNLISTED):
        raise FeedGone
    if not _visible(desk, officer, found):
        raise NotYourRegion
    return found
