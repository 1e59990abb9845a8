"""What is done to sent messages: once where it must be once, again where nobody can tell."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from content.words import Script
from core import followups, leaving
from core.desk import Desk
from core.ports import Done, FollowOutcome, Gone, Moved, NotSent, Priority, Refused, Sent, Unknown
from storage import deliveries, groups, receipts
from storage import followups as rows
from storage.database import Database
from storage.models import Act, DeliveryId, DeliveryState, FollowupKind, GroupState, PushId
from storage.tables import deliveries as delivery_table
from storage.tables import followups as table
from tests.core.desks import desk
from tests.storage.files import BOT, NOW, add_group, add_push, fresh

HOUR = timedelta(hours=1)


async def sent(
    database: Database, *chats: int, state: DeliveryState = DeliveryState.SENT
) -> list[DeliveryId]:
    """One delivery per chat that ended so."""
    made = await add_push(database, [await add_group(database, chat) for chat in chats])
    async with database.unit() as unit:
        for number, row in enumerate(made, start=1):
            await deliveries.claim(unit, row, now=NOW)
            if state is not DeliveryState.SENDING:
                message = {"message": number} if state is DeliveryState.SENT else {}
                await deliveries.end(unit, row, state, now=NOW, **message)
    return made


async def add(database: Database, row: DeliveryId, kind: FollowupKind, version: int = 1, **more: Any) -> bool:
    wanted: dict[str, Any] = {
        "priority": Priority.ALERT,
        "due_at": NOW,
        "not_after": NOW + HOUR,
        "html": "<b>新</b>",
    } | more
    async with database.unit() as unit:
        return await rows.add_once(unit, row, kind, version=version, **wanted)


async def taken(town: Desk, late: timedelta = timedelta()) -> list[Act]:
    """Claim all that is there to be done."""
    now = NOW + late
    jobs = await leaving.next_jobs(town, now=now, limit=100)
    claimed = [await leaving.claim(town, job, now=now) for job in jobs]
    return [one for one in claimed if isinstance(one, Act)]


async def ends(database: Database) -> list[tuple[Any, ...]]:
    async with database.reading() as unit:
        query = table.select().order_by(table.c.id)
        return [(row.kind, row.state, row.reason, row.tries) for row in await unit.execute(query)]


async def test_each_kind_is_asked_for_once_and_knows_its_message(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        [row] = await sent(database, -1)
        assert await add(database, row, FollowupKind.MARK)
        assert not await add(database, row, FollowupKind.MARK)
        assert await add(database, row, FollowupKind.REPLY, payload={"rings": True})
        [mark] = await taken(town)
        assert (mark.chat, mark.message, mark.html, mark.caption) == (-1, 1, "<b>新</b>", False)
        assert await taken(town) == [], "one after the other"
        await leaving.record(town, mark, Done(), now=NOW)
        [reply] = await taken(town)
        await leaving.record(town, reply, Sent(99), now=NOW)
        assert await taken(town) == []
        assert await ends(database) == [("mark", "done", None, 0), ("reply", "done", None, 0)]


async def test_a_kill_repeats_what_bears_it_and_never_a_reply(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        first, second = await sent(database, -1, -2)
        await add(database, first, FollowupKind.MARK)
        await add(database, second, FollowupKind.REPLY)
        assert len(await taken(town)) == 2
        assert await leaving.recover(desk(database), now=NOW) == 1
        assert await ends(database) == [("mark", "pending", None, 0), ("reply", "unknown", "restart", 0)]
        [mark] = await taken(town)
        await leaving.record(town, mark, Done("same"), now=NOW)
        assert (await ends(database))[0] == ("mark", "done", "same", 0)


async def test_an_open_outcome_is_tried_again_after_a_pause_until_it_is_too_late(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        pinned, answered = await sent(database, -1, -2)
        await add(database, pinned, FollowupKind.PIN)
        await add(database, answered, FollowupKind.REPLY)
        for act in await taken(town):
            await leaving.record(town, act, Unknown("timeout"), now=NOW)
        assert await taken(town) == []
        now, tries = NOW, 1
        while found := await taken(town, (now := now + followups.LONGEST_PAUSE) - NOW):
            await leaving.record(town, found[0], Unknown("timeout"), now=now)
            tries += 1
        assert 8 < tries < 15
        assert [one[:3] for one in await ends(database)] == [
            ("pin", "unknown", "timeout"),
            ("reply", "unknown", "timeout"),
        ]


@given(st.integers(0, 10_000))
def test_pauses_grow_and_stay_bounded(tries: int) -> None:
    assert followups.FIRST_PAUSE <= followups.pause(tries) <= followups.pause(tries + 1)
    assert followups.pause(tries + 1) <= followups.LONGEST_PAUSE


async def test_every_other_end_is_told_by_its_name(tmp_path: Path) -> None:
    ends_of: list[tuple[FollowOutcome, str, str | None]] = [
        (NotSent(30, flood=True), "pending", None),
        (NotSent(9_999), "expired", "flood"),
        (Refused("no_pin_right"), "failed", "no_pin_right"),
        (Refused("who knows", explained=False), "failed", "other: who knows"),
        (Moved(-1007), "pending", None),
        (Gone("kicked"), "failed", "kicked"),
    ]
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        for row in await sent(database, *range(-1, -1 - len(ends_of), -1)):
            await add(database, row, FollowupKind.PIN)
        acts = await taken(town)
        for act, (outcome, _, _) in zip(acts, ends_of, strict=True):
            await leaving.record(town, act, outcome, now=NOW)
        found = [(state, reason) for _, state, reason, _ in await ends(database)]
        assert found == [(state, reason) for _, state, reason in ends_of]
        async with database.reading() as unit:
            moved, kicked = [await groups.by_id(unit, BOT, acts[number].group) for number in (4, 5)]
        assert moved is not None
        assert moved.chat == -1007
        assert kicked is not None
        assert (kicked.state, kicked.reason) == (GroupState.SUSPENDED, "kicked")


async def test_a_copy_of_unknown_fate_is_answered_at_once_and_marked_when_it_shows_up(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        [row] = await sent(database, -1, state=DeliveryState.UNKNOWN)
        await add(database, row, FollowupKind.MARK)
        await add(database, row, FollowupKind.REPLY)
        [reply] = await taken(town)
        assert (reply.kind, reply.message) == (FollowupKind.REPLY, None)
        await leaving.record(town, reply, Sent(5), now=NOW)
        assert await taken(town) == []
        async with database.unit() as unit:
            await receipts.prove_arrival(unit, row, 77, chat=-1, now=NOW)
        [mark] = await taken(town)
        assert mark.message == 77


async def test_nothing_is_done_to_a_message_still_on_its_way(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        [row] = await sent(database, -1, state=DeliveryState.SENDING)
        await add(database, row, FollowupKind.MARK)
        await add(database, row, FollowupKind.REPLY)
        assert await taken(town) == []
        async with database.unit() as unit:
            await deliveries.end(unit, row, DeliveryState.SENT, now=NOW, message=9)
        assert [act.message for act in await taken(town)] == [9]


async def test_the_later_word_stands(tmp_path: Path) -> None:
    """A pin that was tried and is tried again must not come after the unpinning, nor an old mark."""
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        first, second = await sent(database, -1, -2)
        await add(database, first, FollowupKind.PIN)
        await add(database, second, FollowupKind.MARK)
        out = await taken(town)
        await add(database, first, FollowupKind.UNPIN)
        await add(database, second, FollowupKind.MARK, 2)
        for act in out:
            await leaving.record(town, act, Unknown("timeout"), now=NOW)
        assert [one[:3] for one in await ends(database)] == [
            ("pin", "cancelled", "overtaken"),
            ("mark", "cancelled", "overtaken"),
            ("unpin", "pending", None),
            ("mark", "pending", None),
        ]


async def test_many_copies_get_theirs_at_once_each_in_its_own_script(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        made = await sent(database, -1, -2, -3)
        async with database.unit() as unit:
            other = await groups.by_chat(unit, BOT, -2)
            assert other is not None
            await groups.change(unit, other.id, script=Script.TRADITIONAL)
            push = await push_of(database, made[0])
            wanted: dict[str, Any] = {
                "priority": Priority.COSMETIC,
                "due_at": NOW,
                "not_after": NOW + HOUR,
                "html": {Script.SIMPLIFIED: "预警", Script.TRADITIONAL: "預警"},
                "payload": {"buttons": "check"},
            }
            for _ in range(2):
                await rows.add_to_copies(unit, rows.copies_of([push]), FollowupKind.MARK, **wanted)
        acts = await taken(town)
        assert [(act.chat, act.html) for act in acts] == [(-1, "预警"), (-2, "預警"), (-3, "预警")]
        assert {act.payload["buttons"] for act in acts} == {"check"}


async def push_of(database: Database, row: DeliveryId) -> PushId:
    async with database.reading() as unit:
        query = delivery_table.select().where(delivery_table.c.id == row)
        return PushId((await unit.execute(query)).one().push_id)


async def test_late_ones_expire_and_a_restored_house_does_nothing(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        [row] = await sent(database, -1)
        await add(database, row, FollowupKind.PIN)
        assert await taken(town, 2 * HOUR) == []
        assert await ends(database) == [("pin", "expired", "too_late", 0)]
