"""kill -9 at any moment: nothing is said twice, nothing is forgotten, and what is unknown is called so.

CRASH_KILLS=50 is the long mode; CRASH_SEED repeats a run that went wrong.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from sandbox import Chat
from tests.end_to_end.side_by_side import side_by_side
from tests.many import populate
from tests.town import MONDAY, ZONE, Town

KILLS = int(os.environ.get("CRASH_KILLS", "10"))
SEED = int(os.environ.get("CRASH_SEED", "20261121"))
GROUPS = 80
# What can be on its way when the process dies (scheduler/dispatch.py: IN_FLIGHT).
IN_FLIGHT = 30
DAYS = (1, 3)


def slots_from(start: datetime, number: int) -> list[datetime]:
    """The Tuesdays and Thursdays 18:30 that follow."""
    days = (start + timedelta(days=n) for n in range(1, 4 * number + 8))
    return [day.replace(hour=18, minute=30, second=0) for day in days if day.weekday() in DAYS][:number]


def landed(town: Town, chats: list[Chat]) -> int:
    wanted = {chat.id for chat in chats}
    return sum(1 for one in town.telegram.ledger if one.chat_id in wanted and "编号 " in one.text)


def copies_of_each(town: Town, chats: list[Chat]) -> int:
    """The most copies of one push that any group got."""
    seen: dict[tuple[int, str], int] = {}
    for one in town.telegram.ledger:
        if "编号 " in one.text:
            key = one.chat_id, one.text
            seen[key] = seen.get(key, 0) + 1
    return max(seen.values(), default=0)


def states(town: Town) -> dict[str, int]:
    return dict(town.query("SELECT state, count(*) FROM deliveries GROUP BY state"))


async def settle(town: Town, rows: int = 0) -> None:
    """Wait until there are so many rows, and none waits or is on its way."""

    def settled() -> bool:
        found = states(town)
        return sum(found.values()) >= rows and not {"pending", "sending"} & set(found)

    await town.telegram.until(settled, 30)


@side_by_side(seconds=45)
async def test_killed_at_any_moment_it_neither_repeats_nor_forgets(folder: Path) -> None:
    """Two towns share the kills."""
    (other := folder / "other").mkdir()
    await asyncio.gather(
        kill_at_any_moment(folder, KILLS - KILLS // 2), kill_at_any_moment(other, KILLS // 2, SEED + 1)
    )


async def kill_at_any_moment(folder: Path, kills: int, seed: int = SEED, **settings: str) -> None:
    chance = random.Random(seed)
    async with Town(folder, start=MONDAY, SENDER_RATE="400", QUIET_HOURS="", **settings) as town:
        town.telegram.limits, town.telegram.delay = None, 0.03
        chats = await populate(town, GROUPS)
        await town.start_bot()
        for number, moment in enumerate(slots_from(town.now().astimezone(ZONE), kills), start=1):
            before = landed(town, chats)
            unknown_before = states(town).get("unknown", 0)
            town.move_to(moment)
            # Every third dies about the time when the push is made, the others while it is on its way.
            if number % 3:
                await town.telegram.until(lambda: landed(town, chats) > before, 15)  # noqa: B023
            await town.quiet(chance.uniform(0, 0.5 if number % 3 else 1.2))
            await town.stop_bot(signal.SIGKILL)
            await town.start_bot()
            await settle(town, GROUPS * number)
            found = states(town)
            unknown = found.get("unknown", 0)
            assert copies_of_each(town, chats) == 1, f"kill {number}, seed {seed}: said twice"
            assert set(found) <= {"sent", "unknown"}, f"kill {number}, seed {seed}: {found}"
            assert sum(found.values()) == GROUPS * number
            assert unknown - unknown_before <= IN_FLIGHT, f"kill {number}, seed {seed}: {unknown} unknown"
            missing = GROUPS * number - landed(town, chats)
            assert missing <= unknown, f"kill {number}, seed {seed}: {missing} missing, {unknown} unknown"
        told = (
            f"{kills} kills, seed {seed}: {GROUPS * kills} rows, {unknown} unknown, of them {missing} missing"
        )
        sys.stdout.write(f"\n{told}; none twice, none lost\n")


@side_by_side(seconds=8)
async def test_what_people_do_around_a_kill_counts_once(folder: Path) -> None:
    await kill_amid_what_people_do(folder)


async def kill_amid_what_people_do(folder: Path, **settings: str) -> None:
    chance = random.Random(SEED)
    async with Town(folder, start=MONDAY, **settings) as town:
        town.telegram.limits = None
        clerk = town.telegram.person("王大姐")
        residents = town.telegram.crowd(12)
        await town.start_bot()
        group = town.telegram.group("幸福村", owner=clerk, members=60)
        card = await town.subscribe(group, clerk)
        clerk.taps(card, "发一条看看")
        tip = await town.said(group, "编号 ")
        for number, resident in enumerate(residents, start=1):
            resident.taps(tip, "我已看")
            if number % 4 == 0:
                clerk.says(group, f"/schedule tip wed 1{number // 4}:15")
                clerk.taps(card, "发一条看看")
                await town.quiet(chance.uniform(0, 0.15))
                await town.stop_bot(signal.SIGKILL)
                await town.start_bot()

        def counted() -> int:
            return int(town.query("SELECT count(*) FROM receipts")[0][0])

        await town.telegram.until(lambda: counted() == len(residents), 15)
        await settle(town)
        assert town.query("SELECT max(place), count(DISTINCT place) FROM receipts") == [(12, 12)]
        assert town.query("SELECT receipts FROM deliveries WHERE receipts > 0") == [(12,)]
        slot = "SELECT weekdays, substr(CAST(at AS text), 1, 5) FROM slots WHERE kind = 'tip'"
        assert town.query(slot) == [("2", "13:15")]
        asked = [one for one in town.telegram.ledger.of(group.id) if "编号 " in one.text]
        assert len(asked) == len({one.text for one in asked}), "an asked-for tip came twice"
