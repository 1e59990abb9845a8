"""The owner's alarm: a private message when something is wrong, once, and another when it is right again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import Broken, Person
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

SILENT, BACK, WAS_SILENT = "没给我回话了", "Telegram 又通了", "刚才断了一阵子"
FULL, ROOM = "那台机器快满了", "又有地方了"
SETTLED = 4.5  # the watch looks every three seconds


def times(who: Person, part: str) -> int:
    return sum(part in one.text for one in who.inbox)


async def pass_by(town: Town, minutes: int) -> None:
    town.move_to(town.now() + timedelta(minutes=minutes))


@side_by_side(seconds=35)
async def test_updates_that_stay_away_are_told_of_once(folder: Path) -> None:
    """Only getUpdates fails, so the message can leave at once; a restart in between repeats nothing."""
    async with Town(folder) as town:
        town.owner.writes("/start")
        await town.start_bot()
        await town.said(town.owner, "小喇叭")
        await pass_by(town, 60)
        await town.quiet(SETTLED)
        assert times(town.owner, SILENT) == 0, "a clock that was moved is no silence"

        broken = Broken(502)
        town.telegram.faults.add(broken, method="getUpdates")
        town.owner.writes("/help")  # ends the poll that is under way
        await town.quiet(SETTLED)
        await pass_by(town, 4)
        await town.quiet(SETTLED)
        assert times(town.owner, SILENT) == 0
        await pass_by(town, 1)
        await town.said(town.owner, SILENT, 1, 10)
        await town.stop_bot()
        await town.start_bot(settled=False)
        await town.quiet(SETTLED)
        await pass_by(town, 10)
        await town.quiet(SETTLED)
        assert (times(town.owner, SILENT), times(town.owner, BACK)) == (1, 0)

        town.telegram.faults.remove(broken)
        await town.said(town.owner, BACK, 1, 45)
        await town.quiet(SETTLED)
        assert (times(town.owner, SILENT), times(town.owner, BACK)) == (1, 1)
        assert town.query("SELECT * FROM alarms") == []


@side_by_side(seconds=40)
async def test_what_could_not_be_said_in_an_outage_is_said_after_it(folder: Path) -> None:
    async with Town(folder) as town:
        town.owner.writes("/start")
        await town.start_bot()
        await town.said(town.owner, "小喇叭")
        async with town.telegram.outage("refuse"):
            await town.quiet(SETTLED)
            await pass_by(town, 12)
            await town.telegram.until(lambda: town.query("SELECT kind FROM alarms") == [("silent",)], 15)
        # One message, or two where the first slipped out before the updates came again.
        await town.telegram.until(lambda: times(town.owner, WAS_SILENT) + times(town.owner, BACK) == 1, 45)
        await town.quiet(SETTLED)
        assert [times(town.owner, part) for part in (SILENT, BACK, WAS_SILENT)] in ([0, 0, 1], [1, 1, 0])
        assert town.query("SELECT * FROM alarms") == []


@side_by_side(seconds=15)
async def test_an_update_that_nobody_can_read_is_told_of(folder: Path) -> None:
    async with Town(folder) as town:
        town.owner.writes("/start")
        await town.start_bot()
        await town.said(town.owner, "小喇叭")
        odd = {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 5, "type": "private"}}}
        town.telegram.queue([odd, odd])
        alarm = await town.said(town.owner, "我试了三次都没办成", 1, 15)
        [(number,)] = town.query("SELECT count(*) FROM parked_updates")
        assert number == 2
        assert any(row[0] in alarm.text for row in town.query("SELECT reference FROM parked_updates"))
        town.telegram.queue([odd])
        await town.telegram.until(lambda: town.query("SELECT count(*) FROM parked_updates") == [(3,)], 8)
        await pass_by(town, 23 * 60)
        await town.quiet(SETTLED)
        assert times(town.owner, "一整天没有再碰上") == 0
        await pass_by(town, 61)
        await town.said(town.owner, "一整天没有再碰上", 1, 10)
        assert times(town.owner, "三次都没办成") == 1


@contextmanager
def small_disk(at: Path) -> Iterator[None]:
    """A disk of 700 MB of its own."""
    at.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", at], capture_output=True)
    if mounted.returncode:
        pytest.skip("may not mount a small disk here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", at], check=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
@side_by_side(seconds=35)
async def test_a_full_disk_is_told_of_even_when_no_row_can_be_written(folder: Path) -> None:
    with small_disk(folder / "data"):
        async with Town(folder) as town:
            town.owner.writes("/start")
            await town.start_bot()
            await town.said(town.owner, "小喇叭")
            await town.quiet(SETTLED)
            assert times(town.owner, FULL) == 0
            filler = folder / "data" / "filler"
            fill(filler, 250)
            told = await town.said(town.owner, FULL, 1, 10)
            assert "MB" in told.text
            await town.stop_bot()
            fill(filler, 150)
            await town.start_bot()
            await town.quiet(SETTLED)
            assert (times(town.owner, FULL), times(town.owner, ROOM)) == (1, 0), "550 MB are not enough yet"
            filler.unlink()
            await town.said(town.owner, ROOM, 1, 10)

            fill(filler, 1000)
            await town.said(town.owner, FULL, 2, 10)
            await town.quiet(SETTLED)
            assert times(town.owner, FULL) == 2
            filler.unlink()
            await town.said(town.owner, ROOM, 2, 10)
            await town.quiet(SETTLED)
            assert (times(town.owner, FULL), times(town.owner, ROOM)) == (2, 2)
            assert town.query("SELECT * FROM alarms") == []


def fill(file: Path, megabytes: int) -> None:
    """A file of so many MB, or of all there is."""
    try:
        with file.open("wb") as opened:
            for _ in range(megabytes):
                opened.write(bytes(1_000_000))
    except OSError:
        return
