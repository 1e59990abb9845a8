"""Many subscribed groups at once: the bot's own use cases fill its database while it is not running."""

from __future__ import annotations

import asyncio

from content.library import load
from content.regions import load_regions
from content.words import Audience
from core import groups
from core.desk import Desk, Rules
from core.hours import Hours
from sandbox import Chat
from storage import tables
from storage.database import Database, open_database
from storage.schema import bring_up_to_date
from tests.town import ZONE, Town

LIBRARY, REGIONS = load(), load_regions()
# Alembic keeps its state in module globals: towns that are built side by side take turns.
ONE_MIGRATION = asyncio.Lock()


class Silent:
    """A bell that nobody hears."""

    def wake(self) -> None: ...


def make_desk(database: Database, bot: int, owner: int = 1001) -> Desk:
    """A Desk over a real database, with nobody on the other side."""
    return Desk(
        bot=bot,
        username="xiaolaba_bot",
        database=database,
        library=LIBRARY,
        regions=REGIONS,
        rules=Rules(
            office="平安派出所", owners=frozenset({owner}), hours=Hours(ZONE, None), auto_confirm=True
        ),
        secret=b"test",
        wake=Silent(),
    )


async def populate(town: Town, number: int, audience: Audience = Audience.VILLAGE) -> list[Chat]:
    """So many confirmed groups of an audience, the bot already in them."""
    chats = town.telegram.groups(number, owner=town.owner, members=50)
    database = open_database(town.environment["DATABASE_URL"])
    async with ONE_MIGRATION:
        await bring_up_to_date(database)
    desk = make_desk(database, town.telegram.bot.id, town.owner.id)
    for chat in chats:
        await groups.subscribe(desk, chat.id, chat.title, audience, now=town.now())
    async with database.unit() as unit:
        await unit.execute(tables.errands.delete())  # they were greeted long ago
    await database.close()
    return chats
