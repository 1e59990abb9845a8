"""Has a batch of updates handled: all at once, each in order with its chat and person, officers first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Set
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import structlog
from telegram import Update

from bot.context import Loudspeaker, reference
from bot.handlers.trouble import apologize, explain
from bot.views.officers import OFFICER
from bot.votes import Malformed, Vote, is_vote, read_vote
from core import answers, officers, updates
from core.errors import CoreError
from core.updates import Parked

log = structlog.get_logger(__name__)

PAUSES = (0.2, 1.0)
# No handler works for so long; one that hangs must not keep everybody's updates.
HANDLING_PATIENCE = 60.0
# More would only stand in line for the database, and keep the loop from what is urgent; with half as many a
# crowd's taps take twice the transactions.
HANDLED_AT_ONCE = 16
# Officers are few; more at once are somebody who makes up their buttons.
AHEAD_AT_ONCE = 8
# Whoever takes longer waits for Telegram; others need not wait along.
SLOW = 0.25
# Seconds from an officer's press to the taps of its batch: in these the first copy of an alert leaves.
HEAD_START = 0.15


class Batches:
    """Handles batches, one after the other."""

    def __init__(self, application: Loudspeaker) -> None:
        self._application = application
        self._counter = application.counter
        self._places = asyncio.Semaphore(HANDLED_AT_ONCE)
        self._ahead = asyncio.Semaphore(AHEAD_AT_ONCE)
        self._leading, self._led = set[int](), asyncio.Event()
        self._led.set()

    async def handle(self, batch: list[dict[str, Any]]) -> None:
        """Those seen before are passed. Raises where not all that they change is committed.

        What is said about polls comes first, in one transaction. Its own keys make it count once.
        """
        now = self._counter.clock.now()
        await self._count([raw for raw in batch if is_vote(raw)], now)
        batch = [raw for raw in batch if not is_vote(raw)]
        if not batch:
            return
        known = await updates.seen_before(self._counter.desk, [raw["update_id"] for raw in batch])
        fresh = [raw for raw in batch if raw["update_id"] not in known]
        staff = await officers.among(self._counter.desk, {one for raw in fresh for one in _acting(raw)})
        self._leading = {raw["update_id"] for raw in fresh if _is_officers(raw, staff)}
        self._led = asyncio.Event()
        # At most so long for all of the batch: an officer's press may itself stand behind some of the taps.
        asyncio.get_running_loop().call_later(SLOW + HEAD_START if self._leading else 0, self._led.set)
        last: dict[Hashable, asyncio.Task[None]] = {}
        tasks: list[asyncio.Task[None]] = []
        for raw in fresh:
            keys = _keys(raw)
            before = {last[key] for key in keys if key in last}
            task = asyncio.ensure_future(self._after(before, raw, staff))
            last.update(dict.fromkeys(keys, task))
            tasks.append(task)
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended
        await updates.mark_handled(self._counter.desk, [raw["update_id"] for raw in fresh], now=now)

    async def _count(self, batch: list[dict[str, Any]], now: datetime) -> None:
        """Answers and counts of polls; one that can't be stored must not keep the others out."""
        votes: list[tuple[dict[str, Any], Vote]] = []
        for raw in batch:
            try:
                vote = read_vote(raw)
            except Malformed as error:
                await self._park(raw, None, error)
            else:
                votes += [(raw, vote)] if vote is not None else []
        try:
            await answers.take(self._counter.desk, [vote for _, vote in votes], now=now)
        except Exception:
            log.exception("answers could not be stored together", answers=len(votes))
            for raw, vote in votes:
                await self._count_one(raw, vote, now)

    async def _count_one(self, raw: dict[str, Any], vote: Vote, now: datetime) -> None:
        for pause in (*PAUSES, None):
            try:
                await answers.take(self._counter.desk, [vote], now=now)
                return
            except Exception as error:
                if pause is None:
                    await self._park(raw, None, error)
                    return
                await asyncio.sleep(pause)

    async def _after(
        self, before: set[asyncio.Task[None]], raw: dict[str, Any], staff: Set[int] = frozenset()
    ) -> None:
        if before:
            await asyncio.wait(before)
        # What sends an alert, a press or a PIN, does not stand behind a hundred taps of the same moment: it
        # has places of its own, and for a moment the loop to itself.
        if _is_officers(raw, staff):
            await self._lead(raw)
            return
        async with self._place(self._places):
            await self._led.wait()
            await self._one(raw)

    async def _lead(self, raw: dict[str, Any]) -> None:
        self._counter.outbox.hush()
        try:
            async with self._place(self._ahead):
                await self._one(raw)
        finally:
            self._leading.discard(raw["update_id"])
            if not self._leading:
                asyncio.get_running_loop().call_later(HEAD_START, self._led.set)

    @asynccontextmanager
    async def _place(self, places: asyncio.Semaphore) -> AsyncIterator[None]:
        """One of a few places, given back early by whoever is slow."""
        await places.acquire()
        held = [places]

        def give_back() -> None:
            if held:
                held.pop().release()

        slow = asyncio.get_running_loop().call_later(SLOW, give_back)
        try:
            yield
        finally:
            slow.cancel()
            give_back()

    async def _one(self, raw: dict[str, Any]) -> None:
        try:
            update = Update.de_json(raw, self._counter.bot)
        except Exception as error:
            await self._park(raw, None, error)
            return
        for pause in (*PAUSES, None):
            try:
                async with asyncio.timeout(HANDLING_PATIENCE):
                    await self._application.process_update(update)
                return
            except CoreError as error:
                explain(self._counter, update, error)
                return
            except Exception as error:
                if pause is None:
                    await self._park(raw, update, error)
                    return
                await asyncio.sleep(pause)

    async def _park(self, raw: dict[str, Any], update: Update | None, error: Exception) -> None:
        """Give an update up, visibly: what it was and why, never what anyone wrote."""
        number = reference()
        kind = next((key for key in raw if key != "update_id"), "empty")
        log.error("update parked", reference=number, kind=kind, update=raw["update_id"], exc_info=error)
        parked = Parked(raw["update_id"], kind[:40], type(error).__name__, number)
        await updates.park(self._counter.desk, parked, now=self._counter.clock.now())
        if update is not None:
            apologize(self._counter, update, number)


