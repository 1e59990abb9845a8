"""SQLite is asked once for a statement: what comes along, what is fetched later, what is never left open."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.database import Database, open_database
from storage.one_trip import ALONG, OneTripConnection

COUNTED = text(
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :last) SELECT x FROM n"
)


@pytest.fixture
async def lite(tmp_path: Path) -> AsyncIterator[Database]:
    opened = open_database(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    async with opened.unit() as unit:
        await unit.execute(text("CREATE TABLE taps (person INTEGER PRIMARY KEY)"))
    yield opened
    await opened.close()


async def taps(lite: Database) -> list[int]:
    async with lite.reading() as unit:
        return list((await unit.execute(text("SELECT person FROM taps ORDER BY person"))).scalars())


@pytest.mark.parametrize("rows", [0, 1, ALONG - 1, ALONG, ALONG + 1, 3 * ALONG])
async def test_every_row_comes_once_at_once_or_bit_by_bit(lite: Database, rows: int) -> None:
    async with lite.reading() as unit:
        query = COUNTED if rows else text("SELECT :last WHERE 0")
        assert list((await unit.execute(query, {"last": rows})).scalars()) == list(range(1, rows + 1))
        streamed = await unit.stream(query, {"last": rows}, execution_options={"yield_per": 300})
        assert [x async for x in streamed.scalars()] == list(range(1, rows + 1))


async def test_what_is_not_read_to_its_end_keeps_nobody_from_writing(lite: Database) -> None:
    async with lite.reading() as unit:
        streamed = await unit.stream(COUNTED, {"last": 5 * ALONG}, execution_options={"yield_per": 10})
        assert (await streamed.fetchone()) == (1,)
        await streamed.close()
    async with lite.unit() as unit:
        await unit.execute(text("DROP TABLE taps"))


async def test_a_statement_that_fails_takes_nothing_else_along(lite: Database) -> None:
    async with lite.unit() as unit:
        await unit.execute(text("INSERT INTO taps VALUES (1)"))
        with pytest.raises(OperationalError, match="no such table"):
            await unit.execute(text("INSERT INTO nowhere VALUES (1)"))
        await unit.execute(text("INSERT INTO taps VALUES (2)"))
    assert await taps(lite) == [1, 2]


async def test_a_unit_that_raises_writes_nothing_and_leaves_the_writers_place(lite: Database) -> None:
    async def written_in_vain() -> None:
        async with lite.unit() as unit:
            await unit.execute(text("INSERT INTO taps VALUES (1)"))
            raise LookupError

    with pytest.raises(LookupError):
        await written_in_vain()
    async with asyncio.timeout(2), lite.unit() as unit:
        await unit.execute(text("INSERT INTO taps VALUES (2)"))
    assert await taps(lite) == [2]


async def test_a_reader_sees_the_moment_of_its_first_look(lite: Database) -> None:
    async with lite.reading() as before:
        query = text("SELECT count(*) FROM taps")
        assert (await before.execute(query)).scalar() == 0
        async with lite.unit() as unit:
            await unit.execute(text("INSERT INTO taps VALUES (1)"))
        assert (await before.execute(query)).scalar() == 0
    assert await taps(lite) == [1]


async def test_it_is_asked_once_for_a_statement(lite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    trips = []
    go = OneTripConnection._execute

    async def counted(self: OneTripConnection, act: object, *how: object) -> object:
        trips.append(act)
        return await go(self, act, *how)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(OneTripConnection, "_execute", counted)
    await taps(lite)
    assert len(trips) == 1
    async with lite.unit() as unit:
        await unit.execute(text("INSERT INTO taps VALUES (1)"))
    assert len(trips) == 1 + 3, "begun, written and committed"


async def test_a_process_that_ends_waits_for_no_database(tmp_path: Path) -> None:
    connection = OneTripConnection(lambda: sqlite3.connect(tmp_path / "b.db"))
    assert connection._thread.daemon
    await connection
    await connection.close()
