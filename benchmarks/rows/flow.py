"""Limits lifted: how many deliveries a second the bot can claim, send and record, and what it weighs then."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from benchmarks.house import House, NotYet, open_house
from benchmarks.table import Row, at_most
from benchmarks.telegram import open_telegram

GROUPS = 10_000
RATE = 1000
LEAST = 150
WATCHED = 75.0  # seconds; a bot slower than its bound does not get through


async def measure() -> list[Row]:
    """10,000 groups get an officer's push as fast as it goes, for as long as we can watch."""
    async with open_telegram(limited=False, delay=0) as telegram, open_house(telegram, rate=RATE) as house:
        await house.furnish(await telegram.groups(GROUPS))
        await house.start()
        await telegram.ask("push", kind="tip")
        sent = await _watch(house)
        memory = house.memory()
    return [
        Row(
            measure="limits lifted: deliveries a second, claimed, sent, recorded",
            ours=f"{sent.speed:.0f} ({sent.processor * 1000:.1f} ms of processor each)",
            bound=f"≥ {LEAST}",
            held=sent.speed >= LEAST,
        ),
        at_most(
            "resident memory after 10,000 deliveries",
            memory,
            150,
            shown=f"{memory:.0f} MB after {sent.number}",
            unit=" MB",
        ),
    ]


@dataclass(frozen=True)
class Sent:
    """How many were sent, how many a second, and the seconds of processor that each took."""

    number: int
    speed: float
    processor: float


async def _watch(house: House) -> Sent:
    """From the first claim to the last committed outcome."""
    before = house.processor()
    with suppress(NotYet):
        await house.until_ended(GROUPS, within=WATCHED)
    spent = house.processor() - before
    [(number, span)] = house.query(
        "SELECT count(*), (julianday(max(ended_at)) - julianday(min(claimed_at))) * 86400 "
        "FROM deliveries WHERE state = 'sent'"
    )
    return Sent(number, number / span, spent / number)
