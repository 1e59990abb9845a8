"""A claim whose commit was left open, or that a stop comes upon: its row is neither stuck nor sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.clock import SystemClock
from content.words import Audience, Kind
from core import groups, leaving, pushes
from core.desk import Desk
from core.ports import FollowOutcome, Outcome, Sent
from core.words import Act, Parcel
from scheduler import breaker, dispatch
from scheduler.dispatch import Bell, Dispatcher
from scheduler.pacing import Pacer
from scheduler.turns import Turns
from storage.database import Database, Unit
from storage.tables import deliveries
from tests.many import make_desk
from tests.storage.files import fresh


class Telegram:
    """Takes everything."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.both = asyncio.Event()

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        leaving()
        self.sent.append(parcel.chat)
        if len(self.sent) == 2:
            self.both.set()
        return Sent(len(self.sent))

    async def follow(self, act: Act, leaving: Callable[[], None]) -> FollowOutcome:
        raise AssertionError("nothing is done to what was sent")

    async def answers(self) -> bool:
        return True


def after_claims(database: Database, monkeypatch: pytest.MonkeyPatch, then: Callable[[], Any]) -> list[int]:
    """`then` is awaited between the commit of each claim and its answer; the list has one entry per claim."""
    whole, claim = database.unit, leaving.claim
    claims, claiming = list[int](), ContextVar("claiming", default=False)

    async def counted(*args: object, **more: object) -> object:
        claims.append(1)
        token = claiming.set(True)
        try:
            return await claim(*args, **more)  # type: ignore[arg-type]  # handed on as they came
        finally:
            claiming.reset(token)

    @asynccontextmanager
    async def unit(*, ahead: bool = False) -> AsyncIterator[Unit]:
        async with whole(ahead=ahead) as opened:
            yield opened
        if claiming.get():
            await then()

    monkeypatch.setattr(leaving, "claim", counted)
    database.unit = unit  # type: ignore[method-assign]  # the line to the database is not ours
    return claims


@asynccontextmanager
async def asked_for(folder: Path, *chats: int) -> AsyncIterator[tuple[Dispatcher, Telegram, Desk]]:
    """A dispatcher, not at work yet, and a tip for each of these chats."""
    async with fresh(folder) as database:
        town = make_desk(database, 1)
        for chat in chats:
            await groups.subscribe(town, chat, f"群{chat}", Audience.PARENT, now=datetime.now(UTC))
            await pushes.ask(town, chat, Kind.TIP, "", key=str(chat), now=datetime.now(UTC))
        telegram = Telegram()
        yield Dispatcher(town, telegram, Turns(Pacer()), SystemClock(), Bell()), telegram, town


async def stop(dispatcher: Dispatcher, work: asyncio.Future[None]) -> None:
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    await dispatcher.stop()


async def states(town: Desk) -> list[str]:
    async with town.database.reading() as unit:
        return [row.state for row in await unit.execute(deliveries.select())]


async def test_a_claim_of_which_nobody_knows_is_undone_and_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for waiting in (breaker, dispatch):
        monkeypatch.setattr(waiting, "DATABASE_AGAIN_AFTER", 0.05)
    async with asked_for(tmp_path, -1, -2) as (dispatcher, telegram, town):
        broken: list[str] = []

        async def break_once() -> None:
            if not broken:
                broken.append("COMMIT")
                raise OperationalError("COMMIT", {}, ConnectionError("the line broke"))

        claims = after_claims(town.database, monkeypatch, break_once)
        work = asyncio.ensure_future(dispatcher.run())
        await asyncio.wait_for(telegram.both.wait(), 30)
        await stop(dispatcher, work)
        assert sorted(telegram.sent) == [-2, -1]
        assert await states(town) == ["sent", "sent"]
        assert len(claims) == 3


async def test_a_stop_amid_a_claim_leaves_nothing_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asked_for(tmp_path, -1) as (dispatcher, telegram, town):
        committed, heard = asyncio.Event(), asyncio.Event()

        async def hear_late() -> None:
            committed.set()
            await heard.wait()

        after_claims(town.database, monkeypatch, hear_late)
        work = asyncio.ensure_future(dispatcher.run())
        await asyncio.wait_for(committed.wait(), 30)
        stopping = asyncio.ensure_future(stop(dispatcher, work))
        while not work.done():  # noqa: ASYNC110  # it ends by being cancelled, which sets no Event
            await asyncio.sleep(0)
        heard.set()
        await stopping
        assert (await states(town), telegram.sent) == (["sent"], [-1])
