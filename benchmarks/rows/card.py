"""A frightened resident writes: how long until the help card, and how long a check of 10,000 letters."""

from __future__ import annotations

import time

from benchmarks.house import open_house
from benchmarks.table import Row, at_most
from benchmarks.telegram import open_telegram
from content.check import check
from content.signbook import sign_book

PEOPLE = 20
CARD = 0.3  # seconds
LOOK = 20.0  # milliseconds
SCAM = "您好，我是抖音客服，您开通了直播会员，每月自动扣费800元，如需取消请下载会议软件共享屏幕。"


async def measure() -> list[Row]:
    """The real process; Telegram is in its own. One person after the other, as frightened people come."""
    async with open_telegram(delay=0) as telegram, open_house(telegram) as house:
        await house.start()
        waits = sorted(await telegram.ask("cards", people=PEOPLE))
        middle, worst = waits[PEOPLE // 2], waits[-1]
        card = at_most(
            "the help card, to the slowest", worst, CARD, shown=f"{worst:.3f} s, mostly {middle:.3f}"
        )
    return [card, _look()]


def _look() -> Row:
    """Processor time, the best of a few: what else the machine does is not the check's doing."""
    book, text = sign_book(), (SCAM * 300)[:10_000]
    times = []
    for _ in range(10):
        began = time.process_time()
        check(book, text)
        times.append(1000 * (time.process_time() - began))
    best = min(times)
    return at_most("the check of 10,000 letters", best, LOOK, shown=f"{best:.1f} ms", unit=" ms")
