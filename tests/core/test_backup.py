"""backup and restore: everything, from one moment, between engines, all or nothing, and then locked."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from core import backup, lock
from storage.database import Database
from storage.schema import known_version
from storage.tables import metadata
from tests.core.backups import BOT, NOW, ODD, SECRET, everything, put_something_everywhere, refusal, value

MEASURED = """
import asyncio, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from core import backup
from storage.database import open_database

async def there_and_back(folder, rows):
    one, other = (open_database(f"sqlite+aiosqlite:///{folder}/{name}{rows}") for name in ("here", "there"))
    file, how = folder / f"{rows}.zip", {"now": datetime.now(UTC)}
    await backup.take(one, file, b"k" * 32, **how)
    done = await backup.restore(other, file, lambda: None, bot=None, **how)
    assert done.rows == int(rows)
    await one.close()
    await other.close()

for rows in sys.argv[2:]:
    asyncio.run(there_and_back(Path(sys.argv[1]), rows))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print((Path(sys.argv[1]) / f"there{rows}").stat().st_size)
"""
SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")


async def test_everything_comes_back_on_either_engine(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    await put_something_everywhere(database)
    before, file = await everything(database), tmp_path / "b.zip"
    done = await backup.take(database, file, SECRET, now=NOW)
    assert done.rows == sum(map(len, before.values())) == 3 * len(metadata.tables)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [name for name in os.listdir(tmp_path) if "b.zip" in name] == ["b.zip"]
    manifest = backup.read(file)
    assert (manifest.schema, manifest.privacy_key, manifest.taken_at) == (
        known_version(),
        SECRET.decode(),
        NOW,
    )

    kept: list[str] = []
    await backup.restore(empty, file, lambda: kept.append("key"), bot=BOT + 5, now=NOW)
    assert await everything(empty) == before
    assert kept == ["key"]
    async with empty.reading() as unit:
        locked = {bot for bot in range(BOT, BOT + 9) if await lock.holds(unit, bot)}
    assert locked == {BOT, BOT + 1, BOT + 5}, "whoever has data here, and whoever restored it"

    async with empty.unit() as unit:
        for table in metadata.sorted_tables:
            if table.autoincrement_column is not None:
                row = {one.name: value(table, one, 9) for one in table.columns if one.name != "id"}
                row |= {one.name: 16 for one in table.columns if one.foreign_keys}
                made = (await unit.execute(insert(table).values(row).returning(table.c.id))).scalar_one()
                assert made == 16, f"{table.name}: new rows are numbered after the restored ones"
    assert await refusal(empty, file) == "restore-not-empty"


async def test_a_backup_sees_one_moment(database: Database, tmp_path: Path) -> None:
    """While it reads, chats and their groups keep coming in pairs: it has both of a pair or neither."""
    groups, former = metadata.tables["groups"], metadata.tables["former_chats"]
    going = True

    async def work() -> int:
        n = 0
        while going:
            n += 1
            async with database.unit() as unit:
                row = {one.name: value(groups, one, n) for one in groups.columns} | {"id": n, "bot": BOT}
                await unit.execute(insert(groups).values(row))
                await unit.execute(insert(former).values(bot=BOT, chat=n, group_id=n))
        return n

    working = asyncio.ensure_future(work())
    pairs = []
    for number in range(6):
        file = tmp_path / f"{number}.zip"
        await backup.take(database, file, SECRET, now=NOW)
        told = backup.check(file).tables
        assert told["groups"].rows == told["former_chats"].rows
        pairs.append(told["groups"].rows)
    going = False
    written = await working
    assert pairs == sorted(pairs)
    assert 0 < pairs[-1] <= written
    assert pairs[0] < pairs[-1], "the bot went on working meanwhile"


async def test_however_many_rows_there_are_they_need_little_memory(
    sqlite_model: Path, tmp_path: Path
) -> None:
    """In one process: what many rows need at the worst, beyond what a few have needed before them."""
    for rows in (10, 5_000):
        for place in ("here", "there"):
            shutil.copy(sqlite_model, tmp_path / f"{place}{rows}")
        with sqlite3.connect(tmp_path / f"here{rows}") as connection:
            connection.executemany(
                "INSERT INTO marks VALUES (1, ?, ?)", ((str(n), f"{n} {ODD}" * 40) for n in range(rows))
            )
        connection.close()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MEASURED, str(tmp_path), "10", "5000"),
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    few, many, size = map(int, printed.split())
    assert size > 12_000_000
    assert (many - few) * 1024 < 15_000_000
