"""Reads the feeds that are due: twenty at once, one per host, each parsed by the worker; logs what came."""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from pathlib import Path

import httpx
import structlog

from bot.courtesy import Courtesy
from bot.feed_reader import FeedReader
from content.feeds.fetch import Fetcher, NotFetched
from content.feeds.listed import FeedsFile, FeedsFileError, host_of, read_feeds
from core import feeds, lock
from core.desk import Desk
from core.feeds import Reading
from core.words import Feed

log = structlog.get_logger(__name__)

AT_ONCE = 20


class FeedRound:
    """What the office's feeds are read by. `allowed`: host:port of an intranet's; `file`: FEEDS_FILE."""

    def __init__(self, desk: Desk, allowed: Collection[str] = (), file: Path | None = None) -> None:
        self._desk, self._file = desk, file
        self.courtesy = Courtesy()
        self._allowed = frozenset(one.translate({ord("["): None, ord("]"): None}) for one in allowed)
        self._reader = FeedReader(desk.rules.hours.zone)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        # One after the other: whoever else wants to write waits for one reading, not for twenty.
        self._keeping = asyncio.Lock()
        self._busy: dict[int, asyncio.Event] = {}
        self._trusted: ssl.SSLContext | None = None
        self._read_at: float | None = None
        self._asked: set[asyncio.Task[None]] = set()

    async def look(self, now: datetime) -> None:
        """Every feed that is due; what goes wrong with one is that feed's error."""
        if await lock.is_locked(self._desk):
            return
        due = [one for one in await feeds.due(self._desk, now=now) if one.id not in self._busy]
        if due:
            # Whatever one of them comes to, the others are not disturbed; it has told the log.
            await asyncio.gather(*(self._read(one, now) for one in due), return_exceptions=True)
        if not self._busy:
            # Between the rounds nothing of it stays in memory.
            self._hosts.clear()
            await self._reader.stop()

    async def look_at_file(self, now: datetime) -> None:
        """Take over FEEDS_FILE at the start and when it was changed; an unreadable one changes nothing."""
        changed = 0.0
        if self._file is not None:
            changed = self._file.stat().st_mtime if self._file.is_file() else -1.0
        if changed == self._read_at:
            return
        listed = FeedsFile()
        if self._file is not None:
            try:
                listed = await asyncio.to_thread(read_feeds, self._file)
            except FeedsFileError as error:
                log.error("the feeds' file was not read", why=str(error))
                self._read_at = changed
                return
        for place, problem in listed.faults:
            log.error("a feed of the file left out", place=place, problem=problem)
        await feeds.sync(self._desk, listed.feeds, now=now)
        # Not before: where the database did not answer, the file is read again.
        self._read_at = changed

    def check(self, feed: Feed, then: Callable[[], Awaitable[None]], now: datetime) -> None:
        """Read that feed at once, beside all else, and do what follows."""

        async def checked() -> None:
            await self._read(feed, now)
            await then()

        task = asyncio.ensure_future(checked())
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)

    async def stop(self) -> None:
        for task in list(self._asked):
            task.cancel()
        await asyncio.gather(*self._asked, return_exceptions=True)
        await self._reader.stop()

    async def _read(self, feed: Feed, now: datetime) -> None:
        """One feed, whatever it does; one that is being read already is waited for."""
        if (being_read := self._busy.get(feed.id)) is not None:
            await being_read.wait()
            return
        self._busy[feed.id] = asyncio.Event()
        try:
            async with self._hosts[host_of(feed.url)], self._places:
                await self.courtesy.give_way()
                reading = await self._fetch(feed)
            async with self._keeping:
                give_way = self.courtesy.give_way
                counts = await feeds.read(self._desk, feed, reading, now=now, give_way=give_way)
        except Exception:
            log.exception("a feed came to grief", feed=feed.name)
            await feeds.read(self._desk, feed, Reading(failed="trouble"), now=now)
        else:
            _tell(feed, reading, counts)
        finally:
            self._busy.pop(feed.id).set()

    async def _fetch(self, feed: Feed) -> Reading:
        if self._trusted is None:
            # Reading the certificates takes a tenth of a second: done once, beside the loop.
            self._trusted = await asyncio.to_thread(httpx.create_ssl_context)
        fetcher = Fetcher(self._allowed, self._trusted)
        try:
            got = await fetcher.get(feed.url, etag=feed.etag, last_modified=feed.last_modified)
            if got.body is None:
                # A 304 need not repeat what it is about.
                return Reading(
                    etag=got.etag or feed.etag, last_modified=got.last_modified or feed.last_modified
                )
            selection = await self._reader.read(got, feeds.wanted(self._desk, feed))
        except NotFetched as error:
            return Reading(failed=error.reason, retry_after=error.retry_after)
        return Reading(selection=selection, etag=got.etag, last_modified=got.last_modified)


def _tell(feed: Feed, reading: Reading, counts: dict[str, int]) -> None:
    failed = reading.failed or (reading.selection.refused if reading.selection else None)
    if failed:
        log.warning("a feed was not read", feed=feed.name, why=failed, failures=feed.failures + 1)
    elif reading.selection is None:
        log.info("a feed has nothing new", feed=feed.name)
    else:
        log.info("a feed was read", feed=feed.name, **counts)
        for one in reading.selection.candidates:
            log.debug("about fraud", feed=feed.name, title=one.entry.title, points=one.points, why=one.found)
        for title, points in reading.selection.passed_over:
            log.debug("not about fraud", feed=feed.name, title=title, points=points)
