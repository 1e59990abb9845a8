"""Answers to taps: a crowd of residents keeps no officer waiting."""

from __future__ import annotations

import asyncio

import pytest

from bot import outbox as outbox_module
from bot.outbox import ANSWERS_AT_ONCE, GAP, HUSH, Outbox


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


@pytest.mark.parametrize(("urgent", "gap"), [(True, GAP), (False, HUSH)])
async def test_a_crowds_answers_step_back_while_an_alert_leaves_or_an_officer_acts(
    urgent: bool, gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "HUSHED_FOR", 60.0)
    outbox, answered, loop = Outbox(lambda: urgent), list[float](), asyncio.get_running_loop()
    if not urgent:
        outbox.hush()

    async def answer() -> None:
        answered.append(loop.time())

    for _ in range(5):
        outbox.at_once(answer)
    outbox.at_once(answer, ahead=True)
    await outbox.close(patience=20)
    assert len(answered) == 6
    assert answered[1] - answered[0] >= 0.9 * gap, "the officer's came first, and waited for none"
    assert answered[-1] - answered[0] >= 0.9 * 5 * gap
