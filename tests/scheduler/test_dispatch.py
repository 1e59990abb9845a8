"""A claim whose commit was left open is undone, so that its row is neither stuck nor sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.clock import SystemClock
from content.words import Audience, Kind
from core import groups, leaving, pushes
from core.ports import FollowOutcome, Outcome, Sent
from core.words import Act, Parcel
from scheduler import breaker, dispatch
from scheduler.dispatch import Bell, Dispatcher
from scheduler.pacing import Pacer
from scheduler.turns import Turns
from storage.database import Database, Unit
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


def break_once(database: Database, after: Callable[[], bool]) -> list[str]:
    """One commit goes through and its answer is lost."""
    whole, broken = database.unit, list[str]()

    @asynccontextmanager
    async def unit(*, ahead: bool = False) -> AsyncIterator[Unit]:
        now = after() and not broken
        async with whole(ahead=ahead) as opened:
            yield opened
        if now:
            broken.append("COMMIT")
            raise OperationalError("COMMIT", {}, ConnectionError("the line broke"))

    database.unit = unit  # type: ignore[method-assign]  # the line to the database is not ours
    return broken


async def test_a_claim_of_which_nobody_knows_is_undone_and_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for waiting in (breaker, dispatch):
        monkeypatch.setattr(waiting, "DATABASE_AGAIN_AFTER", 0.05)
    async with fresh(tmp_path) as database:
        town = make_desk(database, 1)
        for chat in (-1, -2):
            await groups.subscribe(town, chat, f"群{chat}", Audience.PARENT, now=datetime.now(UTC))
            await pushes.ask(town, chat, Kind.TIP, "", key=str(chat), now=datetime.now(UTC))
        telegram, bell, claims = Telegram(), Bell(), list[int]()
        claim = leaving.claim

        async def counted(*args: object, **more: object) -> object:
            claims.append(1)
            return await claim(*args, **more)  # type: ignore[arg-type]  # handed on as they came

        monkeypatch.setattr(leaving, "claim", counted)
        broken = break_once(database, lambda: len(claims) == 1)
        dispatcher = Dispatcher(town, telegram, Turns(Pacer()), SystemClock(), bell)
        work = asyncio.ensure_future(dispatcher.run())
        await asyncio.wait_for(telegram.both.wait(), 10)
        await asyncio.sleep(0.2)
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        await dispatcher.stop()
        assert broken == ["COMMIT"]
        assert sorted(telegram.sent) == [-2, -1]
        assert len(claims) == 3
