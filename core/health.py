"""How the database is, for whoever looks before anything runs."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import CannotOpen, DatabaseTrouble, open_database
from storage.schema import found_version, known_version


@dataclass(frozen=True)
class Health:
    """The schema found (None: no database yet), the one this code knows, and what kept us from looking."""

    found: str | None
    known: str
    trouble: str | None = None


async def database_health(url: str) -> Health:
    """Open the database, look at its schema, close it again; never raises for a bad one."""
    try:
        database = open_database(url)
    except CannotOpen as error:
        return Health(None, known_version(), str(error))
    try:
        return Health(await found_version(database), known_version())
    except DatabaseTrouble as error:
        return Health(None, known_version(), str(error).splitlines()[0])
    finally:
        await database.close()
