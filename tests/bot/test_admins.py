"""Who is an admin: as Telegram says, and nobody is refused because it says nothing."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut

from bot import admins
from bot.admins import Admins, AdminsUnknown

CHAT, ADMIN, RESIDENT = -100, 7, 8


class Line:
    """What Telegram says about a chat's admins: in turn these, then for ever that Ada is one."""

    def __init__(self, *ends: Exception | None) -> None:
        self.ends, self.asked = list(ends), 0

    async def get_chat_administrators(self, chat: int) -> list[Any]:
        self.asked += 1
        end = self.ends.pop(0) if self.ends else None
        if end is not None:
            raise end
        return [SimpleNamespace(user=SimpleNamespace(id=ADMIN))]


def known_by(line: Any) -> Admins:
    return Admins(line)


@pytest.mark.parametrize("silence", [TimedOut(), NetworkError("cut"), RetryAfter(30)])
async def test_where_telegram_says_nothing_nobody_is_refused(
    monkeypatch: pytest.MonkeyPatch, silence: Exception
) -> None:
    line = Line(silence)
    book = known_by(line)
    for user in (ADMIN, RESIDENT):
        with pytest.raises(AdminsUnknown):
            await book.is_admin(CHAT, user)
    assert line.asked == 1, "whoever presses again must not make us ask again"
    monkeypatch.setattr(admins, "ASK_AGAIN_AFTER", 0.0)
    assert await book.is_admin(CHAT, ADMIN)
    assert not await book.is_admin(CHAT, RESIDENT)


async def test_an_answer_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admins, "PATIENCE", 0.02)

    async def never(chat: int) -> None:
        await asyncio.Event().wait()

    with pytest.raises(AdminsUnknown):
        await known_by(SimpleNamespace(get_chat_administrators=never)).is_admin(CHAT, ADMIN)


async def test_what_was_known_holds_while_telegram_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(None, TimedOut())
    book = known_by(line)
    assert await book.is_admin(CHAT, ADMIN)
    monkeypatch.setattr(admins, "ASK_AGAIN_AFTER", 0.0)
    assert not await book.is_admin(CHAT, RESIDENT)
    assert await book.is_admin(CHAT, ADMIN)
    assert line.asked == 2


async def test_a_chat_that_we_may_not_look_into_has_no_admins() -> None:
    assert not await known_by(Line(Forbidden("bot was kicked"))).is_admin(CHAT, ADMIN)
