"""Why a group rests or a message came too late is told by its right name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core import notices
from core.deliveries import record, try_again
from core.desk import Desk
from core.notices import Expired, NoRights
from core.ports import NotSent, Outcome, Refused
from storage import deliveries, groups, parcels
from storage.models import GroupState
from tests.core.desks import desk
from tests.storage.files import BOT, NOW, add_group, add_push, fresh


async def meets(town: Desk, number: int, outcome: Outcome, *, later: timedelta = timedelta()) -> None:
    """A tip to the group -1 ends like that."""
    async with town.database.reading() as unit:
        group = await groups.by_chat(unit, BOT, -1)
    assert group is not None
    [delivery] = await add_push(town.database, [group], f"push{number}")
    async with town.database.unit() as unit:
        assert await deliveries.claim(unit, delivery, now=NOW)
        parcel = await parcels.of_delivery(unit, delivery)
    await record(town, parcel, outcome, now=NOW + later)


@pytest.mark.parametrize("reason", ["no_rights", "topic_closed"])
async def test_a_group_rests_for_what_it_really_refused(tmp_path: Path, reason: str) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await add_group(database, -1)
        for number in range(3):
            await meets(town, number, Refused(reason))
        [notice] = await notices.untold(town, now=NOW)
        assert isinstance(notice, NoRights)
        assert (notice.group.state, notice.group.reason) == (GroupState.SUSPENDED, reason)
        await notices.told(town, notice, now=NOW)
        assert await notices.untold(town, now=NOW) == []
        assert await try_again(town, now=NOW + timedelta(days=6)) == 0
        assert await try_again(town, now=NOW + timedelta(days=7)) == 1


@pytest.mark.parametrize("reason", ["too_long", "bad_marks"])
async def test_a_message_that_no_chat_would_take_is_not_its_groups_fault(tmp_path: Path, reason: str) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await add_group(database, -1)
        for number in range(4):
            await meets(town, number, Refused(reason))
        assert await notices.untold(town, now=NOW) == []
        async with database.reading() as unit:
            group = await groups.by_chat(unit, BOT, -1)
        assert group is not None
        assert group.state is GroupState.ACTIVE


@pytest.mark.parametrize(("outcome", "why"), [(NotSent(5, flood=True), "flood"), (NotSent(5), "no_line")])
async def test_what_came_too_late_has_its_own_reason(tmp_path: Path, outcome: NotSent, why: str) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await add_group(database, -1)
        late = timedelta(days=365, seconds=-3)
        await meets(town, 1, outcome, later=late)
        async with database.reading() as unit:
            [(push, number)] = await deliveries.expired_for(unit, BOT, why, since=NOW)
        assert number == 1
        [notice] = await notices.untold(town, now=NOW + late)
        assert isinstance(notice, Expired)
        assert (notice.push, notice.groups, notice.why) == (push, 1, why)
