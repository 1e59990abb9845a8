"""Two processes on one database, on both engines: whatever they do at the same moment happens once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from content.regions import load_regions
from content.words import Audience, Kind, QuizMode
from core import answers, audit, groups, orders, pushes, quizzes, receipts, settings, vouching
from core import deliveries as core_deliveries
from core import officers as core_officers
from core.answers import PollAnswer
from core.desk import Desk, Rules
from core.errors import AskedTooOften, UsedButton
from core.groups import Met, Subscribed
from core.hours import Hours
from core.ports import Sent
from core.pushes import Plan
from storage import answers as answer_rows
from storage import deliveries, officers, slots
from storage.database import CONNECTIONS, KEPT_AHEAD, Database, Unit, open_database
from storage.models import Button, DeliveryId, Firing, GroupId, Officer, Role, Slot
from storage.tables import answers as answer_table
from storage.tables import deliveries as delivery_table
from storage.tables import parked_answers
from storage.tables import receipts as receipt_table
from tests.questions import library

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="周所长", active=True)
VILLAGE = Audience.VILLAGE

Act = Callable[[Unit], Awaitable[Any]]


@pytest.fixture
async def desks(database_url: str) -> AsyncIterator[tuple[Desk, Desk]]:
    """The same bot twice, as two processes on one database would be."""
    databases = [open_database(database_url) for _ in range(2)]
    await asyncio.gather(*(warm(database) for database in databases for _ in range(4)))
    yield desk(databases[0]), desk(databases[1])
    for database in databases:
        await database.close()


async def warm(database: Database) -> None:
    """Opens a connection; those who race are to start from one line."""
    async with database.reading():
        await asyncio.sleep(0.02)


def desk(database: Database) -> Desk:
    rules = Rules(
        office="平安派出所",
        owners=frozenset({OWNER.user}),
        hours=Hours(ZoneInfo("Asia/Shanghai"), None),
        auto_confirm=True,
    )
    return Desk(
        bot=77,
        username="xiaolaba_bot",
        database=database,
        library=library(),
        regions=load_regions(None),
        rules=rules,
        secret=b"secret",
        wake=SimpleNamespace(wake=lambda: None),
    )


async def together(acts: Iterable[Awaitable[Any]]) -> list[Any]:
    """All at once; what went wrong comes back as it is."""
    return await asyncio.gather(*acts, return_exceptions=True)


async def overlapping(desks: tuple[Desk, Desk], first: Act, second: Act) -> tuple[Any, Any]:
    """The second begins when the first has acted and not yet committed."""

    async def late() -> Any:
        async with desks[1].database.unit() as unit:
            return await second(unit)

    async with desks[0].database.unit() as unit:
        done = await first(unit)
        waiting = asyncio.ensure_future(late())
        await asyncio.sleep(0.1)
    return done, await waiting


async def subscribed(desk: Desk, number: int, first: int = -1) -> list[GroupId]:
    chats = range(first, first - number, -1)
    return [(await groups.subscribe(desk, chat, "幸福村", VILLAGE, now=MONDAY)).group.id for chat in chats]


async def rows(desk: Desk, table: Any) -> list[Any]:
    async with desk.database.reading() as unit:
        return list(await unit.execute(table.select().order_by(table.c.id)))


async def sent_tip(desk: Desk) -> tuple[DeliveryId, str]:
    """A tip on its way to the group in chat -1: its delivery and its button's key."""
    await subscribed(desk, 1)
    await pushes.ask(desk, -1, Kind.TIP, "", key="1", now=MONDAY)
    [row] = await rows(desk, delivery_table)
    return DeliveryId(row.id), row.key


async def test_a_crowd_that_writes_leaves_lines_to_the_database_for_an_alert(
    desks: tuple[Desk, Desk],
) -> None:
    database, held, full, writing = desks[0].database, asyncio.Event(), asyncio.Event(), list[int]()

    async def write(number: int) -> None:
        async with database.unit():
            writing.append(number)
            if len(writing) == CONNECTIONS - KEPT_AHEAD:
                full.set()
            await held.wait()

    crowd = [asyncio.ensure_future(write(number)) for number in range(CONNECTIONS + 2)]
    if database.engine.dialect.name == "postgresql":  # SQLite writes one at a time
        await full.wait()
        async with asyncio.timeout(30), database.unit(ahead=True), database.reading():
            assert len(writing) == CONNECTIONS - KEPT_AHEAD
    held.set()
    await asyncio.gather(*crowd)
    assert sorted(writing) == list(range(CONNECTIONS + 2))


