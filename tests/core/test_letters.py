"""A letter asks for a 回执, perhaps for a promise: counted once per person, told by group, never ranked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from content.library import Library
from content.words import Audience, Kind
from core import deliveries, groups, letters, officers, orders, promises, receipts, verify
from core.desk import Desk
from core.errors import ContentChanged, NothingSuits
from core.officers import NewButton
from core.ports import Sent
from core.receipts import Tap
from storage.database import Database
from storage.models import Button, Officer, Parcel, Role
from tests.core.desks import ZONE, desk, with_phones

AUTUMN = datetime(2026, 11, 24, 10, tzinfo=ZONE)
NEW_YEAR = datetime(2027, 2, 3, 10, tzinfo=ZONE)
OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="", active=True)


async def subscribe(town: Desk, chat: int, audience: Audience = Audience.VILLAGE) -> None:
    await groups.meet(town, chat, f"群{chat}", by=1001, now=AUTUMN)
    await groups.subscribe(town, chat, f"群{chat}", audience, now=AUTUMN)


async def pressed(town: Desk, shown: orders.Preview, now: datetime) -> Button:
    [key] = await officers.lay_out(town, OWNER.user, [NewButton("push_send", shown.payload())], now=now)
    return await officers.pressed(town, OWNER.user, key, now=now)


async def sent(town: Desk, now: datetime) -> list[Parcel]:
    """The letter that would be offered, gone out."""
    shown = await orders.preview(town, OWNER, Kind.LETTER, now=now)
    await orders.send(town, OWNER, await pressed(town, shown, now), chat=1, message=1, now=now)
    parcels = []
    for job in await deliveries.next_jobs(town, now=now, limit=10):
        parcel = await deliveries.claim(town, job, now=now)
        assert parcel is not None
        await deliveries.record(town, parcel, Sent(-job.chat), now=now)
        parcels.append(parcel)
    return parcels


async def test_a_letter_of_the_time_of_the_year_is_offered(database: Database) -> None:
    town = with_phones(desk(database))
    await subscribe(town, -1)
    await subscribe(town, -2, Audience.PARENT)
    names = set()
    offered: tuple[str, ...] = ()
    for _ in range(4):
        shown = await orders.preview(town, OWNER, Kind.LETTER, offered, now=AUTUMN)
        names.add(shown.item.id)
        offered = shown.offered
    assert names == {"letter-residents", "letter-parents"}, "no new year in autumn, no firms"
    assert (await orders.preview(town, OWNER, Kind.LETTER, now=NEW_YEAR)).item.id == "letter-spring-festival"
    assert "幸福县公安局反诈中心　电话 0555-1234500" in shown.rendered.html


async def test_no_letter_for_nobody(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -1)
    empty = replace(town, library=Library())
    with pytest.raises(NothingSuits):
        await orders.preview(empty, OWNER, Kind.LETTER, now=AUTUMN)


async def test_what_was_shown_is_what_is_sent(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -1)
    shown = await orders.preview(town, OWNER, Kind.LETTER, now=AUTUMN)
    button = await pressed(town, shown, AUTUMN)
    elsewhere = Officer(user=OWNER.user, role=Role.OFFICER, region="pingan", name="", active=True)
    with pytest.raises(ContentChanged):
        await orders.send(town, elsewhere, button, chat=1, message=1, now=AUTUMN)
    [parcel] = await sent(town, AUTUMN)
    assert parcel.html.replace(parcel.html[-18:], "") == shown.rendered.html.replace(
        shown.rendered.html[-18:], ""
    )
    assert (parcel.kind, parcel.promise) == (Kind.LETTER, True)
    record = await verify.look_up(town, parcel.html[-13:-4], now=AUTUMN)
    assert record is not None
    assert record.html == parcel.html


async def test_each_person_counts_once_in_each_group(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -1)
    await subscribe(town, -2)
    first, second = await sent(town, AUTUMN)

    async def tap(parcel: Parcel, user: int) -> tuple[int, bool, str]:
        receipt = await receipts.take(town, parcel.key, user, parcel.chat, 5, now=AUTUMN)
        assert receipt is not None
        return receipt.place, receipt.new, receipt.word

    async def promise(parcel: Parcel, user: int, chat: int | None = None) -> tuple[int, bool] | None:
        chat = chat or parcel.chat
        tap = Tap(key=parcel.key, user=user, chat=chat, message=5, at=AUTUMN)
        receipt = await promises.take(town, tap)
        return (receipt.place, receipt.new) if receipt else None

    assert await tap(first, 71) == (1, True, "letter-thanks")
    assert await tap(first, 71) == (1, False, "letter-thanks")
    assert await tap(first, 72) == (2, True, "letter-thanks")
    assert await tap(second, 71) == (1, True, "letter-thanks")
    assert await promise(first, 71) == (1, True)
    assert await promise(first, 71) == (1, False)
    assert await promise(first, 71, chat=-2) is None, "the button hangs in another group"
    assert await promise(second, 99) == (1, True)
    found = await letters.tally(town, OWNER)
    assert found is not None
    told = [(one.title, one.receipts, one.promises) for one in found.returns]
    assert told == [("群-1", 2, 1), ("群-2", 1, 1)]
    elsewhere = Officer(user=7, role=Role.OFFICER, region="heping", name="", active=True)
    assert await letters.tally(town, elsewhere) is None
    assert await receipts.forget(town, 71) == 3
    assert await receipts.forget(town, 71) == 0
    again = await letters.tally(town, OWNER)
    assert again is not None
    assert again.returns == found.returns, "counts outlive the person"


async def test_no_promise_where_none_is_asked(database: Database) -> None:
    town = desk(database)
    await subscribe(town, -3, Audience.ENTERPRISE)
    [parcel] = await sent(town, AUTUMN)
    assert not parcel.promise
    tap = Tap(key=parcel.key, user=71, chat=-3, message=5, at=AUTUMN)
    assert await promises.take(town, tap) is None
