"""An officer's press on a group counts once, however often it is seen, and undoes nobody's later word."""

from __future__ import annotations

from datetime import UTC, datetime

from content.words import Audience
from core import audit, groups, vouching
from core.desk import Desk
from storage import audit as audit_rows
from storage.database import Database
from storage.models import GroupId, GroupState, Officer, Role
from tests.many import make_desk

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="周所长", active=True)


async def subscribed(town: Desk) -> GroupId:
    await groups.subscribe(town, -5, "幸福村", Audience.VILLAGE, now=NOW)
    async with town.database.reading() as unit:
        [group] = (await vouching.listing(town, OWNER, vouching.Filters(), limit=9)).groups
        assert unit
    return group.id


async def actions(town: Desk) -> list[str]:
    async with town.database.reading() as unit:
        return [row.action for _, row in await audit_rows.rows(unit, town.bot)]


async def test_a_hold_seen_again_undoes_no_later_word(database: Database) -> None:
    town = make_desk(database, 1, OWNER.user)
    group = await subscribed(town)
    assert (await vouching.hold(town, OWNER, group, True, key="b:1", now=NOW)).state is GroupState.SUSPENDED
    assert (await vouching.hold(town, OWNER, group, False, key="b:2", now=NOW)).state is GroupState.ACTIVE
    assert (await vouching.hold(town, OWNER, group, True, key="b:1", now=NOW)).state is GroupState.ACTIVE
    assert (await actions(town))[-2:] == ["group_suspend", "group_resume"]


async def test_a_place_seen_again_undoes_no_later_one(database: Database) -> None:
    town = make_desk(database, 1, OWNER.user)
    group = await subscribed(town)
    for key, region in (("b:1", "pingan"), ("b:2", "heping"), ("b:1", "pingan")):
        found = await vouching.assign(town, OWNER, group, region, key=key, now=NOW)
    assert found.region == "heping"


async def test_a_group_that_came_back_is_not_sent_away_again(database: Database) -> None:
    town = make_desk(database, 1, OWNER.user)
    group = await subscribed(town)
    await vouching.send_away(town, OWNER, group, key="b:1", now=NOW)
    await groups.meet(town, -5, "幸福村", by=OWNER.user, now=NOW)
    await groups.subscribe(town, -5, "幸福村", Audience.VILLAGE, now=NOW)
    before = (await vouching.look(town, OWNER, group)).state
    await vouching.send_away(town, OWNER, group, key="b:1", now=NOW)
    assert (await vouching.look(town, OWNER, group)).state is before is GroupState.ACTIVE


async def test_one_button_makes_one_link(database: Database) -> None:
    town = make_desk(database, 1, OWNER.user)
    first, again, other = [
        await vouching.one_group_link(town, OWNER, key=key, now=NOW) for key in ("b:1", "b:1", "b:2")
    ]
    assert first == again != other
    assert (await actions(town)).count("group_link") == 2
    assert (await audit.verify(database, town.bot)).broken is None
