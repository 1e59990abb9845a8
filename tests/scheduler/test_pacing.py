"""Whatever arrives when, nothing leaves too fast, nothing urgent waits long, and a flood is heeded."""

from __future__ import annotations

import time as stopwatch
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from itertools import accumulate, count
from math import inf
from operator import lt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.ports import Priority
from scheduler.pacing import CHAT_GAP, MINUTE, PATIENCE, SLIP, WINDOW, Pacer, Ticket

ALERT, TIP = Priority.ALERT, Priority.TIP
JITTER = 0.02  # seconds between turn and departure that cost no pace: SPACING less WINDOW


@dataclass(frozen=True)
class Wish:
    """One request: when it comes, how long from turn to departure, and how it ends. Seconds."""

    at: float
    chat: int
    priority: Priority = TIP
    jitter: float = 0.0
    lost: bool = False  # its claim is lost, the turn comes back
    patience: float = inf  # it leaves the queue after so long
    retry_after: float | None = None  # Telegram says 429
    verdict_after: float = 0.08  # after its departure; inf: never


class Town:
    """Lives through wishes on a clock of its own and checks each answer against the plain rules."""

    def __init__(self, rate: float = 30, oversleep: float = 0.0, prompt: bool = True) -> None:
        self.pacer, self.room, self.oversleep, self.prompt = Pacer(rate), max(1, int(rate)), oversleep, prompt
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        self.now, self.last, self.numbers = 0.0, -inf, count()
        self.wishes: dict[Ticket, Wish] = {}
        self.waiting: list[Ticket] = []
        self.held: set[int] = set()
        self.left: dict[int, list[tuple[float, Priority]]] = defaultdict(list)
        self.used: list[float] = []  # turns that ended in a departure
        self.departures: list[float] = []
        self.parked: dict[int, float] = defaultdict(lambda: -inf)
        self.flood: tuple[float, int] | None = None
        self.halted_until, self.probe, self.probe_left = -inf, Ticket(0, TIP), -inf

    def live(self, wishes: Iterable[Wish]) -> float:
        for wish in wishes:
            self.later(wish.at, partial(self.join, wish))
        timer = inf
        while self.events or timer < inf:
            if self.events and self.events[0][0] <= timer:
                self.now, _, act = heappop(self.events)
                act()
            else:
                self.now = timer
            timer = self.ask()
        assert not self.waiting, "somebody waits for ever"
        assert self.pacer.turn(self.now + MINUTE) == self.pacer.turn(self.now + 50_000) is None
        assert not self.pacer._chats, "a chat is remembered for ever"
        return self.check_windows()

    def later(self, at: float, act: Callable[[], None]) -> None:
        if at < inf:
            heappush(self.events, (at, next(self.numbers), act))

    def join(self, wish: Wish) -> None:
        ticket = Ticket(wish.chat, wish.priority)
        self.wishes[ticket] = wish
        self.waiting.append(ticket)
        self.pacer.join(ticket, self.now)
        self.later(self.now + wish.patience, partial(self.give_up, ticket))

    def give_up(self, ticket: Ticket) -> None:
        if ticket in self.waiting:
            self.waiting.remove(ticket)
            self.pacer.leave(ticket)

    def ask(self) -> float:
        while isinstance(answer := self.pacer.turn(self.now), Ticket):
            self.check_turn(answer)
            self.waiting.remove(answer)
            self.held.add(answer.chat)
            if self.halted_until > -inf:
                self.probe, self.probe_left = answer, inf
            self.later(self.now + self.wishes[answer].jitter, partial(self.use, answer, self.now))
        assert (self.pacer.waiting, answer is None) == (len(self.waiting), not self.waiting)
        if answer is None:
            return inf
        assert self.now < answer
        if self.prompt and not self.held:  # nobody is sent away for longer than a spacing beyond need
            need = max(self.halted_until, self.probe_left + PATIENCE, min(map(self.free_at, self.waiting)))
            if len(self.departures) >= self.room:
                need = max(need, self.departures[-self.room] + WINDOW)
            assert answer <= max(self.now + self.pacer.spacing, need)
        return answer + self.oversleep

    def use(self, ticket: Ticket, given: float) -> None:
        wish = self.wishes[ticket]
        if not wish.lost and (clear := self.pacer.clear_at(self.now)) > self.now:
            self.later(clear, partial(self.use, ticket, given))
            return
        self.held.remove(ticket.chat)
        if ticket is self.probe:
            self.probe_left = -inf if wish.lost else self.now
        if wish.lost:
            self.pacer.answered(ticket, self.now)  # of what never left this says nothing
            self.pacer.returned(ticket)
            return
        self.left[ticket.chat].append((self.now, ticket.priority))
        self.used.append(given)
        self.departures.append(self.now)
        self.last = self.now
        self.pacer.departed(ticket, self.now)
        act = self.refuse if wish.retry_after is not None else self.answer
        self.later(self.now + wish.verdict_after, partial(act, ticket))

    def answer(self, ticket: Ticket) -> None:
        if ticket is self.probe and self.probe_left > -inf:
            self.halted_until, self.probe_left, self.flood = -inf, -inf, None
        self.pacer.answered(ticket, self.now)

    def refuse(self, ticket: Ticket) -> None:
        retry_after = self.wishes[ticket].retry_after or 0.0
        self.parked[ticket.chat] = max(self.parked[ticket.chat], self.now + retry_after)
        near = self.flood and self.now - self.flood[0] <= 5 and self.flood[1] != ticket.chat
        probing = ticket is self.probe and self.probe_left > -inf
        if probing or (near and self.halted_until == -inf):
            self.halted_until, self.probe_left = self.now + min(retry_after, 60), -inf
        self.flood = self.now, ticket.chat
        self.pacer.flooded(ticket, retry_after, self.now)

    def free_at(self, ticket: Ticket) -> float:
        times, room = self.left[ticket.chat], 20 if ticket.priority is ALERT else 15
        when = max(self.parked[ticket.chat], times[-1][0] + CHAT_GAP if times else -inf)
        if ticket.chat < 0 and len(times) >= room:
            when = max(when, times[-room][0] + MINUTE)
        return inf if ticket.chat in self.held else when

    def check_turn(self, ticket: Ticket) -> None:
        assert self.free_at(ticket) <= self.now, "its chat must wait"
        assert self.now >= self.halted_until, "all is halted"
        assert self.now >= self.probe_left + PATIENCE, "a probe is under way"
        free = (other for other in self.waiting if self.free_at(other) <= self.now)
        assert min(free, key=lambda other: other.priority) is ticket, "another was before it"

    def check_windows(self) -> float:
        """Strictly, over the real departures; returns the last."""
        # However the departures bunch, each may be 50 ms longer on its way than those behind it.
        assert shortest(self.departures, self.room) > 1.05 - 1e-9
        for chat, times in self.left.items():
            assert shortest([at for at, _ in times], 1) > 1.0
            for early, late in zip(times, times[15:], strict=False):
                assert chat >= 0 or late[1] is ALERT or late[0] - early[0] > 60.0
            assert chat >= 0 or shortest([at for at, _ in times], 20) > 60.0
        starts = [at - place * self.pacer.spacing for place, at in enumerate(sorted(self.used))]
        # n turns take n spacings, but for what a late timer catches up
        slack = min(self.oversleep, SLIP) + 1e-6
        assert all(map(lt, (most - slack for most in accumulate(starts, max)), starts))
        return self.last


