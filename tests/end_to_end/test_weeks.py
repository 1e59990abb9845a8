"""Weeks go by: every group hears exactly what it should, whatever happens to the bot and to its clock."""

from __future__ import annotations

import asyncio
import re
import signal
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox import Chat, Message, Person
from tests.end_to_end.side_by_side import side_by_side
from tests.town import MONDAY, ZONE, Town

TIP, CASE = "反诈提示", "身边案例"
CODE = re.compile(r"[编編][号號] [0-9A-Z]{4}-[0-9A-Z]{4}")
BERLIN = ZoneInfo("Europe/Berlin")
# On a machine that does much at once; make bench holds the three seconds that are promised.
STARTS_WITHIN = 15
SETTLED = 1.3  # a moved clock is read each second


def pushes(group: Chat) -> list[Message]:
    """The pushes that landed, in either script."""
    return [one for one in group.messages if CODE.search(one.text)]


def kind(message: Message) -> str:
    return TIP if "· 反诈提示" in message.text or "· 反詐提示" in message.text else CASE


def heard(group: Chat, zone: ZoneInfo = ZONE) -> list[tuple[str, str]]:
    """When and what: [("Tue 18:30", TIP), …], with the minute in which it landed."""
    return [
        (f"{datetime.fromtimestamp(one.date, UTC).astimezone(zone):%a %H:%M}", kind(one))
        for one in pushes(group)
    ]


def title(message: Message) -> str:
    return message.text.split("\n\n")[1]


def at(week: int, weekday: int, clock: str, start: datetime = MONDAY) -> datetime:
    """A moment of the n-th week (0 = the first), weekday 0 = Monday."""
    hour, minute = map(int, clock.split(":"))
    day = start + timedelta(days=7 * week + weekday)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


async def nothing_new(town: Town, groups: Iterable[Chat]) -> None:
    """Let the bot look at its clock once more, and see that nobody hears anything."""
    watched = list(groups)
    before = [len(pushes(group)) for group in watched]
    await town.quiet(SETTLED)
    assert [len(pushes(group)) for group in watched] == before


def states(town: Town) -> dict[str, int]:
    return dict(town.query("SELECT state, count(*) FROM deliveries GROUP BY state"))


async def recorded(town: Town) -> None:
    """Wait until the outcome of all that landed is written down."""
    await town.telegram.until(lambda: states(town).keys() <= {"sent"}, 15)


async def press(town: Town, admin: Person, menu: Message, label: str) -> None:
    """Press a button of a menu and wait until the menu shows what it did."""
    before = (menu.text, menu.buttons)
    await admin.press(menu, label, timeout=15)
    await town.telegram.until(lambda: (menu.text, menu.buttons) != before, 15)


async def settings(town: Town, group: Chat, *labels: str) -> None:
    number = sum("群设置" in one.text for one in group.messages)
    town.owner.says(group, "/settings")
    menu = await town.said(group, "群设置", number + 1, within=15)
    for label in labels:
        await press(town, town.owner, menu, label)


async def no_quizzes(town: Town, groups: Iterable[Chat], clerk: Person | None = None) -> None:
    """These groups want no quizzes: those have stories of their own."""
    for group in groups:
        (clerk if clerk is not None and clerk.id in group.standing else town.owner).says(
            group, "/schedule quiz off"
        )
    await asyncio.gather(*(town.said(group, "好了，不再定时发答题", within=15) for group in groups))


async def falls(town: Town, moment: datetime, groups: list[Chat], everyone: list[Chat]) -> None:
    """Move to a slot's minute: these groups hear one more, at once; all others hear nothing."""
    wanted = {one.id: len(pushes(one)) + (one in groups) for one in everyone}
    town.move_to(moment)
    await town.telegram.until(lambda: {one.id: len(pushes(one)) for one in everyone} == wanted, 15)
    began = min(pushes(one)[-1].date for one in groups) - moment.timestamp()
    assert 0 <= began <= STARTS_WITHIN, f"{moment} began {began} s late"


def heard_twice(groups: list[Chat]) -> list[Chat]:
    return [one for one in groups if max(Counter(map(title, pushes(one))).values()) > 1]


def in_both_scripts(village: Chat, old_script: Chat) -> None:
    """The same pushes under the same codes, in other characters."""
    for ours, theirs in zip(pushes(village), pushes(old_script), strict=True):
        assert "编号" in ours.text
        assert "編號" in theirs.text
        assert ours.text[-9:] == theirs.text[-9:]


