"""Opens the database and hands out transactions: the only place that knows which engine it is."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Table, event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.glances import Glance, Journal
from storage.one_trip import OneTripConnection, SqliteConnection
from storage.sharing import Result, Sharing, Work, WriteTurn
from storage.tables import answers, deliveries, metadata, receipts

Unit = AsyncConnection
BUSY_SECONDS = 10
# SQLite counts no more rows than these of each index, and a connection learns of it when it is opened anew.
COUNTED_ROWS, RENEWED_AFTER = 1000, 3600
WORTH_COUNTING = 10_000
# Kept open on SQLite: more are closed once a crowd has used them, and opening one is slower than reading.
READERS = 6
CONNECTIONS = 10
# How many of them wait for an alert: a crowd that writes, each behind another, must not hold all.
KEPT_AHEAD = 3
# A machine that died amid a transaction must not keep its locks for long.
GIVE_UP_SECONDS = 60


# What the engine raises when it can't be reached, is locked, full or broken.
DatabaseTrouble = (SQLAlchemyError, OSError)


class CannotOpen(Exception):
    """The folder of the database cannot be made; says why."""


# What nobody can wait out: no folder, no server, no right to it, a broken file.
DatabaseUnusable = (CannotOpen, SQLAlchemyError)


class Database:
    """An engine with transactions. `unit()` writes, one at a time on SQLite; `reading()` sees one moment."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._journal = Journal(engine.sync_engine)
        lite = engine.dialect.name == "sqlite"
        # One writer: waiting here is fair and cheap, waiting inside SQLite is neither.
        self._turn = WriteTurn() if lite else None
        # PostgreSQL's writers run side by side and each statement sees what others committed before it, so
        # `held` and `one_at_a_time` work; its readers keep the moment at which they began, as SQLite's do.
        writing = {} if lite else {"isolation_level": "READ COMMITTED"}
        reading = {} if lite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._writer = engine.execution_options(writes=True, **writing)
        self._reader = engine.execution_options(**reading)
        # Most of PostgreSQL's lines; the rest is for what is ahead. SQLite opens as many as it needs.
        self._places = nullcontext() if lite else asyncio.Semaphore(CONNECTIONS - KEPT_AHEAD)
        self._shared = {
            (ahead, again): Sharing(partial(self._begin, ahead), again=again)
            for ahead in (True, False)
            for again in (True, False)
        }

    @asynccontextmanager
    async def unit(self, *, ahead: bool = False) -> AsyncIterator[Unit]:
        """A transaction for writing: committed at the end, rolled back on any error.

        `ahead`: for an alert, which waits for no crowd of others.
        """
        turn = self._turn.taken(ahead=ahead) if self._turn is not None else nullcontext()
        async with nullcontext() if ahead else self._places, turn, self._writer.begin() as connection:
            written = self._journal.begin(connection)
            yield connection
        self._journal.commit(written)

    def _begin(self, ahead: bool) -> AbstractAsyncContextManager[Unit]:
        return self.unit(ahead=ahead)

    async def shared(self, work: Work[Result], *, ahead: bool = False, again: bool = False) -> Result:
        """What the work does and returns, in a unit that it may share with others of its kind; see Sharing.

        A copy that leaves is written down twice; each time by itself, it would have to wait for a crowd.
        """
        return await self._shared[ahead, again].do(work)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """A transaction that only reads and never waits for the writer."""
        async with self._reader.begin() as connection:
            yield connection

    @asynccontextmanager
    async def counting(self) -> AsyncIterator[Unit]:
        """As reading(), with room for a report's sums: what PostgreSQL grants by itself, it sorts on disk."""
        async with self.reading() as connection:
            if connection.dialect.name == "postgresql":
                for room in ("work_mem = '64MB'", "jit = off"):
                    await connection.execute(text(f"SET LOCAL {room}"))
            yield connection

    def glance(self) -> AbstractContextManager[Glance]:
        """What is read inside is noted: the Glance says whether we wrote to one of those tables since.

        Not what other processes write: whoever must not miss that looks now and then all the same.
        """
        return self._journal.glance()

    @property
    def commits(self) -> int:
        """How many transactions for writing ended well."""
        return self._journal.commits

    async def close(self) -> None:
        await self.engine.dispose()


