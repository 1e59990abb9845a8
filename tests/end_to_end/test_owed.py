"""kill -9 between a change and what it owes: greetings, officers' cards and goodbyes still come, and once."""

from __future__ import annotations

import signal
from pathlib import Path

from sandbox import Chat, Slow
from tests.end_to_end.conftest import said_by_bot
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

HELLO, WAITS, CARD = "请大家认一认", "想请机器人进群", "这是什么群"
NEVER = Slow(600, landing_late=True)


def owed(town: Town) -> dict[str, int]:
    return dict(town.query("SELECT kind, count(*) FROM errands GROUP BY kind"))


def greeted(town: Town, group: Chat) -> int:
    return sum(HELLO in one.text for one in town.telegram.ledger.of(group.id))


def asked(town: Town, group: Chat) -> int:
    """How often the owner was asked about a group."""
    return sum("确认入群" in [it.text for it in one] and group.title in one.text for one in town.owner.inbox)


@side_by_side(seconds=20)
async def test_what_a_change_owes_is_done_after_a_kill(folder: Path) -> None:
    async with Town(folder) as town:
        town.owner.writes("/start")
        await town.start_bot()
        clerk, faults = town.telegram.person("王大姐"), town.telegram.faults
        early, late, gone = (town.telegram.group(name, owner=clerk) for name in ("早村", "晚村", "走村"))
        channel = town.telegram.channel("频道", owner=clerk)
        await town.subscribe(gone, clerk)
        await town.telegram.until(lambda: asked(town, gone) == 1)
        cards = []
        for group in (early, late):
            clerk.adds_bot(group)
            cards.append(await town.said(group, CARD))

        # One dies before its greeting was begun, one amid it; leaving is held up on its way.
        faults.add(NEVER, method="editMessageText", chat=early)
        faults.add(NEVER, method="sendMessage", chat=late)
        faults.add(NEVER, method="sendMessage", chat=gone)
        faults.add(NEVER, method="sendMessage", chat=channel)
        for card in cards:
            await clerk.press(card, "村居群")
        question = next(one for one in town.owner.inbox if gone.title in one.text)
        await town.owner.press(question, "请离")
        clerk.adds_bot(channel)
        await town.telegram.until(lambda: owed(town) == {"introduce": 2, "count": 2, "leave": 2})
        in_flight = "SELECT count(*) FROM errands WHERE claimed_at IS NOT NULL"
        await town.telegram.until(lambda: town.query(in_flight) == [(2,)])
        await town.stop_bot(signal.SIGKILL)
        faults.clear()

        await town.start_bot()
        await town.telegram.until(lambda: owed(town) == {}, 15)
        assert not gone.has(town.telegram.bot)
        assert not channel.has(town.telegram.bot)
        assert [greeted(town, group) for group in (early, late)] == [1, 0], (
            "what may be there is not repeated"
        )
        assert [asked(town, group) for group in (early, late)] == [1, 1]
        [(members,)] = town.query("SELECT members FROM groups WHERE title = ?", early.title)
        assert members == early.member_count

        await town.stop_bot(signal.SIGKILL)
        await town.start_bot()
        await town.quiet(2.5)
        assert [greeted(town, group) for group in (early, late)] == [1, 0]
        assert [asked(town, group) for group in (early, late)] == [1, 1]
        assert len(said_by_bot(town, early)) == 2
