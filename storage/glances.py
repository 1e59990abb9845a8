"""What was read and what was written since, by table: whoever sees to rows looks again where it may help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import metadata

_WORDS = re.compile(r"\w+")
_WRITE = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


class Glance:
    """The tables that one piece of work has read since it began."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._begun = journal, journal.commits
        self.tables: set[str] = set()

    @property
    def is_old(self) -> bool:
        """Whether this process wrote to one of them since: the same work may now find something else."""
        return any(self._journal.written.get(table, 0) > self._begun for table in self.tables)


_GLANCING: ContextVar[Glance | None] = ContextVar("glancing", default=None)


class Journal:
    """Counts an engine's commits, and knows for each table the last that wrote to it."""

    def __init__(self, engine: Engine) -> None:
        self.commits = 0
        self.written: dict[str, int] = {}
        self._writing: WeakKeyDictionary[Connection, set[str]] = WeakKeyDictionary()
        event.listen(engine, "before_cursor_execute", self._note)

    @contextmanager
    def glance(self) -> Iterator[Glance]:
        """Notes what is read inside, by this task and by those that it starts."""
        glance = Glance(self)
        token = _GLANCING.set(glance)
        try:
            yield glance
        finally:
            _GLANCING.reset(token)

    def begin(self, unit: AsyncConnection) -> set[str]:
        """The tables that this transaction is going to write to, for commit()."""
        written: set[str] = set()
        if unit.sync_connection is not None:
            self._writing[unit.sync_connection] = written
        return written

    def commit(self, written: set[str]) -> None:
        """Only now: what is under way nobody else sees, and what was rolled back never."""
        self.commits += 1
        self.written.update(dict.fromkeys(written, self.commits))

    def _note(self, connection: Connection, _cursor: Any, statement: str, *_how: Any) -> None:
        if not statement.startswith("SELECT") and (written := _WRITE.findall(statement)):
            self._writing.get(connection, set()).update(written)
        elif (glance := _GLANCING.get()) is not None:
            glance.tables |= _named_in(statement)


@lru_cache(maxsize=128)
def _named_in(statement: str) -> frozenset[str]:
    """Our tables whose names stand in it; a column of the same name does no harm."""
    return frozenset(metadata.tables.keys() & _WORDS.findall(statement))
