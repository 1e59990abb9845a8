"""Waiting for a turn: the Pacer with a clock and one timer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from math import inf

from core.ports import Priority
from scheduler.pacing import Pacer, Ticket

# Seconds from one alert's turn in which the next is likely.
URGENT_FOR = 0.5
# Seconds by which others look later than an alert whether they may depart.
BEHIND = 0.003


class Turns:
    """Hands out the Pacer's turns to whoever awaits one; all calls from one event loop.

    Every ticket taken must end in `departed` or `returned`; the latter has no effect after the
    former, so `finally: turns.returned(ticket)` is the way to hold one.
    """

    def __init__(self, pacer: Pacer, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pacer = pacer
        self._monotonic = monotonic
        self._waiters: dict[Ticket, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._alert_at = -inf  # when one was last granted its turn
        self._moment = inf  # what the timer is set to, in the Pacer's time

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._pacer.waiting

    @property
    def urgent(self) -> bool:
        """Whether alerts are leaving."""
        return self._monotonic() - self._alert_at < URGENT_FOR

    async def take(self, chat: int, priority: Priority) -> Ticket:
        """Wait for a turn. Whoever is cancelled leaves the queue, or gives back a turn just granted."""
        ticket = Ticket(chat, priority)
        granted = self._waiters[ticket] = asyncio.get_running_loop().create_future()
        self._pacer.join(ticket, self._monotonic())
        self._look()
        try:
            await granted
        except asyncio.CancelledError:
            self._waiters.pop(ticket, None)
            self._pacer.leave(ticket)
            self._look()
            raise
        return ticket

    async def clear(self, ticket: Ticket) -> None:
        """Wait, with a turn in hand, until its request may really leave; nothing may come before `departed`.

        Of several whose moment comes an alert looks first.
        """
        behind = 0.0 if ticket.priority <= Priority.ALERT else BEHIND
        now = self._monotonic()
        if (at := self._pacer.clear_at(now)) > now:
            await asyncio.sleep(at - now + behind)
            await self.clear(ticket)

    def departed(self, ticket: Ticket) -> None:
        """The request leaves this very moment."""
        self._pacer.departed(ticket, self._monotonic())
        self._look()

    def returned(self, ticket: Ticket) -> None:
        """The turn was not used."""
        self._pacer.returned(ticket)
        self._look()

    def flooded(self, ticket: Ticket, retry_after: float) -> None:
        """Telegram said 429; seconds."""
        self._pacer.flooded(ticket, retry_after, self._monotonic())
        self._look()

    def answered(self, ticket: Ticket) -> None:
        """Telegram took it, or refused it other than by 429."""
        self._pacer.answered(ticket, self._monotonic())
        self._look()

    def _look(self) -> None:
        """Grant what may be granted now and set the timer for the next moment."""
        while isinstance(following := self._pacer.turn(self._monotonic()), Ticket):
            granted = self._waiters.pop(following)
            if following.priority <= Priority.ALERT:
                self._alert_at = self._monotonic()
            if not granted.done():  # else cancelled: its task is about to give the turn back
                granted.set_result(None)
        self._set_timer(inf if following is None else following)

    def _set_timer(self, moment: float) -> None:
        if moment == self._moment:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._moment, self._timer = moment, None
        if moment < inf:
            delay = moment - self._monotonic()  # the loop's clock may be another
            self._timer = asyncio.get_running_loop().call_later(delay, self._ring)

    def _ring(self) -> None:
        self._moment, self._timer = inf, None
        self._look()
