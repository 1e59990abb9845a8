"""Feeds are read when nobody is being answered, and a little all the same."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot import courtesy
from bot.courtesy import Courtesy
from bot.polling import Poller


async def test_a_feed_waits_for_a_persons_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "LONGEST", 600.0)
    manners, done, reading = Courtesy(), list[str](), list[asyncio.Task[None]]()

    async def read() -> None:
        await manners.give_way()
        done.append("feed")

    async def answer(_: Any) -> None:
        reading.append(asyncio.ensure_future(read()))
        for _ in range(20):
            await asyncio.sleep(0)
        done.append("person")

    application: Any = SimpleNamespace(counter=SimpleNamespace(feeds=SimpleNamespace(courtesy=manners)))
    poller = Poller(application)
    poller._batches.handle = answer  # type: ignore[assignment,method-assign]  # only that it takes a while
    await poller._take([{"update_id": 7}])
    await asyncio.gather(*reading)
    assert done == ["person", "feed"]


async def test_where_people_never_stop_writing_feeds_are_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(courtesy, "LONGEST", 0.01)
    manners = Courtesy()
    with manners.answering():
        async with asyncio.timeout(60):
            await manners.give_way()
