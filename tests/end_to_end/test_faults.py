"""Whatever Telegram does, every delivery has its outcome, the push goes on, and the owners are told."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from content.words import Form
from sandbox import Broken, Chat, Malformed, Refuse, Reset, TooMany, refusals
from tests.end_to_end.side_by_side import side_by_side
from tests.many import populate
from tests.town import ZONE, Town

SEND = "sendMessage"


async def next_tip(town: Town) -> None:
    """Move to the next Tuesday 18:30."""
    local = town.now().astimezone(ZONE)
    days = (1 - local.weekday()) % 7 or 7
    town.move_to((local + timedelta(days=days)).replace(hour=18, minute=30, second=0, microsecond=0))


def outcome(town: Town, chat: Chat) -> tuple[str, str | None, str, str | None]:
    """The newest delivery's state and reason, and its group's."""
    rows = town.query(
        "SELECT d.state, d.reason, g.state, g.reason FROM deliveries d JOIN groups g ON g.id = d.group_id "
        "WHERE g.title = ? ORDER BY d.id DESC LIMIT 1",
        chat.title,
    )
    return rows[0] if rows else ("none", None, "none", None)


async def ended(town: Town, within: float = 20) -> None:
    """Wait until there are deliveries and none is open."""

    def open_rows() -> list[tuple[Any, ...]]:
        return town.query("SELECT count(*), sum(state IN ('pending', 'sending')) FROM deliveries")

    await town.telegram.until(lambda: open_rows()[0][0] > 0 and open_rows()[0][1] == 0, within)


def telling(number: int, *, read: bool = False) -> Callable[[Any], Callable[[Path], Awaitable[None]]]:
    """A story of a town with so many groups; `read`: they get their tips in words."""

    def decorate(story: Callable[[Town, list[Chat]], Awaitable[None]]) -> Callable[[Path], Awaitable[None]]:
        async def told(folder: Path) -> None:
            async with Town(folder, QUIET_HOURS="") as town:
                town.telegram.limits = None
                town.owner.writes("/start")
                chats = await populate(town, number, form=Form.TEXT if read else None)
                await town.start_bot()
                await town.said(town.owner, "小喇叭")
                await story(town, chats)

        told.__name__, told.__module__, told.__doc__ = story.__name__, story.__module__, story.__doc__
        return told

    return decorate


@side_by_side(seconds=15)
@telling(11, read=True)
async def test_every_answer_has_its_outcome_and_the_push_goes_on(town: Town, chats: list[Chat]) -> None:
    faults = town.telegram.faults
    kicked, gone, lost, mute, flooded, cut, after, broken, garbled, *well = chats
    faults.add(refusals.KICKED, method=SEND, chat=kicked)
    faults.add(Refuse(403, "Forbidden: the group chat was deleted"), method=SEND, chat=gone)
    faults.add(Refuse(400, "Bad Request: chat not found"), method=SEND, chat=lost)
    faults.add(refusals.NO_RIGHT_TO_TEXT, method=SEND, chat=mute)
    faults.add(TooMany(2), method=SEND, chat=flooded, times=1)
    faults.add(Reset(), method=SEND, chat=cut, times=1)
    faults.add(Reset(after_landing=True), method=SEND, chat=after, times=1)
    faults.add(Broken(502), method=SEND, chat=broken, times=1)
    faults.add(Malformed(), method=SEND, chat=garbled, times=1)
    await next_tip(town)
    await ended(town, 30)
    assert outcome(town, kicked) == ("failed", "kicked", "suspended", "kicked")
    assert outcome(town, gone) == ("failed", "deleted", "suspended", "deleted")
    assert outcome(town, lost) == ("failed", "not_found", "suspended", "not_found")
    assert outcome(town, mute) == ("failed", "no_rights", "active", None)
    assert outcome(town, flooded)[0] == "sent"
    for chat in (cut, after, broken, garbled):
        assert outcome(town, chat)[0] == "unknown"
    for chat in well:
        assert outcome(town, chat)[0] == "sent"
    arrived = {chat.title: len(town.pushes(chat)) for chat in chats}
    assert max(arrived.values()) == 1
    assert [arrived[chat.title] for chat in (cut, after, broken, garbled)] == [0, 1, 0, 1]


@side_by_side(seconds=8)
@telling(2, read=True)
async def test_a_flood_longer_than_the_message_is_worth_ends_it(town: Town, chats: list[Chat]) -> None:
    slow, well = chats
    town.telegram.faults.add(TooMany(200_000), method=SEND, chat=slow, times=1)
    await next_tip(town)
    await ended(town)
    assert outcome(town, slow)[:2] == ("expired", "flood")
    assert outcome(town, well)[0] == "sent"
    town.move_to(town.now() + timedelta(minutes=1))
    await town.said(town.owner, "没赶上", within=15)


@side_by_side(seconds=12)
@telling(2, read=True)
async def test_a_group_without_rights_rests_and_is_tried_again(town: Town, chats: list[Chat]) -> None:
    mute, well = chats
    town.telegram.faults.add(refusals.NO_RIGHT_TO_TEXT, method=SEND, chat=mute)
    for number in (1, 2, 3):
        await next_tip(town)
        await town.telegram.until(lambda: len(town.pushes(well)) >= number, 10)  # noqa: B023
        await ended(town)
    assert outcome(town, mute) == ("failed", "no_rights", "suspended", "no_rights")
    town.move_to(town.now() + timedelta(minutes=1))
    await town.said(town.owner, "不让机器人说话", within=10)
    town.telegram.faults.clear()
    town.move_to(town.now() + timedelta(days=7, minutes=1))
    await town.telegram.until(lambda: outcome(town, mute)[2] == "active", 10)
    await next_tip(town)
    await town.telegram.until(lambda: len(town.pushes(mute)) == 1, 10)
    told = [one for one in town.owner.inbox if "不让机器人说话" in one.text]
    assert len(told) == 1


@side_by_side(seconds=8)
@telling(60, read=True)
async def test_odd_refusals_pause_the_push_until_the_owner_decides(town: Town, chats: list[Chat]) -> None:
    odd = Refuse(400, "Bad Request: something nobody ever heard of")
    for chat in chats[:15]:
        town.telegram.faults.add(odd, method=SEND, chat=chat)
    await next_tip(town)

    def halted() -> str | None:
        rows = town.query("SELECT halted FROM pushes")
        return rows[0][0] if rows else None

    await town.telegram.until(lambda: halted() == "paused", 15)
    town.move_to(town.now() + timedelta(minutes=1))
    asked = await town.said(town.owner, "先停下了", within=10)
    pending = town.query("SELECT count(*) FROM deliveries WHERE state = 'pending'")[0][0]
    assert pending > 0
    assert (await town.status())["pushes"][0]["state"] == "paused"
    await town.owner.press(asked, "继续发")
    await ended(town)
    assert sum(len(town.pushes(chat)) for chat in chats) == 45
    again = await town.owner.press(asked, "继续发") if asked.buttons else None
    assert again is None or again.show_alert


@side_by_side(seconds=10)
@telling(40)
async def test_an_outage_costs_little_and_ends_well(town: Town, chats: list[Chat]) -> None:
    await next_tip(town)
    await town.telegram.until(lambda: any(town.pushes(chat) for chat in chats), 10)
    async with town.telegram.outage("reset"):
        await town.quiet(4)
    await ended(town, 40)
    found = dict(town.query("SELECT state, count(*) FROM deliveries GROUP BY state"))
    assert found.get("unknown", 0) <= 33
    arrived = [len(town.pushes(chat)) for chat in chats]
    assert max(arrived) == 1
    assert sum(arrived) + found.get("unknown", 0) >= len(chats)


@side_by_side(seconds=15)
@telling(1)
async def test_a_second_bot_is_noticed_and_a_bad_token_ends_it(town: Town, chats: list[Chat]) -> None:
    polls = Refuse(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    town.telegram.faults.add(polls, method="getUpdates", times=1)
    town.owner.writes("/help")
    await town.telegram.until(lambda: town.bot_log.read_text().count("BOT_TOKEN") == 1, 15)
    await town.said(town.owner, "/privacy", within=20)
    town.telegram.faults.add(Refuse(401, "Unauthorized"))
    town.owner.writes("/help")
    assert await town.ended() == 2
    assert "Telegram 不认这个 BOT_TOKEN" in town.bot_log.read_text()
    assert "Traceback" not in town.bot_log.read_text()


@side_by_side(seconds=15)
@telling(1)
async def test_odd_updates_are_borne(town: Town, chats: list[Chat]) -> None:
    group, clerk = town.telegram.group("荷花村", owner=town.owner, members=9), town.owner
    with town.telegram.doubled():
        card = await town.subscribe(group, clerk)
        clerk.taps(card, "发一条看看")
        tip = await town.said(group, "编号 ")
    await town.quiet(1.5)
    assert len(town.pushes(group)) == 1, "an update that came twice had its effect twice"
    with town.telegram.reordered(seed=3):
        for resident in town.telegram.crowd(5):
            resident.taps(tip, "我已看")
    town.telegram.queue([{"update_id": 900_000_000, "message": {"message_id": "odd", "chat": 7}}])
    town.owner.writes("/help")
    await town.said(town.owner, "/privacy", within=15)
    await town.telegram.until(lambda: town.query("SELECT count(*) FROM receipts") == [(5,)], 10)
    await town.telegram.until(lambda: town.query("SELECT count(*) FROM parked_updates") == [(1,)], 10)
    assert (await town.status())["parked_updates"] == 1
    assert await town.stop_bot(signal.SIGTERM) == 0
    await asyncio.sleep(0)
