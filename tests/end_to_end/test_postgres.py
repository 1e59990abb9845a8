"""The real bot on PostgreSQL: all that is remembered stands there, and only DATABASE_URL is different."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.end_to_end.conftest import move_to_next
from tests.end_to_end.database_trouble import amid_a_push
from tests.end_to_end.test_crashes import KILLS, kill_amid_what_people_do, kill_at_any_moment
from tests.many import populate
from tests.postgres import Server, connect, shut
from tests.town import Town


async def a_group_lives_over_a_restart(folder: Path, url: str) -> None:
    async with Town(folder, DATABASE_URL=url) as town:
        await town.start_bot()
        village = town.telegram.group("幸福村村民群", owner=town.owner, members=312)
        resident = town.telegram.person("张叔")
        await town.subscribe(village, town.owner)
        await move_to_next(town, 1, "18:30")
        tip = await town.said(village, "编号 ", within=15)
        for _ in range(2):
            assert "第1位" in (await resident.press(tip, "我已看", timeout=15)).text
        code = re.search(r"编号 (\S{4}-\S{4})", tip.text)
        assert code is not None
        resident.writes(f"/verify {code[1]}")
        assert tip.text.split("\n\n")[1] in (await town.said(resident, code[1])).text

        assert await town.stop_bot() == 0
        await town.start_bot()
        await town.quiet()
        assert "第1位" in (await resident.press(tip, "我已看", timeout=15)).text
        await move_to_next(town, 3, "18:30")
        await town.telegram.until(lambda: len(town.pushes(village)) == 2, 15)
        await town.stop_bot()

        status = await town.status()
        assert status["groups"] == {"active": 1, "unconfirmed": 0, "suspended": 0, "left": 0}
        assert [(one["kind"], one["state"], one["receipts"]) for one in status["pushes"]] == [
            ("case", "sent", 0),
            ("tip", "sent", 1),
        ]
        assert (await town.command("audit", "verify"))[0] == 0
        _, printed = await town.command("doctor")
        assert "✓ 数据库" in printed, printed
        assert not (folder / "data" / "xiaolaba.db").exists(), "nothing is remembered elsewhere"


async def killed_at_any_moment_it_neither_repeats_nor_forgets(folder: Path, url: str) -> None:
    await kill_at_any_moment(folder, KILLS if KILLS >= 50 else 3, DATABASE_URL=url)


async def what_people_do_around_a_kill_counts_once(folder: Path, url: str) -> None:
    await kill_amid_what_people_do(folder, DATABASE_URL=url)


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Somebody rebuilds the table, for longer than we wait for it at a time."""
    with connect(url) as locker:
        locker.execute("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE")
        yield
        locker.rollback()


@asynccontextmanager
async def gone(url: str) -> AsyncIterator[None]:
    """The server is stopped and started again, as far as the bot can tell."""
    with shut(url):
        yield


async def a_table_that_is_locked_stops_the_sending_and_loses_nothing(folder: Path, url: str) -> None:
    async with Town(folder, QUIET_HOURS="", DATABASE_URL=url) as town:
        town.telegram.limits = None
        chats = await populate(town, 60)
        await town.start_bot()
        await amid_a_push(town, chats, locked(url), 13)


async def a_server_that_is_away_stops_the_sending_and_loses_nothing(folder: Path, url: str) -> None:
    async with Town(folder, QUIET_HOURS="", DATABASE_URL=url) as town:
        town.telegram.limits = None
        chats = await populate(town, 60)
        await town.start_bot()
        await amid_a_push(town, chats, gone(url), 8)


STORIES = {
    story.__name__: story
    for story in (
        a_group_lives_over_a_restart,
        killed_at_any_moment_it_neither_repeats_nor_forgets,
        what_people_do_around_a_kill_counts_once,
        a_table_that_is_locked_stops_the_sending_and_loses_nothing,
        a_server_that_is_away_stops_the_sending_and_loses_nothing,
    )
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ends(
    postgres: Server, postgres_model: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, BaseException | None]]:
    """How each story ended: told at once, each with a database of its own.

    The first is given an empty one, as an administrator hands it over; the others find their tables made.
    """
    urls = [postgres.create(postgres_model if number else None) for number in range(len(STORIES))]
    told = [
        story(tmp_path_factory.mktemp("town"), url) for story, url in zip(STORIES.values(), urls, strict=True)
    ]
    yield dict(zip(STORIES, await asyncio.gather(*told, return_exceptions=True), strict=True))
    for url in urls:
        postgres.drop(url)


@pytest.mark.parametrize("story", STORIES)
def test_on_postgresql(story: str, ends: dict[str, BaseException | None]) -> None:
    if error := ends[story]:
        raise error
