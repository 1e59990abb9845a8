"""Two hundred feeds fall due at once while frightened people write: how long, how much memory, who waits."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benchmarks.house import House, open_house
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram
from content.library import load
from tests.feed_server import FeedServer, item, open_feeds, rss

FEEDS, ITEMS = 200, 50
LONGEST = 60.0  # seconds
GROWN = 60.0  # megabytes
ANSWER = 0.1  # seconds
PEOPLE = 5
READ = f"SELECT count(*) >= {FEEDS} FROM feeds WHERE last_ok IS NOT NULL"


async def measure() -> list[Row]:
    """The real process; the feeds are served from this one, each from a host of its own."""
    async with (
        open_feeds("0.0.0.0") as server,  # so many addresses of this machine
        open_telegram(delay=0) as telegram,
        open_house(telegram) as house,
    ):
        _listing(house, server, 0)
        await house.start()
        quiet = sorted(await telegram.ask("cards", people=4 * PEOPLE))[2 * PEOPLE]
        idle, began = house.memory(), time.monotonic()
        async with _watched(house) as seen:
            _listing(house, server, FEEDS)
            waits = await _until_read(house, telegram)
            took = time.monotonic() - began
        [(wrong,)] = house.query("SELECT count(*) FROM feeds WHERE error IS NOT NULL")
    waits.sort()
    half, usual, worst = (waits[int(share * (len(waits) - 1))] for share in (0.5, 0.95, 1))
    grown, worker = max(bot for bot, _ in seen) - idle, max(other for _, other in seen)
    shown = f"{grown:.0f} MB, its worker {worker:.0f}"
    return [
        at_most(f"{FEEDS} feeds of {ITEMS} articles", took, LONGEST, shown=f"{took:.0f} s, {wrong} failed"),
        at_most(
            "memory above idle meanwhile",
            grown,
            GROWN,
            shown=shown,
            unit=" MB",
        ),
        at_most(
            "answers meanwhile, 19 of 20",
            usual,
            ANSWER,
            shown=f"{1000 * usual:.0f} ms, half within {1000 * half:.0f}, slowest {1000 * worst:.0f}, "
            f"before {1000 * quiet:.0f}",
            unit=" s",
        ),
    ]


def _listing(house: House, server: FeedServer, number: int) -> None:
    """FEEDS_FILE with so many feeds; the bot looks at it again when it changes."""
    urls, pieces = [], [one.body for one in load().items.values()]
    for feed in range(number):
        path, host = f"/{feed}", f"127.0.{feed // 200 + 1}.{feed % 200 + 1}"
        # Each is a story of its own, as long as a piece of news is: all of them are kept, after comparing.
        told = ("".join(random.Random(f"{feed}-{one}").sample(pieces, 4)) for one in range(ITEMS))
        articles = (
            item(f"警方提示第{feed}-{one}号：谨防诈骗", guid=f"{feed}-{one}", text=text)
            for one, text in enumerate(told)
        )
        server.pages[path] = rss(*articles)
        urls.append(server.url(path, host))
    lines = [f"  - url: {url}" for url in urls]
    file = house.folder / "feeds.yaml"
    file.write_text("\n".join(["feeds:", *lines]) if lines else "feeds: []", encoding="utf-8")
    allowed = ",".join(f"127.0.{one // 200 + 1}.{one % 200 + 1}:{server.port}" for one in range(FEEDS))
    (house.folder / ".env").write_text(f"FEEDS_FILE={file}\nFEED_ALLOW_HOSTS={allowed}\n", encoding="utf-8")


async def _until_read(house: House, telegram: Telegram) -> list[float]:
    """People write until every feed was read; how long each waited for the card."""
    waits: list[float] = []
    until = time.monotonic() + 3 * LONGEST
    while house.query(READ) != [(1,)] and time.monotonic() < until:
        waits += await telegram.ask("cards", people=PEOPLE)
        await asyncio.sleep(0.2)
    return waits


@asynccontextmanager
async def _watched(house: House) -> AsyncIterator[list[tuple[float, float]]]:
    """The bot's memory and its worker's, ten times a second; the worker is ended between the rounds."""
    seen = [(house.memory(), 0.0)]

    async def watch() -> None:
        while True:
            seen.append((house.memory(), house.workers_memory()))
            await asyncio.sleep(0.1)

    watching = asyncio.ensure_future(watch())
    try:
        yield seen
    finally:
        watching.cancel()
