"""Feeds propose: which are due, and what a reading of one brought."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from content.feeds.listed import Listed
from content.feeds.score import same_story
from content.feeds.select import Candidate as Found
from content.feeds.select import Selection, Wanted
from core.desk import Desk
from storage import feeds
from storage.database import Unit
from storage.feeds import FROM_FILE, CandidateId, CandidateState, Feed, FeedState, Story

EVERY, JITTER, LONGEST = timedelta(minutes=30), timedelta(minutes=5), timedelta(days=1)
REMEMBERED = timedelta(days=30)
COMPARED = 300
READ_NOW = "read now"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How one fetch went: something new, nothing new (both None), or `failed` with a reason of ours."""

    selection: Selection | None = None
    etag: str | None = None
    last_modified: str | None = None
    failed: str | None = None
    retry_after: int | None = None


def next_try(failures: int, retry_after: int | None, now: datetime, chance: float) -> datetime:
    """When a feed is asked again. `chance` in [0, 1) spreads them; errors double the pause, up to a day."""
    pause = min(EVERY * (1 << min(failures, 10)), LONGEST)
    if retry_after is not None:
        pause = max(pause, min(timedelta(seconds=retry_after), LONGEST))
    return now + pause + JITTER * chance


async def sync(desk: Desk, listed: tuple[Listed, ...], *, now: datetime) -> None:
    """The feeds of the file as they stand there now; one of a region that nobody knows concerns everybody."""
    async with desk.database.unit() as unit:
        for one in listed:
            values = one.model_dump(mode="json", exclude={"url"})
            if one.region is not None and one.region not in desk.regions:
                values["region"] = None
            await feeds.put(unit, desk.bot, one.url, now=now, source=FROM_FILE, **values)
        await feeds.unlist_others(unit, desk.bot, [one.url for one in listed])


async def due(desk: Desk, *, now: datetime) -> list[Feed]:
    async with desk.database.reading() as unit:
        return await feeds.due(unit, desk.bot, now=now)


def wanted(desk: Desk, feed: Feed) -> Wanted:
    """What raises the score of that feed's articles."""
    return Wanted(regions=desk.regions.names(feed.region), keywords=feed.keywords)


async def read(desk: Desk, feed: Feed, reading: Reading, *, now: datetime) -> dict[str, int]:
    """Keep what a reading brought; what came to what, for the log."""
    failed = reading.failed or (reading.selection.refused if reading.selection else None)
    failures = feed.failures + 1 if failed else 0
    values: dict[str, Any] = {
        "failures": failures,
        "error": failed[:80] if failed else None,
        "next_at": next_try(failures, reading.retry_after, now, random.random()),
    }
    if failed == "gone":
        values["state"] = FeedState.GONE
    elif not failed and feed.state is FeedState.GONE:
        # Somebody had it checked, and it is back.
        values["state"] = FeedState.ON
    counts: dict[str, int] = {}
    async with desk.database.unit() as unit:
        if not failed:
            etag, modified = reading.etag or "", reading.last_modified or ""
            values |= {"last_ok": now, "etag": etag if len(etag) <= 300 else None}
            values |= {"last_modified": modified if len(modified) <= 100 else None}
        if reading.selection is not None and not failed:
            counts = await _keep(unit, desk, feed, reading.selection, now=now)
            values["last_counts"] = counts
        await feeds.change(unit, feed.id, **values)
    return counts


async def _keep(unit: Unit, desk: Desk, feed: Feed, brought: Selection, *, now: datetime) -> dict[str, int]:
    # Two feeds may tell the same story at this moment.
    await feeds.in_line(unit, desk.bot)
    seen = await feeds.known(unit, feed.id, [one.entry.identity for one in brought.candidates])
    recent = await feeds.recent(unit, desk.bot, since=now - REMEMBERED, limit=COMPARED)
    others = [one for one in recent if _seen_by_all(desk, feed.region, one.region)]
    done = {"new": 0, "changed": 0, "merged": 0}
    for one in brought.candidates:
        what = await _keep_one(unit, desk, feed, one, seen, others, now=now)
        if what:
            done[what] += 1
    return {
        "fetched": brought.fetched,
        "dropped": brought.dropped,
        "ignored": brought.ignored,
        "crowded_out": brought.crowded_out,
        **done,
    }


async def _keep_one(
    unit: Unit,
    desk: Desk,
    feed: Feed,
    one: Found,
    seen: dict[str, tuple[CandidateId, str, str]],
    others: list[Story],
    *,
    now: datetime,
) -> str | None:
    """What became of it: new, changed or merged; None when it is an old acquaintance."""
    entry, identity = one.entry, one.entry.identity
    if identity in seen:
        candidate, digest, state = seen[identity]
        if digest == entry.hash:
            return None
        identity = f"{identity[:300]}#{entry.hash[:12]}"
        if await feeds.known(unit, feed.id, [identity]):
            return None
        if state == CandidateState.NEW:
            await feeds.rewrite(unit, candidate, **_words(one))
            return "changed"
        # Settled, and now the same number says something else: that is another article.
    same = same_story(entry.title, entry.text, [(other.title, other.text) for other in others])
    state = CandidateState.NEW if same is None else CandidateState.MERGED
    into = None if same is None else others[same].id
    new = await feeds.add(
        unit, desk.bot, feed.id, now=now, identity=identity, state=state, merged_into=into, **_words(one)
    )
    # Some feeds use a number for several articles.
    seen.setdefault(entry.identity, (new, entry.hash, READ_NOW))
    if same is not None:
        return "merged"
    others.insert(0, Story(new, entry.title, entry.text, feed.region))
    return "new"


def _seen_by_all(desk: Desk, here: str | None, there: str | None) -> bool:
    """Whether everybody whom a feed of `here` concerns also sees what a feed of `there` told."""
    if there is None or there not in desk.regions:
        return True
    return here is not None and here in desk.regions and desk.regions.covers(here, there)


def _words(one: Found) -> dict[str, Any]:
    entry = one.entry
    link = entry.link if entry.link and len(entry.link) <= feeds.LINK_LENGTH else None
    return {
        "hash": entry.hash,
        "title": entry.title[: feeds.TITLE_LENGTH].replace("\0", ""),
        "text": entry.text.replace("\0", ""),
        "link": link,
        "published_at": entry.published,
        "points": one.points,
        "found": list(one.found),
    }
