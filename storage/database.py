"""Opens the database and hands out transactions: the only place that knows which engine it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.tables import metadata

Unit = AsyncConnection
BUSY_SECONDS = 10


# What the engine raises when it can't be reached, is locked, full or broken.
DatabaseTrouble = (SQLAlchemyError, OSError)


class Database:
    """An engine with transactions. `unit()` writes, one at a time on SQLite; `reading()` sees one moment."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._lite = engine.dialect.name == "sqlite"
        # One writer: waiting here is fair and cheap, waiting inside SQLite is neither.
        self._writer = asyncio.Lock() if self._lite else None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """A transaction for writing: committed at the end, rolled back on any error."""
        queue: AbstractAsyncContextManager[Any] = self._writer or nullcontext()
        async with queue, self.engine.connect() as plain:
            connection = await plain.execution_options(writes=True)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """A transaction that only reads and never waits for the writer."""
        async with self.engine.connect() as connection, connection.begin():
            yield connection

    async def close(self) -> None:
        await self.engine.dispose()


def open_database(url: str) -> Database:
    """A Database for `url`; makes the folder of an SQLite file. Nothing is read yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return Database(create_async_engine(parsed, pool_pre_ping=True))
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(parsed, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return Database(engine)


def insert_once(unit: Unit, table: Any) -> Any:
    """An INSERT that takes ON CONFLICT, in the dialect of this unit."""
    return (sqlite if unit.dialect.name == "sqlite" else postgresql).insert(table)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-8000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # sqlite3's own transactions start too late: two writers would both read first, then one would fail.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


__all__ = ["Database", "DatabaseTrouble", "Unit", "insert_once", "metadata", "open_database"]
