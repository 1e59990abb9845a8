"""Turns come when they are due, by one timer, and nobody who gives up keeps one."""

from __future__ import annotations

import asyncio
import selectors
from asyncio import TaskGroup, create_task, gather, sleep
from collections.abc import Coroutine
from itertools import pairwise
from typing import Any

import pytest

from core.ports import Priority
from scheduler.pacing import CHAT_GAP, WINDOW, Pacer, Ticket
from scheduler.turns import Turns

ALERT, TIP = Priority.ALERT, Priority.TIP


class Skipping(selectors.SelectSelector):
    """Instead of waiting for a timer it moves the clock on."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everybody waits and no timer is set"
        self.now += max(0.0, timeout)
        return super().select(0)


class SkippingLoop(asyncio.SelectorEventLoop):
    """A loop whose hours pass at once."""

    def __init__(self) -> None:
        self.skipping = Skipping()
        super().__init__(self.skipping)

    def time(self) -> float:
        return self.skipping.now


def skip_through(story: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        runner.run(story)


def skipping_turns(pacer: Pacer | None = None) -> Turns:
    return Turns(pacer or Pacer(), monotonic=asyncio.get_running_loop().time)


def timers(loop: asyncio.AbstractEventLoop) -> int:
    return sum(not handle.cancelled() for handle in loop._scheduled)  # type: ignore[attr-defined]


class Post:
    """Takes turns, sends at once and notes when and what."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.sent: list[tuple[float, Ticket]] = []

    async def send(self, chat: int, priority: Priority = TIP) -> Ticket:
        ticket = await self.turns.take(chat, priority)
        self.turns.departed(ticket)
        self.sent.append((asyncio.get_running_loop().time(), ticket))
        return ticket


def test_an_alert_among_ten_thousand_waits_for_one_spacing() -> None:
    async def story() -> None:
        pacer = Pacer()
        post = Post(skipping_turns(pacer))
        tips = [create_task(post.send(-chat)) for chat in range(10_000)]
        await sleep(20.0)
        assert len(post.sent) == 1 + int(20 / pacer.spacing)
        asked = asyncio.get_running_loop().time()
        await post.send(-1_000_000, ALERT)
        assert post.sent[-1][0] - asked <= pacer.spacing + 1e-6
        for tip in tips:
            tip.cancel()
        await gather(*tips, return_exceptions=True)
        assert post.turns.waiting == 0

    skip_through(story())


def test_first_come_first_served_and_a_waiting_chat_holds_up_nobody() -> None:
    async def story() -> None:
        pacer = Pacer()
        post = Post(skipping_turns(pacer))
        await gather(*(post.send(chat) for chat in (-1, -1, -2, -3)))
        assert [ticket.chat for _, ticket in post.sent] == [-1, -2, -3, -1]
        expected = [0.0, pacer.spacing, 2 * pacer.spacing, CHAT_GAP]
        assert [at for at, _ in post.sent] == pytest.approx(expected, abs=1e-6)

    skip_through(story())


def test_two_flooded_chats_halt_all_until_one_probe_is_answered() -> None:
    async def story() -> None:
        post, loop = Post(skipping_turns()), asyncio.get_running_loop()
        first, second = await gather(post.send(1), post.send(2))
        waiting = [create_task(post.send(chat)) for chat in range(3, 9)]
        await sleep(0)
        post.turns.flooded(first, 43_837)
        post.turns.flooded(second, 7)
        assert timers(loop) == 1
        halted = loop.time()
        await sleep(20)
        assert [at for at, _ in post.sent[2:]] == pytest.approx([halted + 7], abs=1e-6)
        post.turns.flooded(post.sent[-1][1], 600)
        halted = loop.time()
        await sleep(70)
        assert [at for at, _ in post.sent[3:]] == pytest.approx([halted + 60], abs=1e-6)
        post.turns.answered(post.sent[-1][1])
        await gather(*waiting)
        await post.send(1)
        assert post.sent[-1][0] >= 43_837

    skip_through(story())


