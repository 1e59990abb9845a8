"""/push: an officer looks, sends, and watches; nobody hears more than is good, nor at night."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sandbox import Chat, Message, Person, Slow
from tests.end_to_end.side_by_side import side_by_side
from tests.town import MONDAY, ZONE, Town, is_shortened

SETTLED = 1.3
EVERY = 3.0


async def preview(town: Town, officer: Person, kind: str = "tip") -> Message:
    """/push, and the newest preview."""
    number = sum("发出去就是这样" in one.text for one in officer.inbox)
    officer.writes(f"/push {kind}")
    return await town.said(officer, "发出去就是这样", number + 1, 15)


async def send(town: Town, officer: Person, shown: Message) -> None:
    await officer.press(shown, "发送", timeout=15)
    await town.telegram.until(lambda: "正在发" in shown.text or "发完了" in shown.text, 15)


async def ended(town: Town, shown: Message, within: float = 15) -> str:
    await town.telegram.until(lambda: "发完了" in shown.text, within)
    return shown.text


async def refused(town: Town, who: Person, message: Message, data: str) -> str:
    """What somebody who presses by hand is told, in an alert."""
    answer = await who.forge(message, data).answered(15)
    assert answer.show_alert
    return answer.text


def data_of(message: Message, label: str) -> str:
    data = message.button(label).data
    assert data is not None
    return data


def body(message: Message) -> str:
    """What a preview promises: the push between its first line and its figures."""
    return message.text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]


def hear(town: Town, group: Chat) -> list[str]:
    return [one.text for one in town.pushes(group)]


def on(days: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return (MONDAY + timedelta(days=days)).replace(hour=hour, minute=minute)


@side_by_side(seconds=16)
async def test_what_was_shown_is_sent_once_to_confirmed_groups(folder: Path) -> None:
    async with Town(folder) as town:
        await town.start_bot()
        clerk, stranger, officer = (town.telegram.person(name) for name in ("王文书", "路人", "李警官"))
        confirmed = [
            town.telegram.group(f"群{size}", owner=town.owner, members=size) for size in (100, 200, 300)
        ]
        waiting = town.telegram.group("未登记群", owner=clerk, members=5000)
        await asyncio.gather(
            *(town.subscribe(one, town.owner) for one in confirmed), town.subscribe(waiting, clerk)
        )
        members = sum(one.member_count for one in confirmed)
        uncounted = "SELECT count(*) FROM groups WHERE members IS NULL"
        await town.telegram.until(lambda: town.query(uncounted) == [(0,)], 15)

        first = await preview(town, town.owner)
        assert f"发给 3 个群，共 {members} 人" in first.text
        one = body(first)
        keep = data_of(first, "发送")
        await town.owner.press(first, "换一条", timeout=15)
        await town.telegram.until(lambda: body(first) != one, 15)
        another = body(first)
        assert another.split("\n\n")[1] != one.split("\n\n")[1], "another title"
        assert f"发给 3 个群，共 {members} 人" in first.text
        chosen = data_of(first, "发送")
        assert chosen != keep

        assert "给别人的" in await refused(town, stranger, first, chosen)
        assert hear(town, confirmed[0]) == []
        two = [town.owner.forge(first, chosen) for _ in range(2)]  # an impatient finger
        said = [(await tap.answered(15)).text for tap in two]
        assert sorted(map(bool, said)) == [False, True]
        assert any("已经办过了" in text for text in said)
        done = await ended(town, first)
        assert "已送到 3 个群，0 个群没送到，0 个不确定" in done
        assert "3/3" in done
        for group in confirmed:
            [push] = town.pushes(group)
            assert is_shortened(push, another), push.text
        assert hear(town, waiting) == []
        assert "已经办过了" in await refused(town, town.owner, first, chosen)

        dropped = await preview(town, town.owner, "case")
        assert "身边案例" in dropped.text
        sends = data_of(dropped, "发送")
        await town.owner.press(dropped, "取消", timeout=15)
        await town.telegram.until(lambda: dropped.text == "好了，没有发。", 15)
        assert "已经办过了" in await refused(town, town.owner, dropped, sends)

        await _who_may_push(town, stranger, officer, confirmed[0])
        await town.quiet(0.5)
        assert [len(hear(town, group)) for group in confirmed] == [1] * 3
        actions = [row[0] for row in town.query("SELECT action FROM audit ORDER BY id")]
        assert actions.count("push") == 1
        assert actions.count("push_dropped") == 1
        assert "refused" in actions
        assert (await town.command("audit", "verify"))[0] == 0


async def _who_may_push(town: Town, stranger: Person, officer: Person, group: Chat) -> None:
    """A stranger is refused, a group is told to ask in private, an officer reaches only their own region."""
    stranger.writes("/push tip")
    await town.said(stranger, "派出所和乡镇同事")
    town.owner.says(group, "/push tip")
    await town.said(group, "私下发给我")
    for wrong in ("/push", "/push foo", "/push tip case"):
        number = sum("比如：/push tip" in one.text for one in town.owner.inbox)
        town.owner.writes(wrong)
        await town.said(town.owner, "比如：/push tip", number + 1, 15)
    town.owner.writes(f"/officer add {officer.id} officer heping")
    await town.said(town.owner, "现在是民警")
    officer.writes("/start")
    officer.writes("/push tip")
    await town.said(officer, "还没有确认过的群", 1, 15)


@side_by_side(seconds=30)
async def test_progress_is_edited_rarely_and_a_stop_loses_and_doubles_nothing(folder: Path) -> None:
    """Two a second leave; the bot is stopped in the middle while one answer is late, and started again."""
    async with Town(folder) as town:
        await town.start_bot()
        groups = [town.telegram.group(f"群{number}", owner=town.owner) for number in range(14)]
        await asyncio.gather(*(town.subscribe(one, town.owner) for one in groups))
        await town.stop_bot()
        town._settings["SENDER_RATE"] = "2"
        await town.start_bot()

        shown = await preview(town, town.owner)
        town.telegram.faults.add(Slow(2.0), method="sendPhoto", times=1, skip=4)
        asked_at = len(town.telegram.calls)
        await send(town, town.owner, shown)
        await town.telegram.until(lambda: sum(len(hear(town, one)) for one in groups) >= 5, 15)
        loop = asyncio.get_running_loop()
        began = loop.time()
        assert await town.stop_bot() == 0
        assert loop.time() - began < 20
        landed = sum(len(hear(town, one)) for one in groups)
        states = dict(town.query("SELECT state, count(*) FROM deliveries GROUP BY state"))
        assert states == {"sent": landed, "pending": 14 - landed}, "the late answer was waited for"
        assert 5 <= landed < 14

        await town.start_bot()
        done = await ended(town, shown, 20)
        assert "已送到 14 个群，0 个群没送到，0 个不确定" in done
        assert "14/14" in done
        assert [len(hear(town, one)) for one in groups] == [1] * 14

        edits = [
            call.at
            for call in list(town.telegram.calls)[asked_at:]
            if call.method == "editMessageText" and call.chat_id == town.owner.id and call.code == 200
        ]
        gaps = [late - early for early, late in pairwise(edits)]
        # The press itself, and the end: what lies between took less than three seconds on either side.
        assert len(edits) >= 2
        assert min(gaps) >= EVERY - 0.1, f"edited after {gaps}"


@side_by_side(seconds=14)
async def test_a_push_at_night_waits_for_the_morning(folder: Path) -> None:
    async with Town(folder, start=MONDAY.replace(hour=23)) as town:
        await town.start_bot()
        group = town.telegram.group("幸福村", owner=town.owner)
        await town.subscribe(group, town.owner)
        shown = await preview(town, town.owner)
        assert "11月24日 07:30 开始发" in shown.text
        await send(town, town.owner, shown)
        await town.quiet(SETTLED)
        assert hear(town, group) == []
        assert "1 个在排队" in shown.text
        assert await town.stop_bot() == 0
        town.move_to(on(1, "06:00"))
        await town.start_bot()
        town.move_to(on(1, "07:29"))
        await town.quiet(SETTLED)
        assert hear(town, group) == []
        town.move_to(on(1, "07:30"))
        await town.telegram.until(lambda: len(hear(town, group)) == 1, 20)
        assert "已送到 1 个群" in await ended(town, shown)
        sent_at = datetime.fromtimestamp(town.pushes(group)[0].date, ZONE)
        assert (sent_at.hour, sent_at.minute) == (7, 30)


@side_by_side(seconds=24)
async def test_two_a_day_and_three_a_week(folder: Path) -> None:
    """The third of a day comes tomorrow at opening, the fourth expires; what was asked for does not count."""
    owners = range(1001, 1006)
    async with Town(folder, OWNER_IDS=",".join(map(str, owners))) as town:
        await town.start_bot()
        officers = [town.telegram.person(f"所长{number}", id=number) for number in owners]
        town.owner = officers[0]
        clerk, aunt = town.telegram.person("王文书"), town.telegram.person("李婶")
        village, daily = (
            town.telegram.group("幸福村", owner=town.owner),
            town.telegram.group("天天村", owner=clerk),
        )
        await asyncio.gather(town.subscribe(village, town.owner), town.subscribe(daily, clerk))
        clerk.says(daily, "/schedule tip daily 09:00")
        await town.said(daily, "每天 09:00 发提示")

        for number, officer in enumerate(officers[:2], start=1):
            await send(town, officer, await preview(town, officer))
            await town.telegram.until(lambda n=number: len(hear(town, village)) == n, 15)  # type: ignore[misc]
        third = await preview(town, officers[2])
        assert "1 个群今天已经够多，挪到明早" in third.text
        moved = body(third)
        await send(town, officers[2], third)
        fourth = await preview(town, officers[3])
        assert "1 个群这两天都满了" in fourth.text
        await send(town, officers[3], fourth)
        assert "已送到 0 个群" in (done := await ended(town, fourth))
        assert "1 个过时没发" in done
        assert "measure_full" in _reasons(town)

        aunt.says(village, "/tip")
        await town.telegram.until(lambda: len(hear(town, village)) == 3, 15)
        town.move_to(on(0, "09:00"))
        await town.telegram.until(lambda: len(hear(town, daily)) == 1, 15)
        assert len(hear(town, village)) == 3

        town.move_to(on(1, "07:30"))
        await town.telegram.until(lambda: len(hear(town, village)) == 4, 20)
        assert is_shortened(town.pushes(village)[3], moved)
        for day in (1, 2, 3):  # a group whose own slots ask for more gets more
            town.move_to(on(day, "09:00"))
            await town.telegram.until(lambda d=day: len(hear(town, daily)) == d + 1, 15)  # type: ignore[misc]
            if day == 1:  # three are full: the group's own slot moves to tomorrow, which is full too
                town.move_to(on(1, "18:30"))
                await town.telegram.until(lambda: _reasons(town).count("measure_full") == 2, 15)
        assert len(hear(town, village)) == 4
        town.move_to(on(7, "10:00"))
        await town.quiet(SETTLED)
        heard = len(hear(town, village))
        await send(town, officers[4], await preview(town, officers[4]))  # a new week, a new measure
        await town.telegram.until(lambda: len(hear(town, village)) == heard + 1, 15)
        days = [datetime.fromtimestamp(one.date, ZONE).isocalendar()[:2] for one in town.pushes(village)]
        assert days.count(days[0]) == 4, "three, and the one that was asked for"


def _reasons(town: Town) -> list[str]:
    return [row[0] for row in town.query("SELECT reason FROM deliveries WHERE state = 'expired'")]
