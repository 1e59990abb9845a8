"""Small work in between: who looks when, numbers on buttons, group sizes, tidying up."""

from __future__ import annotations

import asyncio
import time
from collections import Counter as Counted
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from telegram.error import ChatMigrated, TelegramError

from bot import errands
from bot.alert_watch import AlertWatch
from bot.context import Counter
from bot.darkroom import Darkroom
from bot.handlers import alert_cards, audits, feed_queue, fresh_cards, hints, notices, own_cards
from bot.limiter import Class
from bot.news import News
from bot.progress_watch import ProgressWatch
from bot.reporter import Wanted
from bot.together import Apart
from bot.views.pushes import push_keyboard
from bot.watch import Watch
from content.words import Kind
from core import (
    alert_life,
    deliveries,
    feeds,
    groups,
    nightly,
    orders,
    receipts,
    report_orders,
    updates,
)
from core import errands as owed
from core.ports import Priority
from core.receipts import Stale
from core.words import Group

log = structlog.get_logger(__name__)

WATCH_EVERY = 3.0
# Whoever sees to what was written looks again once something of what they read was written; else seldom, for
# what comes by the clock.
AFTER_NEWS = ("cards", "own_cards", "tend", "posters", "errands", "fresh")
# These show figures every three seconds at most, so the last ones are due four seconds after their news;
# and a look more, since no second is exact.
FIGURES = ("progress", "alerts")
FIGURES_FOR = 6.0
FEEDS_EVERY = 5.0
AT_ONCE = 20
# Reports that Telegram did not take wait so many seconds for their next try.
REPORTS_AGAIN, REPORT_TRIES = 900.0, 4
TIDY_EVERY = timedelta(hours=1)


