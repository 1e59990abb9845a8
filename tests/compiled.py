"""Statements compiled once for all tests: each opens a database of its own, and would compile them anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import URL, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from tests.lasting import LASTING


@contextmanager
def compiled_once() -> Iterator[None]:
    """While it lasts, whatever opens a database takes the statements that another one compiled."""
    # What is compiled belongs to a dialect: that of the first that was connected serves all of its kind.
    dialects: dict[str, Any] = {}
    compiled: dict[str, dict[Any, Any]] = {}

    def opened(url: Any, **how: Any) -> AsyncEngine:
        name = make_url(url).get_backend_name()
        if name == "postgresql":
            how["async_creator"] = LASTING.creator(_words(make_url(url)) | how.pop("connect_args"))
        known = name in dialects
        # What a dialect asks of its first connection is known, too.
        engine = create_async_engine(url, _initialize=not known, **how)
        if known:
            engine.sync_engine.dialect = dialects[name]
            return engine.execution_options(compiled_cache=compiled.setdefault(name, {}))

        @event.listens_for(engine.sync_engine, "connect", once=True)
        def connected(*_: Any) -> None:
            dialects.setdefault(name, engine.sync_engine.dialect)

        return engine

    with patch("storage.database.create_async_engine", opened):
        yield


def _words(url: URL) -> dict[str, Any]:
    """What psycopg is told of that address."""
    return dict(url.get_dialect(_is_async=True)().create_connect_args(url)[1])
