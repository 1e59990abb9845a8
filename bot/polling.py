"""Fetches updates and confirms them only when all that they change is committed (DESIGN.md rule 4)."""

from __future__ import annotations

import asyncio
import time
import warnings
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.batches import Batches
from bot.context import Loudspeaker
from bot.limiter import seconds
from bot.votes import VOTES, is_trickle
from core.ports import BadToken

log = structlog.get_logger(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", *VOTES)
POLL_SECONDS = 30
LONGEST_WAIT = 30.0
HANGS_AFTER = 90.0
# While polls' counts trickle in, a fetch and a transaction for each would slow down what leaves.
GATHER = 0.1


class Poller:
    """getUpdates, one batch after another. `last_success` is monotonic, for whoever watches over us."""

    def __init__(self, application: Loudspeaker) -> None:
        self._counter = application.counter
        self._batches = Batches(application)
        self._offset = 0
        self._failures = 0
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
                await self._batches.handle(batch)
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


def _is_batch(answer: object) -> bool:
    return isinstance(answer, list) and all(
        isinstance(raw, dict) and isinstance(raw.get("update_id"), int) for raw in answer
    )
