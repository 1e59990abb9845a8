"""An SQLite connection whose statements go to its thread and back once. Only database.py uses it.

aiosqlite goes four times for a SELECT: for a cursor, to execute, to fetch, to close; that way is most of
what a small query costs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import aiosqlite

# As many rows come along with what was executed; whoever wants more goes for them.
ALONG = 1000


class SqliteConnection(sqlite3.Connection):
    """An SQLite connection whose end is the end of its transaction, too."""

    def close(self) -> None:
        # Whoever was cancelled amid a query may hold its cursor for long, as a traceback does. For that
        # SQLite keeps a closed connection, with its transaction, and nobody else could write meanwhile.
        with suppress(sqlite3.Error):
            if self.in_transaction:
                self.rollback()
        super().close()


class OneTripCursor(aiosqlite.Cursor):
    """An aiosqlite cursor that brings the first rows along."""

    def __init__(self, connection: aiosqlite.Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._along: list[Any] = []
        self._whole = True

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> OneTripCursor:
        self._whole = False
        self._along = await self._execute(self._run, sql, parameters or ())  # type: ignore[no-untyped-call]
        self._whole = len(self._along) < ALONG
        return self

    def _run(self, sql: str, parameters: Any) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchmany(ALONG) if self._cursor.description else []

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany(1)), None)

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        if not self._along and not self._whole:
            return list(await super().fetchmany(size))
        rows, self._along = self._along[:size], self._along[size:] if size else []
        return rows

    async def fetchall(self) -> list[Any]:
        rows, self._along = self._along, []
        return rows if self._whole else [*rows, *await super().fetchall()]

    async def close(self) -> None:
        # Where all rows came along the statement is at its end and holds nothing.
        if not self._whole:
            await super().close()


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection with such cursors; it goes nowhere to roll back what was committed."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, ALONG)
        # A process that ends waits for no thread of a database.
        self._thread.daemon = True
        self._reads = False

    def cursor(self) -> OneTripCursor:  # type: ignore[override] # SQLAlchemy only enters it
        return OneTripCursor(self, self._conn.cursor())

    def begin_reading(self) -> None:
        """Begun and ended on the spot: neither touches the disk, which is what the thread is there for."""
        self._conn.execute("BEGIN")
        self._reads = True

    async def commit(self) -> None:
        if self._reads:
            self._conn.commit()
        else:
            await super().commit()
        self._reads = False

    async def rollback(self) -> None:
        """Every connection that comes back to the pool is rolled back."""
        if self.in_transaction:
            await super().rollback()
        self._reads = False