def open_database(url: str) -> Database:
    """A Database for `url`; makes the folder of an SQLite file. Nothing is read yet. Raises CannotOpen."""
    parsed = make_url(url)
    return Database(_sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed))


def _sqlite(url: URL) -> AsyncEngine:
    pool: dict[str, Any] = {"pool_recycle": RENEWED_AFTER}
    if url.database and url.database != ":memory:":
        pool["pool_size"] = READERS
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotOpen(str(error)) from error

    async def connected() -> OneTripConnection:
        [place], how = engine.dialect.create_connect_args(url)
        lasting: dict[str, Any] = {**how, "timeout": BUSY_SECONDS, "isolation_level": None}
        lasting["check_same_thread"] = False  # our own lines touch it only while its thread does not
        connection = OneTripConnection(lambda: sqlite3.connect(place, factory=SqliteConnection, **lasting))
        await connection
        return connection

    engine = create_async_engine(url, async_creator=connected, **pool)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: URL) -> AsyncEngine:
    timeouts = f"-c lock_timeout={BUSY_SECONDS}s -c idle_in_transaction_session_timeout={GIVE_UP_SECONDS}s"
    wanted = {
        "connect_timeout": BUSY_SECONDS,
        "tcp_user_timeout": GIVE_UP_SECONDS * 1000,
        "options": timeouts,
    }
    unsaid = {name: value for name, value in wanted.items() if name not in url.query}
    return create_async_engine(
        url, connect_args=unsaid, pool_pre_ping=True, pool_size=CONNECTIONS, max_overflow=0
    )


def insert_once(unit: Unit, table: Any) -> Any:
    """An INSERT that takes ON CONFLICT, in the dialect of this unit."""
    if unit.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert

        return insert(table)
    # Loaded only where it is used: the bot on SQLite starts without it.
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(table)


def held(unit: Unit, query: Any, *tables: Table) -> Any:
    """The query; in a unit that writes, its rows of these tables are kept from other writers until it ends.

    Whoever decides by what a row says asks this way, or two would decide by the same old row. Rows that
    point to it may still be added. SQLite's one writer needs nothing.
    """
    if not tables or not _writes(unit.sync_connection):
        return query
    return query.with_for_update(of=tables, key_share=True)


async def one_at_a_time(unit: Unit, work: str) -> None:
    """Until this unit ends nobody else is past this line with the same `work`; SQLite has one writer anyway.

    Taken before the first read that the work rests on, since what is read earlier may be old by now.
    """
    if unit.dialect.name != "sqlite":
        await unit.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:work, 0))"), {"work": work})


async def take_stock(unit: Unit) -> None:
    """Let SQLite count what never stops growing, so that it plans by that; PostgreSQL sees to it by itself.

    Not while a table is small: what is planned for ten rows is slow when there are thousands an hour later.
    """
    if unit.dialect.name != "sqlite":
        return
    for table in (deliveries, receipts, answers):
        rows = (await unit.execute(text(f"SELECT max(rowid) FROM {table.name}"))).scalar()
        if (rows or 0) >= WORTH_COUNTING:
            await unit.execute(text(f"ANALYZE {table.name}"))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-8000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(f"PRAGMA analysis_limit={COUNTED_ROWS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # sqlite3's own transactions start too late: two writers would both read first, then one would fail.
    if _writes(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        driver: Any = connection.connection.driver_connection
        driver.begin_reading()


def _writes(connection: Connection | None) -> bool:
    return connection is not None and bool(connection.get_execution_options().get("writes"))


__all__ = [
    "CannotOpen",
    "Database",
    "DatabaseTrouble",
    "DatabaseUnusable",
    "Unit",
    "held",
    "insert_once",
    "metadata",
    "one_at_a_time",
    "open_database",
    "take_stock",
]
