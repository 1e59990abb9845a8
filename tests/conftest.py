"""What all tests may ask for: a database of their own, on SQLite and again on PostgreSQL."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import warnings
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.schema import bring_up_to_date
from tests.compiled import compiled_once
from tests.postgres import Server, start_server
from tests.storage import files
from tests.workers import pytest_collection_modifyitems as pytest_collection_modifyitems
from tests.workers import pytest_runtest_setup as pytest_runtest_setup
from tests.workers import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler

ENGINES = ("sqlite", "postgresql")
# So many new objects at least before garbage is sought; Python begins with 700.
GARBAGE = 20000


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """A thousand modules are read without searching for garbage, nor is it sought among them later.

    Later it is sought seldom: a test makes much of it, and ends soon.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(GARBAGE)
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server. Where there can be none its tests are skipped aloud; with CI=true they fail."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(start_server())
        except Exception as error:
            if os.environ.get("CI") == "true":
                raise
            warnings.warn(f"NOTHING IS TESTED ON POSTGRESQL: {error!r}", stacklevel=1)
            pytest.skip(f"no PostgreSQL: {error!r}")
        yield server


@pytest.fixture(scope="session")
def postgres_model(postgres: Server) -> str:
    """The address of a database with our schema, for others to be copied from."""
    url = postgres.create()
    asyncio.run(_migrate(url))
    return url


@pytest.fixture(scope="session")
def sqlite_model() -> Path:
    """The file of a database with our schema, for others to be copied from."""
    return asyncio.run(files.model())


@pytest.fixture
def postgres_url(postgres: Server, postgres_model: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own, with our schema."""
    url = postgres.lend(postgres_model)
    yield url
    postgres.give_back(url, postgres_model)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of this test's own, with our schema; once for each engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    file = tmp_path / "xiaolaba.db"
    shutil.copy(request.getfixturevalue("sqlite_model"), file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own with nothing in it; once for each engine."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/data/empty.db"
        return
    server: Server = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with our schema and nothing in it, on both engines."""
    opened = open_database(database_url)
    yield opened
    await opened.close()


async def _migrate(url: str) -> None:
    database = open_database(url)
    await bring_up_to_date(database)
    await database.close()
