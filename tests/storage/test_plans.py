"""What is asked each second, each minute or at each tap never walks through all deliveries."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from core import (
    alert_cards,
    closings,
    deliveries,
    errands,
    groups,
    leaving,
    notices,
    orders,
    own_approval,
    posters,
    progress,
    receipts,
    report_orders,
    updates,
)
from core.desk import Desk
from core.ports import NotSent, Sent
from scheduler.sweep import sweep
from storage.database import Database, open_database, take_stock
from tests.core.desks import desk
from tests.storage.files import NOW, add_group, add_push
from tests.storage.files import fresh as opened  # SQLite alone says its way in words

GROUPS, PUSHES = 200, 100
# Steps of SQLite's machine: a walk through all those deliveries takes five at least for each.
FEW = GROUPS * PUSHES
Asked = list[tuple[str, Any]]


@contextmanager
def listening(database: Database) -> Iterator[Asked]:
    """Every statement that is sent to the database meanwhile, with its values."""
    found: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        found.append((statement, values[0] if many else values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


def grow(file: Path) -> None:
    """As after two years: many more groups, pushes and deliveries like those that are there, all sent."""
    with closing(sqlite3.connect(file)) as book, book:
        book.row_factory = sqlite3.Row
        for number in range(2, GROUPS + 1):
            _copy(book, "groups", id=1_000 + number, chat=-number)
        for number in range(2, PUSHES + 1):
            _copy(book, "pushes", id=1_000 + number, key=f"old{number}", code=f"old{number}")
        for push in range(2, PUSHES + 1):
            rows = [
                {"id": None, "push_id": 1_000 + push, "group_id": 1_000 + group, "key": f"{push}-{group}"}
                for group in range(2, GROUPS + 1)
            ]
            _copy_all(book, "deliveries", [{**row, "state": "sent", "message": 5} for row in rows])


def _copy(book: sqlite3.Connection, table: str, **changed: Any) -> None:
    _copy_all(book, table, [changed])


def _copy_all(book: sqlite3.Connection, table: str, changes: list[dict[str, Any]]) -> None:
    row = dict(book.execute(f"SELECT * FROM {table} ORDER BY id LIMIT 1").fetchone())
    words = f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"
    book.executemany(words, [tuple((row | one).values()) for one in changes])


def steps(file: Path, statement: str, values: Any) -> int:
    """How much work SQLite has with it; whatever it changes is undone."""
    hundreds = 0

    def count() -> None:
        nonlocal hundreds
        hundreds += 1

    with closing(sqlite3.connect(file, isolation_level=None)) as book:
        book.execute("BEGIN")
        book.set_progress_handler(count, 100)
        with suppress(sqlite3.IntegrityError):  # what it inserted the first time is there
            book.execute(statement, values).fetchall()
        book.set_progress_handler(None, 0)
        book.execute("ROLLBACK")
    return hundreds * 100


@asynccontextmanager
async def _open(file: Path) -> AsyncIterator[Database]:
    database = open_database(f"sqlite+aiosqlite:///{file}")
    yield database
    await database.close()


def laborious(file: Path, asked: Asked) -> list[str]:
    """The statements whose work grows with all that was ever sent."""
    words = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")
    wanted = dict.fromkeys((one, tuple(some)) for one, some in asked if one.lstrip().startswith(words))
    work = {one: steps(file, *one) for one in wanted}
    return [f"{took} steps: {statement}" for (statement, _), took in work.items() if took >= FEW]


async def each_second(town: Desk) -> None:
    await progress.standings(town)
    await alert_cards.due(town)
    await errands.due(town, now=NOW, limit=20)
    await posters.undrawn(town, now=NOW)
    await own_approval.cards(town)


async def each_minute(town: Desk) -> None:
    await sweep(town, NOW + timedelta(days=1))
    await receipts.stale_numbers(town, now=NOW, limit=20)
    await groups.to_count(town, now=NOW, limit=20)
    await deliveries.try_again(town, now=NOW)
    await notices.untold(town, now=NOW)
    await alert_cards.reminders(town, now=NOW)
    await report_orders.due(town, now=NOW)
    await closings.close_due(town, now=NOW)
    await closings.give_up_stuck(town, now=NOW)
    await orders.fill(town, now=NOW)
    await updates.tidy(town, now=NOW)


async def each_message(town: Desk) -> None:
    """Queued, claimed and ended; late ones expire, a crash's are looked for, a reader taps."""
    for outcome in (NotSent(1), Sent(5)):
        [job] = await leaving.next_jobs(town, now=NOW + timedelta(seconds=2), limit=30)
        load = await leaving.claim(town, job, now=NOW + timedelta(seconds=2))
        assert load is not None
        await leaving.record(town, load, outcome, now=NOW)
    await receipts.take(town, "push-1", 9, -1, 5, now=NOW)
    await leaving.next_jobs(town, now=NOW + timedelta(days=800), limit=30)
    await leaving.recover(town, now=NOW)


@pytest.mark.parametrize("counted", [False, True], ids=["", "counted"])
@pytest.mark.parametrize("work", [each_second, each_minute, each_message])
async def test_its_work_does_not_grow_with_all_that_was_ever_sent(
    work: Any, counted: bool, tmp_path: Path
) -> None:
    """Neither while SQLite knows nothing of its tables nor when it has counted them."""
    file = tmp_path / "xiaolaba.db"
    async with opened(tmp_path) as database:
        town = desk(database, quiet=None)
        group = await add_group(database, -1)
        await add_push(database, [group], "push")
        with listening(database) as asked:
            await work(town)
    assert len(asked) >= 5
    grow(file)
    if counted:
        async with _open(file) as database, database.unit() as unit:
            await take_stock(unit)
        with closing(sqlite3.connect(file)) as book:
            assert book.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'deliveries'").fetchone()[0]
    assert laborious(file, asked) == []


async def test_a_claim_asks_for_its_own_group_and_push_alone(tmp_path: Path) -> None:
    """It runs for each copy that leaves: a list of all active groups took longer than all the rest of it."""
    file = tmp_path / "xiaolaba.db"
    async with opened(tmp_path) as database:
        town = desk(database, quiet=None)
        await add_push(database, [await add_group(database, -1)], "push")
        [job] = await leaving.next_jobs(town, now=NOW, limit=30)
        with listening(database) as asked:
            assert await leaving.claim(town, job, now=NOW) is not None
    grow(file)
    with closing(sqlite3.connect(file)) as book, book:
        book.execute("UPDATE deliveries SET state = 'pending' WHERE id = ?", (job.delivery,))
    [claim] = [one for one in asked if one[0].startswith("UPDATE deliveries")]
    to_begin_with = steps(file, "SELECT 1 FROM deliveries WHERE id = ?", (job.delivery,))
    assert steps(file, *claim) - to_begin_with < GROUPS


async def test_a_walk_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "xiaolaba.db"
    async with opened(tmp_path) as database:
        await add_push(database, [await add_group(database, -1)], "push")
    grow(file)
    walks: Asked = [
        ("SELECT count(*) FROM deliveries WHERE reason = ?", ("x",)),
        ("SELECT id FROM deliveries WHERE state = ? AND receipts > ?", ("sent", 5)),
        ("UPDATE deliveries SET reason = NULL WHERE members > ?", (5,)),
    ]
    assert len(laborious(file, walks)) == 3
    assert laborious(file, [("SELECT * FROM deliveries WHERE push_id = ? LIMIT 5", (1_002,))]) == []