async def test_every_tap_counts_once_and_keeps_its_place(desks: tuple[Desk, Desk]) -> None:
    _, key = await sent_tip(desks[0])
    taps = [(desks[turn % 2], user) for turn in range(4) for user in range(8)]
    taken = await together(receipts.take(one, key, user, -1, 5, now=MONDAY) for one, user in taps)
    places = {(user, receipt.place) for (_, user), receipt in zip(taps, taken, strict=True)}
    assert sorted(place for _, place in places) == list(range(1, 9))
    assert sum(receipt.new for receipt in taken) == 8
    [delivery] = await rows(desks[0], delivery_table)
    assert delivery.receipts == len(await rows(desks[0], receipt_table)) == 8


async def test_a_delivery_is_claimed_by_one(desks: tuple[Desk, Desk]) -> None:
    delivery, _ = await sent_tip(desks[0])

    async def claim(desk: Desk) -> bool:
        async with desk.database.unit() as unit:
            return await deliveries.claim(unit, delivery, now=MONDAY)

    assert Counter(await together(claim(desks[turn % 2]) for turn in range(8))) == {True: 1, False: 7}


async def test_the_chain_of_the_audit_holds(desks: tuple[Desk, Desk]) -> None:
    async def note(number: int) -> None:
        desk = desks[number % 2]
        async with desk.database.unit() as unit:
            key = "once" if number < 6 else f"key:{number}"
            await audit.note(unit, desk, user=number, action="push", subject="", now=MONDAY, key=key)

    assert await together(note(number) for number in range(30)) == [None] * 30
    verdict = await audit.verify(desks[0].database, desks[0].bot)
    assert (verdict.rows, verdict.broken) == (25, None)


async def test_a_group_is_met_and_subscribed_once(desks: tuple[Desk, Desk]) -> None:
    met: list[Met] = await together(
        groups.meet(desks[turn % 2], -1, "幸福村", by=None, now=MONDAY) for turn in range(6)
    )
    assert sum(one.card for one in met) == 1
    assert len({one.group.id for one in met}) == 1
    done: list[Subscribed] = await together(
        groups.subscribe(desks[turn % 2], -1, "幸福村", VILLAGE, now=MONDAY) for turn in range(6)
    )
    assert sum(one.first for one in done) == 1
    assert all(len(one.slots) == 3 for one in done)


async def test_a_one_group_link_lets_one_group_in(desks: tuple[Desk, Desk]) -> None:
    ids = [(await groups.meet(desks[0], chat, "幸福村", by=None, now=MONDAY)).group.id for chat in (-1, -2)]
    token = await vouching.one_group_link(desks[0], OWNER, key="b:1", now=MONDAY)

    def come(group: GroupId) -> Act:
        return lambda unit: officers.take_invitation(unit, 77, token, group, now=MONDAY)

    first, second = await overlapping(desks, come(ids[0]), come(ids[1]))
    assert (first is not None, second) == (True, None)
    again, _ = await overlapping(desks, come(ids[0]), come(ids[0]))
    assert again == first


async def test_a_question_is_settled_once(desks: tuple[Desk, Desk]) -> None:
    async with desks[0].database.unit() as unit:
        await officers.say_next(unit, 77, 5, "groups_find", {"page": 2}, now=MONDAY)

    def settle(unit: Unit) -> Awaitable[Any]:
        return officers.drop_said(unit, 77, 5, "groups_find", MONDAY)

    assert await overlapping(desks, settle, settle) == (True, False)


def plan(slot: Slot) -> Plan:
    return Plan(
        (Firing(slot=slot, local_date=date(2026, 11, 23), at=MONDAY, missed=False),), MONDAY + timedelta(7)
    )


async def test_two_sweeps_push_each_slot_once(desks: tuple[Desk, Desk]) -> None:
    ids = await subscribed(desks[0], 20)
    fired = await together(
        pushes.fire_slots(desks[turn % 2], plan, now=MONDAY, limit=15) for turn in range(6)
    )
    assert sum(fired) == 3 * len(ids)
    made = Counter(row.group_id for row in await rows(desks[0], delivery_table))
    assert made == dict.fromkeys(ids, 3)


