"""The owners hear how many groups a flood cost: at the first, and at the end if there were more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from content.words import Audience, Kind
from core import groups, notices, pushes
from core.deliveries import FLOOD
from core.desk import Desk
from core.notices import Expired
from storage.database import Database
from storage.deliveries import NewDelivery
from storage.models import GroupId
from storage.tables import deliveries
from tests.many import make_desk

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def pushed(database: Database, number: int) -> Desk:
    """A tip that waits for so many groups."""
    town = make_desk(database, 1)
    for chat in range(1, number + 1):
        await groups.subscribe(town, -chat, f"群{chat}", Audience.VILLAGE, now=NOW)
    new = [
        NewDelivery(GroupId(one), f"key{one}", NOW, NOW + timedelta(hours=1)) for one in range(1, number + 1)
    ]
    async with database.unit() as unit:
        await pushes.make(unit, town, town.library.of_kind(Kind.TIP)[0], "push", new, now=NOW)
    return town


async def end(database: Database, state: str, reason: str | None, *rows: int, at: datetime = NOW) -> None:
    async with database.unit() as unit:
        await unit.execute(
            update(deliveries)
            .where(deliveries.c.id.in_(rows))
            .values(state=state, reason=reason, ended_at=at)
        )


async def news(town: Desk, at: datetime = NOW) -> list[int]:
    """How many groups the owners are told of now."""
    told = []
    for notice in await notices.untold(town, now=at):
        assert isinstance(notice, Expired)
        await notices.told(town, notice, now=at)
        told.append(notice.groups)
    return told


async def test_the_number_at_the_end_is_the_one_that_the_owners_keep(database: Database) -> None:
    town = await pushed(database, 5)
    assert await news(town) == []
    await end(database, "expired", FLOOD, 1)
    assert await news(town) == [1], "not only when everything is over"
    await end(database, "expired", FLOOD, 2, 3)
    assert await news(town) == [], "not at each one"
    await end(database, "sent", None, 4, 5)
    assert await news(town) == [3]
    assert await news(town) == []


async def test_a_number_that_was_the_last_is_told_once(database: Database) -> None:
    town = await pushed(database, 3)
    await end(database, "expired", FLOOD, 1, 2)
    assert await news(town) == [2]
    await end(database, "sent", None, 3)
    assert await news(town) == []


async def test_those_that_came_before_the_news_began_count_too(database: Database) -> None:
    town = await pushed(database, 2)
    await end(database, "expired", FLOOD, 1, at=NOW - timedelta(days=3))
    assert await news(town) == [], "old news"
    await end(database, "expired", FLOOD, 2)
    assert await news(town) == [2]
