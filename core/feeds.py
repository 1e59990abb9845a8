"""Feeds propose: which are due, and what a reading of one brought."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from content.feeds.listed import Listed
from content.feeds.select import Candidate as Found
from content.feeds.select import Selection, Wanted
from content.masking import mask
from content.words import HOTLINES
from core.desk import Desk
from core.feed_weighing import Kept, deciding, twin_of, unchanged
from storage import candidates, feeds
from storage.candidates import CandidateId, CandidateState, Seen, Story
from storage.database import Unit
from storage.feeds import FROM_FILE, Feed, FeedState

EVERY, JITTER, LONGEST = timedelta(minutes=30), timedelta(minutes=5), timedelta(days=1)
# What a server asks for is granted, but for a slip of its pen.
LONGEST_REST = timedelta(days=7)
REMEMBERED = timedelta(days=30)
COMPARED, MASKED_AT_ONCE, TAKEN_OVER_AT_ONCE = 300, 10, 10
# Nobody sees an article any more after a month; a draft of it may be given up later than that.
WORDS_KEPT, EMPTIED_AT_ONCE = timedelta(days=60), 500
GiveWay = Callable[[], Awaitable[None]]
# An article as it is kept, by the names of its columns.
Words = dict[str, Any]


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
        pause = max(pause, min(timedelta(seconds=retry_after), LONGEST_REST))
    return now + pause + JITTER * chance


async def sync(desk: Desk, listed: tuple[Listed, ...], *, now: datetime) -> None:
    """The feeds of the file as they stand there now; one of a region that nobody knows concerns everybody."""
    # A few at a time: whoever else writes does not wait for hundreds.
    for start in range(0, len(listed), TAKEN_OVER_AT_ONCE):
        async with desk.database.unit() as unit:
            for one in listed[start : start + TAKEN_OVER_AT_ONCE]:
                values = one.model_dump(mode="json", exclude={"url"})
                if one.region is not None and one.region not in desk.regions:
                    values["region"] = None
                await feeds.put(unit, desk.bot, one.url, now=now, source=FROM_FILE, **values)
    async with desk.database.unit() as unit:
        await feeds.unlist_others(unit, desk.bot, [one.url for one in listed])


async def due(desk: Desk, *, now: datetime) -> list[Feed]:
    async with desk.database.reading() as unit:
        return await feeds.due(unit, desk.bot, now=now)


async def tidy(desk: Desk, *, now: datetime) -> None:
    """Let go of old articles' words; that they were seen stays known, or they would be new again."""
    async with desk.database.reading() as unit:
        old = await candidates.outlived(unit, desk.bot, before=now - WORDS_KEPT, limit=EMPTIED_AT_ONCE)
    if old:
        async with desk.database.unit() as unit:
            await candidates.empty(unit, old)


def wanted(desk: Desk, feed: Feed) -> Wanted:
    """What raises the score of that feed's articles."""
    return Wanted(regions=desk.regions.names(feed.region), keywords=feed.keywords)


async def _next_please() -> None:
    await asyncio.sleep(0)


async def read(
    desk: Desk, feed: Feed, reading: Reading, *, now: datetime, give_way: GiveWay = _next_please
) -> dict[str, int]:
    """Keep what a reading brought; what came to what, for the log.

    `give_way` is awaited ever so often, for others to go first.
    """
    failed = reading.failed or (reading.selection.refused if reading.selection else None)
    values, counts = _outcome(feed, reading, failed, now=now), dict[str, int]()
    brought = reading.selection if not failed else None
    weighed, words = None, dict[Found, Words]()
    if brought is not None and brought.candidates:
        weighed = await _weigh(desk, feed, brought, give_way, now=now)
        for number, one in enumerate(weighed[1].articles()):
            # Before we write: nobody waits behind us for what takes a while.
            if number % MASKED_AT_ONCE == 0:
                await give_way()
            words[one] = _words(desk, one)
    await give_way()
    async with desk.database.unit() as unit:
        if brought is not None:
            names = ("fetched", "empty", "listings", "ignored", "crowded_out")
            counts = {name: getattr(brought, name) for name in names}
            kept = await _settled(unit, desk, feed, brought, weighed, now=now) if weighed else Kept()
            words |= {one: _words(desk, one) for one in kept.articles() if one not in words}
            await _write(unit, desk, feed, kept, words, now=now)
            counts |= {"new": len(kept.new), "changed": len(kept.changed), "merged": len(kept.merged)}
            values["last_counts"] = counts
        await feeds.change(unit, feed.id, **values)
    return counts


