"""1,000 rounds close at once: the polls, then the results, at Telegram's pace."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from benchmarks import strict
from benchmarks.house import House, open_house
from benchmarks.inside import open_desk
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram
from content.questions import Question
from content.words import QuizMode
from core import pushes
from core.codes import new_key
from scheduler.dispatch import Bell
from storage import rounds
from storage.deliveries import NewDelivery
from storage.models import DeliveryId, DeliveryState, GroupId
from storage.tables import deliveries
from storage.tables import rounds as round_table

ROUNDS = 1_000
PER_SECOND = 30
QUESTION = Question.model_validate(
    {
        "id": "bench-question",
        "kind": "question",
        "fraud_type": "rebate",
        "audiences": ["village"],
        "title": "做任务先垫钱",
        "body": "点赞两单真给了钱，第三单让您先垫。您会？",
        "options": ["就到这里，不垫", "垫一单试试", "叫上亲戚一起做"],
        "right": 1,
        "explanation": "头两单的钱是鱼饵，垫进去的一分也出不来。",
        "remember": "一说垫钱就停手。",
        "difficulty": 1,
        "source": "基准测试",
        "reviewed": "2026-11-22",
    }
)


async def measure() -> list[Row]:
    """From the sweep that finds them over to the last result that landed."""
    async with open_telegram() as telegram, open_house(telegram) as house:
        chats = await telegram.groups(ROUNDS)
        await house.furnish(chats)
        await open_rounds(telegram, house, chats, QuizMode.ANONYMOUS, closes_in_days=-1)
        await telegram.ask("forget")
        await house.start()
        last = await telegram.until_landed(ROUNDS, "答题结束", within=180)
        calls = strict.counted(await telegram.calls())
        first = min(call.at for call in calls if call.method == "stopPoll")
        await asyncio.sleep(1)
        states = dict(house.query("SELECT state, count(*) FROM rounds GROUP BY state"))
    stopped = sum(call.method == "stopPoll" for call in calls)
    took = (last - first) / (2 * ROUNDS / PER_SECOND)
    overrun = strict.in_all(calls) + strict.in_one_group(calls) + strict.floods(calls)
    return [
        at_most(
            "1,000 rounds close: time over the limit's own 66.7 s",
            took,
            1.10,
            shown=f"{took:.3f}; closed {states.get('closed', 0)}, polls stopped {stopped}",
        ),
        at_most("overruns and answers 429 by it", overrun, 0, shown=str(overrun)),
    ]


async def open_rounds(
    telegram: Telegram, house: House, chats: Sequence[int], mode: QuizMode, *, closes_in_days: float
) -> None:
    """An open round in each of these groups, its poll there already."""
    anonymous = mode is QuizMode.ANONYMOUS
    made = await telegram.ask("polls", chats=list(chats), token=telegram.token, anonymous=anonymous)
    now = datetime.now(UTC)
    closes = now + timedelta(days=closes_in_days)
    async with open_desk(house, Bell()) as desk, desk.database.unit() as unit:
        ids = [GroupId(number) for number in range(1, len(chats) + 1)]
        new = [NewDelivery(one, new_key(), now, now + timedelta(hours=24)) for one in ids]
        push = await pushes.make(unit, desk, QUESTION, "bench", new, now=now)
        query = deliveries.select().where(deliveries.c.push_id == push).order_by(deliveries.c.group_id)
        rows = (await unit.execute(query)).all()
        for row, chat, (message, poll) in zip(rows, chats, made, strict=True):
            sent = {"state": DeliveryState.SENT, "message": message, "ended_at": now}
            await unit.execute(deliveries.update().where(deliveries.c.id == row.id).values(sent))
            one = {
                "bot": desk.bot,
                "delivery_id": DeliveryId(row.id),
                "mode": mode,
                "state": rounds.RoundState.OPEN,
                "poll": poll,
                "chat": chat,
                "options": len(QUESTION.options),
                "right_option": QUESTION.right - 1,
                "answered": 0,
                "answered_right": 0,
                "opened_at": now,
                "closes_at": closes,
            }
            await unit.execute(round_table.insert().values(one))
