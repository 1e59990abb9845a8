"""The office's feeds are read with care: each thing that a feed may do has its named outcome."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import feed_reader
from bot.feed_reader import PATIENCE
from bot.feed_round import FeedRound
from content.feeds import fetch
from content.feeds.fetch import Fetched
from content.feeds.listed import Listed
from content.feeds.select import Selection, Wanted
from core import feeds
from core.desk import Desk
from storage import feeds as rows
from storage.feeds import Feed
from storage.models import Officer, Role
from tests.core.desks import desk
from tests.core.feeding import waiting
from tests.feed_server import ARTICLE, item, open_feeds, rss
from tests.storage.files import NOW, fresh

OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="周所长", active=True)


@asynccontextmanager
async def round_of(folder: Path, *urls: str, allowed: str = "") -> AsyncIterator[tuple[Desk, FeedRound]]:
    """A desk with these feeds, and what reads them."""
    async with fresh(folder) as database:
        town = desk(database)
        listed = tuple(Listed(url=url, name=url.rpartition("/")[2] or url) for url in urls)
        await feeds.sync(town, listed, now=NOW)
        reading = FeedRound(town, [allowed] if allowed else [])
        try:
            yield town, reading
        finally:
            await reading.stop()


async def all_feeds(town: Desk) -> dict[str, Feed]:
    async with town.database.reading() as unit:
        return {one.name: one for one in await rows.listed(unit, town.bot)}


async def test_each_bad_feed_has_its_named_outcome_and_costs_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 3.0)
    expected = {
        "to-loopback": "private_address",
        "to-file": "bad_address",
        "round": "too_many_redirects",
        "endless": "too_large",
        "slow": "timeout",
        "gzip-bomb": "too_large",
        "entity-bomb": "doctype",
        "local-path": "no_feed",
        "page": "no_feed",
        "gone": "gone",
        "busy": "busy",
        "missing": "http_404",
        "many": None,
        "good": None,
    }
    async with open_feeds() as server:
        server.pages["/good"] = rss(item("谨防“百万保障”诈骗", guid="1"))
        here = [server.url(f"/{name}") for name in expected]
        there = [server.url("/good", "localhost"), f"https://127.0.0.1:{server.port}/tls", "gopher://x/bad"]
        allowed = f"127.0.0.1:{server.port}"
        async with round_of(tmp_path, *here, *there, allowed=allowed) as (town, reading):
            ticks, before = _ticks(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            beating = asyncio.ensure_future(ticks)
            await reading.look(NOW)
            beating.cancel()
            found = await all_feeds(town)
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert {name: found[name].error for name in expected if name != "good"} == {
        name: error for name, error in expected.items() if name != "good"
    }
    by_url = {one.url: one.error for one in found.values()}
    assert by_url.get(there[0], "private_address") == "private_address", "a name that resolves to loopback"
    assert found["tls"].error == "broken_tls"
    assert found["bad"].error == "bad_address"
    assert found["gone"].state == "gone"
    assert found["busy"].next_at >= NOW + timedelta(hours=2)
    assert (found["many"].last_counts["new"], found["many"].last_counts["crowded_out"]) == (50, 4_950)
    assert grown < 60, f"{grown:.0f} MB"


async def test_whoever_checks_a_feed_that_is_being_read_sees_what_came_of_it(tmp_path: Path) -> None:
    async with open_feeds() as server:
        server.pages["/a"] = rss(item("谨防“百万保障”诈骗", guid="1"))
        url = server.url("/a")
        async with round_of(tmp_path, url, allowed=f"127.0.0.1:{server.port}") as (town, reading):
            (feed,) = (await all_feeds(town)).values()
            seen: asyncio.Queue[Feed] = asyncio.Queue()

            async def show() -> None:
                seen.put_nowait((await all_feeds(town))["a"])

            reading.check(feed, show, NOW)
            reading.check(feed, show, NOW)
            assert [(await seen.get()).last_counts["new"] for _ in range(2)] == [1, 1]
    assert server.asked["/a"] == 1


async def _ticks() -> None:
    """The loop goes on while feeds are read; a test waits generously, make bench measures."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        assert time.monotonic() - began < 5


