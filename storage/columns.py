"""What the tables are made of: names for constraints, aware times, row numbers on either engine."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Index, Integer, MetaData, TypeDecorator, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, on engines with and without time zones; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows by itself only in an INTEGER column.
RowId = BigInteger().with_variant(Integer, "sqlite")


def few(name: str, *columns: str, where: str) -> Index:
    """An index of those few rows alone of which a query asks again and again.

    PostgreSQL's stands in its migration only: to say it here would load that dialect on SQLite, too.
    """
    return Index(name, *columns, sqlite_where=text(where))


def id_column() -> Column[int]:
    return Column("id", RowId, primary_key=True, autoincrement=True)


def bot_column() -> Column[int]:
    return Column("bot", BigInteger, nullable=False)
