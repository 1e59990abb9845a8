"""What a change owes to a chat outlives a crash, is done by one alone, and is not done twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.words import Audience
from core import errands, groups, officers, settings, vouching
from core.desk import Desk
from core.errands import GRACE, LAPSES_AFTER, WORTH, Errand, Owed
from storage.database import Database
from storage.models import Officer, Role
from tests.many import make_desk

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OWNER, CHAT, TOPIC = 1001, -5, 7


async def subscribed(database: Database) -> Desk:
    """A group that pressed its card just now and that nobody vouched for."""
    town = make_desk(database, 1, OWNER)
    town = replace(town, rules=replace(town.rules, auto_confirm=False))
    await groups.subscribe(town, CHAT, "幸福村", Audience.VILLAGE, topic=TOPIC, now=NOW)
    return town


async def owed(town: Desk, chat: int = CHAT, now: datetime = NOW) -> list[str]:
    """What is owed there, taken on."""
    return [one.kind for one in await errands.take(town, chat, now=now)]


async def test_a_new_group_is_owed_a_greeting_and_a_count_once(database: Database) -> None:
    town = await subscribed(database)
    await groups.subscribe(town, CHAT, "幸福村", Audience.VILLAGE, now=NOW)  # the same press, seen again
    introduce, count = await errands.take(town, CHAT, now=NOW)
    assert (introduce.kind, introduce.topic, count.kind) == (Owed.INTRODUCE, TOPIC, Owed.COUNT)
    assert await owed(town) == [], "taken on by two"
    await errands.done(town, introduce)
    await errands.done(town, count)
    await errands.recover(town, now=NOW)
    assert await owed(town) == []


async def test_two_that_reach_for_the_same_errand_do_not_both_have_it(database: Database) -> None:
    town = await subscribed(database)
    taken = await asyncio.gather(*(owed(town) for _ in range(8)))
    assert sorted(kind for kinds in taken for kind in kinds) == [Owed.COUNT, Owed.INTRODUCE]


async def test_after_a_crash_all_is_due_but_what_may_have_been_said(database: Database) -> None:
    town = await subscribed(database)
    assert await errands.due(town, now=NOW, limit=9) == [], "whoever made the change does it"
    assert await errands.due(town, now=NOW + GRACE, limit=9) == [CHAT]
    await errands.recover(town, now=NOW)
    assert await errands.due(town, now=NOW, limit=9) == [CHAT], "nobody else will"
    assert len(await owed(town)) == 2
    await errands.recover(town, now=NOW)
    assert await owed(town) == [Owed.COUNT]


async def test_what_nobody_finished_is_taken_on_anew_but_said_once(database: Database) -> None:
    town = await subscribed(database)
    assert len(await owed(town)) == 2
    later = NOW + LAPSES_AFTER + timedelta(seconds=1)
    assert await errands.due(town, now=later, limit=9) == [CHAT]
    assert await owed(town, now=later) == [Owed.COUNT]


async def test_what_telegram_would_not_take_waits_and_grows_old(database: Database) -> None:
    town = await subscribed(database)
    for errand in await errands.take(town, CHAT, now=NOW):
        await errands.later(town, errand, 90, now=NOW)
    assert await errands.due(town, now=NOW + timedelta(seconds=89), limit=9) == []
    assert await errands.due(town, now=NOW + timedelta(seconds=90), limit=9) == [CHAT]
    stale = NOW + WORTH + timedelta(seconds=1)
    assert await owed(town, now=stale) == []
    assert await errands.due(town, now=stale, limit=9) == []


async def counted(town: Desk, members: int | None = 60) -> list[int]:
    [count] = [one for one in await errands.take(town, CHAT, now=NOW) if one.kind == Owed.COUNT]
    return await errands.counted(town, count, members, now=NOW)


async def test_the_count_and_the_question_to_the_officers_are_one_step(database: Database) -> None:
    town = await subscribed(database)
    assert await counted(town) == [OWNER]
    assert (await groups.find(town, CHAT)).members == 60
    await errands.recover(town, now=NOW)
    [card] = await errands.take(town, OWNER, now=NOW)
    group = await errands.group_of(town, card)
    assert (card.kind, group and group.chat) == (Owed.ASK, CHAT)


async def test_a_size_that_nobody_told_keeps_no_officer_from_being_asked(database: Database) -> None:
    town = await subscribed(database)
    assert await counted(town, None) == [OWNER]
    assert (await groups.find(town, CHAT)).members is None


async def test_nobody_is_asked_about_a_group_that_is_known(database: Database) -> None:
    town = await subscribed(database)
    owner = Officer(user=OWNER, role=Role.OWNER, region=None, name="", active=True)
    group = await groups.find(town, CHAT)
    await vouching.confirm(town, owner, group.id, key="k", now=NOW)
    assert await counted(town) == []


async def test_who_comes_to_watch_over_a_group_is_asked_and_the_others_not_again(database: Database) -> None:
    town = await subscribed(database)
    owner = Officer(user=OWNER, role=Role.OWNER, region=None, name="", active=True)
    region = next(node.id for node in town.regions.root.children)
    await officers.appoint(town, owner, 2002, Role.OFFICER, region, key="a", now=NOW)
    await officers.activate(town, 2002, "王警官", now=NOW)
    _, fresh = await settings.set_region(town, CHAT, region, now=NOW)
    assert fresh == [2002]
    assert await owed(town, 2002) == [Owed.ASK]
    assert await owed(town, OWNER) == []


async def test_leaving_is_owed_until_it_is_done_unless_we_are_let_in_again(database: Database) -> None:
    town = await subscribed(database)
    owner = Officer(user=OWNER, role=Role.OWNER, region=None, name="", active=True)
    group = await groups.find(town, CHAT)
    await counted(town)
    await vouching.send_away(town, owner, group.id, key="k", now=NOW)
    leaving: list[Errand] = await errands.take(town, CHAT, now=NOW + 3 * WORTH)
    assert [one.kind for one in leaving] == [Owed.LEAVE]
    await groups.meet(town, CHAT, "幸福村", by=None, now=NOW)  # somebody types /start meanwhile
    await errands.recover(town, now=NOW)
    assert await owed(town) == [Owed.LEAVE]
    await groups.meet(town, CHAT, "幸福村", by=9, now=NOW)
    await errands.recover(town, now=NOW)
    assert await owed(town) == []


async def test_a_channel_is_left_too(database: Database) -> None:
    town = make_desk(database, 1, OWNER)
    await errands.leave_channel(town, -9, now=NOW)
    await errands.recover(town, now=NOW)
    [leaving] = await errands.take(town, -9, now=NOW)
    assert (leaving.kind, await errands.group_of(town, leaving)) == (Owed.LEAVE, None)
    await errands.done(town, leaving)
    assert await owed(town, -9) == []


@pytest.mark.parametrize("kind", [Owed.PHOTO, Owed.LEDGER_PHOTO])
async def test_a_photo_that_was_looked_through_when_we_ended_is_owed_a_word(
    database: Database, kind: Owed
) -> None:
    town = make_desk(database, 1, OWNER)
    for _ in range(2):  # a second photo, or the same update again
        await errands.photo_taken(town, OWNER, kind, now=NOW)
    assert await owed(town, OWNER) == [], "somebody is at it"
    await errands.recover(town, now=NOW)
    assert await errands.due(town, now=NOW, limit=9) == [OWNER]
    assert await owed(town, OWNER) == [kind]
    await errands.photo_taken(town, OWNER, kind, now=NOW)
    await errands.photo_seen(town, OWNER, kind)
    await errands.recover(town, now=NOW)
    assert await owed(town, OWNER) == []
