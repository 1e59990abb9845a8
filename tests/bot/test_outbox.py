"""Answers to taps: a crowd of residents keeps no officer waiting."""

from __future__ import annotations

import asyncio

from bot.outbox import ANSWERS_AT_ONCE, Outbox


async def test_an_officers_press_is_answered_however_many_residents_tap() -> None:
    outbox, hangs, answered = Outbox(), asyncio.Event(), list[str]()

    async def resident() -> None:
        await hangs.wait()
        answered.append("resident")

    async def officer() -> None:
        answered.append("officer")

    for _ in range(2 * ANSWERS_AT_ONCE):
        outbox.at_once(resident)
    outbox.at_once(officer, ahead=True)
    for _ in range(3):
        await asyncio.sleep(0)
    assert answered == ["officer"]
    hangs.set()
    await outbox.close(patience=5)
    assert answered.count("resident") == 2 * ANSWERS_AT_ONCE
