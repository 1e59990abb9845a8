"""A group over time: it throws the bot out and takes it back, stops and begins again, is upgraded."""

import asyncio
from pathlib import Path

from sandbox.managing import Order
from tests.end_to_end.conftest import (
    move_to_next,
    open_town,
    row,
    said_by_bot,
    slots,
    state,
    turn,
)
from tests.end_to_end.side_by_side import side_by_side

CARD = "这是什么群"
INTRODUCTION = "请大家认一认"
ORDERS: tuple[Order, ...] = ("to_first", "from_first", "twice", "never")


@side_by_side(seconds=14)
async def test_a_group_throws_the_bot_out_and_takes_it_back(folder: Path) -> None:
    async with open_town(folder) as town:
        admin = town.telegram.person("王主任")
        gone, stays = (town.telegram.group(title, owner=admin) for title in ("赶走的村", "留下的村"))
        await asyncio.gather(town.subscribe(gone, admin), town.subscribe(stays, admin))
        admin.says(gone, "/schedule tip tue 09:00")
        await town.said(gone, "好了：每周二 09:00 发提示")
        known, rhythm = row(town, gone), slots(town, gone)
        [(rows,)] = town.query("SELECT count(*) FROM groups")

        await move_to_next(town, 1, "09:00")
        await town.telegram.until(lambda: town.pushes(gone), 8)
        admin.removes_bot(gone)
        await town.telegram.until(lambda: state(town, gone) == "suspended")
        counted = (await town.status())["groups"]
        assert counted == {"active": 0, "unconfirmed": 1, "suspended": 1, "left": 0}

        await move_to_next(town, 1, "18:30")
        await town.telegram.until(lambda: town.pushes(stays), 8)
        await move_to_next(town, 1, "11:00")  # two hours after the slot that it missed
        admin.adds_bot(gone)
        back = await town.said(gone, "我又回来了")
        assert "每周二 09:00 发提示" in back.text
        assert (row(town, gone), slots(town, gone)) == (known, rhythm)
        await town.quiet()
        assert len(town.pushes(gone)) == 1, "what it missed is not made up"
        assert (
            len([one for one in said_by_bot(town, gone) if CARD in one.text or INTRODUCTION in one.text]) == 1
        )

        await move_to_next(town, 3, "18:30")
        await town.telegram.until(lambda: len(town.pushes(gone)) == 2, 8)
        sent = "SELECT count(*) FROM deliveries WHERE state = 'sent' AND group_id = ?"
        await town.telegram.until(lambda: town.query(sent, known[0]) == [(2,)])
        assert town.query("SELECT count(*) FROM groups") == [(rows,)]


@side_by_side(seconds=14)
async def test_a_group_that_unsubscribed_finds_everything_as_it_was(folder: Path) -> None:
    async with open_town(folder) as town:
        admin = town.telegram.person("王主任")
        group, other = (town.telegram.group(title, owner=admin) for title in ("后悔的村", "别的村"))
        await asyncio.gather(town.subscribe(group, admin), town.subscribe(other, admin))
        admin.says(group, "/schedule tip tue 10:00")
        await town.said(group, "好了：每周二 10:00 发提示")
        known, rhythm = row(town, group), slots(town, group)
        admin.says(group, "/unsubscribe")
        await town.said(group, "以后不再往这个群发了")
        assert state(town, group) == "left"
        counted = (await town.status())["groups"]
        assert counted == {"active": 0, "unconfirmed": 1, "suspended": 0, "left": 1}

        await move_to_next(town, 1, "18:30")
        await town.telegram.until(lambda: town.pushes(other), 8)
        assert town.pushes(group) == []

        admin.says(group, "/start")
        await turn(town, admin, await town.said(group, CARD), "村居群")
        assert row(town, group) == known
        await town.quiet()
        assert town.pushes(group) == []
        await move_to_next(town, 3, "18:30")
        await town.telegram.until(lambda: town.pushes(group), 8)
        # “想再开，群管理员发 /start 就行，原来的设置都留着。”
        assert slots(town, group) == rhythm


# Moving


@side_by_side(seconds=14)
async def test_an_upgraded_group_stays_the_same_group(folder: Path) -> None:
    async with open_town(folder) as town:
        admin, resident = town.telegram.person("王主任"), town.telegram.person("居民")
        old = [town.telegram.group(f"升级{how}", owner=admin, members=30, kind="group") for how in ORDERS]
        await asyncio.gather(*(town.subscribe(group, admin) for group in old))
        known = [row(town, group) for group in old]
        rows = town.query("SELECT count(*) FROM groups")
        new = [admin.upgrades(group, order=how) for group, how in zip(old, ORDERS, strict=True)]
        # Telegram may say it once more, under new numbers.
        town.telegram.repeat(4)
        await town.telegram.until(lambda: [row(town, group) for group in new[:3]] == known[:3])

        await move_to_next(town, 1, "18:30")
        await town.telegram.until(lambda: all(len(town.pushes(group)) == 1 for group in new), 10)
        answers = [await resident.press(town.pushes(group)[0], "我已看") for group in new]
        assert all("第1位" in answer.text for answer in answers)
        admin.renames(new[3], "升级以后")
        admin.says(new[3], "/status")
        await town.said(new[3], "好了，这里是村居群")

        await move_to_next(town, 3, "18:30")
        await town.telegram.until(lambda: all(len(town.pushes(group)) == 2 for group in new), 10)
        await town.quiet()
        for before, group, one in zip(old, new, known, strict=True):
            assert row(town, group) == one
            assert len(town.pushes(group)) == 2
            assert town.pushes(before) == []
            ended = "SELECT state FROM deliveries WHERE group_id = ?"
            assert town.query(ended, one[0]) == [("sent",), ("sent",)]
        assert town.query("SELECT count(*) FROM groups") == rows
        assert ("升级以后",) in town.query("SELECT title FROM groups")
