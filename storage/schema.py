"""Brings the database to the schema that this code knows, and refuses one that is newer."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database, one_at_a_time

_MIGRATIONS = Path(__file__).parent / "migrations"


class NewerSchema(Exception):
    """The database was made by a newer version of this program."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(f"schema {found} is newer than {known}")
        self.found, self.known = found, known


def known_version() -> str:
    """The newest schema that this code knows; migration files are numbered 0001_…, 0002_…"""
    return max(file.name.split("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


async def found_version(database: Database) -> str | None:
    """The database's schema, or None where there is none yet."""
    async with database.reading() as unit:
        return await unit.run_sync(_found_version)


async def bring_up_to_date(database: Database) -> None:
    """Run the missing migrations in one transaction, once however many start together. Raises NewerSchema."""
    if await found_version(database) == known_version():
        return
    async with database.unit() as unit:
        await one_at_a_time(unit, "schema")
        await unit.run_sync(_upgrade)


def _found_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    found, known = _found_version(connection), known_version()
    if found is not None and found > known:
        raise NewerSchema(found, known)
    if found == known:
        return
    # Alembic is heavy and rarely needed: a start with nothing to migrate does without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
