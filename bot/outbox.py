"""Replies on their way: a short queue per chat, so that nobody's flood delays another, nor the updates."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.limiter import SOON, seconds
from bot.sender import outcome_of
from core.ports import NotSent

log = structlog.get_logger(__name__)

Call = Callable[[], Awaitable[object]]
PER_CHAT = 20
TRIES = 3
# Half of the lines to Telegram: a crowd that taps must not keep an alert from leaving.
ANSWERS_AT_ONCE = 32
# Officers are few; more at once are somebody who makes up their buttons.
AHEAD_AT_ONCE = 8
# Seconds from one answer to a crowd's taps to the next: while alerts leave, and after an officer's press, who
# may be about to send one. A request takes 2 ms to put together, and for so long nothing else happens.
GAP, HUSH = 0.012, 0.03
HUSHED_FOR = 0.5
# Telegram throws away what is answered much later.
ANSWER_PATIENCE = 10.0


class Outbox:
    """Bounded per chat. A reply may be lost in a crash or a crowd; state never waits for it.

    `urgent` says whether alerts are leaving.
    """

    def __init__(self, urgent: Callable[[], bool] = lambda: False) -> None:
        self._urgent, self._hushed_until = urgent, 0.0
        self._answering = asyncio.Semaphore(ANSWERS_AT_ONCE)
        self._ahead = asyncio.Semaphore(AHEAD_AT_ONCE)
        self._beginning = asyncio.Lock()
        self._queues: dict[int, deque[Call]] = {}
        self._workers: set[asyncio.Task[None]] = set()

    def put(self, chat: int, call: Call) -> bool:
        """Queue a call for that chat, in order; False when too much waits there already."""
        queue = self._queues.get(chat)
        if queue is None:
            queue = self._queues[chat] = deque()
            self._start(self._drain(chat, queue))
        if len(queue) >= PER_CHAT:
            log.warning("reply dropped, too many wait", chat=_public(chat))
            return False
        queue.append(call)
        return True

    def at_once(self, call: Call, *, ahead: bool = False) -> None:
        """For what Telegram does not count and nobody should wait for: answers to a tap.

        `ahead`: to an officer's button; it waits for no crowd that taps, only for its own kind.
        """
        self._start(self._answer(call, self._ahead if ahead else self._answering))

    def hush(self) -> None:
        """An officer acts: a crowd's answers step back for a moment."""
        self._hushed_until = time.monotonic() + HUSHED_FOR

    async def close(self, patience: float) -> None:
        """Let what waits go out for that many seconds, then drop the rest."""
        if self._workers:
            await asyncio.wait(self._workers, timeout=patience)
        for worker in list(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def _start(self, work: Awaitable[None]) -> None:
        worker = asyncio.ensure_future(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _answer(self, call: Call, places: asyncio.Semaphore) -> None:
        try:
            async with asyncio.timeout(ANSWER_PATIENCE):
                await places.acquire()
        except TimeoutError:
            log.warning("a tap stays unanswered, too many wait")
            return
        try:
            if places is not self._ahead:
                # A crowd's taps are counted together; all their answers at once would take a twentieth of a
                # second, for which nothing else could leave.
                async with self._beginning:
                    await asyncio.sleep(self._gap())
            await self._try(0, call)
        finally:
            places.release()

    def _gap(self) -> float:
        if time.monotonic() < self._hushed_until:
            return HUSH
        return GAP if self._urgent() else 0

    async def _drain(self, chat: int, queue: deque[Call]) -> None:
        await asyncio.sleep(0)
        while queue:
            await self._try(chat, queue.popleft())
        del self._queues[chat]

    async def _try(self, chat: int, call: Call) -> None:
        for attempt in range(TRIES):
            try:
                await call()
                return
            except RetryAfter as flood:
                # A short one was waited out already; after a long one the next try waits with the chat.
                if seconds(flood) <= SOON:
                    break
            except (BadRequest, Forbidden, ChatMigrated) as refused:
                if "not modified" not in refused.message:
                    log.info("reply refused", chat=_public(chat), why=refused.message)
                return
            except TelegramError as error:
                outcome = outcome_of(error)
                if not isinstance(outcome, NotSent):
                    log.warning("reply may be lost", chat=_public(chat), why=str(error))
                    return
                await asyncio.sleep(outcome.retry_after * attempt)
            except Exception:
                log.exception("reply failed", chat=_public(chat))
                return
        log.warning("reply given up", chat=_public(chat))


def _public(chat: int) -> int | str:
    """A chat as the log may name it: a resident's private chat is that person's own number."""
    return chat if chat < 0 else "private"