def _outcome(feed: Feed, reading: Reading, failed: str | None, *, now: datetime) -> dict[str, Any]:
    """What a reading says of the feed itself, by the names of its columns."""
    failures = feed.failures + 1 if failed else 0
    values: dict[str, Any] = {
        "failures": failures,
        "error": failed[:80] if failed else None,
        "next_at": next_try(failures, reading.retry_after, now, random.random()),
    }
    if failed:
        return values | ({"state": FeedState.GONE} if failed == "gone" else {})
    if feed.state is FeedState.GONE:
        # Somebody had it checked, and it is back.
        values["state"] = FeedState.ON
    etag, modified = reading.etag or "", reading.last_modified or ""
    values |= {"last_ok": now, "etag": etag if len(etag) <= 300 else None}
    return values | {"last_modified": modified if len(modified) <= 100 else None}


@dataclass(frozen=True)
class Basis:
    """What a reading is weighed against: its own articles that were seen before, and the newest of all."""

    seen: dict[str, Seen]
    newest: CandidateId | None


async def _weigh(
    desk: Desk, feed: Feed, brought: Selection, give_way: GiveWay, *, now: datetime
) -> tuple[Basis, Kept]:
    """Compared bit by bit and outside of any transaction: a first reading takes a while."""
    async with desk.database.reading() as unit:
        basis = await _basis(unit, desk, feed, brought)
        if all(unchanged(one, basis.seen) for one in brought.candidates):
            return basis, Kept()
        others = await _others(unit, desk, feed, now=now)
    kept = Kept()
    for so_far in deciding(brought.candidates, basis.seen, others):
        # Not in a thread: it would hold the interpreter, and each step of everybody else's wait for it.
        await give_way()
        kept = so_far
    return basis, kept


async def _settled(
    unit: Unit, desk: Desk, feed: Feed, brought: Selection, weighed: tuple[Basis, Kept], *, now: datetime
) -> Kept:
    """What was weighed, or weighed anew where another feed told its story at this moment."""
    await candidates.in_line(unit, desk.bot)
    basis = await _basis(unit, desk, feed, brought)
    if basis == weighed[0]:
        return weighed[1]
    *_, kept = deciding(brought.candidates, basis.seen, await _others(unit, desk, feed, now=now))
    return kept


async def _basis(unit: Unit, desk: Desk, feed: Feed, brought: Selection) -> Basis:
    names = [name for one in brought.candidates for name in (one.entry.identity, twin_of(one))]
    return Basis(await candidates.known(unit, feed.id, names), await candidates.newest(unit, desk.bot))


async def _others(unit: Unit, desk: Desk, feed: Feed, *, now: datetime) -> list[Story]:
    recent = await candidates.recent(unit, desk.bot, since=now - REMEMBERED, limit=COMPARED)
    return [one for one in recent if _seen_by_all(desk, feed.region, one.region)]


async def _write(
    unit: Unit, desk: Desk, feed: Feed, kept: Kept, words: Mapping[Found, Words], *, now: datetime
) -> None:
    """In few statements: whoever else wants the database waits for no more."""
    for candidate, one in kept.changed:
        await candidates.rewrite(unit, candidate, **words[one])
    usual = {"state": CandidateState.NEW, "merged_into": None}
    new = [{"identity": name, **usual, **words[one]} for name, one in kept.new]
    await candidates.add_all(unit, desk.bot, feed.id, new, now=now)
    told_here = {into for _, _, into in kept.merged if isinstance(into, str)}
    ids = await candidates.known(unit, feed.id, told_here) if told_here else {}
    usual["state"] = CandidateState.MERGED
    merged = [
        {
            "identity": name,
            **usual,
            **words[one],
            "merged_into": ids[into].id if isinstance(into, str) else into,
        }
        for name, one, into in kept.merged
    ]
    await candidates.add_all(unit, desk.bot, feed.id, merged, now=now)


def _seen_by_all(desk: Desk, here: str | None, there: str | None) -> bool:
    """Whether everybody whom a feed of `here` concerns also sees what a feed of `there` told."""
    if there is None or there not in desk.regions:
        return True
    return here is not None and here in desk.regions and desk.regions.covers(here, there)


def _words(desk: Desk, one: Found) -> Words:
    """The article as it is kept: nobody's own numbers with it."""
    entry, known = one.entry, HOTLINES | desk.regions.phones
    title, text = (mask(part.replace("\0", ""), known=known).text for part in (entry.title, entry.text))
    link = entry.link if entry.link and len(entry.link) <= candidates.LINK_LENGTH else None
    return {
        "hash": entry.hash,
        "title": title[: candidates.TITLE_LENGTH],
        "text": text,
        "link": link,
        "published_at": entry.published,
        "points": one.points,
        "found": list(one.found),
    }