def shortest(times: list[float], places: int) -> float:
    """The shortest span over which so many departures are followed by one more."""
    ordered = sorted(times)
    return min((late - early for early, late in zip(ordered, ordered[places:], strict=False)), default=inf)


def stories(chats: st.SearchStrategy[int], *jitters: float) -> st.SearchStrategy[list[Wish]]:
    starts, delays = st.integers(0, 40).map(lambda quarter: quarter / 4), st.sampled_from(jitters)
    retries = st.none() | st.sampled_from([0.0, 0.5, 3.0, 30.0, 90.0, 43_837.0])
    verdicts, priorities = st.sampled_from([0.0, 0.08, 2.0, 2.0, inf]), st.sampled_from(Priority)
    patiences, lost = st.just(inf) | st.floats(0, 20), st.sampled_from([False, False, True])
    wild = st.builds(Wish, starts, chats, priorities, delays, lost, patiences, retries, verdicts)
    calm = st.builds(Wish, st.floats(0, 100) | starts, chats, priorities, st.floats(0, max(jitters)))
    return st.lists(wild, max_size=40) | st.lists(calm, min_size=20, max_size=80)


busy = settings(deadline=None)  # a slow machine is no failure
rates = st.sampled_from([0.5, 1.0, 2.5, 7.0, 30.0, 500.0])
few_chats, many_chats = st.sampled_from([-1, -1, -1, -2, 4, 4, 4]), st.integers(-200, 50)


