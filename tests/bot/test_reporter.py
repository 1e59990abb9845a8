"""A report that comes by itself: written down as sent only when its files have left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from telegram.error import Forbidden, NetworkError, TelegramError, TimedOut

from bot.outbox import PER_CHAT, Outbox
from bot.reporter import Reporter
from bot.sender import Bot
from bot.workshop import Workshop
from content.texts import texts_in
from content.words import Script

FILES = {".docx": Path("a.docx"), ".xlsx": Path("a.xlsx")}
CONTENTS = {".docx": b"word", ".xlsx": b"excel"}


def unreachable() -> NetworkError:
    """Nothing left."""
    error = NetworkError("no line")
    error.__cause__ = httpx.ConnectError("refused")
    return error


class Telegram:
    """Answers each document in turn; None: it arrived."""

    def __init__(self, answers: Sequence[TelegramError | None]) -> None:
        self.answers = list(answers)

    async def send_document(self, *_: Any, **__: Any) -> None:
        answer = self.answers.pop(0)
        if answer is not None:
            raise answer


def reporter(answers: Sequence[TelegramError | None]) -> tuple[Reporter, Outbox]:
    outbox = Outbox()
    bot = cast("Bot", Telegram(answers))
    return Reporter(bot, outbox, Workshop(), texts_in(Script.SIMPLIFIED)), outbox


@pytest.mark.parametrize(
    ("answers", "over"),
    [
        ([None, None], True),
        ([None, TimedOut()], True),
        ([None, unreachable()], False),
        ([Forbidden("bot was blocked by the user"), Forbidden("bot was blocked by the user")], True),
    ],
)
async def test_files_are_over_when_each_left_or_never_will(
    answers: list[TelegramError | None], over: bool
) -> None:
    made, outbox = reporter(answers)
    landing = made._hand_over(1004, CONTENTS, FILES)
    assert not landing.done(), "what is only queued may still be lost"
    await outbox.close(patience=5)
    assert landing.result() is over


async def test_where_too_much_waits_for_that_person_it_is_tried_again() -> None:
    made, outbox = reporter([None, None])

    async def nothing() -> None:
        pass

    for _ in range(PER_CHAT):
        outbox.put(1004, nothing)
    assert await made._hand_over(1004, CONTENTS, FILES) is False
    await outbox.close(patience=5)
