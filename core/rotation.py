"""What officers wrote and groups hear, for whoever looks while nothing runs."""

from __future__ import annotations

from storage import own
from storage.database import DatabaseUnusable as DatabaseUnusable
from storage.database import open_database
from storage.own import Own, OwnState
from storage.schema import found_version


async def written(url: str, bot: int) -> list[Own]:
    """None where no database was made yet. Raises DatabaseUnusable."""
    database = open_database(url)
    try:
        if await found_version(database) is None:
            return []
        async with database.reading() as unit:
            return await own.in_states(unit, bot, (OwnState.ACTIVE,))
    finally:
        await database.close()
