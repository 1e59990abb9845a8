"""Whom an alert reaches, when it leaves, and that it leaves once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from content.words import Audience, Script, Severity
from core import alert_sending, leaving
from core.desk import Desk
from core.errors import AlertOver, NobodyToReach
from core.ports import Refused, Sent, Unknown
from storage import groups, tables
from storage.alerts import AlertState
from storage.database import Database
from storage.models import GroupState, Parcel
from tests.core.alerts import draft, launch, read
from tests.core.desks import ZONE, desk
from tests.storage.files import BOT, NOW, add_group, fresh

DAY = timedelta(days=1)
NIGHT = datetime(2026, 11, 23, 23, tzinfo=ZONE)


async def change(database: Database, chat: int, **values: Any) -> None:
    async with database.unit() as unit:
        group = await groups.by_chat(unit, BOT, chat)
        assert group is not None
        await groups.change(unit, group.id, **values)


async def taken(town: Desk, now: datetime = NOW) -> list[Parcel]:
    """Claim all that may leave now."""
    jobs = await leaving.next_jobs(town, now=now, limit=100)
    claimed = [await leaving.claim(town, job, now=now) for job in jobs]
    return [one for one in claimed if isinstance(one, Parcel)]


async def test_it_reaches_the_confirmed_groups_under_its_region_that_it_is_meant_for(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        for number, audience in enumerate([*Audience, *Audience], start=1):
            await add_group(database, -number, audience)
        await change(database, -1, region="pingan", segments=["elderly"])
        await change(database, -2, region="pingan", segments=["primary"])
        await change(database, -3, region="heping")
        await change(database, -4, region="pingan")
        await change(database, -5, state=GroupState.PAUSED)
        await change(database, -6, confirmed_at=None)

        async def reached(**values: Any) -> list[int]:
            alert = await read(town, await draft(town, f"C{len(found)}", NOW, **values))
            async with database.reading() as unit:
                audience = [group.chat for group in await alert_sending.audience_of(unit, town, alert)]
            found.append(audience)
            return sorted(audience, reverse=True)

        found: list[list[int]] = []
        assert await reached() == [-1, -2, -3, -4]
        assert await reached(region="pingan") == [-1, -2, -4]
        assert await reached(audiences=["village"]) == [-1, -4]
        assert await reached(segments=["women"]) == [-2, -3, -4], (
            "no woman's group, but all who named nothing"
        )
        assert await reached(segments=["elderly"]) == [-1, -2, -3, -4]
        assert await reached(segments=["teacher"], region="pingan") == [-1, -4]
        empty = await draft(town, "NONE", NOW, region="heping", audiences=["village"])
        with pytest.raises(NobodyToReach):
            await launch(town, empty, NOW)
        assert (await read(town, empty)).state is AlertState.DRAFT


async def test_it_is_sent_once_with_its_own_code_and_end(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        for number in range(1, 4):
            await add_group(database, -number)
        await change(database, -2, script=Script.TRADITIONAL)
        alert = await draft(town, "7K3F-9QX2", NOW)
        made = await asyncio.gather(*(launch(town, alert, NOW) for _ in range(4)), return_exceptions=True)
        assert sum(isinstance(one, AlertOver) for one in made) == 3
        sent = await read(town, alert)
        assert (sent.state, sent.expires_at) == (AlertState.SENDING, NOW + DAY)
        parcels = await taken(town)
        assert sorted(one.chat for one in parcels) == [-3, -2, -1]
        assert all("7K3F-9QX2" in one.html and one.not_after == NOW + DAY for one in parcels)
        assert {one.script for one in parcels if "預警" in one.html} == {Script.TRADITIONAL}
        with pytest.raises(AlertOver):
            await launch(town, await draft(town, "2222-2222", NOW, expires_at=NOW), NOW)


@pytest.mark.parametrize("severity", list(Severity))
async def test_at_night_the_urgent_rings_the_warning_whispers_and_the_notice_waits(
    severity: Severity, tmp_path: Path
) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await add_group(database, -1)
        await launch(town, alert := await draft(town, "7K3F-9QX2", NIGHT, severity=severity), NIGHT)
        parcels = await taken(town, NIGHT)
        morning = NIGHT.replace(day=24, hour=7, minute=30)
        if severity is Severity.NOTICE:
            assert parcels == []
            assert (await read(town, alert)).expires_at == morning + DAY, "it lives from when it is heard"
            parcels = await taken(town, morning)
            assert parcels[0].silent is False
        else:
            assert [one.silent for one in parcels] == [severity is Severity.WARNING]


async def test_a_notice_that_was_put_off_into_the_night_waits_for_the_morning(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await add_group(database, -1)
        evening = NIGHT.replace(hour=21, minute=29)
        await launch(town, await draft(town, "7K3F-9QX2", evening, severity=Severity.NOTICE), evening)
        jobs = await leaving.next_jobs(town, now=evening, limit=9)
        assert len(jobs) == 1
        assert await leaving.claim(town, jobs[0], now=NIGHT) is None
        assert await taken(town, NIGHT) == []
        assert len(await taken(town, NIGHT.replace(day=24, hour=7, minute=30))) == 1


async def test_a_picture_is_uploaded_by_one_copy_and_the_others_use_its_number(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database, quiet=None)
        for number in range(1, 6):
            await add_group(database, -number)
        async with database.unit() as unit:
            row = {"bot": BOT, "kind": "photo", "content": b"picture", "hash": "0" * 64, "created_at": NOW}
            made = await unit.execute(tables.media.insert().values(row).returning(tables.media.c.id))
            picture = made.scalar_one()
        await launch(town, await draft(town, "7K3F-9QX2", NOW, media_id=picture), NOW)
        for outcome in (Refused("no_rights"), Unknown("timeout")):
            [first] = await taken(town)
            assert first.picture is not None
            assert (first.picture.content, first.picture.file_id) == (b"picture", None)
            assert await taken(town) == [], "while it is on its way nobody else uploads"
            await leaving.record(town, first, outcome, now=NOW)
        [third] = await taken(town)
        await leaving.record(town, third, Sent(3, "AgAC"), now=NOW)
        rest = await taken(town)
        assert [one.picture and (one.picture.file_id, one.picture.content) for one in rest] == [
            ("AgAC", None)
        ] * 2
