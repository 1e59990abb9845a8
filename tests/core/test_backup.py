"""backup and restore: everything, from one moment, between engines, all or nothing, and then locked."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import stat
import sys
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import BigInteger, Table, insert, select

from core import backup, lock, nightly
from core.backup import BadArchive, Refused
from core.errors import UsedButton
from core.lock import MARK, Lock
from core.nightly import is_due
from core.officers import NewButton, lay_out, pressed, standing
from core.status import status
from storage import archive, updates
from storage.database import Database, open_database
from storage.schema import found_version, known_version
from storage.tables import metadata
from tests.many import make_desk

NOW = datetime(2026, 11, 24, 3, 40, tzinfo=UTC)
SECRET = b"0123456789abcdef"
BOT = 77
ODD = "幸福村 <b>“群”</b>\n\t👨‍👩‍👧 \\ \u2028"
MEASURED = """
import resource
from bot.cli import app
try:
    app()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    """Another database, without even a schema; once for each engine."""
    opened = open_database(empty_url)
    yield opened
    await opened.close()


async def put_something_everywhere(database: Database, rows: int = 3) -> None:
    """Rows with odd values and gaps in every table; children point to the parents of the same number."""
    async with database.unit() as unit:
        for table in metadata.sorted_tables:
            made = [{one.name: value(table, one, n) for one in table.columns} for n in range(1, rows + 1)]
            await unit.execute(insert(table), made)


def value(table: Table, column: Any, n: int) -> Any:
    if column.foreign_keys or column.name == "id":
        return n * 5
    if column.nullable and n == 2:
        return None
    if column.name == "bot":
        return BOT + n % 2
    kind = getattr(column.type, "impl_instance", column.type).python_type
    samples: dict[type, Any] = {
        int: -(10**12) - n if isinstance(column.type, BigInteger) else n,
        bytes: bytes((n, 0, 255)),
        str: f"{n}{ODD}"[: column.type.length] if kind is str else None,
        bool: n % 2 == 0,
        datetime: NOW + timedelta(microseconds=n),
        date: date(2026, 2, 27 + n % 2),
        time: time(23, 59, 58, n),
        object: {"为": [n, None, 1.5, ODD]},
    }
    return samples[kind]


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row but those by which a restored database differs: its lock."""
    async with database.reading() as unit:
        found = {
            table.name: [tuple(row) for row in await unit.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }
    found["marks"] = [row for row in found["marks"] if row[1] != MARK]
    return found


async def restore(database: Database, file: Path, bot: int | None = None) -> backup.Done:
    return await backup.restore(database, file, lambda: None, bot=bot, now=NOW)


async def refusal(database: Database, file: Path) -> str:
    with pytest.raises(Refused) as caught:
        await restore(database, file)
    return caught.value.key


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
    few, many = [await _memory(sqlite_model, tmp_path, rows) for rows in (10, 60_000)]
    for before, after in zip(few, many, strict=True):
        assert after - before < 15_000_000


async def _memory(model: Path, folder: Path, rows: int) -> list[int]:
    """The most bytes in use while so many rows are backed up, and while they are restored."""
    one, other, file = (folder / f"{name}{rows}" for name in ("one", "other", "file"))
    shutil.copy(model, one)
    with sqlite3.connect(one) as connection:
        connection.executemany(
            "INSERT INTO marks VALUES (1, ?, ?)", ((str(n), f"{n} {ODD}" * 3) for n in range(rows))
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


def rewritten(file: Path, change: Any) -> Path:
    """The same backup, with its manifest changed."""
    made = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            told = old.read(name)
            if name == archive.MANIFEST:
                manifest = json.loads(told)
                change(manifest)
                told = json.dumps(manifest).encode()
            new.writestr(name, told)
    return made


async def test_what_cannot_be_restored_changes_nothing(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    await put_something_everywhere(database)
    file = tmp_path / "b.zip"
    await backup.take(database, file, SECRET, now=NOW)
    before = await everything(database)
    assert await refusal(database, file) == "restore-not-empty"
    assert await everything(database) == before

    assert await refusal(empty, tmp_path / "nowhere.zip") == "restore-not-a-backup"
    assert await refusal(empty, tmp_path) == "restore-not-a-backup"
    (tmp_path / "text").write_text("xiaolaba")
    assert await refusal(empty, tmp_path / "text") == "restore-not-a-backup"
    (tmp_path / "half").write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert await refusal(empty, tmp_path / "half") == "restore-not-a-backup"
    assert await refusal(empty, rewritten(file, lambda told: told.update(format=2))) == "restore-not-a-backup"
    assert await refusal(empty, rewritten(file, lambda told: told.update(schema="9999"))) == "restore-newer"
    assert await refusal(empty, rewritten(file, lambda told: told.update(schema="0000"))) == "restore-older"
    other = rewritten(file, lambda told: told["tables"]["groups"]["columns"].append("colour"))
    assert await refusal(empty, other) == "restore-older"
    assert await found_version(empty) is None

    for broken in (_miscounted(file), _scratched(file)):
        with pytest.raises(BadArchive):
            await restore(empty, broken)
        assert not any((await everything(empty)).values())

    def no_place() -> None:
        raise Refused("restore-other-key")

    with pytest.raises(Refused):
        await backup.restore(empty, file, no_place, bot=None, now=NOW)
    assert not any((await everything(empty)).values()), "the key comes with the data or not at all"
    await restore(empty, file)
    assert await everything(empty) == before


def _miscounted(file: Path) -> Path:
    return rewritten(file, lambda told: told["tables"]["receipts"].update(rows=4)).rename(file.with_name("m"))


def _scratched(file: Path) -> Path:
    """One byte of the last table's rows is another."""
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as zipped:
        entry = max(
            (one for one in zipped.infolist() if one.file_size > 0 and one.filename != archive.MANIFEST),
            key=lambda one: one.header_offset,
        )
    content[entry.header_offset + 60 + len(entry.filename)] ^= 0xFF
    made = file.with_name("scratched")
    made.write_bytes(content)
    return made


