"""A crowd neither keeps what is urgent waiting nor makes everybody wait for one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from bot import batches, outbox
from bot.batches import HANDLED_AT_ONCE, Batches
from bot.lines import LINES, Lines
from bot.outbox import ANSWERS_AT_ONCE, Outbox
from bot.polling import Poller
from bot.views.officers import OFFICER
from bot.watch import Watch
from core.alarms import Trouble
from sandbox import Sandbox
from storage import updates
from storage.database import Unit
from storage.sharing import Sharing, WriteTurn
from tests.storage.files import fresh

ANSWER = 0.3


async def test_as_many_requests_as_there_are_lines_leave_at_once_and_lines_are_used_again() -> None:
    async with Sandbox() as telegram:
        lines = Lines(telegram.url, 5, httpx.create_ssl_context())
        await lines.initialize()
        url = f"{telegram.url}{telegram.bot.token}/getMe"
        telegram.delay = ANSWER
        await asyncio.gather(*(lines.post(url) for _ in range(LINES)))
        arrived = sorted(call.at for call in telegram.calls.of("getMe"))
        assert len(arrived) == LINES
        assert arrived[-1] - arrived[0] < ANSWER + 0.2, "some waited for another's answer"
        telegram.delay = 0
        open_before = len(telegram.listener._state.connections)
        for _ in range(20):
            await lines.post(url)
        assert len(telegram.listener._state.connections) <= open_before
        await lines.shutdown()


async def test_so_many_taps_are_answered_at_once_and_no_more() -> None:
    box, running, most, done = Outbox(), 0, 0, 0

    async def call() -> None:
        nonlocal running, most, done
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running, done = running - 1, done + 1

    for _ in range(3 * ANSWERS_AT_ONCE):
        box.at_once(call)
    await box.close(patience=5)
    assert (most, done) == (ANSWERS_AT_ONCE, 3 * ANSWERS_AT_ONCE)


async def test_an_answer_that_waited_too_long_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "ANSWER_PATIENCE", 0.05)
    box, never, late = Outbox(), asyncio.Event(), list[int]()

    async def note() -> None:
        late.append(1)

    for _ in range(ANSWERS_AT_ONCE):
        box.at_once(never.wait)
    box.at_once(note)
    await asyncio.sleep(0.2)
    never.set()
    await box.close(patience=1)
    assert not late


def handled_by(handle: Any) -> Batches:
    """Batches whose every update is handled by this."""
    application: Any = SimpleNamespace(counter=SimpleNamespace(outbox=Outbox()))
    made = Batches(application)
    made._one = handle  # type: ignore[method-assign]  # what an update does is not what is tried here
    return made


async def test_few_updates_are_handled_at_once_so_that_the_loop_stays_free() -> None:
    running = most = 0

    async def handle(raw: dict[str, Any]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.005)
        running -= 1

    made = handled_by(handle)
    await asyncio.gather(*(made._after(set(), {"update_id": number}) for number in range(50)))
    assert most == HANDLED_AT_ONCE


async def test_those_who_wait_for_telegram_keep_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SLOW", 0.05)
    slow, quick = asyncio.Event(), list[int]()

    async def handle(raw: dict[str, Any]) -> None:
        if raw["update_id"] < 2 * HANDLED_AT_ONCE:
            await slow.wait()
        else:
            quick.append(raw["update_id"])

    made = handled_by(handle)
    work = asyncio.gather(*(made._after(set(), {"update_id": n}) for n in range(2 * HANDLED_AT_ONCE + 5)))
    await asyncio.sleep(0.3)
    assert len(quick) == 5
    slow.set()
    await work
    assert made._places._value == HANDLED_AT_ONCE, "a place was lost, or given back twice"


async def test_an_officers_press_stands_in_no_line_behind_a_crowd() -> None:
    crowd, handled = asyncio.Event(), list[int]()

    async def handle(raw: dict[str, Any]) -> None:
        if raw["update_id"] < 100:
            await crowd.wait()
        handled.append(raw["update_id"])

    made = handled_by(handle)
    taps = [{"update_id": n, "callback_query": {"data": "r:1"}} for n in range(50)]
    press = {"update_id": 100, "callback_query": {"data": f"{OFFICER}abc", "from": {"id": 2001}}}
    made_up = {"update_id": 99, "callback_query": {"data": f"{OFFICER}abc", "from": {"id": 5}}}
    typed = {"update_id": 101, "message": {"chat": {"id": 2001}, "text": "407291"}}  # a PIN
    work = asyncio.gather(*(made._after(set(), raw, {2001}) for raw in [*taps, made_up, press, typed]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert handled == [100, 101]
    crowd.set()
    await work
    assert len(handled) == 53


async def test_a_crowd_of_the_same_batch_begins_after_an_officers_press() -> None:
    press_ends, handled = asyncio.Event(), list[int]()

    async def handle(raw: dict[str, Any]) -> None:
        if raw["update_id"] == 100:
            await press_ends.wait()
        handled.append(raw["update_id"])

    made = handled_by(handle)
    made._leading = {100}
    made._led.clear()
    taps = [{"update_id": n, "callback_query": {"data": "r:1"}} for n in range(5)]
    press = {"update_id": 100, "callback_query": {"data": f"{OFFICER}abc", "from": {"id": 2001}}}
    work = asyncio.gather(*(made._after(set(), raw, {2001}) for raw in [*taps, press]))
    for _ in range(5):
        await asyncio.sleep(0)
    assert handled == []
    press_ends.set()
    await work
    assert handled[0] == 100


async def test_what_an_alert_writes_stands_in_no_line_behind_a_crowd(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        written = list[str]()

        async def write(what: str, *, ahead: bool = False) -> None:
            async with database.unit(ahead=ahead):
                written.append(what)

        crowd = [asyncio.ensure_future(write(f"tap {number}")) for number in range(20)]
        await asyncio.sleep(0)
        await write("alert", ahead=True)
        assert written == ["tap 0", "alert"], "only behind the one at it"
        await asyncio.gather(*crowd)
        assert written[2:] == [f"tap {number}" for number in range(1, 20)]


async def test_small_writings_that_come_meanwhile_are_one(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        before, held = database.commits, asyncio.Event()

        async def hold() -> None:
            async with database.unit():
                await held.wait()

        async def note(number: int, unit: Unit) -> int:
            await updates.set_mark(unit, 7, f"number {number}", "1")
            if number == 3:
                raise ValueError("odd")
            return number

        first = asyncio.ensure_future(hold())
        writings = [database.shared(partial(note, number), again=True) for number in range(8)]
        others = asyncio.gather(*writings, return_exceptions=True)
        gone = asyncio.ensure_future(database.shared(partial(note, 99), again=True))
        await asyncio.sleep(0)
        gone.cancel()
        held.set()
        ends = await asyncio.wait_for(others, 10)
        await first
        assert [repr(one) for one in ends] == ["0", "1", "2", "ValueError('odd')", "4", "5", "6", "7"]
        assert await asyncio.gather(*(database.shared(partial(note, n)) for n in (10, 11, 12))) == [
            10,
            11,
            12,
        ]
        assert database.commits == before + 1 + 7 + 1, "one by one where one was odd, else together"
        async with database.reading() as unit:
            stands = [number for number in (0, 3, 99) if await updates.mark(unit, 7, f"number {number}")]
        assert stands == [0]


async def test_a_claim_that_breaks_takes_no_other_along(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:

        async def claim(number: int, unit: Unit) -> None:
            await updates.set_mark(unit, 7, f"claim {number}", "1")
            if number == 1:
                raise OSError("odd")

        ends = await asyncio.gather(
            *(database.shared(partial(claim, number)) for number in range(3)), return_exceptions=True
        )
        assert [type(end) for end in ends] == [type(None), OSError, type(None)]
        async with database.reading() as unit:
            stands = [await updates.mark(unit, 7, f"claim {number}") is not None for number in range(3)]
        assert stands == [True, False, True]


@pytest.mark.parametrize(("at", "again", "units"), [("begin", True, 1), ("commit", False, 1)])
async def test_where_nobody_gets_in_or_nobody_knows_what_stands_all_hear_of_it(
    at: str, again: bool, units: int
) -> None:
    begun = 0

    @asynccontextmanager
    async def breaking() -> AsyncIterator[Any]:
        nonlocal begun
        begun += 1
        await asyncio.sleep(0)
        if at == "begin":
            raise OSError("the line broke")
        yield None
        raise OSError("the line broke")

    async def work(_: object) -> None:
        """Nothing goes wrong here."""

    sharing = Sharing(breaking, again=again)
    ends = await asyncio.gather(*(sharing.do(work) for _ in range(3)), return_exceptions=True)
    assert [type(end) for end in ends] == [OSError] * 3
    assert begun == units


async def test_a_turn_to_write_is_lost_by_nobody_who_gives_up() -> None:
    turn, done = WriteTurn(), list[int]()

    async def write(number: int) -> None:
        async with turn.taken(ahead=number % 3 == 0):
            await asyncio.sleep(0)
            done.append(number)

    writers = [asyncio.ensure_future(write(number)) for number in range(30)]
    for _ in range(12):
        await asyncio.sleep(0)
        # Some wait still, some were given the turn this very moment, some are at it.
        for number in (len(done), len(done) + 1, 20):
            writers[number % 30].cancel()
    await asyncio.wait_for(asyncio.gather(*writers, return_exceptions=True), 5)
    assert len(done) == len(set(done)) > 0
    async with asyncio.timeout(1), turn.taken(ahead=False):
        done.append(99)


def test_an_update_stays_in_order_with_its_chat_and_its_person_but_not_with_ourselves() -> None:
    def tap(chat: object, person: object) -> dict[str, Any]:
        message = {"chat": {"id": chat}, "from": {"id": 777}}
        return {"update_id": 1, "callback_query": {"from": {"id": person}, "message": message}}

    assert batches._keys(tap(-5, 6)) == {("chat", -5), ("person", 6)}
    assert not batches._keys(tap(-5, 6)) & batches._keys(tap(-8, 9)), "taps in two groups are not in line"
    said = {"update_id": 2, "message": {"chat": {"id": -5}, "from": {"id": 6}}}
    assert batches._keys(said) & batches._keys(tap(-5, 9))
    assert batches._keys({"update_id": 3, "poll_answer": {"user": {"id": 6}}}) == {("person", 6)}
    odds: tuple[object, ...] = ("x", None, [], {"id": "x"}, {"message": 5, "chat": 7})
    for odd in odds:
        assert batches._keys({"update_id": 4, "message": odd}) == {("update", 4)}


async def test_a_poller_that_hangs_is_seen_to_fail(tmp_path: Path) -> None:
    application: Any = SimpleNamespace(counter=None)
    made, now = Poller(application), datetime.now(UTC)
    clock: Any = SimpleNamespace(now=lambda: now)
    counter: Any = SimpleNamespace(clock=clock, desk=None)
    watch = Watch(counter, made, tmp_path)
    assert not made.failing
    assert watch._silence(now) == []
    made.last_success = time.monotonic() - 31
    assert not made.failing, "a poll may last for half a minute"
    made.last_success = time.monotonic() - 120
    assert made.failing
    assert watch._silence(now) == [], "five minutes are not over"
    made.last_success = time.monotonic() - 301
    [alarm] = watch._silence(now)
    assert alarm.kind is Trouble.SILENT


async def test_an_update_that_hangs_is_given_up_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "HANDLING_PATIENCE", 0.02)
    monkeypatch.setattr(batches, "PAUSES", (0.0, 0.0))
    tries, parked = list[int](), list[str]()

    async def hang(update: object) -> None:
        tries.append(1)
        await asyncio.Event().wait()

    async def park(raw: dict[str, Any], update: object, error: Exception) -> None:
        parked.append(type(error).__name__)

    application: Any = SimpleNamespace(counter=SimpleNamespace(bot=None), process_update=hang)
    made = Batches(application)
    made._park = park  # type: ignore[method-assign]  # where it is written down is not what is tried here
    await asyncio.wait_for(made._after(set(), {"update_id": 5}), 5)
    assert (len(tries), parked) == (3, ["TimeoutError"])
