"""What stories of a database in trouble share: amid a push it is away for a while."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import timedelta

from sandbox import Chat
from tests.end_to_end.test_crashes import copies_of_each, landed, settle, states
from tests.town import ZONE, Town

IN_THE_AIR = 1.0  # what was claimed before may land so long after


async def amid_a_push(
    town: Town, chats: list[Chat], trouble: AbstractAsyncContextManager[object], seconds: float
) -> None:
    """The next tip is on its way when the trouble begins: nothing leaves without a claim, nor twice."""
    local = town.now().astimezone(ZONE)
    day = local + timedelta(days=(1 - local.weekday()) % 7 or 7)
    town.move_to(day.replace(hour=18, minute=30, second=0, microsecond=0))
    await town.telegram.until(lambda: landed(town, chats) >= 5, 15)
    async with trouble:
        await town.quiet(IN_THE_AIR)
        before = landed(town, chats)
        assert before < len(chats), "the push was over before the trouble began"
        await town.quiet(seconds)
        assert landed(town, chats) == before, "something left without a claim"
    await town.telegram.until(lambda: landed(town, chats) == len(chats), 40)
    await settle(town)
    assert copies_of_each(town, chats) == 1
    assert states(town) == {"sent": len(chats)}, (
        "what became of it is known, however late it was written down"
    )
