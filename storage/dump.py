"""Every table as plain JSON values and back, the same from and into any engine."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Table, TypeDecorator, func, select, union
from sqlalchemy.types import TypeEngine

from storage.archive import BATCH, Rows
from storage.database import Unit
from storage.tables import metadata

Codec = Callable[[Any], Any]

_OUT: dict[type, Codec] = {
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    bytes: lambda value: base64.b64encode(value).decode(),
}
_IN: dict[type, Codec] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    bytes: base64.b64decode,
}


def tables() -> list[str]:
    """Every table's name, parents before their children."""
    return [table.name for table in metadata.sorted_tables]


def columns(table: str) -> list[str]:
    return [column.name for column in metadata.tables[table].columns]


async def read(unit: Unit, name: str) -> AsyncIterator[Rows]:
    """A table's rows as JSON values, some at a time, by primary key."""
    table = metadata.tables[name]
    codecs = _codecs(table, _OUT)
    query = select(table).order_by(*table.primary_key.columns)
    async with unit.stream(query, execution_options={"yield_per": BATCH}) as found:
        async for rows in found.partitions():
            yield [_coded(codecs, row) for row in rows]


def decoded(name: str, rows: Rows) -> Rows:
    """The rows as Python's own values. Raises ValueError or TypeError where one is none of them."""
    codecs = _codecs(metadata.tables[name], _IN)
    return [_coded(codecs, row) for row in rows]


async def write(unit: Unit, name: str, rows: Rows) -> None:
    """Add rows as `read` gave them."""
    table = metadata.tables[name]
    names = columns(name)
    values = [dict(zip(names, row, strict=True)) for row in decoded(name, rows)]
    await unit.execute(table.insert(), values)


async def renumber(unit: Unit) -> None:
    """New rows are numbered after the ones written here; SQLite sees to that by itself."""
    if unit.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        highest = func.max(column)
        await unit.execute(
            select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))).where(
                sequence.is_not(None)
            )
        )


async def is_empty(unit: Unit) -> bool:
    """Whether no table holds a row."""
    for table in metadata.sorted_tables:
        if (await unit.execute(select(1).select_from(table).limit(1))).first() is not None:
            return False
    return True


async def bots(unit: Unit) -> set[int]:
    """Every bot of which anything is remembered."""
    owned = [table.c.bot for table in metadata.sorted_tables if "bot" in table.c]
    return set((await unit.execute(union(*(select(column) for column in owned)))).scalars())


def _codecs(table: Table, codecs: dict[type, Codec]) -> list[Codec | None]:
    return [codecs.get(_kind(column.type)) for column in table.columns]


def _kind(kind: TypeEngine[Any]) -> type:
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type


def _coded(codecs: list[Codec | None], row: Any) -> list[Any]:
    return [
        value if codec is None or value is None else codec(value)
        for codec, value in zip(codecs, row, strict=True)
    ]