async def test_a_slot_changed_amid_a_sweep_is_worked_out_anew(desks: tuple[Desk, Desk]) -> None:
    [group] = await subscribed(desks[0], 1)

    async def change() -> None:
        async with desks[1].database.unit() as unit:
            week = frozenset({2})
            await slots.put(unit, group, Kind.TIP, weekdays=week, at=time(9), every=1, phase=0, now=MONDAY)

    async with desks[0].database.unit() as unit:
        ready = await slots.ready(unit, 77, now=MONDAY, limit=9)
        changing = asyncio.ensure_future(change())
        await asyncio.sleep(0.2)
        assert not changing.done()
        await slots.set_next(unit, [(slot.id, MONDAY + timedelta(7)) for slot in ready], now=MONDAY)
    await changing
    async with desks[0].database.reading() as unit:
        tip, case, _ = await slots.of_groups(unit, [group])
    assert (tip.next_at, tip.weekdays) == (None, frozenset({2}))
    assert case.next_at == MONDAY + timedelta(7)


async def ordered(desk: Desk) -> Button:
    """A 发送 that the owner may press."""
    shown = await orders.preview(desk, OWNER, Kind.TIP, now=MONDAY)
    wanted = core_officers.NewButton("send", shown.payload())
    [key] = await core_officers.lay_out(desk, OWNER.user, [wanted], now=MONDAY)
    return await core_officers.pressed(desk, OWNER.user, key, now=MONDAY)


async def test_an_order_pressed_twice_is_one_push(desks: tuple[Desk, Desk]) -> None:
    await subscribed(desks[0], 3)
    button = await ordered(desks[0])
    ends = await together(
        orders.send(desks[turn % 2], OWNER, button, chat=1, message=2, now=MONDAY) for turn in range(4)
    )
    assert sum(isinstance(end, UsedButton) for end in ends) == 3, ends
    assert len(await rows(desks[0], delivery_table)) == 3


async def test_orders_and_sweeps_at_once_keep_the_daily_measure(desks: tuple[Desk, Desk]) -> None:
    ids = await subscribed(desks[0], 4)
    buttons = [await ordered(desks[0]) for _ in range(3)]
    sends = [
        orders.send(desks[turn % 2], OWNER, button, chat=1, message=2, now=MONDAY)
        for turn, button in enumerate(buttons)
    ]
    sweeps = [pushes.fire_slots(one, plan, now=MONDAY, limit=50) for one in desks]
    ends = await together([*sends, *sweeps])
    assert not [end for end in ends if isinstance(end, Exception)]
    waiting = [row for row in await rows(desks[0], delivery_table) if row.state == "pending"]
    today = Counter(row.group_id for row in waiting if row.due_at <= MONDAY)
    assert today == dict.fromkeys(ids, 2)


async def test_a_group_that_asks_twice_at_once_hears_one(desks: tuple[Desk, Desk]) -> None:
    await subscribed(desks[0], 1)
    ends = await together(
        pushes.ask(desks[turn % 2], -1, Kind.TIP, "", key=str(turn), now=MONDAY) for turn in range(5)
    )
    assert sum(isinstance(end, AskedTooOften) for end in ends) == 4, ends
    assert len(await rows(desks[0], delivery_table)) == 1


async def test_an_answer_that_overtakes_its_poll_is_counted_once(
    desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes while the poll's number is being written down: neither moment may miss the other."""
    one, two = desks
    await groups.meet(one, -1, "幸福村", by=OWNER.user, now=MONDAY)
    await groups.subscribe(one, -1, "幸福村", VILLAGE, now=MONDAY)
    await settings.set_quiz_mode(one, -1, QuizMode.OPEN)
    await quizzes.ask(one, -1, key="k", now=MONDAY)
    [job] = await core_deliveries.next_jobs(one, now=MONDAY, limit=9)
    parcel = await core_deliveries.claim(one, job, now=MONDAY)
    assert parcel is not None
    park = answer_rows.park

    async def slowly(*args: Any, **named: Any) -> None:
        await asyncio.sleep(0.3)
        await park(*args, **named)

    monkeypatch.setattr(answer_rows, "park", slowly)
    taking = asyncio.ensure_future(answers.take(one, [PollAnswer("p1", 5, True, 0)], now=MONDAY))
    await asyncio.sleep(0.1)
    await core_deliveries.record(two, parcel, Sent(77, poll="p1"), now=MONDAY)
    await taking
    async with one.database.reading() as unit:
        stored = len((await unit.execute(answer_table.select())).all())
        waiting = len((await unit.execute(parked_answers.select())).all())
    assert (stored, waiting) == (1, 0)
