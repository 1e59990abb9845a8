"""The owner's alarm: told once whatever restarts come between, and its end told to those who know of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from content.words import Kind, Script
from core import alarms, audit
from core.alarms import Alarm, Message, Phase, Trouble
from core.desk import Desk
from storage import pushes, updates
from storage.alarms import Raised
from storage.database import Database
from storage.pushes import NewPush
from storage.tables import metadata
from storage.updates import Parked
from tests.many import make_desk

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BOT = 77
OWNERS = frozenset({1001, 1002})
TEXTS = {Script.SIMPLIFIED: ("h", "s", "0")}
LOOKED = (Trouble.SILENT, Trouble.DISK, Trouble.DATABASE)
SILENT = Alarm(key="silent", kind=Trouble.SILENT, facts={"since": NOW.isoformat()})
DISK = Alarm(key="disk", kind=Trouble.DISK, facts={"free": 499})


def desk_over(database: Database) -> Desk:
    """As a fresh process has it: nothing is remembered but rows."""
    desk = make_desk(database, BOT)
    return replace(desk, rules=replace(desk.rules, owners=OWNERS))


async def look(desk: Desk, *found: Alarm, at: datetime = NOW) -> None:
    await alarms.compare(desk, found, LOOKED, now=at)


async def hear(desk: Desk) -> list[tuple[int, str, str]]:
    """Who is told what, with every message arriving."""
    due = await alarms.untold(desk)
    for message in due:
        await alarms.told(desk, message)
    return [(message.owner, message.alarm.kind, message.phase.value) for message in due]


async def rows(database: Database) -> int:
    async with database.reading() as unit:
        return len((await unit.execute(metadata.tables["alarms"].select())).all())


async def test_an_alarm_is_told_once_and_so_is_its_end(database: Database) -> None:
    await look(desk_over(database), DISK)
    assert await hear(desk_over(database)) == [(1001, "disk", "begun"), (1002, "disk", "begun")]
    for minute in range(3):
        await look(desk_over(database), DISK, at=NOW + minute * MINUTE)
        assert await hear(desk_over(database)) == []
    await look(desk_over(database), at=NOW + DAY)
    assert await hear(desk_over(database)) == [(1001, "disk", "over"), (1002, "disk", "over")]
    assert await hear(desk_over(database)) == []
    assert await rows(database) == 0
    await look(desk_over(database), DISK, at=NOW + 2 * DAY)
    assert [phase for _, _, phase in await hear(desk_over(database))] == ["begun", "begun"]


async def test_who_was_not_reached_is_told_later_and_only_what_is_still_worth_it(database: Database) -> None:
    desk = desk_over(database)
    await look(desk, DISK, SILENT)
    first = await alarms.untold(desk)
    assert len(first) == 4
    for message in first:
        if message.owner == 1001:
            await alarms.told(desk, message)
    assert {message.owner for message in await alarms.untold(desk)} == {1002}
    await look(desk, at=NOW + 9 * MINUTE)
    assert sorted(await hear(desk)) == [
        (1001, "disk", "over"),
        (1001, "silent", "over"),
        (1002, "silent", "past"),
    ]
    assert await hear(desk) == []
    assert await rows(database) == 0


async def test_a_trouble_that_is_back_before_its_end_was_told_is_no_news(database: Database) -> None:
    desk = desk_over(database)
    await look(desk, DISK)
    await hear(desk)
    await look(desk, at=NOW + MINUTE)
    [mine, theirs] = await alarms.untold(desk)
    await alarms.told(desk, mine)
    await look(desk, DISK, at=NOW + 2 * MINUTE)
    await alarms.told(desk, theirs)  # its answer came late: that end is no longer true
    assert await hear(desk) == [(1001, "disk", "begun")], "the other never heard that it was over"


async def test_what_was_said_by_heart_is_not_said_again(database: Database) -> None:
    """While no row can be written, the process remembers; its first row says who knows."""
    desk = desk_over(database)
    assert [one.owner for one in alarms.unwritten(DISK, OWNERS, (), now=NOW)] == [1001, 1002]
    assert [one.owner for one in alarms.unwritten(DISK, OWNERS, {1001}, now=NOW)] == [1002]
    await alarms.compare(desk, [DISK], LOOKED, known=lambda key: {1001} if key == "disk" else (), now=NOW)
    assert await hear(desk) == [(1002, "disk", "begun")]
    await look(desk, at=NOW + MINUTE)
    assert len(await hear(desk)) == 2

    await look(desk, DISK, at=NOW + DAY)
    await alarms.compare(desk, [], LOOKED, known=lambda key: {1001}, now=NOW + DAY)
    assert await hear(desk) == [(1001, "disk", "over")], "told, though no row could say so"


async def test_each_look_ends_only_what_it_looked_at(database: Database) -> None:
    desk = desk_over(database)
    await alarms.sound(desk, Alarm(key="backup", kind=Trouble.BACKUP), now=NOW)
    await look(desk, at=NOW + MINUTE)
    assert await hear(desk) == [(1001, "backup", "begun"), (1002, "backup", "begun")]
    await alarms.sound(desk, Alarm(key="backup", kind=Trouble.BACKUP), now=NOW + MINUTE)
    assert await hear(desk) == []
    await alarms.end(desk, Alarm(key="backup", kind=Trouble.BACKUP), now=NOW + DAY)
    await alarms.end(desk, Alarm(key="backup", kind=Trouble.BACKUP), now=NOW + DAY)
    assert {phase for _, _, phase in await hear(desk)} == {"over"}


async def test_parked_updates_are_told_of_until_a_day_passes_without(database: Database) -> None:
    desk = desk_over(database)
    for number in range(3):
        async with database.unit() as unit:
            parked = Parked(number, "message", "ValueError", f"7K3{number}")
            await updates.park(unit, BOT, parked, now=NOW + number * MINUTE)
        await look(desk, at=NOW + number * MINUTE)
        told = await hear(desk)
        assert len(told) == (2 if number == 0 else 0)
    await look(desk, at=NOW + DAY)
    assert await hear(desk) == []
    await look(desk, at=NOW + DAY + 2 * MINUTE)
    assert await hear(desk) == [(1001, "parked", "over"), (1002, "parked", "over")]


async def test_the_end_of_a_pause_is_told_to_whoever_did_not_decide(database: Database) -> None:
    desk = desk_over(database)
    new = NewPush("k", Kind.TIP, "item", "rebate", "先垫钱的活儿", "7K3F-9QX2", None, TEXTS)
    async with database.unit() as unit:
        push, _ = await pushes.add_once(unit, BOT, new, now=NOW)
        await pushes.halt(unit, push, "paused")
    await look(desk)
    assert await hear(desk) == [], "core/notices.py told of it, with its buttons"
    async with database.unit() as unit:
        await pushes.halt(unit, push, "overruled")
        await audit.note(unit, desk, user=1001, action="push_goes_on", subject=new.code, now=NOW)
    await look(desk, at=NOW + MINUTE)
    assert await hear(desk) == [(1002, "paused", "over")]


async def test_another_bots_alarms_are_not_ours(database: Database) -> None:
    async with database.unit() as unit:
        theirs = {"bot": BOT + 1, "key": "disk", "kind": "disk", "facts": {}, "told": [], "told_over": []}
        await unit.execute(insert(metadata.tables["alarms"]).values(**theirs, raised_at=NOW))
    await look(desk_over(database))
    assert await hear(desk_over(database)) == []
    assert await rows(database) == 1


def test_who_is_told_what() -> None:
    def due(**state: object) -> list[tuple[int, Phase]]:
        alarm = Raised(
            **{
                "key": "k",
                "kind": "silent",
                "facts": {},
                "told": frozenset(),
                "told_over": frozenset(),
                "raised_at": NOW,
                "over_at": None,
                **state,  # type: ignore[arg-type]
            }
        )
        found: list[Message] = alarms.messages(alarm, OWNERS)
        return [(one.owner, one.phase) for one in found]

    assert due() == [(1001, Phase.BEGUN), (1002, Phase.BEGUN)]
    assert due(told=OWNERS) == []
    assert due(told=frozenset({1001}), over_at=NOW) == [(1001, Phase.OVER), (1002, Phase.PAST)]
    assert due(told=frozenset({1001}), over_at=NOW, kind="disk") == [(1001, Phase.OVER)]
    assert due(told=OWNERS, told_over=OWNERS, over_at=NOW) == []