async def test_a_name_that_leads_inside_is_refused_and_an_allowed_host_is_read(tmp_path: Path) -> None:
    async with open_feeds() as server:
        server.pages["/a"] = rss(item("谨防诈骗", guid="1"))
        url = server.url("/a", "localhost")
        async with round_of(tmp_path, url) as (town, reading):
            await reading.look(NOW)
            assert (await all_feeds(town))["a"].error == "private_address"
            opened = FeedRound(town, [f"localhost:{server.port}"])
            await opened.look(NOW + timedelta(days=1))
            await opened.stop()
            assert (await all_feeds(town))["a"].error is None
            [(candidate, _)] = await waiting(town, OWNER, now=NOW)
            assert (candidate.title, candidate.text) == ("谨防诈骗", ARTICLE)


async def test_nothing_new_is_asked_for_and_a_guid_used_again_is_seen(tmp_path: Path) -> None:
    async with open_feeds() as server:
        server.pages["/a"] = rss(item("谨防诈骗一", guid="1", text="第一回的骗局"))
        allowed = f"127.0.0.1:{server.port}"
        async with round_of(tmp_path, server.url("/a"), allowed=allowed) as (town, reading):
            await reading.look(NOW)
            first = (await all_feeds(town))["a"]
            assert NOW + feeds.EVERY <= first.next_at <= NOW + feeds.EVERY + feeds.JITTER
            await reading.look(first.next_at)
            assert server.headers["if-none-match"] == first.etag
            second = (await all_feeds(town))["a"]
            assert (second.error, second.last_ok, second.etag) == (None, first.next_at, first.etag)
            server.pages["/a"] = rss(item("谨防诈骗一", guid="1", text="写的人后来改了：骗局是这样的"))
            await reading.look(second.next_at)
            [(candidate, feed)] = await waiting(town, OWNER, now=NOW)
            assert "后来改了" in candidate.text
            assert feed.last_counts["changed"] == 1


async def test_a_feed_that_the_worker_dies_of_costs_that_feed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = feed_reader.FeedReader.read

    async def hasty(self: feed_reader.FeedReader, fetched: Fetched, wanted: Wanted) -> Selection:
        """The deep one alone is soon given up: on a busy machine a new worker takes its time to start."""
        monkeypatch.setattr(feed_reader, "PATIENCE", 1.0 if b"<a>" in (fetched.body or b"") else PATIENCE)
        return await read(self, fetched, wanted)

    monkeypatch.setattr(feed_reader.FeedReader, "read", hasty)
    async with open_feeds() as server:
        server.pages["/good"] = rss(item("谨防诈骗", guid="1"))
        urls = [server.url("/deep"), server.url("/good")]
        async with round_of(tmp_path, *urls, allowed=f"127.0.0.1:{server.port}") as (town, reading):
            await reading.look(NOW)
            found = await all_feeds(town)
            assert found["good"].error is None
            assert found["deep"].error == "too_hard"


async def test_twenty_at_once_and_one_per_host(tmp_path: Path) -> None:
    async with open_feeds("127.0.0.2") as alone, open_feeds() as crowd:
        alone.delay = 0.05
        urls = [f"http://127.0.0.2:{alone.port}/{number}" for number in range(4)]
        async with round_of(tmp_path, *urls, allowed=f"127.0.0.2:{alone.port}") as (_, reading):
            await reading.look(NOW)
        assert (sum(alone.asked.values()), alone.most_busy) == (4, 1)
        assert crowd.asked == {}


async def test_the_file_is_taken_over_whenever_it_changes(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, file = desk(database), tmp_path / "feeds.yaml"
        file.write_text("feeds:\n  - {url: 'https://a.example/x', name: 甲}\n  - {url: 'nonsense'}\n")
        reading = FeedRound(town, file=file)
        await reading.look_at_file(NOW)
        assert set(await all_feeds(town)) == {"甲", "nonsense"}
        # Broken now: what was there stays.
        _rewrite(file, "feeds: [", 1)
        await reading.look_at_file(NOW)
        assert set(await all_feeds(town)) == {"甲", "nonsense"}
        _rewrite(file, "feeds:\n  - {url: 'https://a.example/x', name: 乙, region: nowhere}\n  - 3\n", 2)
        await reading.look_at_file(NOW)
        assert {name: one.region for name, one in (await all_feeds(town)).items()} == {"乙": None}
        gone = replace(town, database=town.database)
        await FeedRound(gone).look_at_file(NOW)
        assert await all_feeds(town) == {}


def _rewrite(file: Path, words: str, later: int) -> None:
    file.write_text(words)
    os.utime(file, (file.stat().st_mtime + later,) * 2)
