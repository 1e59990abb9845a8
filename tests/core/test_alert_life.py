"""An alert after it left: pinned, said again, corrected, withdrawn, past its time; and what it holds back."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.views import alerts as views
from content.texts import texts_in
from content.words import Audience, Kind, Script, Severity
from core import alert_life, alert_standing, leaving, officers, pushes, verify
from core.desk import Desk
from core.errors import AlertOver, AskedTooOften, NoRight, NothingUnsure, NotYourRegion, UsedButton
from core.officers import NewButton
from core.ports import Done, FollowOutcome, Gone, Moved, NotSent, Refused, Sent, Unknown
from core.receipts import stale_numbers, take
from storage import groups, receipts
from storage.alerts import AlertId, AlertState
from storage.database import Database
from storage.models import Act, FollowupKind, Group, Officer, Parcel, Role
from storage.tables import deliveries, followups
from storage.tables import pushes as push_table
from tests.core.alerts import OWNER, draft, launch, read
from tests.core.desks import ZONE, desk
from tests.storage.files import NOW, add_group, add_push, fresh

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
CODE = "7K3F-9QX2"


async def claimed(town: Desk, now: datetime = NOW) -> list[Parcel | Act]:
    jobs = await leaving.next_jobs(town, now=now, limit=100)
    found = [await leaving.claim(town, job, now=now) for job in jobs]
    return [one for one in found if one is not None]


async def run(town: Desk, now: datetime = NOW, **ends: FollowOutcome) -> list[str]:
    """Let everything leave, group -N by the outcome `gN` if named, else well; what left, in order."""
    told: list[str] = []
    await alert_life.tend(town, now=now)
    while loads := await claimed(town, now):
        for load in loads:
            kind = load.kind.value if isinstance(load, Act) else "send"
            told.append(f"{kind} {load.chat}")
            good = Sent(100 - load.chat) if kind in ("send", "reply") else Done()
            await leaving.record(town, load, ends.get(f"g{-load.chat}", good), now=now)
        await alert_life.tend(town, now=now)
    return told


async def button(town: Desk, officer: Officer = OWNER, now: datetime = NOW) -> str:
    [key] = await officers.lay_out(town, officer.user, [NewButton("alert_life_test", {})], now=now)
    return key


async def withdraw(town: Desk, alert: AlertId, erase: bool = False, by: Officer = OWNER) -> None:
    key = await button(town, by)
    await alert_life.withdraw(town, by, alert, "说错了", erase=erase, key=key, now=NOW)


async def copies(database: Database) -> dict[str, int]:
    async with database.reading() as unit:
        return dict(Counter(row.state for row in await unit.execute(deliveries.select())))


async def ends(database: Database) -> dict[str, int]:
    async with database.reading() as unit:
        return dict(Counter(f"{row.kind} {row.state}" for row in await unit.execute(followups.select())))


async def village(database: Database, number: int) -> Desk:
    for chat in range(1, number + 1):
        await add_group(database, -chat)
    return desk(database, quiet=None)


@pytest.mark.parametrize(("severity", "pin"), [(one, pin) for one in Severity for pin in (False, True)])
async def test_pins_come_after_all_sends(severity: Severity, pin: bool, tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 3)
        alert = await draft(town, CODE, NOW, severity=severity, pin=pin)
        await launch(town, alert, NOW)
        pins = severity is Severity.URGENT or (severity is Severity.WARNING and pin)
        told = await run(town, g2=Refused("no_rights"))
        assert told == ["send -1", "send -2", "send -3", *(["pin -1", "pin -3"] if pins else [])]
        assert (await read(town, alert)).state is AlertState.SENT


async def test_pins_leave_after_what_a_resident_asked_for(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        await launch(town, await draft(town, CODE, NOW, severity=Severity.URGENT), NOW)
        [copy] = await claimed(town)
        await leaving.record(town, copy, Sent(5), now=NOW)
        await alert_life.tend(town, now=NOW)
        await pushes.ask(town, -1, Kind.TIP, "", key="700", now=NOW)
        tip, pin = await leaving.next_jobs(town, now=NOW, limit=9)
        assert (tip.followup, pin.followup is None) == (None, False)
        assert tip.priority < pin.priority


async def test_past_its_time_it_is_marked_and_unpinned_and_nothing_more_leaves(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 3)
        alert = await draft(town, CODE, NOW, severity=Severity.URGENT)
        await launch(town, alert, NOW)
        await run(town, g3=NotSent(DAY.total_seconds() - 1))
        assert await copies(database) == {"sent": 2, "pending": 1}
        assert (await read(town, alert)).state is AlertState.SENDING
        over = NOW + DAY
        told = await run(town, over)
        assert sorted(told) == ["mark -1", "mark -2"], "never pinned: the third copy was still to come"
        assert (await read(town, alert)).state is AlertState.EXPIRED
        assert (await copies(database)).get("pending") is None
        assert await run(town, over + DAY) == []


async def test_expiry_unpins_what_was_pinned_and_comes_after_everything_else(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        await launch(town, await draft(town, CODE, NOW, severity=Severity.URGENT), NOW)
        assert await run(town) == ["send -1", "pin -1"]
        await alert_life.tend(town, now=NOW + DAY)
        jobs = await leaving.next_jobs(town, now=NOW + DAY, limit=9)
        assert {job.priority for job in jobs} == {6}
        [mark] = [one for one in await claimed(town, NOW + DAY) if isinstance(one, Act)]
        assert (mark.html or "").startswith("<b>【已过期】</b>")
        assert mark.payload == {"buttons": "check"}
        await leaving.record(town, mark, Done(), now=NOW + DAY)
        assert await run(town, NOW + DAY) == ["unpin -1"]


async def test_withdrawn_every_copy_says_so_and_every_group_is_told_once(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 5)
        alert = await draft(town, CODE, NOW, severity=Severity.URGENT)
        await launch(town, alert, NOW)
        waits = NotSent(3600)
        await run(town, g2=Unknown("timeout"), g3=Refused("no_rights"), g4=waits, g5=waits)
        await withdraw(town, alert)
        assert await copies(database) == {"sent": 1, "unknown": 1, "failed": 1, "cancelled": 2}
        told = await run(town)
        assert told == ["mark -1", "reply -2", "reply -1"]
        found = await read(town, alert)
        assert (found.state, found.reason, found.ended_by) == (AlertState.WITHDRAWN, "说错了", 1001)
        assert await run(town, NOW + 2 * DAY) == [], "nothing pending was left behind"
        async with database.unit() as unit:
            [row] = await unit.execute(deliveries.select().where(deliveries.c.state == "unknown"))
            await receipts.prove_arrival(unit, row.id, 55, chat=-2, now=NOW)
        assert await run(town) == ["mark -2"], "a copy that shows up later is marked too"


async def test_what_is_on_its_way_when_it_is_withdrawn_is_marked_when_it_has_landed(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 3)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        out = await claimed(town)
        await withdraw(town, alert)
        assert await claimed(town) == []
        outcomes: list[FollowOutcome] = [Sent(7), NotSent(1), Unknown("reset")]
        for load, outcome in zip(out, outcomes, strict=True):
            await leaving.record(town, load, outcome, now=NOW)
        assert await copies(database) == {"sent": 1, "cancelled": 1, "unknown": 1}
        first, third = -out[0].chat, -out[2].chat
        assert sorted(await run(town, NOW + MINUTE)) == sorted(
            [f"mark -{first}", f"reply -{first}", f"reply -{third}"]
        )


@pytest.mark.parametrize(
    "outcome",
    [NotSent(1), NotSent(8 * DAY.total_seconds()), Refused("no_rights"), Gone("kicked"), Moved(-77)],
)
async def test_a_withdrawal_waits_for_no_copy_that_never_came(outcome: FollowOutcome, tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 2)
        alert = await draft(town, CODE, NOW)
        push = await launch(town, alert, NOW)
        out = await claimed(town)
        await withdraw(town, alert)
        for load, end in zip(out, (Sent(7), outcome), strict=True):
            await leaving.record(town, load, end, now=NOW)
        assert await run(town) == [f"mark {out[0].chat}", f"reply {out[0].chat}"]
        seen = await alert_standing.look(town, push)
        assert seen is not None
        assert [fate.waiting for fate in seen.fates.values()] == [0, 0]
        assert seen.ended


async def test_a_copy_whose_claim_was_undone_after_a_withdrawal_takes_all_else_along(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        alert = await draft(town, CODE, NOW, life_hours=6)
        push = await launch(town, alert, NOW)
        [job] = await leaving.next_jobs(town, now=NOW, limit=9)
        assert await leaving.claim(town, job, now=NOW) is not None
        await withdraw(town, alert)
        assert await leaving.unclaim(town, job, claimed_at=NOW)
        assert await run(town, NOW + DAY) == []
        seen = await alert_standing.look(town, push)
        assert seen is not None
        assert seen.ended


async def test_two_who_withdraw_at_once_do_it_once(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 2)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town)
        done = await asyncio.gather(*(withdraw(town, alert) for _ in range(4)), return_exceptions=True)
        assert sum(isinstance(one, AlertOver) for one in done) == 3
        assert Counter(await run(town)) == Counter(["mark -1", "mark -2", "reply -1", "reply -2"])
        key = await button(town)
        wanted = {"erase": False, "key": key, "now": NOW}
        second = await draft(town, "2222-2222", NOW)
        await launch(town, second, NOW)
        twice = await asyncio.gather(
            *(alert_life.withdraw(town, OWNER, second, "说错了", **wanted) for _ in range(2)),  # type: ignore[arg-type]  # by name
            return_exceptions=True,
        )
        assert sum(isinstance(one, UsedButton) for one in twice) == 1


async def test_copies_that_are_deleted_are_told_of_and_those_that_cannot_be_are_marked(
    tmp_path: Path,
) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 3)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town, g3=Unknown("timeout"))
        await withdraw(town, alert, erase=True)
        deletes = await claimed(town)
        kinds = {load.chat: load.kind.value for load in deletes if isinstance(load, Act)}
        assert kinds == {-1: "delete", -2: "delete", -3: "reply"}
        outcomes: dict[int, FollowOutcome] = {-1: Done(), -2: Refused("too_old"), -3: Sent(9)}
        for load in deletes:
            await leaving.record(town, load, outcomes[load.chat], now=NOW)
        assert sorted(await run(town)) == ["mark -2", "reply -1", "reply -2"]
        with pytest.raises(AlertOver):
            await alert_life.erase(town, OWNER, alert, key=await button(town), now=NOW)


async def test_a_withdrawn_one_can_be_deleted_afterwards(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town)
        with pytest.raises(AlertOver):
            await alert_life.erase(town, OWNER, alert, key=await button(town), now=NOW)
        await withdraw(town, alert)
        assert await run(town) == ["mark -1", "reply -1"]
        await alert_life.erase(town, OWNER, alert, key=await button(town), now=NOW)
        assert await run(town) == ["delete -1"]


async def test_only_its_author_or_who_stands_above_it_may_end_it(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        alert = await draft(town, CODE, NOW, author=2002, region=None)
        await launch(town, alert, NOW)
        author = Officer(user=2002, role=Role.OFFICER, region="pingan", name="", active=True)
        county = Officer(user=5, role=Role.CHIEF, region=None, name="", active=True)
        others = (replace(author, user=3), replace(author, user=4, role=Role.CHIEF))
        for one in (author, county, *others):
            await officers.appoint(town, OWNER, one.user, one.role, one.region, key=f"o{one.user}", now=NOW)
        for other in others:
            with pytest.raises(NotYourRegion):
                await withdraw(town, alert, by=other)
        assert (await read(town, alert)).state is AlertState.SENDING
        await withdraw(town, alert, by=author)
        village_alert = await draft(town, "2222-2222", NOW, author=9)
        await launch(town, village_alert, NOW)
        await officers.dismiss(town, OWNER, county.user, key="gone", now=NOW)
        with pytest.raises(NoRight):
            await withdraw(town, village_alert, by=county)
        assert (await read(town, village_alert)).state is AlertState.SENDING
        await officers.appoint(town, OWNER, county.user, county.role, None, key="back", now=NOW)
        await withdraw(town, village_alert, by=county)


async def test_a_correction_answers_the_original_everywhere_and_the_original_says_so(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 4)
        alert = await draft(town, CODE, NOW, severity=Severity.URGENT)
        await launch(town, alert, NOW)
        await run(town, g2=Unknown("timeout"), g3=Refused("no_rights"), g4=NotSent(3600))
        await add_group(database, -9)  # came later, and never heard the original
        right = await draft(town, "2222-3333", NOW, corrects=alert, audiences=[], severity=Severity.URGENT)
        await launch(town, right, NOW)
        found = await claimed(town)
        parcels = {one.chat: one.reply_to for one in found if isinstance(one, Parcel)}
        assert parcels == {-1: 101, -2: None, -3: None, -4: None}
        [mark] = [one for one in found if isinstance(one, Act)]
        assert "请看编号 2222-3333" in (mark.html or "")
        for load in found:
            await leaving.record(town, load, Done() if isinstance(load, Act) else Sent(5), now=NOW)
        assert sorted(await run(town)) == [f"pin -{number}" for number in range(1, 5)]
        assert (await read(town, alert)).state is AlertState.CORRECTED
        assert (await copies(database))["cancelled"] == 1
        with pytest.raises(AlertOver):
            await launch(town, await draft(town, "4444-4444", NOW, corrects=alert), NOW)


async def test_a_copy_of_unknown_fate_is_said_again_and_its_row_stays(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 3)
        alert = await draft(town, CODE, NOW, severity=Severity.URGENT)
        await launch(town, alert, NOW)
        told = await run(town, g2=Unknown("timeout"))
        assert told[3:] == ["pin -1", "pin -3"]
        assert await alert_life.resend(town, OWNER, alert, key=await button(town), now=NOW) == 1
        [again] = await claimed(town)
        assert isinstance(again, Parcel)
        assert "【重发】" in again.html
        assert CODE not in again.html
        with pytest.raises(NothingUnsure):
            await alert_life.resend(town, OWNER, alert, key=await button(town), now=NOW)
        await leaving.record(town, again, Sent(77), now=NOW)
        assert await run(town) == ["pin -2"]
        assert await copies(database) == {"sent": 3, "unknown": 1}
        await withdraw(town, alert)
        told = await run(town)
        assert Counter(told) == Counter(
            [f"{what} -{number}" for number in (1, 2, 3) for what in ("mark", "reply", "unpin")]
        ), "one notice per group, however many copies"


@pytest.mark.parametrize("second", [Sent(77), Refused("no_rights"), NotSent(1), Gone("kicked")])
async def test_a_group_is_told_once_also_while_a_second_copy_is_on_its_way(
    second: FollowOutcome, tmp_path: Path
) -> None:
    """The first copy may stand there, whatever becomes of the second: the group must hear of it."""
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town, g1=Unknown("timeout"))
        await alert_life.resend(town, OWNER, alert, key=await button(town), now=NOW)
        [again] = await claimed(town)
        await withdraw(town, alert)
        told = [one for one in await claimed(town) if isinstance(one, Act)]
        assert [one.kind for one in told] == [FollowupKind.REPLY]
        await leaving.record(town, again, second, now=NOW)
        await leaving.record(town, told[0], Sent(88), now=NOW)
        landed = ["mark -1"] if isinstance(second, Sent) else []
        assert await run(town, NOW + MINUTE) == landed, "nothing is told twice"


async def test_a_notice_of_unknown_fate_is_not_said_again(tmp_path: Path) -> None:
    """Not after its outcome stayed open, and not after a crash in between."""
    async with fresh(tmp_path) as database:
        town = await village(database, 2)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town, g1=Unknown("timeout"))
        await alert_life.resend(town, OWNER, alert, key=await button(town), now=NOW)
        await run(town)
        await withdraw(town, alert)
        acts = [one for one in await claimed(town) if isinstance(one, Act)]
        while acts:
            for act in acts:
                if act.chat == -1 and act.kind is FollowupKind.REPLY:
                    await leaving.record(town, act, Unknown("timeout"), now=NOW)
                elif act.kind is not FollowupKind.REPLY:
                    await leaving.record(town, act, Done(), now=NOW)
            acts = [one for one in await claimed(town) if isinstance(one, Act)]
        assert await leaving.recover(town, now=NOW) == 1, "the other group's was out when the bot died"
        assert await run(town, NOW + DAY - MINUTE) == []
        found = await ends(database)
        assert found["reply unknown"] == 2
        assert [kind for kind in found if kind.startswith("reply")] == ["reply unknown"]


async def test_a_live_alert_has_the_groups_ear_for_half_an_hour(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 2)
        first, second = await groups_of(town)
        await add_push(database, [first], "before")
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await add_push(database, [first, second], "after")
        assert await run(town) == ["send -1", "send -2"]
        assert await run(town, NOW + 29 * MINUTE) == []
        assert await run(town, NOW + 30 * MINUTE) == ["send -1", "send -1", "send -2"]


async def test_a_withdrawn_alert_holds_nothing_back(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town)
        await withdraw(town, alert)
        await run(town)
        await add_push(database, await groups_of(town), "tip")
        assert await run(town) == ["send -1"]


async def test_an_alert_is_nothing_that_anybody_asked_for(tmp_path: Path) -> None:
    """It neither counts against a group's measure nor against who asks for a tip."""
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        await launch(town, await draft(town, CODE, NOW), NOW)
        await pushes.ask(town, -1, Kind.TIP, "", key="700", now=NOW)
        with pytest.raises(AskedTooOften):
            await pushes.ask(town, -1, Kind.TIP, "", key="701", now=NOW)
        assert await run(town) == ["send -1", "send -1"]


