"""A recording follows its tip once, in the groups under the region of who recorded it; both engines."""

from __future__ import annotations

import pytest

from core import deliveries, followups, officers, own_items, voices
from core.desk import Desk
from core.errors import NoRight, NothingSuits, NotYourRegion
from core.own_errors import BadVoice, NoOwn
from core.ports import Sent, Unknown
from core.pushes import SHELF_LIFE, make
from storage import groups as group_rows
from storage import officers as officer_rows
from storage.database import Database
from storage.deliveries import NewDelivery
from storage.models import Act, Officer, Role
from tests.core.alerts import OWNER
from tests.core.test_alert_desk import AUTHOR, OTHER, staffed
from tests.core.test_own_items import in_use
from tests.storage.files import BOT, NOW, add_group

TIP = "nfc-card-on-phone"
CLERK = Officer(user=2009, role=Role.CLERK, region="pingan", name="王文书", active=True)


async def town_with_groups(database: Database) -> Desk:
    town = await staffed(database)
    async with database.unit() as unit:
        await officer_rows.put(
            unit, BOT, CLERK.user, role=CLERK.role, region=CLERK.region, name=CLERK.name, by=1001, now=NOW
        )
    for chat, region in ((-11, "pingan"), (-12, "heping"), (-13, None)):
        group = await add_group(database, chat)
        async with database.unit() as unit:
            await group_rows.change(unit, group.id, region=region)
    return town


async def tip_arrives(town: Desk, key: str, *chats: int, item: str = TIP, lost: bool = False) -> None:
    async with town.database.unit() as unit:
        found = [await group_rows.by_chat(unit, BOT, chat) for chat in chats]
        new = [NewDelivery(one.id, f"{key}{one.chat}", NOW, NOW + SHELF_LIFE) for one in found if one]
        await make(unit, town, town.library.items[item], key, new, now=NOW)
    for job in await deliveries.next_jobs(town, now=NOW, limit=50):
        parcel = await deliveries.claim(town, job, now=NOW)
        assert parcel is not None
        outcome = Unknown("timeout") if lost else Sent(100 - job.chat)
        await deliveries.record(town, parcel, outcome, now=NOW)


async def acts(town: Desk) -> dict[int, Act]:
    """The recordings that leave now, by chat; each is sent."""
    found = {}
    for job in await followups.next_jobs(town, now=NOW, limit=50):
        act = await followups.claim(town, job, now=NOW)
        assert act is not None
        await followups.record(town, act, Sent(900), now=NOW)
        found[act.chat] = act
    return found


async def test_a_clerks_recording_follows_the_tip_once_in_the_clerks_groups(database: Database) -> None:
    town = await town_with_groups(database)
    for _ in range(2):
        await voices.use(town, CLERK, TIP, "AwAD", 20, key="b:1", now=NOW)
    await tip_arrives(town, "one", -11, -12, -13)
    said = await acts(town)
    assert list(said) == [-11], "only where the clerk's own people are"
    assert said[-11].payload == {"voice": "AwAD"}
    assert said[-11].message == 111, "as an answer to the tip"
    assert "银行卡别往手机背上贴" in (said[-11].html or "")
    assert "平安派出所" in (said[-11].html or "")
    assert await acts(town) == {}, "never twice"
    await tip_arrives(town, "other", -11, item="rebate-fan-club")
    assert await acts(town) == {}, "it belongs to that tip alone"


async def test_the_nearest_of_two_is_heard_and_stopping_ends_it(database: Database) -> None:
    town = await town_with_groups(database)
    await voices.use(town, CLERK, TIP, "near", 20, key="b:1", now=NOW)
    county = await voices.use(town, OWNER, TIP, "county", 20, key="b:2", now=NOW)
    await tip_arrives(town, "one", -11, -12)
    assert {chat: act.payload["voice"] for chat, act in (await acts(town)).items()} == {
        -11: "near",
        -12: "county",
    }
    with pytest.raises(NotYourRegion):
        await voices.stop(town, CLERK, county.id, key="b:3", now=NOW)
    [mine] = [one for one in await voices.recorded(town, CLERK) if one.mine]
    await voices.stop(town, CLERK, mine.voice.id, key="b:4", now=NOW)
    with pytest.raises(NoOwn):
        await voices.stop(town, CLERK, mine.voice.id, key="b:5", now=NOW)
    await voices.stop(town, OWNER, county.id, key="b:6", now=NOW)
    await tip_arrives(town, "two", -11)
    assert await acts(town) == {}
    assert await voices.recorded(town, OWNER) == []


async def test_a_new_recording_takes_the_place_of_the_old(database: Database) -> None:
    town = await town_with_groups(database)
    await voices.use(town, CLERK, TIP, "first", 20, key="b:1", now=NOW)
    await voices.use(town, AUTHOR, TIP, "second", 20, key="b:2", now=NOW)
    assert [one.voice.file_id for one in await voices.recorded(town, CLERK)] == ["second"]
    assert await voices.recorded(town, OTHER) == []


async def test_no_recording_follows_what_may_not_have_arrived(database: Database) -> None:
    town = await town_with_groups(database)
    await voices.use(town, CLERK, TIP, "AwAD", 20, key="b:1", now=NOW)
    await tip_arrives(town, "one", -11, lost=True)
    assert await acts(town) == {}


async def test_who_and_what_may_be_recorded(database: Database) -> None:
    town = await town_with_groups(database)
    with pytest.raises(BadVoice):
        await voices.use(town, CLERK, TIP, "long", 91, key="b:1", now=NOW)
    with pytest.raises(NoOwn):
        await voices.use(town, CLERK, "no-such-tip", "x", 9, key="b:2", now=NOW)
    with pytest.raises(NothingSuits):
        await voices.tip_on(town, CLERK, "天气预报怎么看")
    assert (await voices.tip_on(town, CLERK, TIP)).id == TIP
    own = await in_use(town)
    assert (await voices.tip_on(town, CLERK, own.name)).title == own.title
    await officers.dismiss(town, OWNER, CLERK.user, key="gone", now=NOW)
    with pytest.raises(NoRight):
        await voices.use(town, CLERK, TIP, "x", 9, key="b:3", now=NOW)
    assert (await own_items.listed(town, AUTHOR))[0].item.id == own.id
