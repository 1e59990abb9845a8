"""25 replies and pushes into one group: is Telegram's patience with a group ever overrun?"""

from __future__ import annotations

import asyncio

from benchmarks import strict, usual
from benchmarks.house import open_house
from benchmarks.inside import open_desk, queue
from benchmarks.strict import Call
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram
from core.ports import Priority
from scheduler.dispatch import Bell

REPLIES = 20
PUSHES = (Priority.ALERT, Priority.ALERT, Priority.ALERT, Priority.TIP, Priority.TIP)
MESSAGES = REPLIES + len(PUSHES)


async def measure() -> list[Row]:
    """Both at the same time, in the same group, by bots of their own."""
    async with open_telegram() as telegram:
        token = await telegram.ask("another_bot")
        [chat] = await telegram.groups(1)
        await telegram.ask("joins", chat=chat, token=token)
        ours, theirs = await asyncio.gather(_ours(telegram, chat), _usual(telegram, token, chat))
    figure = strict.in_one_group(ours)
    usual_figure = f"{strict.in_one_group(theirs)} ({strict.floods(theirs)} answers 429)"
    return [
        at_most(
            "overruns of 20 a minute or 1 a second, 25 into one group",
            figure,
            0,
            shown=f"{figure} ({strict.floods(ours)} answers 429)",
            usual=usual_figure,
        )
    ]


async def _ours(telegram: Telegram, chat: int) -> list[Call]:
    """Twenty people ask for help while five pushes wait, three of them urgent."""
    async with open_house(telegram) as house:
        await house.furnish([chat])
        async with open_desk(house, Bell()) as desk:
            for priority in PUSHES:
                await queue(desk, [1], priority)
        await telegram.ask("says", chat=chat, texts=["/help@xiaolaba_bot"] * REPLIES)
        await house.start()
        await telegram.until_landed(MESSAGES, token=telegram.token, within=150)
        return await telegram.calls()


async def _usual(telegram: Telegram, token: str, chat: int) -> list[Call]:
    async with usual.usual_bot(telegram, token) as bot:
        await usual.broadcast(bot, [chat] * MESSAGES)
    return await telegram.calls(token)