async def test_its_code_says_how_it_stands(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)

        async def says(code: str, now: datetime = NOW) -> tuple[str | None, str, str]:
            found = await verify.look_up(town, code, now=now)
            assert found is not None
            assert (found.office, "有人冒充老师" in (found.html or "")) == (
                "平安派出所",
                found.html is not None,
            )
            return found.standing, found.corrected_by, found.reason

        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town)
        assert await says(CODE) == ("stands", "", "")
        right = await draft(town, "2222-3333", NOW, corrects=alert)
        assert await says(CODE) == ("stands", "", ""), "nobody has sent the correction"
        await launch(town, right, NOW)
        assert await says(CODE) == ("corrected", "2222-3333", "")
        await run(town)
        assert await says("2222-3333") == ("stands", "", "")
        await withdraw(town, right)
        assert await says("2222-3333") == ("withdrawn", "", "说错了")
        await alert_life.erase(town, OWNER, right, key=await button(town), now=NOW)
        erased = await verify.look_up(town, "2222-3333", now=NOW)
        assert erased is not None
        assert (erased.html, erased.title) == (None, "")
        short = await draft(town, "4444-4444", NOW, life_hours=6)
        await launch(town, short, NOW)
        await run(town)
        over = NOW + timedelta(hours=6)
        assert await says("4444-4444", over - MINUTE) == ("stands", "", "")
        assert await says("4444-4444", over) == ("expired", "", ""), "before anybody marked it"
        await run(town, over)
        assert await says("4444-4444") == ("expired", "", "")