def _is_officers(raw: dict[str, Any], staff: Set[int]) -> bool:
    """Whether somebody in office presses an officer's button or writes in private."""
    return not staff.isdisjoint(_acting(raw))


def _acting(raw: dict[str, Any]) -> set[int]:
    """Who presses an officer's button, maybe one made up, or writes in private, in a chat of their number."""
    press, message = raw.get("callback_query"), raw.get("message")
    person = _number(message.get("chat")) if isinstance(message, dict) else None
    if isinstance(press, dict) and str(press.get("data")).startswith(OFFICER):
        person = _number(press.get("from"))
    return {person} if person is not None and person > 0 else set()


def _keys(raw: dict[str, Any]) -> set[Hashable]:
    """What an update must stay in order with: its chat and its person. Nothing odd in it may stop us."""
    keys: set[Hashable] = set()
    for body in raw.values():
        if not isinstance(body, dict):
            continue
        # The message under a button is our own: it tells the chat, but its sender is always ourselves.
        under = body.get("message")
        chats = body.get("chat"), under.get("chat") if isinstance(under, dict) else None
        keys |= {("chat", number) for number in map(_number, chats) if number is not None}
        people = body.get("from"), body.get("user")
        keys |= {("person", number) for number in map(_number, people) if number is not None}
    return keys or {("update", raw["update_id"])}


def _number(one: object) -> int | None:
    number = one.get("id") if isinstance(one, dict) else None
    return number if isinstance(number, int) else None
