"""Real databases for tests: the schema is brought up once, each test gets a copy."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from content.words import Audience, Kind, Script
from storage import deliveries, delivery_queue, groups, pushes
from storage.database import Database, insert_once, open_database
from storage.deliveries import NewDelivery
from storage.models import DeliveryId, Group, GroupState, PushId
from storage.pushes import NewPush
from storage.schema import bring_up_to_date
from storage.tables import groups as group_table

BOT = 7_000_000_001
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="xiaolaba-")


# What stands for a file while a test runs on PostgreSQL: see tests/storage/conftest.py.
address_of: Callable[[Path], str] | None = None


def url(file: Path) -> str:
    return address_of(file) if address_of else f"sqlite+aiosqlite:///{file}"


async def model() -> Path:
    """The file of an empty SQLite database of the newest schema, for others to be copied from."""
    pattern = Path(_shelf().name) / "empty.db"
    if not pattern.exists():
        migrate(f"sqlite+aiosqlite:///{pattern}")
    return pattern


def migrate(url: str) -> None:
    """Bring a database up to date. All stories wait: Alembic can't migrate two at once in one process."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _migrate(url)).result()


async def _migrate(url: str) -> None:
    database = open_database(url)
    await bring_up_to_date(database)
    await database.close()


@asynccontextmanager
async def fresh(folder: Path) -> AsyncIterator[Database]:
    """An empty database of the newest schema in that folder."""
    if address_of is None:
        shutil.copy(await model(), folder / "xiaolaba.db")
    database = open_database(url(folder / "xiaolaba.db"))
    try:
        yield database
    finally:
        await database.close()


async def add_group(database: Database, chat: int, audience: Audience = Audience.VILLAGE) -> Group:
    """A subscribed, confirmed group; the one that there is, where it was added before."""
    row = {
        "bot": BOT,
        "chat": chat,
        "title": f"群{chat}",
        "state": GroupState.ACTIVE,
        "audience": audience,
        "segments": [],
        "script": Script.SIMPLIFIED,
        "refusals": 0,
        "created_at": NOW,
        "subscribed_at": NOW,
        "confirmed_at": NOW,
        "confirmed_by": 1001,
    }
    async with database.unit() as unit:
        await unit.execute(insert_once(unit, group_table).values(row).on_conflict_do_nothing())
        group = await groups.by_chat(unit, BOT, chat)
    assert group is not None
    return group


def new_push(key: str = "slot:tip:a:2026-11-24:18:30", item: str = "a") -> NewPush:
    return NewPush(
        key=key,
        kind=Kind.TIP,
        item=item,
        fraud_type="rebate",
        title="题目",
        code=key[-16:],
        created_by=None,
        texts={Script.SIMPLIFIED: ("<b>题目</b>", "题目。", "0" * 64)},
    )


async def add_push(
    database: Database, to: list[Group], key: str = "push", at: datetime = NOW
) -> list[DeliveryId]:
    """A push to these groups; the ids of its pending deliveries."""
    async with database.unit() as unit:
        push, _ = await pushes.add_once(unit, BOT, new_push(key, key), now=at)
        rows = [NewDelivery(one.id, f"{key}-{one.id}", at, at.replace(year=at.year + 1)) for one in to]
        await deliveries.add(unit, push, 5, rows, now=at)
    async with database.reading() as unit:
        jobs = await delivery_queue.queued(unit, BOT, now=at, limit=1_000)
    return [job.delivery for job in jobs if job.push == PushId(push)]
