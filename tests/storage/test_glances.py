"""Whoever looked at tables learns whether they were written since: no more, and never less."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import insert, select, text

from storage import updates
from storage.database import Database, held, insert_once
from storage.tables import groups as group_table
from storage.tables import marks, officers
from tests.storage.files import add_group

BOT = 7


async def mark(database: Database, *, fails: bool = False) -> None:
    async with database.unit() as unit:
        await updates.set_mark(unit, BOT, "one", "said")
        if fails:
            raise ZeroDivisionError


async def test_what_was_read_is_old_once_it_was_written(database: Database) -> None:
    await mark(database)
    with database.glance() as glance:
        async with database.reading() as unit:
            assert await updates.mark(unit, BOT, "one") == "said"
    assert not glance.is_old
    await add_group(database, -5)
    assert not glance.is_old, "another table"
    await mark(database)
    assert glance.is_old


async def test_it_is_old_from_the_commit_on(database: Database) -> None:
    with database.glance() as glance:
        async with database.reading() as unit:
            await unit.execute(select(marks))
    async with database.unit() as unit:
        await updates.set_mark(unit, BOT, "one", "said")
        assert not glance.is_old, "nobody else sees it yet"
    assert glance.is_old


async def test_what_was_rolled_back_is_no_news(database: Database) -> None:
    with database.glance() as glance:
        async with database.reading() as unit:
            await unit.execute(select(marks))
    with pytest.raises(ZeroDivisionError):
        await mark(database, fails=True)
    await add_group(database, -5)
    assert not glance.is_old


async def test_what_was_written_while_it_looked_counts(database: Database) -> None:
    with database.glance() as glance:
        await mark(database)
        async with database.reading() as unit:
            await unit.execute(select(marks))
    assert glance.is_old, "it may have read before or after"


async def test_tasks_that_it_starts_look_for_it_and_others_do_not(database: Database) -> None:
    async def look(table: object) -> None:
        async with database.reading() as unit:
            await unit.execute(select(table))  # type: ignore[call-overload]  # any table

    with database.glance() as glance:
        mine = asyncio.ensure_future(look(marks))
    await asyncio.gather(mine, look(officers))
    assert glance.tables == {"marks"}


async def test_joined_counted_and_held_rows_are_read(database: Database) -> None:
    async with database.unit() as unit:
        with database.glance() as glance:
            joined = select(marks.c.name).join(group_table, group_table.c.bot == marks.c.bot)
            inner = select(officers.c.user).where(officers.c.bot == marks.c.bot).exists()
            await unit.execute(held(unit, joined.where(inner), marks))
    assert glance.tables == {"marks", "groups", "officers"}
    assert not glance.is_old, "to hold a row is not to write it"


async def test_every_way_of_writing_is_noticed(database: Database) -> None:
    row = {"bot": BOT, "name": "one", "value": "said"}
    copied = select(marks.c.bot, text("'two'"), marks.c.value)
    named = select(marks.c.name).cte("named")
    for statement in (
        lambda unit: insert(marks).values(row),
        lambda unit: insert_once(unit, marks).values(row).on_conflict_do_nothing(),
        lambda unit: insert(marks).from_select(["bot", "name", "value"], copied),
        lambda unit: marks.update().values(value="x"),
        lambda unit: marks.update().where(marks.c.name.in_(select(named))).values(value="y"),
        lambda unit: text("UPDATE marks SET value = 'z'"),
        lambda unit: marks.delete().where(marks.c.name == "two"),
    ):
        with database.glance() as glance:
            async with database.reading() as unit:
                await unit.execute(select(marks))
        async with database.unit() as unit:
            await unit.execute(statement(unit))
        assert glance.is_old, str(statement(unit))


async def test_what_is_shared_counts_as_written(database: Database) -> None:
    with database.glance() as glance:
        async with database.reading() as unit:
            await unit.execute(select(marks))
    await database.shared(lambda unit: updates.set_mark(unit, BOT, "one", "said"))
    assert glance.is_old