async def test_a_backup_that_fails_leaves_what_was_there(database: Database, tmp_path: Path) -> None:
    await put_something_everywhere(database)
    precious = tmp_path / "xiaolaba.txt"
    precious.write_text("not a backup")
    with pytest.raises(Refused, match="backup-not-ours"):
        await backup.take(database, precious, SECRET, now=NOW)
    assert precious.read_text() == "not a backup"
    with pytest.raises(Refused, match="backup-no-folder"):
        await backup.take(database, tmp_path / "no" / "b.zip", SECRET, now=NOW)

    file = tmp_path / "b.zip"
    await backup.take(database, file, SECRET, now=NOW)
    taking = asyncio.ensure_future(backup.take(database, file, SECRET, now=NOW + timedelta(days=1)))
    await asyncio.sleep(0.01)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    assert backup.check(file).taken_at == NOW
    await backup.take(database, file, SECRET, now=NOW + timedelta(days=2))
    assert backup.check(file).taken_at == NOW + timedelta(days=2)
    assert [name for name in os.listdir(tmp_path) if "b.zip" in name] == ["b.zip"]


async def test_there_must_be_something_to_back_up(empty: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="backup-no-database"):
        await backup.take(empty, tmp_path / "b.zip", SECRET, now=NOW)
    assert not (tmp_path / "b.zip").exists()


async def test_a_lock_is_opened_once_by_its_own_button(database: Database) -> None:
    desk = make_desk(database, BOT)
    assert not await lock.is_locked(desk)
    async with database.unit() as unit:
        await lock.close(unit, {BOT}, taken_at=NOW, now=NOW)
        old = Lock(taken_at=NOW, restored_at=NOW - timedelta(days=1), last_push=0)
    assert (await status(database, BOT, now=NOW))["locked"]
    assert (await status(database, None, now=NOW))["locked"]
    assert not (await status(database, BOT + 1, now=NOW))["locked"]
    found = await lock.look(desk, now=NOW)
    assert found is not None
    wanted = [NewButton("lock_go_on", {"lock": str(one)}) for one in (old, found.lock, found.lock)]
    owner = await standing(desk, 1001)
    assert owner is not None
    foreign, first, second = [
        await pressed(desk, 1001, key, now=NOW) for key in await lay_out(desk, 1001, wanted, now=NOW)
    ]
    with pytest.raises(UsedButton):
        await lock.open_again(desk, owner, foreign, goes_on=True, now=NOW)
    assert await lock.is_locked(desk)
    assert await lock.open_again(desk, owner, first, goes_on=True, now=NOW) == 0
    assert not await lock.is_locked(desk)
    for again in (first, second):
        with pytest.raises(UsedButton):
            await lock.open_again(desk, owner, again, goes_on=False, now=NOW)
    assert not (await status(database, None, now=NOW))["locked"]


