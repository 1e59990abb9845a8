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
import resource
from bot.cli import app
try:
    app()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
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
    few, many = [await _memory(sqlite_model, tmp_path, rows) for rows in (10, 8_000)]
    for before, after in zip(few, many, strict=True):
        assert after - before < 15_000_000


async def _memory(model: Path, folder: Path, rows: int) -> list[int]:
    """The most bytes in use while so many rows are backed up, and while they are restored."""
    one, other, file = (folder / f"{name}{rows}" for name in ("one", "other", "file"))
    shutil.copy(model, one)
    with sqlite3.connect(one) as connection:
        connection.executemany(
            "INSERT INTO marks VALUES (1, ?, ?)", ((str(n), f"{n} {ODD}" * 40) for n in range(rows))
        )
    used = []
    for word, place in (("backup", one), ("restore", other)):
        words = [sys.executable, "-c", MEASURED, word, str(file)]
        settings = {**os.environ, "DATABASE_URL": f"sqlite+aiosqlite:///{place}", "PRIVACY_KEY": "k" * 32}
        process = await asyncio.create_subprocess_exec(
            *words, env=settings, stdout=asyncio.subprocess.PIPE, cwd=folder
        )
        printed, _ = await process.communicate()
        assert "✓" in printed.decode()
        used.append(int(printed.split()[-1]) * 1024)
    assert backup.check(file).rows == rows
    return used
