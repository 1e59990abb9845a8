"""Makes every call to Telegram wait for its turn: PTB's rate limiter, run by our own Pacer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

from core.ports import Priority
from scheduler.turns import Turns

PATIENCE = 60.0
# A 429 that asks for no more than these seconds is waited out here; so many tries in all.
SOON, TRIES = 10.0, 3
# Telegram does not count these; waiting with them would only make people wait.
FREE = frozenset({"getMe", "answerCallbackQuery", "deleteWebhook", "getUpdates"})
# Reading about a chat is no message to it: such calls queue under a number of their own.
_READS = 1 << 60


@dataclass(frozen=True)
class Departing:
    """The dispatcher took the turn itself, before it claimed the row; only the moment of leaving is told."""

    leaving: Callable[[], None]


@dataclass(frozen=True)
class Class:
    """Which queue a call belongs to."""

    priority: Priority


class NoTurn(TimedOut):
    """The chat is parked for longer than anyone here waits; the call never left."""


class PacedLimiter(BaseRateLimiter[Departing | Class]):
    """One Pacer for everything that leaves (DESIGN.md rule 3)."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Departing | Class | None,
    ) -> Any:
        """Call `callback` at its turn, and after a short 429 at its next; the Pacer hears how it went."""
        if endpoint in FREE:
            return await callback(*args, **kwargs)
        if isinstance(rate_limit_args, Departing):
            rate_limit_args.leaving()
            return await callback(*args, **kwargs)
        priority = rate_limit_args.priority if rate_limit_args else Priority.RESIDENT
        queue = _queue(endpoint, data)
        for _ in range(TRIES - 1):
            try:
                return await self._in_turn(queue, priority, callback, args, kwargs)
            except RetryAfter as flood:
                # It certainly did not arrive, and the chat is parked for so long: the next turn comes after.
                if seconds(flood) > SOON:
                    raise
        return await self._in_turn(queue, priority, callback, args, kwargs)

    async def _in_turn(
        self,
        queue: int,
        priority: Priority,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
    ) -> Any:
        try:
            # A parked chat may have to wait for hours; whoever waits here for it must not.
            async with asyncio.timeout(PATIENCE):
                ticket = await self._turns.take(queue, priority)
        except TimeoutError:
            raise NoTurn("no turn within reason") from None
        try:
            await self._turns.clear(ticket)
        except asyncio.CancelledError:
            self._turns.returned(ticket)
            raise
        self._turns.departed(ticket)
        try:
            result = await callback(*args, **kwargs)
        except RetryAfter as flood:
            self._turns.flooded(ticket, seconds(flood))
            raise
        except (BadRequest, Forbidden, ChatMigrated):
            self._turns.answered(ticket)
            raise
        self._turns.answered(ticket)
        return result


def seconds(flood: RetryAfter) -> float:
    """How long a 429 asks us to wait."""
    wait = flood.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _queue(endpoint: str, data: dict[str, Any]) -> int:
    chat = data.get("chat_id")
    if not isinstance(chat, int):
        return 0
    return _READS + abs(chat) if endpoint.startswith("get") else chat
