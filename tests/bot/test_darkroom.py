"""What cannot be drawn never holds a tip up, and what was drawn is not drawn again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import workers
from bot.darkroom import Darkroom
from bot.drawings import KEPT, Drawings
from bot.workers import WorkFailed
from content.library import load
from content.posters import poster_of
from content.words import Kind, Script
from core import deliveries
from storage.database import Database
from storage.tables import push_posters
from tests.core.test_posters import NOW, claimed, desk, jobs, one_push, subscribe

TIP = load().of_kind(Kind.TIP)[0]


async def test_a_poster_that_cannot_be_drawn_gives_way_to_its_text(
    database: Database, tmp_path: Path
) -> None:
    town = desk(database)
    await subscribe(town, -1)
    await one_push(town, -1)
    poster = poster_of(town.library.items["nfc-card-on-phone"], Script.SIMPLIFIED)
    assert poster is not None
    async with database.unit() as unit:
        await unit.execute(update(push_posters).values(card={**poster.as_json(), "symbol": "nobody drew it"}))
    await Darkroom(town, Drawings(tmp_path)).look(NOW)
    [job] = await jobs(town)
    parcel = await claimed(town, job)
    assert parcel.picture is None
    assert town.library.items["nfc-card-on-phone"].body in parcel.html


async def test_a_drawing_that_takes_too_long_gives_way_too(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = desk(database)
    await subscribe(town, -1)
    await one_push(town, -1)
    monkeypatch.setattr("bot.darkroom.IN_TIME", 0.01)
    await Darkroom(town, Drawings(tmp_path)).look(NOW)
    [job] = await jobs(town)
    assert (await claimed(town, job)).picture is None
    assert await deliveries.next_jobs(town, now=NOW, limit=9) == []


async def test_what_was_drawn_once_is_kept(tmp_path: Path) -> None:
    poster = poster_of(TIP, Script.SIMPLIFIED)
    assert poster is not None
    drawings = Drawings(tmp_path)
    [first] = await drawings.of([poster])
    assert first.startswith(b"\x89PNG")
    [kept] = (tmp_path / "posters").iterdir()
    await asyncio.to_thread(kept.write_bytes, b"as it was")
    assert await drawings.of([poster]) == [b"as it was"]
    with pytest.raises(WorkFailed):
        await drawings.of([replace(poster, symbol="nobody drew it")])
    [bare] = await Drawings(None).of([poster])
    assert bare == first


async def test_the_folder_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def draw(posters: list[object], format: str = "png") -> list[bytes]:
        return [b"drawn"] * len(posters)

    monkeypatch.setattr(workers, "draw", draw)
    poster = poster_of(TIP, Script.SIMPLIFIED)
    assert poster is not None
    many = [replace(poster, action=f"第{number}个") for number in range(KEPT + 5)]
    assert await Drawings(tmp_path).of(many) == [b"drawn"] * len(many)
    assert len(list((tmp_path / "posters").iterdir())) == KEPT
