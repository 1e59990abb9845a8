"""1,000 groups under Telegram's own limits: ours and the usual way, one after the other in one run."""

from __future__ import annotations

import asyncio
import time

from benchmarks import strict, usual
from benchmarks.house import open_house
from benchmarks.strict import Call
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram

GROUPS = 1000
PER_SECOND = 30
URGENT = "【紧急】"
URGENT_AFTER = 1.0


async def measure() -> list[Row]:
    """Time, 429s and overruns of both; and how long an urgent message waits behind the usual way's queue."""
    async with open_telegram() as telegram:
        ours, our_calls = await _ours(telegram)
    async with open_telegram() as telegram:
        theirs, waited, their_calls = await _usual(telegram)
    limit = GROUPS / PER_SECOND
    overrun = strict.in_all(our_calls)
    return [
        at_most(
            "1,000 groups, time over the limit's own 33.3 s",
            ours / limit,
            1.10,
            shown=f"{ours / limit:.3f}",
            usual=f"{theirs / limit:.3f}",
        ),
        _none("answers 429 provoked by it", strict.floods(our_calls), strict.floods(their_calls)),
        _none("overruns of 30 a second by it", overrun, strict.in_all(their_calls)),
        Row(
            measure="an urgent message 1 s into those 1,000",
            ours="see below",
            usual=f"{waited:.1f} s",
            bound="–",
        ),
    ]


def _none(measure: str, ours: int, theirs: int) -> Row:
    return at_most(measure, ours, 0, shown=str(ours), usual=str(theirs))


async def _ours(telegram: Telegram) -> tuple[float, list[Call]]:
    """The real process and an officer's /push: from the press on 发送 to the last landing."""
    async with open_house(telegram) as house:
        await house.furnish(await telegram.groups(GROUPS))
        await house.start()
        await asyncio.sleep(3)
        await telegram.ask("forget")
        code = await telegram.ask("push", kind="tip")
        last = await telegram.until_landed(GROUPS + 1, code)  # the preview holds the code too
        calls = await telegram.calls()
    pressed = min(call.at for call in calls if call.method == "answerCallbackQuery")
    return last - pressed, calls


async def _usual(telegram: Telegram) -> tuple[float, float, list[Call]]:
    """From the call of gather to the last landing, and what an urgent message waits meanwhile."""
    token = await telegram.ask("another_bot")
    [urgent, *chats] = await telegram.ask("groups", count=GROUPS + 1, token=token)
    async with usual.usual_bot(telegram, token) as bot:
        began = time.monotonic()
        work = asyncio.ensure_future(usual.broadcast(bot, chats))
        await asyncio.sleep(URGENT_AFTER)
        wanted = time.monotonic()
        await usual.send(bot, urgent, URGENT)
        await work
    [(came, _)] = await telegram.landed(URGENT, token)
    last = max(at for at, chat in await telegram.landed("", token) if chat != urgent)
    return last - began, came - wanted, await telegram.calls(token)