def test_a_turn_that_was_not_used_goes_to_the_next_at_once() -> None:
    async def story() -> None:
        turns, loop = skipping_turns(), asyncio.get_running_loop()
        for _ in range(100):  # a cancelled push: every claim is lost
            turns.returned(await turns.take(-1, TIP))
        assert loop.time() == 0.0
        turns.departed(ticket := await turns.take(-1, TIP))
        turns.returned(ticket)  # after its departure this changes nothing
        await turns.take(-1, TIP)
        assert loop.time() == pytest.approx(CHAT_GAP)

    skip_through(story())


async def test_who_gives_up_leaves_the_queue() -> None:
    turns = Turns(Pacer())
    turns.departed(await turns.take(-1, TIP))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await turns.take(-1, TIP)
    assert turns.waiting == 0


async def test_who_is_cancelled_with_a_turn_just_granted_gives_it_back() -> None:
    turns = Turns(Pacer())
    holder = await turns.take(-1, TIP)
    granted, follower = create_task(turns.take(-1, TIP)), create_task(turns.take(-1, TIP))
    await sleep(0)
    turns.returned(holder)  # grants the next, whose task has not run yet
    assert turns.waiting == 1
    granted.cancel()
    async with asyncio.timeout(1):
        assert isinstance(await follower, Ticket)
    assert granted.cancelled()


async def test_who_was_cancelled_but_has_not_run_yet_gets_no_turn() -> None:
    turns = Turns(Pacer())
    holder = await turns.take(-1, TIP)
    given_up, follower = create_task(turns.take(-1, TIP)), create_task(turns.take(-1, TIP))
    await sleep(0)
    given_up.cancel()  # its place in the queue is left when its task runs, a step too late
    turns.returned(holder)
    async with asyncio.timeout(1):
        assert isinstance(await follower, Ticket)
    assert given_up.cancelled()
    assert turns.waiting == 0


def test_however_many_come_and_go_the_turns_go_on() -> None:
    async def story() -> None:
        post = Post(skipping_turns())
        async with TaskGroup() as tasks:
            everyone = [tasks.create_task(post.send(-1 - n % 40, Priority(n % 7))) for n in range(400)]
            for n in range(0, 400, 3):
                await sleep(0.01)
                everyone[n].cancel()
        finished = sum(not one.cancelled() for one in everyone)
        assert len(post.sent) == finished
        assert post.turns.waiting == 0

    skip_through(story())


async def test_in_real_time_the_pace_is_kept_by_one_timer() -> None:
    pacer, loop = Pacer(100), asyncio.get_running_loop()
    post = Post(Turns(pacer))
    began = loop.time()
    await gather(*(post.send(-chat) for chat in range(60)))
    assert loop.time() - began >= 59 * pacer.spacing - 0.03
    assert loop.time() - began < 59 * pacer.spacing + 5
    assert timers(loop) == 0


def test_a_late_claim_costs_no_pace_and_breaks_no_window() -> None:
    async def story() -> None:
        turns, loop, left = skipping_turns(), asyncio.get_running_loop(), list[float]()

        async def copy(number: int) -> None:
            ticket = await turns.take(-number, ALERT)
            await sleep(0.05 * (number % 4))  # claimed by a busy loop
            await turns.clear(ticket)
            turns.departed(ticket)
            left.append(loop.time())
            turns.answered(ticket)

        assert not turns.urgent
        await gather(*(copy(number) for number in range(1, 301)))
        assert turns.urgent
        left.sort()
        assert left[-1] < 300 * 1.07 / 30 + 0.3
        assert all(late - early > WINDOW - 1e-9 for early, late in zip(left, left[30:], strict=False))
        assert all(late - early > 0.01 for early, late in pairwise(left)), "several at once"

    skip_through(story())


def test_an_alert_departs_before_others_whose_moment_comes_with_it() -> None:
    async def story() -> None:
        turns, left = skipping_turns(), list[int]()
        held = [await turns.take(-number, TIP) for number in range(1, 6)]
        held.append(await turns.take(-6, ALERT))
        turns.departed(held.pop(0))

        async def depart(ticket: Ticket) -> None:
            await turns.clear(ticket)
            turns.departed(ticket)
            left.append(ticket.chat)

        await gather(*map(depart, held))
        assert left[0] == -6
        assert sorted(left) == [-6, -5, -4, -3, -2]

    skip_through(story())