@side_by_side(seconds=40)
async def test_four_weeks_give_every_group_exactly_its_pushes(folder: Path) -> None:
    async with Town(folder) as town:
        await town.start_bot()
        clerk = town.telegram.person("王文书")
        new = town.telegram.group
        village, waiting, paused, leaving, old_script, busy = (
            new(name, owner=clerk if name == "荷花村" else town.owner, members=99)
            for name in ("幸福村", "荷花村", "桃源村", "和平村", "侨乡村", "东风村")
        )
        parents, works = new("实验小学", owner=town.owner), new("宏达机械", owner=town.owner)
        villages = [village, waiting, paused, leaving, old_script, busy]
        everyone = [*villages, parents, works]
        await asyncio.gather(
            *(town.subscribe(one, clerk if one is waiting else town.owner) for one in villages),
            town.subscribe(parents, town.owner, "家长群"),
            town.subscribe(works, town.owner, "企业群"),
        )
        town.owner.says(busy, "/schedule tip wed,sat 12:10")
        town.owner.says(busy, "/schedule case off")
        await asyncio.gather(
            town.said(busy, "好了，不再定时发案例"),
            settings(town, old_script, "字体", "繁体"),
            no_quizzes(town, everyone, clerk),
        )

        async def slot(week: int, weekday: int, clock: str, groups: list[Chat]) -> None:
            await falls(town, at(week, weekday, clock), groups, everyone)

        for week in range(4):
            weekly = [village, waiting, old_script]
            if week < 2:
                weekly.append(paused)
            await slot(week, 0, "08:50", [works])
            await slot(week, 1, "18:30", [*weekly, leaving] if week == 0 else weekly)
            if week == 0:
                town.owner.says(leaving, "/unsubscribe")
                await town.said(leaving, "以后不再往这个群发了")
            await slot(week, 2, "12:10", [busy])
            await slot(week, 3, "18:30", weekly)
            if week == 0:  # killed in the very minute of a slot, and started again in it
                await recorded(town)
                await town.stop_bot(signal.SIGKILL)
                await town.start_bot()
                await nothing_new(town, everyone)
            if week == 2:
                town.move_to(at(week, 4, "10:00"))
                await nothing_new(town, everyone)
            await slot(week, 5, "12:10", [busy])
            await slot(week, 6, "19:30", [parents])
            if week == 1:
                await settings(town, paused, "暂停")

        village_week = [("Tue 18:30", TIP), ("Thu 18:30", CASE)]
        expected = {one.id: village_week * 4 for one in (village, waiting, old_script)}
        expected[paused.id], expected[leaving.id] = village_week * 2, village_week[:1]
        expected[busy.id] = [("Wed 12:10", TIP), ("Sat 12:10", TIP)] * 4
        for one, minute in ((parents, "Sun 19:30"), (works, "Mon 08:50")):
            fortnight = [(minute, TIP), (minute, CASE)] * 2
            expected[one.id] = fortnight if heard(one)[0] == fortnight[0] else fortnight[1:] + fortnight[:1]
        assert {one.id: heard(one) for one in everyone} == expected
        assert heard_twice(everyone) == []
        in_both_scripts(village, old_script)
        await recorded(town)
        landed = sum(len(pushes(one)) for one in everyone)
        assert states(town) == {"sent": landed}
        assert town.query("SELECT count(*) FROM parked_updates") == [(0,)]
        assert await town.stop_bot() == 0


