"""As in tests/storage: every test that opens a database runs on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database import Database, open_database
from tests.storage.conftest import engine as engine
from tests.storage.conftest import pytest_generate_tests as pytest_generate_tests


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    """Another database, without even a schema; once for each engine."""
    opened = open_database(empty_url)
    yield opened
    await opened.close()
