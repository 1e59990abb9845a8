"""The database cannot be written amid a push: what was not claimed waits, and then goes on by itself."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.end_to_end.database_trouble import amid_a_push
from tests.end_to_end.side_by_side import side_by_side
from tests.many import populate
from tests.town import Town

UNWRITABLE, WRITABLE = "账本写不进去", "账本又能写了"


@asynccontextmanager
async def full(town: Town) -> AsyncIterator[None]:
    """As on a full disk, no file of the bot may grow any more; until the owner has heard of it."""
    assert town.bot_id is not None
    log = town.folder / "data" / "xiaolaba.db-wal"
    most = resource.prlimit(town.bot_id, resource.RLIMIT_FSIZE)
    resource.prlimit(town.bot_id, resource.RLIMIT_FSIZE, (log.stat().st_size, most[1]))
    yield
    await town.said(town.owner, UNWRITABLE, within=75)
    resource.prlimit(town.bot_id, resource.RLIMIT_FSIZE, most)


@asynccontextmanager
async def locked(town: Town) -> AsyncIterator[None]:
    """Somebody else holds the file, for longer than we wait for it at a time."""
    locker = sqlite3.connect(town.folder / "data" / "xiaolaba.db", timeout=20, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    yield
    locker.execute("ROLLBACK")
    locker.close()


@side_by_side(seconds=85)
async def test_on_a_full_disk_nothing_leaves_unclaimed_and_the_owner_hears_of_it(folder: Path) -> None:
    async with Town(folder, QUIET_HOURS="") as town:
        town.telegram.limits = None
        town.owner.writes("/start")
        chats = await populate(town, 90)
        await town.start_bot()
        await town.said(town.owner, "小喇叭")
        await amid_a_push(town, chats, full(town), 5)
        await town.said(town.owner, WRITABLE, within=15)
        told = [one.text for one in town.owner.inbox if UNWRITABLE in one.text or WRITABLE in one.text]
        assert len(told) == 2


@side_by_side(seconds=30)
async def test_a_locked_file_stops_the_sending_and_loses_nothing(folder: Path) -> None:
    async with Town(folder, QUIET_HOURS="") as town:
        town.telegram.limits = None
        chats = await populate(town, 60)
        await town.start_bot()
        await amid_a_push(town, chats, locked(town), 15)
