"""A call that met a 429 certainly did not arrive: it is made again, when the chat is free."""

from __future__ import annotations

from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.limiter import TRIES, Class, PacedLimiter
from core.ports import Priority


class Told:
    """What the Pacer is asked and told, in order."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []

    async def take(self, chat: int, priority: Priority) -> str:
        self.heard.append(("take", chat, priority))
        return "ticket"

    async def clear(self, ticket: str) -> None: ...

    def departed(self, ticket: str) -> None:
        self.heard.append(("departed",))

    def flooded(self, ticket: str, wait: float) -> None:
        self.heard.append(("flooded", wait))

    def answered(self, ticket: str) -> None:
        self.heard.append(("answered",))


async def call(*ends: Exception | str) -> tuple[list[tuple[Any, ...]], object]:
    """What the Pacer heard, and what came of a call whose tries end like that."""
    left, turns = list(ends), Told()
    limiter = PacedLimiter(turns)  # type: ignore[arg-type] # what it tells is all that is tried here

    async def send() -> str:
        end = left.pop(0)
        if isinstance(end, Exception):
            raise end
        return end

    try:
        came = await limiter.process_request(
            send, (), {}, "sendMessage", {"chat_id": -5}, Class(Priority.OFFICER)
        )
    except Exception as error:
        return turns.heard, error
    return turns.heard, came


TURN: list[tuple[Any, ...]] = [("take", -5, Priority.OFFICER), ("departed",)]


async def test_after_a_short_429_it_takes_another_turn() -> None:
    heard, came = await call(RetryAfter(2), "sent")
    assert heard == [*TURN, ("flooded", 2), *TURN, ("answered",)]
    assert came == "sent"


async def test_it_gives_up_after_some() -> None:
    heard, came = await call(*[RetryAfter(1)] * TRIES)
    assert heard == [*TURN, ("flooded", 1)] * TRIES
    assert isinstance(came, RetryAfter)


@pytest.mark.parametrize("error", [RetryAfter(600), BadRequest("Chat not found")])
async def test_nothing_else_is_tried_again(error: Exception) -> None:
    heard, came = await call(error, "sent")
    assert [one[0] for one in heard].count("take") == 1
    assert came is error