@pytest.mark.parametrize(
    ("good", "tried", "now", "zone", "expected"),
    [
        ("2026-11-23T03:40", None, "2026-11-24T03:39", SHANGHAI, False),
        ("2026-11-23T03:40", None, "2026-11-24T03:40", SHANGHAI, True),
        ("2026-11-24T03:40", None, "2026-11-24T03:41", SHANGHAI, False),
        ("2026-11-23T03:40", "2026-11-24T03:40", "2026-11-24T04:39", SHANGHAI, False),
        ("2026-11-23T03:40", "2026-11-24T03:40", "2026-11-24T04:40", SHANGHAI, True),
        ("2026-11-20T12:00", None, "2026-11-24T12:00", SHANGHAI, True),  # we were away that night
        ("2030-01-01T00:00", None, "2026-11-24T12:00", SHANGHAI, True),  # a clock was wrong, and is not now
        ("2030-01-01T00:00", "2030-01-01T00:00", "2026-11-24T12:00", SHANGHAI, True),
        ("2026-10-24T03:40", None, "2026-10-25T03:40", LONDON, True),  # the night that has an hour more
        ("2027-03-27T03:40", None, "2027-03-28T03:40", LONDON, True),
    ],
)
def test_a_backup_is_due_once_a_night(
    good: str, tried: str | None, now: str, zone: ZoneInfo, expected: bool
) -> None:
    local = [datetime.fromisoformat(one).replace(tzinfo=zone) if one else None for one in (good, tried, now)]
    assert local[0] is not None
    assert local[2] is not None
    assert is_due(local[0], local[1], zone, local[2]) is expected


async def test_the_newest_seven_nights_are_kept_and_a_failure_is_an_alarm(
    database: Database, tmp_path: Path
) -> None:
    desk = make_desk(database, BOT)
    night = datetime(2026, 11, 24, 3, 40, tzinfo=SHANGHAI)
    assert await nightly.run(desk, tmp_path, now=night) is None, "a new database has nothing to keep yet"
    files = []
    for n in range(1, 10):
        at = night + timedelta(days=n)
        file = await nightly.run(desk, tmp_path, now=at)
        assert file is not None
        files.append(file)
        assert await nightly.run(desk, tmp_path, now=at + timedelta(minutes=1)) is None
    assert files[0].name == "xiaolaba-20261125-0340.zip"
    assert sorted((tmp_path / "backups").iterdir()) == files[-7:]
    assert {backup.check(one).privacy_key for one in files[-7:]} == {desk.secret.decode()}

    (tmp_path / "backups").rename(tmp_path / "kept")
    (tmp_path / "backups").write_text("in the way")
    at += timedelta(days=1)
    with pytest.raises(OSError, match="backups"):
        await nightly.run(desk, tmp_path, now=at)
    assert await standing_alarms(database) == {"backup": True}
    (tmp_path / "backups").unlink()
    assert await nightly.run(desk, tmp_path, now=at + timedelta(minutes=59)) is None
    assert await nightly.run(desk, tmp_path, now=at + timedelta(hours=1)) is not None
    assert await standing_alarms(database) == {"backup": False}
    async with database.reading() as unit:
        assert await updates.mark(unit, BOT, "backup_good") == (at + timedelta(hours=1)).isoformat()


async def standing_alarms(database: Database) -> dict[str, bool]:
    """Every alarm that is remembered, and whether it lasts."""
    alarms = metadata.tables["alarms"]
    async with database.reading() as unit:
        return {row.key: row.over_at is None for row in await unit.execute(select(alarms))}
