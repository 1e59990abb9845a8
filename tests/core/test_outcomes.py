"""What each Outcome does to a delivery, its group and its push; and which of them nobody can explain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from content.words import Audience, Kind
from core import deliveries, groups, pushes
from core.desk import Desk
from core.ports import Gone, Moved, NotSent, Outcome, Refused, Sent, Unknown
from storage.database import Database
from storage.deliveries import NewDelivery
from storage.models import GroupId
from storage.tables import deliveries as rows
from storage.tables import pushes as push_rows
from tests.many import add_alike, make_desk

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ODD = Refused("something nobody ever heard of", explained=False)


async def pushed(database: Database, number: int, kind: Kind = Kind.TIP) -> Desk:
    """A push that waits for so many groups."""
    town = make_desk(database, 1)
    await groups.subscribe(town, -1, "群1", Audience.PARENT, now=NOW)
    new = [
        NewDelivery(GroupId(one), f"key{one}", NOW, NOW + timedelta(hours=1)) for one in range(1, number + 1)
    ]
    async with database.unit() as unit:
        await add_alike(unit, town, -1, {-one: f"群{one}" for one in range(2, number + 1)})
        await pushes.make(unit, town, town.library.of_kind(Kind.TIP)[0], "push", new, now=NOW)
        await unit.execute(update(push_rows).values(kind=kind))
    return town


async def end(town: Desk, outcomes: Sequence[Outcome]) -> None:
    """The next deliveries end so, one after the other."""
    for outcome in outcomes:
        [job, *_] = await deliveries.next_jobs(town, now=NOW, limit=1)
        parcel = await deliveries.claim(town, job, now=NOW)
        assert parcel is not None
        await deliveries.record(town, parcel, outcome, now=NOW)


async def halted(database: Database) -> str | None:
    async with database.reading() as unit:
        found: str | None = (await unit.execute(push_rows.select())).one().halted
        return found


@pytest.mark.parametrize(
    ("outcome", "delivery", "group"),
    [
        (Sent(5), ("sent", None), ("active", None)),
        (NotSent(30), ("pending", None), ("active", None)),
        (NotSent(30, flood=True), ("pending", None), ("active", None)),
        (NotSent(90_000, flood=True), ("expired", "flood"), ("active", None)),
        (Moved(-1005), ("pending", None), ("active", None)),
        (Gone("kicked"), ("failed", "kicked"), ("suspended", "kicked")),
        (Gone("deleted"), ("failed", "deleted"), ("suspended", "deleted")),
        (Gone("not_found"), ("failed", "not_found"), ("suspended", "not_found")),
        (Refused("no_rights"), ("failed", "no_rights"), ("active", None)),
        (Refused("topic_closed"), ("failed", "topic_closed"), ("active", None)),
        (ODD, ("failed", f"other: {ODD.reason}"), ("active", None)),
        (Unknown("timeout"), ("unknown", "timeout"), ("active", None)),
    ],
)
async def test_each_outcome(
    database: Database, outcome: Outcome, delivery: tuple[str, str | None], group: tuple[str, str | None]
) -> None:
    town = await pushed(database, 1)
    await end(town, [outcome])
    async with database.reading() as unit:
        row = (await unit.execute(rows.select())).one()
    assert (row.state, row.reason) == delivery
    chat = outcome.new_chat if isinstance(outcome, Moved) else -1
    found = await groups.find(town, chat)
    assert (found.state, found.reason) == group


async def test_more_than_one_in_twenty_that_nobody_explains_pause_a_push(database: Database) -> None:
    town = await pushed(database, 21)
    await end(town, [ODD] * 2 + [Sent(1)] * 17)
    assert await halted(database) is None, "too few to judge by"
    await end(town, [Sent(1)])
    assert await halted(database) == "paused"
    assert await deliveries.next_jobs(town, now=NOW, limit=9) == []


async def test_one_in_twenty_is_borne(database: Database) -> None:
    town = await pushed(database, 42)
    await end(town, [ODD, *[Sent(1)] * 39, ODD])
    assert await halted(database) is None
    await end(town, [ODD])
    assert await halted(database) == "paused"


async def test_what_has_an_explanation_never_pauses_a_push(database: Database) -> None:
    town = await pushed(database, 40)
    explained: list[Outcome] = [
        Unknown("timeout"),
        NotSent(600, flood=True),
        Gone("kicked"),
        Refused("no_rights"),
        Refused("bad_marks"),
        Refused("too_long"),
        Gone("not_found"),
        NotSent(600),
    ]
    await end(town, explained * 5)
    assert await halted(database) is None


async def test_an_alert_is_never_held(database: Database) -> None:
    town = await pushed(database, 21, Kind.ALERT)
    await end(town, [ODD] * 21)
    assert await halted(database) is None
