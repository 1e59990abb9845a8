"""A week's kit follows what the group heard; one who asks alone finds the best there is, and looks around."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from content.library import load
from content.words import Audience, Kind
from core import deliveries, groups, kits, lookup, pushes
from core.desk import Desk
from core.errors import NothingSuits, UnknownGroup
from core.ports import Sent
from storage import groups as group_rows
from storage.database import Database
from storage.deliveries import NewDelivery
from storage.models import Officer, Role
from tests.core import desks
from tests.core.desks import ZONE

NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)
OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="", active=True)


def desk(database: Database) -> Desk:
    return replace(desks.desk(database), library=load())


async def subscribe(town: Desk, chat: int, audience: Audience = Audience.PARENT) -> None:
    await groups.meet(town, chat, f"群{chat}", by=1001, now=NOW)
    await groups.subscribe(town, chat, f"群{chat}", audience, now=NOW)


async def heard(town: Desk, chat: int, item: str, now: datetime, *, counted: bool = True) -> None:
    """The group got that tip."""
    async with town.database.unit() as unit:
        group = await group_rows.by_chat(unit, town.bot, chat)
        assert group is not None
        new = NewDelivery(group.id, f"key-{item}"[:16], now, now + timedelta(hours=1), counted=counted)
        await pushes.make(unit, town, town.library.items[item], f"test:{item}", [new], now=now)
    for job in await deliveries.next_jobs(town, now=now, limit=5):
        parcel = await deliveries.claim(town, job, now=now)
        assert parcel is not None
        await deliveries.record(town, parcel, Sent(1), now=now)


async def test_the_kit_is_what_the_group_heard_this_week(database: Database) -> None:
    town = desk(database)
    with pytest.raises(UnknownGroup):
        await kits.of_group(town, -1, now=NOW)
    await subscribe(town, -1)
    before = await kits.of_group(town, -1, now=NOW)
    assert before.title, "a group that heard nothing yet gets what comes next"
    await heard(town, -1, "school-fee-in-class", NOW)
    kit = await kits.of_group(town, -1, now=NOW + timedelta(days=2))
    assert kit.title == "正上着课，来了收款码"
    assert kit.spoken.startswith("各位家长，幸福县公安局反诈中心提醒您")
    assert "编号" not in kit.paste
    assert kit.poster is not None
    await heard(town, -1, "game-free-skin", NOW + timedelta(days=3), counted=False)
    assert (await kits.of_group(town, -1, now=NOW + timedelta(days=3))).title == kit.title, "merely asked for"
    later = await kits.of_group(town, -1, now=NOW + timedelta(days=9))
    assert later.title != kit.title, "last week's is over"


async def test_an_officers_kit_is_what_their_groups_heard(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -1)
    await heard(town, -1, "school-fee-in-class", NOW)
    assert (await kits.of_officer(town, OWNER, now=NOW)).title == "正上着课，来了收款码"
    away = replace(OWNER, role=Role.OFFICER, region="heping")
    kit = await kits.of_officer(town, away, now=NOW)
    assert "和平派出所提醒您" in kit.spoken, "even where there is no group yet"


async def test_a_word_finds_a_tip_or_else_a_case_and_never_a_wrong_one(database: Database) -> None:
    town = desk(database)
    romance = {one.title for one in town.library.items.values() if one.fraud_type == "romance"}
    found = await lookup.one_tip(town, "杀猪盘", now=NOW)
    assert any(title in found for title in romance)
    case = next(one for one in town.library.items.values() if one.kind is Kind.CASE)
    told = await lookup.one_tip(town, case.title, now=NOW)
    assert case.title in told
    assert "典型情景" in told
    with pytest.raises(NothingSuits):
        await lookup.one_tip(town, "量子计算机", now=NOW)
    today = await lookup.one_tip(town, "", now=NOW)
    assert today != await lookup.one_tip(town, "", now=NOW + timedelta(days=1))


async def test_looking_around_leads_to_every_item_once(database: Database) -> None:
    town = desk(database)
    seen = []
    for fraud in await lookup.frauds(town):
        number = 0
        while (page := await lookup.page(town, fraud, number)) is not None:
            assert (page.fraud, page.number) == (fraud, number)
            seen.append(page.html)
            number += 1
        assert number == await page_total(town, fraud)
    assert len(seen) == len(set(seen)) == len(town.library.items)
    assert await lookup.page(town, "sorcery", 0) is None


async def page_total(town: Desk, fraud: str) -> int:
    first = await lookup.page(town, fraud, 0)
    assert first is not None
    return first.total
