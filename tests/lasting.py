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
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection
from psycopg.pq import TransactionStatus

Connection = AsyncConnection[Any]
# Each database keeps so many: a server has only so many places.
KEPT = 4


class Lasting:
    """All of them, by database. psycopg takes it for a pool: what is closed comes back to it."""

    close_returns = True

    def __init__(self) -> None:
        # By database and settings: nobody is given what somebody else wanted otherwise.
        self._idle: defaultdict[tuple[str, str], list[Connection]] = defaultdict(list)
        self._places: WeakKeyDictionary[Connection, tuple[str, str]] = WeakKeyDictionary()

    def creator(self, how: dict[str, Any]) -> Callable[[], Awaitable[Connection]]:
        """Connects, in psycopg's words `how`, unless one is idle."""

        place = how["dbname"], repr(sorted(how.items()))

        async def connect() -> Connection:
            idle = self._idle[place]
            while idle:
                if _lives(kept := idle.pop()):
                    return kept
            made = await AsyncConnection.connect(**how)
            made._pool = self  # with all that psycopg asks of one
            self._places[made] = place
            return made

        return connect

    async def putconn(self, connection: Connection) -> None:
        """psycopg calls it where a connection would be closed."""
        idle = self._idle[self._places[connection]]
        if connection.info.transaction_status is not TransactionStatus.IDLE or len(idle) >= KEPT:
            connection.pgconn.finish()
            return
        await connection.set_autocommit(False)
        await connection.set_isolation_level(None)
        await connection.set_read_only(None)
        connection.lock = asyncio.Lock()  # the next test has a loop of its own
        idle.append(connection)

    def idle(self, database: str) -> list[int]:
        """The server's numbers of those that wait for the next test there."""
        kept = (connections for place, connections in self._idle.items() if place[0] == database)
        return [one.info.backend_pid for connections in kept for one in connections if not one.closed]

    def end(self, database: str) -> None:
        """Nobody will ask for that database any more."""
        for place in [one for one in self._idle if one[0] == database]:
            for connection in self._idle.pop(place):
                connection.pgconn.finish()


def _lives(connection: Connection) -> bool:
    """Whether the server has not ended it meanwhile."""
    if connection.closed:
        return False
    ended = select.poll()
    ended.register(connection.fileno(), select.POLLIN)
    return not ended.poll(0)


LASTING = Lasting()
