"""A database is opened on either engine: migrated once, all or nothing, and read at one moment."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, make_url, text

from storage import updates
from storage.database import Database, Unit, metadata, open_database
from storage.schema import NewerSchema, bring_up_to_date, found_version, known_version
from tests.postgres import connect

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OLD = "0009"
START = """
import asyncio, sys
from storage.database import open_database
from storage.schema import bring_up_to_date
def start():
    asyncio.run(bring_up_to_date(open_database(sys.argv[1])))
"""
ALONE = "start()"
# What they import they have from one that has it: so they really start together.
TOGETHER = """
from multiprocessing import get_context
import alembic.command, sqlalchemy.dialects.postgresql.psycopg
starting = [get_context("fork").Process(target=start) for _ in range(3)]
for one in starting:
    one.start()
for one in starting:
    one.join()
print([one.exitcode for one in starting])
"""
DIE_MIDWAY = """
import os, signal
from alembic import op
create, made = op.create_table, []
def dying(name, *rest, **options):
    made.append(name)
    if len(made) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return create(name, *rest, **options)
op.create_table = dying
"""


def start(url: str, how: str) -> subprocess.Popen[bytes]:
    """Another process that opens the database as the bot does."""
    return subprocess.Popen(
        [sys.executable, "-c", START + how, url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


async def columns(database: Database) -> dict[str, list[str]]:
    """Of each table."""

    def look(connection: Connection) -> dict[str, list[str]]:
        found = inspect(connection).get_multi_columns().items()
        return {table: [one["name"] for one in them] for (_, table), them in found}

    async with database.reading() as unit:
        return await unit.run_sync(look)


async def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    printed, _ = await asyncio.to_thread(start(empty_url, TOGETHER).communicate)
    assert printed.endswith(b"[0, 0, 0]\n"), printed.decode()
    database = open_database(empty_url)
    assert await found_version(database) == known_version()
    await database.close()


def bring_to(connection: Connection, version: str) -> None:
    """An older version of the program made this database."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "storage" / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


async def test_a_migration_killed_midway_leaves_the_old_schema_and_its_rows(empty_url: str) -> None:
    """It dies when columns were added, rows changed and tables made, in several steps of one transaction."""
    database = open_database(empty_url)
    async with database.unit() as unit:
        await unit.run_sync(bring_to, OLD)
        await updates.set_mark(unit, 77, "zone", "kept")
    before = await columns(database)
    killed = start(empty_url, DIE_MIDWAY + ALONE)
    printed, _ = await asyncio.to_thread(killed.communicate)
    assert killed.returncode == -signal.SIGKILL, printed
    assert (await found_version(database), await columns(database)) == (OLD, before)
    await bring_up_to_date(database)
    assert set(metadata.tables) < set(await columns(database))
    async with database.reading() as unit:
        assert await updates.mark(unit, 77, "zone") == "kept"
    await database.close()


async def test_a_newer_schema_is_left_alone(database: Database) -> None:
    async with database.unit() as unit:
        await unit.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerSchema):
        await bring_up_to_date(database)
    assert await found_version(database) == "9999"


async def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    async with database.reading() as unit:
        differences = await unit.run_sync(
            lambda connection: compare_metadata(MigrationContext.configure(connection), metadata)
        )
    assert differences == []


async def test_whoever_reads_sees_one_moment(database: Database) -> None:
    async def write(value: str) -> None:
        async with database.unit() as unit:
            await updates.set_mark(unit, 77, "zone", value)

    async def read(unit: Unit) -> str | None:
        return await updates.mark(unit, 77, "zone")

    await write("before")
    async with database.reading() as unit:
        assert await read(unit) == "before"
        await write("after")
        assert await read(unit) == "before"
    async with database.reading() as unit:
        assert await read(unit) == "after"


async def test_what_fails_is_undone(database: Database) -> None:
    async def fail() -> None:
        async with database.unit() as unit:
            await updates.set_mark(unit, 77, "zone", "lost")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as unit:
        assert await updates.mark(unit, 77, "zone") is None


async def test_a_postgresql_that_was_restarted_is_found_again(postgres_url: str) -> None:
    database = open_database(postgres_url)
    async with database.unit() as unit:
        await updates.mark_handled(unit, 77, [1], now=NOW)
    with connect(postgres_url) as other:
        mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        other.execute(f"{mine} AND pid <> pg_backend_pid()")
    async with database.reading() as unit:
        assert await updates.handled(unit, 77, [1, 2]) == {1}
    await database.close()


async def test_times_are_utc_whatever_zone_the_server_has(postgres_url: str) -> None:
    shanghai = make_url(postgres_url).update_query_dict({"options": "-c timezone=Asia/Shanghai"})
    database = open_database(shanghai.render_as_string(hide_password=False))
    async with database.unit() as unit:
        assert (await unit.execute(text("SHOW timezone"))).scalar() == "Asia/Shanghai"
        await updates.mark_handled(unit, 77, [1], now=NOW)
        await updates.drop_old(unit, before=NOW)
        assert await updates.handled(unit, 77, [1]) == {1}
    await database.close()


def test_sqlite_loads_nothing_of_postgresql(tmp_path: Path) -> None:
    code = f"""
import asyncio, sys
from storage.database import open_database
from storage.updates import set_mark
async def main():
    database = open_database("sqlite+aiosqlite:///{tmp_path}/x.db")
    async with database.unit() as unit:
        await unit.exec_driver_sql("CREATE TABLE marks (bot, name, value, PRIMARY KEY (bot, name))")
        await set_mark(unit, 1, "zone", "x")
    await database.close()
asyncio.run(main())
print([name for name in sys.modules if "psycopg" in name or "postgresql" in name])
"""
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert printed.stdout.strip() == "[]"
