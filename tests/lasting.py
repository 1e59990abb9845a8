"""Connections to PostgreSQL that outlast a test: a new one has to read all of the catalogue again.

A test that opens its database is given an idle connection of an earlier one; when it closes the database,
the connection is put aside for the next.
"""

from __future__ import annotations

import asyncio
import select
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus

Connection = AsyncConnection[Any]
# By this name the server knows whom it may leave where they are when a test gives its database back.
NAME = "lasting"


class Lasting:
    """All of them, by database. psycopg takes it for a pool: what is closed comes back to it."""

    close_returns = True

    def __init__(self) -> None:
        self._idle: defaultdict[str, list[Connection]] = defaultdict(list)

    def creator(self, how: dict[str, Any]) -> Callable[[], Awaitable[Connection]]:
        """Connects, in psycopg's words `how`, unless one is idle."""

        async def connect() -> Connection:
            idle = self._idle[how["dbname"]]
            while idle:
                if _lives(kept := idle.pop()):
                    return kept
            made = await AsyncConnection.connect(**{**how, "application_name": NAME})
            made._pool = self  # with all that psycopg asks of one
            return made

        return connect

    async def putconn(self, connection: Connection) -> None:
        """psycopg calls it where a connection would be closed."""
        if connection.info.transaction_status is not TransactionStatus.IDLE:
            connection.pgconn.finish()
            return
        await connection.set_autocommit(False)
        await connection.set_isolation_level(None)
        await connection.set_read_only(None)
        connection.lock = asyncio.Lock()  # the next test has a loop of its own
        self._idle[connection.info.dbname].append(connection)

    def end(self, database: str) -> None:
        """Nobody will ask for that database any more."""
        for connection in self._idle.pop(database, []):
            connection.pgconn.finish()


def _lives(connection: Connection) -> bool:
    """Whether the server has not ended it meanwhile."""
    if connection.closed:
        return False
    ended, _, _ = select.select([connection.fileno()], [], [], 0)
    return not ended


LASTING = Lasting()
