"""Many subscribed groups at once: the bot's own use cases fill its database while it is not running."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert, select

from content.library import load
from content.regions import load_regions
from content.words import Audience, Form
from core import groups
from core.desk import Desk, Rules
from core.hours import Hours
from sandbox import Chat
from storage import tables
from storage.database import Database, Unit, open_database
from tests.storage.files import migrate
from tests.town import ZONE, Town

LIBRARY, REGIONS = load(), load_regions()


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


async def add_alike(unit: Unit, desk: Desk, chat: int, others: Mapping[int, str]) -> None:
    """These chats, each with its title, subscribe just as that one did: in a few statements, however many."""
    wanted = select(tables.groups).where(tables.groups.c.bot == desk.bot)
    group = (await unit.execute(wanted.where(tables.groups.c.chat == chat))).one()._asdict()
    habits = await unit.execute(
        select(tables.slots).where(tables.slots.c.group_id == group.pop("id")).order_by(tables.slots.c.id)
    )
    kept = [{name: value for name, value in row._asdict().items() if name != "id"} for row in habits]
    if others:
        new = [group | {"chat": other, "title": title} for other, title in others.items()]
        await unit.execute(insert(tables.groups), new)
        # In the order in which they came: so their pushes leave.
        alike = wanted.where(tables.groups.c.chat.in_(others)).order_by(tables.groups.c.id)
        made = (await unit.execute(alike)).all()
        await unit.execute(insert(tables.slots), [one | {"group_id": row.id} for row in made for one in kept])


async def populate(
    town: Town, number: int, audience: Audience = Audience.VILLAGE, form: Form | None = None
) -> list[Chat]:
    """So many confirmed groups of an audience, the bot already in them; `form`: how they want their tips."""
    chats = town.telegram.groups(number, owner=town.owner, members=50)
    migrate(town.environment["DATABASE_URL"])
    database = open_database(town.environment["DATABASE_URL"])
    desk = make_desk(database, town.telegram.bot.id, town.owner.id)
    first, *others = chats
    await groups.subscribe(desk, first.id, first.title, audience, now=town.now())
    async with database.unit() as unit:
        await add_alike(unit, desk, first.id, {chat.id: chat.title for chat in others})
        await unit.execute(tables.groups.update().values(form=form))
        await unit.execute(tables.errands.delete())  # they were greeted long ago
    await database.close()
    return chats