class Chores:
    """Each chore runs by itself, one at a time; none holds up the calendar that starts it."""

    def __init__(self, counter: Counter, watch: Watch, folder: Path) -> None:
        self._counter, self._watch, self._folder = counter, watch, folder
        self._desk = counter.desk
        self._running: dict[str, asyncio.Task[None]] = {}
        self._progress = ProgressWatch(counter)
        self._alerts, self._apart = AlertWatch(counter), Apart()
        self._darkroom = Darkroom(counter.desk, counter.drawings)
        self._last_watch = 0.0
        self._last_feeds = 0.0
        self._reports_after, self._tries = 0.0, Counted[int]()
        self._last_tidy: datetime | None = None
        self._news, self._figures_until = News(counter.desk), 0.0

    async def each_second(self, now: datetime) -> None:
        """What follows from rows, soon after they were written; and the watch, every few seconds."""
        if any(map(self._news.written, FIGURES)):
            self._figures_until = time.monotonic() + FIGURES_FOR
        awake = FIGURES if time.monotonic() < self._figures_until else ()
        for name in (*FIGURES, *AFTER_NEWS):
            if name in awake or self._news.concern(name, now):
                self._start(name, now)
        if time.monotonic() - self._last_watch >= WATCH_EVERY:
            self._last_watch = time.monotonic()
            self._start("watch", now)
        if time.monotonic() - self._last_feeds >= FEEDS_EVERY:
            self._last_feeds = time.monotonic()
            self._start("feeds", now)

    async def each_minute(self, now: datetime) -> None:
        """Numbers, sizes, and an hourly tidying."""
        self._start("numbers", now)
        self._start("sizes", now)
        self._start("notices", now)
        self._start("fingerprint", now)
        self._start("backup", now)
        self._start("orders", now)
        self._start("reports", now)
        self._start("digest", now)
        if self._last_tidy is None or abs(now - self._last_tidy) >= TIDY_EVERY:
            self._last_tidy = now
            self._start("tidy", now)

    async def stop(self) -> None:
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, self._alerts.stop(), self._apart.stop(), return_exceptions=True)

    def _start(self, name: str, now: datetime) -> None:
        """Begin it, unless it is still at work."""
        running = self._running.get(name)
        if running is None or running.done():
            self._running[name] = asyncio.ensure_future(self._run(name, now))

    async def _run(self, name: str, now: datetime) -> None:
        work = {
            "progress": self._progress.look,
            "tend": self._tend,
            "alerts": self._alerts.look,
            "posters": self._darkroom.look,
            "errands": self._errands,
            "numbers": self._numbers,
            "sizes": self._sizes,
            "notices": self._notices,
            "tidy": self._tidy,
            "cards": self._cards,
            "own_cards": self._own_cards,
            "fingerprint": self._fingerprint,
            "watch": self._watch.look,
            "backup": self._backup,
            "orders": self._orders,
            "reports": self._reports,
            "feeds": self._feeds,
            "fresh": self._fresh,
            "digest": self._digest,
        }
        try:
            with self._news.looking(name, now):
                await work[name](now)
        except Exception:
            log.exception("a chore failed", chore=name)

    async def _errands(self, now: datetime) -> None:
        """What a crash, or Telegram, kept us from."""
        for chat in await owed.due(self._desk, now=now, limit=AT_ONCE):
            await errands.settle(self._counter, chat)

    async def _numbers(self, now: datetime) -> None:
        for stale in await receipts.stale_numbers(self._desk, now=now, limit=AT_ONCE):
            await self._renew(stale)
            await receipts.number_shown(self._desk, stale, now=now)

    async def _renew(self, stale: Stale) -> None:
        keyboard = push_keyboard(
            stale.key,
            stale.share,
            self._desk.username,
            stale.script,
            receipts=stale.receipts,
            letter=stale.kind is Kind.LETTER,
            promise=stale.promise,
        )
        try:
            await self._counter.bot.edit_message_reply_markup(
                stale.chat,
                stale.message,
                reply_markup=keyboard,
                rate_limit_args=Class(Priority.COSMETIC),
            )
        except TelegramError as error:
            log.debug("number not renewed", chat=stale.chat, why=error.message)

    async def _sizes(self, now: datetime) -> None:
        for group in await groups.to_count(self._desk, now=now, limit=AT_ONCE):
            await groups.counted(self._desk, group, await self._size(group), now=now)

    async def _size(self, group: Group) -> int | None:
        try:
            return await self._counter.bot.get_chat_member_count(
                group.chat, rate_limit_args=Class(Priority.COSMETIC)
            )
        except ChatMigrated as moved:
            await groups.move(self._desk, group.chat, moved.new_chat_id)
        except TelegramError as error:
            log.debug("size not read", chat=group.chat, why=error.message)
        return None

    async def _notices(self, now: datetime) -> None:
        tried = await deliveries.try_again(self._desk, now=now)
        if tried:
            log.info("groups that refused us are tried once more", groups=tried)
        await notices.tell(self._counter, now)
        await hints.tell(self._counter, now)

    async def _tend(self, now: datetime) -> None:
        """By itself: no author's message keeps an alert from being pinned, or from its end."""
        await alert_life.tend(self._desk, now=now)

    async def _cards(self, now: datetime) -> None:
        await alert_cards.turn(self._counter, now, self._apart)

    async def _own_cards(self, now: datetime) -> None:
        await own_cards.turn(self._counter, now)

    async def _fingerprint(self, now: datetime) -> None:
        await audits.tell(self._counter, now)

    async def _tidy(self, now: datetime) -> None:
        await updates.tidy(self._desk, now=now)
        await feeds.tidy(self._desk, now=now)

    async def _orders(self, now: datetime) -> None:
        """A large push that a crash left half done is gone on with."""
        if filled := await orders.fill(self._desk, now=now):
            log.info("large pushes have all their rows now", chunks=filled)

    async def _backup(self, now: datetime) -> None:
        file = await nightly.run(self._desk, self._folder, now=now)
        if file is not None:
            log.info("backup taken and read back", file=str(file))

    async def _feeds(self, now: datetime) -> None:
        await self._counter.feeds.look_at_file(now)
        await self._counter.feeds.look(now)

    async def _fresh(self, now: datetime) -> None:
        await fresh_cards.turn(self._counter, now)

    async def _digest(self, now: datetime) -> None:
        await feed_queue.tell(self._counter, now)

    async def _reports(self, now: datetime) -> None:
        """Whoever asked for reports gets each; some times again where its files did not leave."""
        if time.monotonic() < self._reports_after:
            return
        for due in await report_orders.due(self._desk, now=now):
            user = due.officer.user
            wanted = Wanted(first=due.first, end=due.end, region=due.officer.region, audience=None)
            if await self._counter.reporter.write(user, wanted, now=now) or self._tries[user] >= REPORT_TRIES:
                await report_orders.delivered(self._desk, due)
                del self._tries[user]
            else:
                self._tries[user] += 1
                self._reports_after = time.monotonic() + REPORTS_AGAIN
