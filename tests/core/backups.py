"""What the tests of backups share: odd rows in every table, and what came back of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Table, insert, select

from core import backup
from core.backup import Refused
from core.lock import MARK
from storage.database import Database
from storage.tables import metadata

NOW = datetime(2026, 11, 24, 3, 40, tzinfo=UTC)
SECRET = b"0123456789abcdef"
BOT = 77
ODD = "幸福村 <b>“群”</b>\n\t👨‍👩‍👧 \\ \u2028"


async def put_something_everywhere(database: Database, rows: int = 3) -> None:
    """Rows with odd values and gaps in every table; children point to the parents of the same number."""
    async with database.unit() as unit:
        for table in metadata.sorted_tables:
            made = [{one.name: value(table, one, n) for one in table.columns} for n in range(1, rows + 1)]
            await unit.execute(insert(table), made)


def value(table: Table, column: Any, n: int) -> Any:
    if column.foreign_keys or column.name == "id":
        return n * 5
    if column.nullable and n == 2:
        return None
    if column.name == "bot":
        return BOT + n % 2
    kind = getattr(column.type, "impl_instance", column.type).python_type
    samples: dict[type, Any] = {
        int: -(10**12) - n if isinstance(column.type, BigInteger) else n,
        bytes: bytes((n % 256, 0, 255)),
        str: f"{n}{ODD}"[: column.type.length] if kind is str else None,
        bool: n % 2 == 0,
        datetime: NOW + timedelta(microseconds=n),
        date: date(2026, 2, 27 + n % 2),
        time: time(23, 59, 58, n),
        object: {"为": [n, None, 1.5, ODD]},
    }
    return samples[kind]


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row but those by which a restored database differs: its lock."""
    async with database.reading() as unit:
        found = {
            table.name: [tuple(row) for row in await unit.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }
    found["marks"] = [row for row in found["marks"] if row[1] != MARK]
    return found


async def restore(database: Database, file: Path, bot: int | None = None) -> backup.Done:
    return await backup.restore(database, file, lambda: None, bot=bot, now=NOW)


async def refusal(database: Database, file: Path) -> str:
    with pytest.raises(Refused) as caught:
        await restore(database, file)
    return caught.value.key
