"""Holds everything back while Telegram does not answer, and while nothing can be written down."""

from __future__ import annotations

import asyncio

import structlog

from core.ports import FollowOutcome, NotSent, Sender, Unknown

log = structlog.get_logger(__name__)

SILENT_IN_A_ROW = 3
PROBE_EVERY = 5.0
DATABASE_AGAIN_AFTER = 2.0


class Breaker:
    """Whether anything may be claimed now. `failed` is given what ends the bot: a token that is none."""

    def __init__(self, sender: Sender, failed: asyncio.Future[None]) -> None:
        self._sender, self._failed = sender, failed
        self._silent = 0
        self._probing: asyncio.Task[None] | None = None
        self._resting: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._probing is None and self._resting is None

    async def passed(self) -> None:
        """Wait until it is open."""
        while closed := self._probing or self._resting:
            await asyncio.wait({closed})

    def judge(self, outcome: FollowOutcome) -> None:
        """After three in a row without an answer nothing is claimed until Telegram answers again."""
        silent = isinstance(outcome, Unknown) or (isinstance(outcome, NotSent) and not outcome.flood)
        self._silent = self._silent + 1 if silent else 0
        if self._silent >= SILENT_IN_A_ROW and self._probing is None:
            log.warning("telegram does not answer, holding back")
            self._probing = asyncio.ensure_future(self._probe())
            self._probing.add_done_callback(self._probed)

    def rest(self, trouble: BaseException) -> asyncio.Task[None]:
        """The database takes nothing: a pause without claims, said once; whoever has to may wait for it."""
        if self._resting is None:
            log.error("the database does not answer, waiting", why=str(trouble).splitlines()[0])
            self._resting = asyncio.ensure_future(asyncio.sleep(DATABASE_AGAIN_AFTER))
            self._resting.add_done_callback(self._rested)
        return self._resting

    def _rested(self, _: asyncio.Task[None]) -> None:
        self._resting = None

    async def _probe(self) -> None:
        while not await self._sender.answers():  # noqa: ASYNC110  # nothing here could set an Event
            await asyncio.sleep(PROBE_EVERY)

    def _probed(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            if not self._failed.done():
                self._failed.set_exception(error)
            return
        self._silent, self._probing = 0, None
        log.info("telegram answers again")
