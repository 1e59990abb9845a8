"""Every test that opens a database by files.fresh() runs on SQLite and again on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ENGINES
from tests.postgres import Server
from tests.storage import files


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if hasattr(metafunc.module, "fresh") and "tmp_path" in metafunc.fixturenames:
        metafunc.parametrize("engine", ENGINES, indirect=True)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """On PostgreSQL a database of its own stands for each file."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield
        return
    server: Server = request.getfixturevalue("postgres")
    model: str = request.getfixturevalue("postgres_model")
    made: list[str] = []

    @cache
    def address_of(file: Path) -> str:
        made.append(server.lend(model))
        return made[-1]

    monkeypatch.setattr(files, "address_of", address_of)
    yield
    for url in made:
        server.give_back(url, model)
