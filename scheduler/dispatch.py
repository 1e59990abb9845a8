"""Turn, claim, send, record: how a Delivery or a Followup leaves (DESIGN.md rule 2)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import nullcontext, suppress
from datetime import datetime
from typing import Any

import structlog

from core import leaving
from core.desk import Desk
from core.leaving import Load
from core.ports import BadToken, Clock, FollowOutcome, NotSent, Priority, Sender, Unknown
from core.words import Act, DeliveryId, FollowupId, Job
from scheduler.breaker import DATABASE_AGAIN_AFTER, Breaker
from scheduler.pacing import Ticket
from scheduler.turns import Turns
from storage.database import DatabaseTrouble

log = structlog.get_logger(__name__)

WINDOW = 100
IN_FLIGHT = 30
LOOK_AGAIN_AFTER = 5.0
STOP_PATIENCE = 20.0
SETTING_OUT = 5
SOON = 600.0
TURN_PATIENCE = 30.0


class Bell:
    """The Wake port: rings the dispatcher."""

    def __init__(self) -> None:
        self.rung = asyncio.Event()

    def wake(self) -> None:
        self.rung.set()


class Dispatcher:
    """Keeps a small window of the queue waiting for turns, and sends each as its turn comes."""

    def __init__(self, desk: Desk, sender: Sender, turns: Turns, clock: Clock, bell: Bell) -> None:
        self._desk, self._sender, self._turns, self._clock, self._bell = desk, sender, turns, clock, bell
        self._queued: dict[tuple[DeliveryId, FollowupId | None], asyncio.Task[None]] = {}
        self._alerts = 0  # how many of those are alerts or belong to one
        self._flying = asyncio.Semaphore(IN_FLIGHT)
        self._sending: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._breaker = Breaker(sender, self._failed)

    async def run(self) -> None:
        """Dispatch until cancelled. Raises BadToken."""
        await self._recover()
        while True:
            try:
                await self._fill()
            except DatabaseTrouble as trouble:
                await self._breaker.rest(trouble)
            await self._wait_for_more()

    async def _recover(self) -> None:
        while True:
            try:
                lost = await leaving.recover(self._desk, now=self._clock.now())
                break
            except DatabaseTrouble as trouble:
                await self._breaker.rest(trouble)
        if lost:
            log.warning("deliveries of unknown outcome after a restart", number=lost)

    async def stop(self) -> None:
        """Claim nothing more; wait for what is in flight; what is still out then stays for `recover`."""
        self._stopping = True
        for task in list(self._queued.values()):
            task.cancel()
        await asyncio.gather(*self._queued.values(), return_exceptions=True)
        if self._sending:
            await asyncio.wait(set(self._sending), timeout=STOP_PATIENCE)
        with suppress(*DatabaseTrouble):  # else the next start does it
            await leaving.recover(self._desk, now=self._clock.now())

    async def _fill(self) -> None:
        self._bell.rung.clear()
        jobs = await leaving.next_jobs(self._desk, now=self._clock.now(), limit=WINDOW)
        for number, job in enumerate(jobs):
            # An alert is queued however full the window is: it waits for nobody.
            crowded = len(self._queued) >= WINDOW and job.priority > Priority.ALERT
            if job.row not in self._queued and not crowded:
                self._launch(job)
            if number < SETTING_OUT:
                # The first go to their claims while the others still line up.
                await asyncio.sleep(0)

    def _launch(self, job: Job) -> None:
        task = asyncio.ensure_future(self._deliver(job))
        self._queued[job.row] = task
        self._alerts += job.priority <= Priority.ALERT
        task.add_done_callback(lambda done: self._landed(job, done))

    def _landed(self, job: Job, task: asyncio.Task[None]) -> None:
        del self._queued[job.row]
        error = None if task.cancelled() else task.exception()
        if isinstance(error, BadToken) and not self._failed.done():
            self._failed.set_exception(error)
        elif error is not None:
            log.error("delivery broke off", delivery=job.delivery, exc_info=error)
        left = len(self._queued)
        if job.priority <= Priority.ALERT:
            # More of the same alert may wait, and must not come after what else is in the window.
            self._alerts -= 1
            left = self._alerts
        if left in (WINDOW // 2, 0):
            self._bell.wake()

    async def _wait_for_more(self) -> None:
        ring = asyncio.ensure_future(self._bell.rung.wait())
        try:
            both: set[asyncio.Future[Any]] = {ring, self._failed}
            await asyncio.wait(both, timeout=LOOK_AGAIN_AFTER, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ring.cancel()
        if self._failed.done():
            self._failed.result()

    async def _deliver(self, job: Job) -> None:
        # Before the turn: a turn held while others hang would keep even an alert from its own.
        async with self._flying if job.priority > Priority.ALERT else nullcontext():
            await self._breaker.passed()
            try:
                # A chat that is parked for long gives its place here to others; its row is looked at again.
                async with asyncio.timeout(TURN_PATIENCE):
                    ticket = await self._turns.take(job.chat, Priority(job.priority))
            except TimeoutError:
                return
            try:
                # The breaker may have closed, or a stop begun, while this one stood in line.
                if self._breaker.is_open and not self._stopping:
                    # A stop must not cut a claim or a sending in two.
                    await asyncio.shield(self._on_its_own(self._claim_and_send(job, ticket)))
            finally:
                self._turns.returned(ticket)

    async def _claim_and_send(self, job: Job, ticket: Ticket) -> None:
        now = self._clock.now()
        try:
            load = await leaving.claim(self._desk, job, now=now)
        except DatabaseTrouble as trouble:
            # A line that broke amid the commit: the row may be claimed, with nobody to send it.
            self._breaker.rest(trouble)
            self._on_its_own(self._unclaim(job, now))
            return
        if load is not None:
            await self._turns.clear(ticket)
            await self._send(load, ticket)

    def _on_its_own(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs to its end whatever becomes of who began it; a stop waits for it."""
        task = asyncio.ensure_future(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return task

    async def _send(self, load: Load, ticket: Ticket) -> None:
        def departed() -> None:
            self._turns.departed(ticket)

        outcome: FollowOutcome
        try:
            if isinstance(load, Act):
                outcome = await self._sender.follow(load, departed)
            else:
                outcome = await self._sender.send(load, departed)
        except BadToken:
            await self._record(load, NotSent(0))
            raise
        if isinstance(outcome, NotSent) and outcome.flood:
            self._turns.flooded(ticket, outcome.retry_after)
        elif not isinstance(outcome, NotSent | Unknown):
            self._turns.answered(ticket)
        await self._record(load, outcome)
        if isinstance(outcome, NotSent) and outcome.retry_after < SOON:
            asyncio.get_running_loop().call_later(outcome.retry_after, self._bell.wake)
        self._breaker.judge(outcome)

    async def _unclaim(self, job: Job, claimed_at: datetime) -> None:
        while True:
            await asyncio.sleep(DATABASE_AGAIN_AFTER)
            try:
                if await leaving.unclaim(self._desk, job, claimed_at=claimed_at):
                    log.warning("a claim of unknown outcome undone", delivery=job.delivery)
                    self._bell.wake()
                return
            except DatabaseTrouble:
                continue

    async def _record(self, load: Load, outcome: FollowOutcome) -> None:
        """What Telegram did is known only here; it is written down however long the database is away."""
        while True:
            try:
                await leaving.record(self._desk, load, outcome, now=self._clock.now())
                return
            except DatabaseTrouble as trouble:
                log.error(
                    "outcome not recorded yet", delivery=load.delivery, why=str(trouble).splitlines()[0]
                )
                await asyncio.sleep(DATABASE_AGAIN_AFTER)
