"""A poster is drawn once, uploaded by one copy, goes by number to the rest; who takes no pictures reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import text

from content.library import load
from content.words import Audience, Form, Script
from core import deliveries, groups, posters, pushes, settings, verify
from core.desk import Desk
from core.ports import NotSent, Refused, Sent, Unknown
from core.pushes import SHELF_LIFE
from storage import groups as group_rows
from storage.database import Database
from storage.deliveries import NewDelivery
from storage.models import Job, Parcel
from tests.core import desks
from tests.core.desks import ZONE

NOW = datetime(2026, 11, 24, 10, tzinfo=ZONE)


def desk(database: Database) -> Desk:
    """With the library as it is, posters and all."""
    return replace(desks.desk(database), library=load())


async def subscribe(town: Desk, chat: int, audience: Audience = Audience.VILLAGE) -> None:
    await groups.meet(town, chat, f"群{chat}", by=1001, now=NOW)
    await groups.subscribe(town, chat, f"群{chat}", audience, now=NOW)
    if audience is Audience.VILLAGE:
        async with town.database.unit() as unit:
            found = await group_rows.by_chat(unit, town.bot, chat)
            assert found is not None
            await group_rows.change(unit, found.id, form=Form.POSTER)


async def one_push(town: Desk, *chats: int) -> None:
    """One push of one tip to all these groups."""
    async with town.database.unit() as unit:
        found = [await group_rows.by_chat(unit, town.bot, chat) for chat in chats]
        tip = town.library.items["nfc-card-on-phone"]
        new = [
            NewDelivery(group.id, f"key{group.chat}", NOW, NOW + SHELF_LIFE, counted=False)
            for group in found
            if group is not None
        ]
        await pushes.make(unit, town, tip, "order:test", new, now=NOW, code="7K3F-9QX2")


async def jobs(town: Desk, now: datetime = NOW) -> list[Job]:
    return await deliveries.next_jobs(town, now=now, limit=100)


async def claimed(town: Desk, job: Job, now: datetime = NOW) -> Parcel:
    parcel = await deliveries.claim(town, job, now=now)
    assert parcel is not None
    return parcel


async def draw(town: Desk) -> int:
    waiting = await posters.undrawn(town)
    await posters.drawn(town, dict.fromkeys(waiting, b"picture"))
    return len(waiting)


async def test_one_copy_uploads_and_the_others_go_by_number(database: Database) -> None:
    town = desk(database)
    for chat in (-1, -2, -3):
        await subscribe(town, chat)
    await one_push(town, -1, -2, -3)
    assert await jobs(town) == [], "nobody leaves before the poster is drawn"
    assert await draw(town) == 1
    assert await draw(town) == 0
    first, second, _ = await jobs(town)
    parcel = await claimed(town, first)
    assert parcel.picture is not None
    assert (parcel.picture.content, parcel.picture.file_id) == (b"picture", None)
    assert parcel.html.startswith("📣")
    assert "7K3F-9QX2" in parcel.html
    assert town.library.items["nfc-card-on-phone"].body not in parcel.html, "few words below a poster"
    assert await deliveries.claim(town, second, now=NOW) is None, "one uploads, the others wait"
    assert await jobs(town) == []
    await deliveries.record(town, parcel, Sent(11, file_id="AgAD"), now=NOW)
    for job in await jobs(town):
        other = await claimed(town, job)
        assert other.picture is not None
        assert other.picture.file_id == "AgAD"
    async with database.reading() as unit:
        kept = (await unit.execute(text("SELECT length(content) FROM media"))).scalar()
    assert kept == 0, "our own bytes are not kept once Telegram has them"


async def test_a_copy_that_did_not_leave_lets_the_next_one_upload(database: Database) -> None:
    town = desk(database)
    for chat in (-1, -2):
        await subscribe(town, chat)
    await one_push(town, -1, -2)
    await draw(town)
    first, _ = await jobs(town)
    await deliveries.record(town, await claimed(town, first), NotSent(30, flood=True), now=NOW)
    [second] = await jobs(town)
    await deliveries.record(town, await claimed(town, second), Unknown("timeout"), now=NOW)
    later = NOW + timedelta(minutes=1)
    [again] = await jobs(town, later)
    assert again.delivery == first.delivery
    await claimed(town, again, later)
    assert await deliveries.recover(town, now=later) == 1, "a crash while it was being uploaded"
    async with database.reading() as unit:
        assert (await unit.execute(text("SELECT uploader FROM media"))).scalar() is None


async def test_a_group_that_takes_no_pictures_reads_from_then_on(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -1)
    await one_push(town, -1)
    await draw(town)
    [job] = await jobs(town)
    await deliveries.record(town, await claimed(town, job), Refused(posters.NO_PHOTOS), now=NOW)
    [again] = await jobs(town)
    parcel = await claimed(town, again)
    assert parcel.picture is None
    assert town.library.items["nfc-card-on-phone"].body in parcel.html
    assert (await settings.read(town, -1)).group.form_or_default is Form.TEXT


async def test_a_number_that_telegram_forgot_is_made_anew(database: Database) -> None:
    town = desk(database)
    for chat in (-1, -2):
        await subscribe(town, chat)
    await one_push(town, -1, -2)
    await draw(town)
    first, second = await jobs(town)
    await deliveries.record(town, await claimed(town, first), Sent(11, file_id="old"), now=NOW)
    await deliveries.record(town, await claimed(town, second), Refused(posters.BAD_FILE), now=NOW)
    assert await jobs(town) == []
    assert await draw(town) == 1
    [again] = await jobs(town)
    parcel = await claimed(town, again)
    assert parcel.picture is not None
    assert parcel.picture.content == b"picture"


async def test_what_cannot_be_drawn_goes_out_in_words(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -1)
    await one_push(town, -1)
    waiting = await posters.undrawn(town)
    await posters.drawn(town, dict.fromkeys(waiting, b""))
    [job] = await jobs(town)
    parcel = await claimed(town, job)
    assert parcel.picture is None
    assert town.library.items["nfc-card-on-phone"].body in parcel.html


async def test_each_group_gets_it_as_it_wants(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -1)
    await subscribe(town, -2, Audience.PARENT)
    await subscribe(town, -3)
    await subscribe(town, -4)
    await settings.set_form(town, -3, Form.BOTH)
    await settings.set_script(town, -4, Script.TRADITIONAL)
    await one_push(town, -1, -2, -3, -4)
    assert await draw(town) == 2, "one in each script"
    body = town.library.items["nfc-card-on-phone"].body
    seen = {}
    for _ in range(4):
        for job in await jobs(town):
            parcel = await deliveries.claim(town, job, now=NOW)
            if parcel is not None:
                seen[parcel.chat] = parcel
                await deliveries.record(town, parcel, Sent(parcel.chat, file_id="x"), now=NOW)
    assert seen[-1].picture is not None
    assert body not in seen[-1].html
    assert seen[-2].picture is None
    assert body in seen[-2].html
    assert seen[-3].picture is not None
    assert body in seen[-3].html
    assert seen[-4].picture is not None
    assert "銀行卡" in seen[-4].html
    record = await verify.look_up(town, "7K3F-9QX2", now=NOW)
    assert record is not None
    assert record.caption is not None
    assert "银行卡别往手机背上贴" in record.caption


async def test_where_everybody_reads_nothing_is_drawn(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -2, Audience.PARENT)
    await one_push(town, -2)
    assert await posters.undrawn(town) == {}
    assert len(await jobs(town)) == 1
