"""Groups that were here before quizzes get their slot by the migration, on either engine."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

import storage.schema
from storage import slots
from storage.database import open_database
from storage.models import GroupId
from storage.schema import bring_up_to_date

BEFORE = "0002"
GROUP = (
    "INSERT INTO groups (id, bot, chat, title, state, audience, segments, script, refusals, created_at) "
    "VALUES (:id, 7, :id, 'x', 'active', :audience, '[]', 'simplified', 0, '2026-11-01 00:00:00')"
)


def upgrade(connection: Connection) -> None:
    config = Config()
    folder = Path(storage.schema.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.upgrade(config, BEFORE)


async def test_each_audience_gets_its_own_slot(empty_url: str) -> None:
    database = open_database(empty_url)
    async with database.unit() as unit:
        await unit.run_sync(upgrade)
        for number, audience in enumerate(("village", "parent", "enterprise", None), start=1):
            await unit.execute(text(GROUP), {"id": number, "audience": audience})
    await bring_up_to_date(database)
    async with database.reading() as unit:
        found = await slots.of_groups(unit, [GroupId(number) for number in range(1, 5)])
    await database.close()
    told = [(one.group, one.kind, set(one.weekdays), f"{one.at:%H:%M}", one.every, one.nth) for one in found]
    assert told == [
        (1, "quiz", {5}, "10:00", 2, None),
        (2, "quiz", {2}, "19:30", 1, 1),
        (3, "quiz", {2}, "12:10", 1, 1),
    ]
    assert all(one.next_at is None and one.since.tzinfo for one in found)