@side_by_side(seconds=22)
async def test_downtime_and_a_jumping_clock_repeat_nothing(folder: Path) -> None:
    """Two hours late is caught up, seven are not and `status` says so; jumps of the clock cost nothing."""
    start = monday_ahead()
    async with Town(folder, start=start) as town:
        await town.start_bot()
        village, evening = (town.telegram.group(name, owner=town.owner) for name in ("幸福村", "荷花村"))
        await asyncio.gather(*(town.subscribe(one, town.owner) for one in (village, evening)))
        town.owner.says(evening, "/schedule tip thu 20:00")
        town.owner.says(evening, "/schedule case off")
        await town.said(evening, "好了，不再定时发案例")
        both = (village, evening)
        await no_quizzes(town, both)

        assert await town.stop_bot() == 0
        town.move_to(at(0, 1, "20:30", start))  # the tip of 18:30 is two hours late
        await town.start_bot()
        await town.telegram.until(lambda: heard(village) == [("Tue 20:30", TIP)], 15)

        await town.stop_bot()
        town.move_to(
            at(0, 4, "01:31", start)
        )  # the case of Thursday 18:30 is seven hours late, 20:00 five and a half
        await town.start_bot()
        await nothing_new(town, both)
        [missed] = (await town.status())["missed"]
        assert missed == {
            "date": f"{start + timedelta(days=3):%Y-%m-%d}",
            "time": "18:30",
            "kind": "case",
            "why": "missed",
            "groups": 1,
        }
        code, table = await town.command("status")
        assert code == 0
        assert re.search(rf"{missed['date']} 18:30 案例.*1 个群", table), table
        town.move_to(at(0, 4, "07:30", start))  # what was caught up in the night waited for the morning
        await town.telegram.until(lambda: heard(evening) == [("Fri 07:30", TIP)], 15)

        town.move_to(at(1, 1, "18:30", start))
        await town.telegram.until(lambda: len(pushes(village)) == 2, 15)
        for moment in (at(1, 1, "15:00", start), at(1, 1, "18:30", start), at(0, 5, "12:00", start)):
            town.move_to(moment)
            await nothing_new(town, both)
        town.move_to(at(1, 3, "18:30", start))
        await town.telegram.until(lambda: heard(village)[2:] == [("Thu 18:30", CASE)], 15)
        town.move_to(at(1, 3, "20:00", start))
        await town.telegram.until(lambda: heard(evening)[1:] == [("Thu 20:00", TIP)], 15)
        town.move_to(at(2, 1, "18:30", start))
        await town.telegram.until(lambda: heard(village)[3:] == [("Tue 18:30", TIP)], 15)
        assert len(set(map(title, pushes(village)))) == 4


@side_by_side(seconds=12)
async def test_a_clock_that_ran_ahead_for_a_moment_costs_no_slot(folder: Path) -> None:
    """A wrong clock, set right again: the slots that it seemed to pass come when their time really comes."""
    async with Town(folder) as town:
        await town.start_bot()
        village = town.telegram.group("幸福村", owner=town.owner)
        await town.subscribe(village, town.owner)
        await no_quizzes(town, [village])
        town.move_to(at(2, 5, "12:00"))
        await town.quiet(SETTLED)
        town.move_to(at(0, 0, "09:00"))
        await town.quiet(SETTLED)
        before = len(pushes(village))
        for weekday, expected in ((1, TIP), (3, CASE)):
            town.move_to(at(0, weekday, "18:30"))
            before += 1
            await town.telegram.until(lambda n=before: len(pushes(village)) == n, 10)  # type: ignore[misc]
            assert kind(pushes(village)[-1]) == expected


@side_by_side(seconds=16)
async def test_a_slot_at_the_change_of_clocks_comes_once(folder: Path) -> None:
    """02:30 does not exist on the last Sunday of March, and comes twice on the last one of October."""
    saturday = datetime(2027, 3, 27, 12, tzinfo=BERLIN)
    async with Town(folder, start=saturday, TIMEZONE="Europe/Berlin", QUIET_HOURS="") as town:
        await town.start_bot()
        group = town.telegram.group("Chor", owner=town.owner)
        await town.subscribe(group, town.owner)
        town.owner.says(group, "/schedule tip sun 02:30")
        town.owner.says(group, "/schedule case off")
        await town.said(group, "好了，不再定时发案例")

        town.move_to(datetime(2027, 3, 28, 0, 59, 30, tzinfo=UTC))  # 01:59:30
        await nothing_new(town, [group])
        town.move_to(datetime(2027, 3, 28, 1, 0, tzinfo=UTC))  # 03:00: the next minute that exists
        await town.telegram.until(lambda: heard(group, BERLIN) == [("Sun 03:00", TIP)], 15)
        town.move_to(datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
        await nothing_new(town, [group])

        town.move_to(datetime(2027, 10, 31, 0, 30, tzinfo=UTC))  # 02:30 for the first time
        await town.telegram.until(lambda: heard(group, BERLIN)[1:] == [("Sun 02:30", TIP)], 15)
        town.move_to(datetime(2027, 10, 31, 1, 30, tzinfo=UTC))  # and for the second
        await nothing_new(town, [group])
        town.move_to(datetime(2027, 11, 7, 1, 30, tzinfo=UTC))
        await town.telegram.until(lambda: heard(group, BERLIN)[2:] == [("Sun 02:30", TIP)], 15)


def monday_ahead() -> datetime:
    """The coming Monday, 08:00: `status` looks back from the machine's own time."""
    today = datetime.now(ZONE)
    return (today + timedelta(days=7 - today.weekday())).replace(hour=8, minute=0, second=0, microsecond=0)