async def test_a_second_try_has_a_code_that_says_the_same(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town, g1=Unknown("timeout"))
        await alert_life.resend(town, OWNER, alert, key=await button(town), now=NOW)
        async with database.reading() as unit:
            codes = [row.code for row in await unit.execute(push_table.select())]
        [again] = [code for code in codes if code != CODE]
        await withdraw(town, alert)
        found = await verify.look_up(town, again, now=NOW)
        assert found is not None
        assert (found.standing, found.reason) == ("withdrawn", "说错了")
        assert "【重发】" in (found.html or "")


async def test_a_marked_message_keeps_its_own_buttons(tmp_path: Path) -> None:
    """The number of readers is not written under it any more: that would bring all buttons back."""
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town)
        async with database.reading() as unit:
            [row] = await unit.execute(deliveries.select())
        await take(town, row.key, 5, -1, row.message, now=NOW)
        assert len(await stale_numbers(town, now=NOW, limit=9)) == 1
        await withdraw(town, alert)
        assert await stale_numbers(town, now=NOW, limit=9) == []


async def test_the_author_sees_who_missed_it_and_what_was_done_since(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 4)
        alert = await draft(town, CODE, NOW, severity=Severity.URGENT)
        push = await launch(town, alert, NOW)
        await run(town, g2=Unknown("timeout"), g3=Refused("no_rights"))
        seen = await alert_standing.look(town, push)
        assert seen is not None
        assert (seen.counts.sent, seen.counts.unknown, seen.counts.failed) == (2, 1, 1)
        assert [(one.title, one.reason) for one in seen.missed] == [
            ("群-2", "timeout"),
            ("群-3", "no_rights"),
        ]
        assert seen.fates[FollowupKind.PIN].done == 2
        assert not seen.ended
        await withdraw(town, alert)
        seen = await alert_standing.look(town, push)
        assert seen is not None
        assert (seen.fates[FollowupKind.MARK].waiting, seen.ended) == (2, False)
        await run(town, g4=Refused("cant_edit"))
        seen = await alert_standing.look(town, push)
        assert seen is not None
        assert (seen.fates[FollowupKind.MARK].done, seen.fates[FollowupKind.MARK].failed) == (
            1,
            {"cant_edit": 1},
        )
        assert seen.ended, "a copy of unknown fate is not waited for"


async def test_a_notice_written_at_night_says_when_it_begins(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        await village(database, 2)
        town = desk(database)
        night = datetime(2026, 11, 23, 23, tzinfo=ZONE)
        push = await launch(town, await draft(town, CODE, night, severity=Severity.NOTICE), night)
        seen = await alert_standing.look(town, push)
        assert seen is not None
        morning = night.replace(day=24, hour=7, minute=30)
        assert alert_standing.waits_until(town, seen, now=night) == morning
        assert "11月24日 07:30 才开始发" in views.progress(
            texts_in(Script.SIMPLIFIED), seen, "11月24日 07:30"
        )
        assert alert_standing.waits_until(town, seen, now=morning) is None


async def groups_of(town: Desk) -> list[Group]:
    async with town.database.reading() as unit:
        return await groups.reachable(unit, town.bot, regions=None, audiences=[Audience.VILLAGE])
