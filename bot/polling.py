"""Fetches updates and confirms them only when all that they change is committed (DESIGN.md rule 4)."""

from __future__ import annotations

import asyncio
import time
import warnings
from collections.abc import AsyncIterator, Hashable, Set
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.context import Loudspeaker, reference
from bot.handlers.trouble import apologize, explain
from bot.limiter import seconds
from bot.views.officers import OFFICER
from bot.votes import VOTES, Malformed, Vote, is_trickle, is_vote, read_vote
from core import answers, officers, updates
from core.errors import CoreError
from core.ports import BadToken
from core.updates import Parked

log = structlog.get_logger(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", *VOTES)
POLL_SECONDS = 30
PAUSES = (0.2, 1.0)
LONGEST_WAIT = 30.0
HANGS_AFTER = 90.0
# While polls' counts trickle in, a fetch and a transaction for each would slow down what leaves.
GATHER = 0.1
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


class Poller:
    """getUpdates, one batch after another. `last_success` is monotonic, for whoever watches over us."""

    def __init__(self, application: Loudspeaker) -> None:
        self._application = application
        self._counter = application.counter
        self._offset = 0
        self._failures = 0
        self._places = asyncio.Semaphore(HANDLED_AT_ONCE)
        self._ahead = asyncio.Semaphore(AHEAD_AT_ONCE)
        self._leading, self._led = set[int](), asyncio.Event()
        self._led.set()
        self.last_success = time.monotonic()

    @property
    def failing(self) -> bool:
        """Whether the last attempt got no answer, or has hung for longer than any poll takes."""
        return self._failures > 0 or time.monotonic() - self.last_success > HANGS_AFTER

    async def run(self) -> None:
        """Poll until cancelled. Raises BadToken."""
        # PTB would rather parse the whole batch itself; then one bad update would spoil it all.
        warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'", category=PTBUserWarning)
        while True:
            batch = await self._fetch(POLL_SECONDS)
            if batch:
                await self._take(batch)
                if is_trickle(batch):
                    await asyncio.sleep(GATHER)

    async def confirm(self) -> None:
        """Tell Telegram at the very end how far we got, so that nothing comes twice after a calm stop."""
        wanted = {"offset": self._offset, "timeout": 0, "limit": 1, "allowed_updates": list(ALLOWED)}
        with suppress(TelegramError):
            await self._counter.bot.do_api_request("getUpdates", api_kwargs=wanted, read_timeout=3)

    async def _take(self, batch: list[dict[str, Any]]) -> None:
        try:
            with self._counter.feeds.courtesy.answering():
                await self._handle(batch)
        except Exception:
            # The database is not there for us. The offset stays, so Telegram brings the batch again.
            log.exception("a batch of updates waits", updates=len(batch))
            await asyncio.sleep(5)
        else:
            self._offset = batch[-1]["update_id"] + 1

    async def _fetch(self, patience: int) -> list[dict[str, Any]]:
        wanted = {
            "offset": self._offset,
            "timeout": patience,
            "limit": 100,
            "allowed_updates": list(ALLOWED),
        }
        try:
            batch = await self._counter.bot.do_api_request(
                "getUpdates", api_kwargs=wanted, read_timeout=patience + 10
            )
        except (InvalidToken, EndPointNotFound):
            await self._check_token()
        except Conflict:
            log.error(self._counter.texts.plain("log-conflict"))
            await self._wait(10.0)
        except RetryAfter as flood:
            await self._wait(seconds(flood))
        except TelegramError as error:
            log.warning("no updates from telegram", why=str(error))
            await self._wait(1.0)
        else:
            if _is_batch(batch):
                self._failures, self.last_success = 0, time.monotonic()
                return sorted(batch, key=lambda raw: raw["update_id"])
            log.warning("no updates from telegram", why="an answer in an odd shape")
            await self._wait(1.0)
        return []

    async def _check_token(self) -> None:
        try:
            await self._counter.bot.get_me()
        except InvalidToken:
            raise BadToken from None
        except TelegramError:
            pass
        await self._wait(1.0)

    async def _wait(self, least: float) -> None:
        await asyncio.sleep(max(least, min(LONGEST_WAIT, 0.5 * 2**self._failures)))
        self._failures = min(self._failures + 1, 10)

    async def _handle(self, batch: list[dict[str, Any]]) -> None:
        """All at once, but in order for each chat and each person; those seen before are passed.

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


def _is_batch(answer: object) -> bool:
    return isinstance(answer, list) and all(
        isinstance(raw, dict) and isinstance(raw.get("update_id"), int) for raw in answer
    )


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
