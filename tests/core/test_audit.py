"""The audit chain: whoever changes, drops, adds or reorders a row is found out."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import text

from core import audit
from core.audit import START, verify
from core.desk import Desk
from storage.database import Database
from tests.storage.files import BOT, NOW, fresh


@dataclasses.dataclass
class Bot:
    """All that the audit asks of a desk."""

    bot: int = BOT


async def write(database: Database, number: int, key: str | None = None, bot: int = BOT) -> None:
    async with database.unit() as unit:
        await audit.note(
            unit,
            cast(Desk, Bot(bot)),
            user=1000 + number,
            action="push",
            subject=f"第{number}条 {'长' * 300 if number == 2 else ''}",
            now=NOW + timedelta(minutes=number, microseconds=number * 7),
            key=key,
            content_hash="f" * 64 if number % 2 else None,
        )


async def five_rows(database: Database) -> None:
    for number in range(1, 6):
        await write(database, number)


async def test_a_sound_chain_holds_and_its_head_moves(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        empty = await verify(database, BOT)
        assert (empty.rows, empty.broken, empty.head) == (0, None, START)
        await five_rows(database)
        whole = await verify(database, BOT)
        assert (whole.rows, whole.broken) == (5, None)
        await write(database, 6, key="once")
        await write(database, 6, key="once")
        longer = await verify(database, BOT)
        assert (longer.rows, longer.broken) == (6, None)
        assert longer.head != whole.head
        await write(database, 1, bot=BOT + 1)
        assert (await verify(database, BOT)) == longer, "another bot's chain is its own"


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit SET subject = '别的' WHERE id = 3", 3),
        ('UPDATE audit SET "user" = 7 WHERE id = 1', 1),
        ("UPDATE audit SET action = 'nothing' WHERE id = 5", 5),
        ("UPDATE audit SET at = '2026-11-24 00:00:00.000000' WHERE id = 2", 2),
        ("UPDATE audit SET content_hash = NULL WHERE id = 3", 3),
        ("UPDATE audit SET hash = 'x' WHERE id = 4", 4),
        ("UPDATE audit SET previous = 'x' WHERE id = 4", 4),
        ("DELETE FROM audit WHERE id = 3", 4),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("UPDATE audit SET id = 9 WHERE id = 2", 3),
    ],
)
async def test_tampering_is_found_at_the_first_row_that_does_not_fit(
    tmp_path: Path, tampering: str, broken: int
) -> None:
    async with fresh(tmp_path) as database:
        await five_rows(database)
        async with database.unit() as unit:
            await unit.execute(text(tampering))
        assert (await verify(database, BOT)).broken == broken