@busy
@given(stories(few_chats, 0, 0.01, 0.03) | stories(many_chats, 0, 0.01, 0.03), rates, st.floats(0, SLIP))
def test_every_promise_holds(wishes: list[Wish], rate: float, oversleep: float) -> None:
    Town(rate, oversleep).live(wishes)


@busy
@given(stories(few_chats, 0, 1, 5) | stories(many_chats, 0, 1, 5), rates, st.sampled_from([0, 0, 3]))
def test_no_delay_ever_makes_a_burst(wishes: list[Wish], rate: float, oversleep: float) -> None:
    Town(rate, oversleep, prompt=False).live(wishes)


def test_a_thousand_groups_take_hardly_longer_than_the_limit_itself() -> None:
    wishes = [Wish(0.0, -chat, jitter=JITTER * (chat * 0.618 % 1)) for chat in range(1, 1001)]
    assert Town(oversleep=0.002, prompt=False).live(wishes) < 33.3 * 1.08


def drain_one(pacer: Pacer, now: float) -> tuple[Ticket, float]:
    while not isinstance(answer := pacer.turn(now), Ticket):
        assert answer is not None
        now = answer
    pacer.departed(answer, now)
    return answer, now


def test_twenty_thousand_wait_cheaply_and_are_forgotten() -> None:
    pacer, now, began = Pacer(500), 0.0, stopwatch.process_time()
    for number in range(20_000):
        pacer.join(Ticket(-(number % 10_000), Priority(number % 7)), now)
    for _ in range(20_000):
        now = drain_one(pacer, now)[1]
    assert stopwatch.process_time() - began < 3
    assert (pacer.turn(now + MINUTE), pacer._chats, pacer._fading) == (None, {}, [])


def test_those_who_come_and_go_leave_nothing_behind() -> None:
    pacer, parked = Pacer(), Ticket(-1, TIP)
    pacer.join(parked, 0.0)
    pacer.flooded(drain_one(pacer, 0.0)[0], 43_837, 0.0)
    pacer.flooded(parked, 1, 0.5)
    for number in range(5_000):
        pacer.join(ticket := Ticket(-1 - number % 2, TIP), 1.0)
        pacer.leave(ticket)
    assert len(pacer._ready) + len(pacer._sleeping) + len(pacer._fading) < 200
    pacer.join(parked, 2.0)
    assert pacer.turn(2.0) == 43_837


def test_for_measuring_the_limits_of_chats_are_lifted() -> None:
    pacer, now = Pacer(500, per_chat=False), 0.0
    for _ in range(100):
        pacer.join(Ticket(-1, TIP), now)
        now = drain_one(pacer, now)[1]
    assert now == pytest.approx(99 * pacer.spacing)
    assert not pacer._chats


def test_a_ticket_is_queued_once_and_each_departure_counts() -> None:
    pacer, ticket = Pacer(), Ticket(-1, TIP)
    pacer.join(ticket, 0.0)
    with pytest.raises(ValueError, match="queued"):
        pacer.join(ticket, 0.0)
    pacer.departed(Ticket(-1, TIP), 0.5)
    assert pacer.turn(0.5) == 0.5 + CHAT_GAP
