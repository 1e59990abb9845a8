"""Each night a backup; and what a restored database may do before its owner has spoken."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core import backup, lock, nightly
from core.errors import UsedButton
from core.lock import Lock
from core.nightly import is_due
from core.officers import NewButton, lay_out, pressed, standing
from core.status import status
from storage import updates
from storage.database import Database
from storage.tables import metadata
from tests.core.backups import BOT, NOW
from tests.many import make_desk

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")


async def test_a_lock_is_opened_once_by_its_own_button(database: Database) -> None:
    desk = make_desk(database, BOT)
    assert not await lock.is_locked(desk)
    async with database.unit() as unit:
        await lock.close(unit, {BOT}, taken_at=NOW, now=NOW)
        old = Lock(taken_at=NOW, restored_at=NOW - timedelta(days=1), last_push=0)
    assert (await status(database, BOT, now=NOW))["locked"]
    assert (await status(database, None, now=NOW))["locked"]
    assert not (await status(database, BOT + 1, now=NOW))["locked"]
    found = await lock.look(desk, now=NOW)
    assert found is not None
    wanted = [NewButton("lock_go_on", {"lock": str(one)}) for one in (old, found.lock, found.lock)]
    owner = await standing(desk, 1001)
    assert owner is not None
    foreign, first, second = [
        await pressed(desk, 1001, key, now=NOW) for key in await lay_out(desk, 1001, wanted, now=NOW)
    ]
    with pytest.raises(UsedButton):
        await lock.open_again(desk, owner, foreign, goes_on=True, now=NOW)
    assert await lock.is_locked(desk)
    assert await lock.open_again(desk, owner, first, goes_on=True, now=NOW) == 0
    assert not await lock.is_locked(desk)
    for again in (first, second):
        with pytest.raises(UsedButton):
            await lock.open_again(desk, owner, again, goes_on=False, now=NOW)
    assert not (await status(database, None, now=NOW))["locked"]


@pytest.mark.parametrize(
    ("good", "tried", "now", "zone", "expected"),
    [
        ("2026-11-23T03:40", None, "2026-11-24T03:39", SHANGHAI, False),
        ("2026-11-23T03:40", None, "2026-11-24T03:40", SHANGHAI, True),
        ("2026-11-24T03:40", None, "2026-11-24T03:41", SHANGHAI, False),
        ("2026-11-23T03:40", "2026-11-24T03:40", "2026-11-24T04:39", SHANGHAI, False),
        ("2026-11-23T03:40", "2026-11-24T03:40", "2026-11-24T04:40", SHANGHAI, True),
        ("2026-11-20T12:00", None, "2026-11-24T12:00", SHANGHAI, True),  # we were away that night
        ("2030-01-01T00:00", None, "2026-11-24T12:00", SHANGHAI, True),  # a clock was wrong, and is not now
        ("2030-01-01T00:00", "2030-01-01T00:00", "2026-11-24T12:00", SHANGHAI, True),
        ("2026-10-24T03:40", None, "2026-10-25T03:40", LONDON, True),  # the night that has an hour more
        ("2027-03-27T03:40", None, "2027-03-28T03:40", LONDON, True),
    ],
)
def test_a_backup_is_due_once_a_night(
    good: str, tried: str | None, now: str, zone: ZoneInfo, expected: bool
) -> None:
    local = [datetime.fromisoformat(one).replace(tzinfo=zone) if one else None for one in (good, tried, now)]
    assert local[0] is not None
    assert local[2] is not None
    assert is_due(local[0], local[1], zone, local[2]) is expected


async def test_the_newest_seven_nights_are_kept_and_a_failure_is_an_alarm(
    database: Database, tmp_path: Path
) -> None:
    desk = make_desk(database, BOT)
    night = datetime(2026, 11, 24, 3, 40, tzinfo=SHANGHAI)
    assert await nightly.run(desk, tmp_path, now=night) is None, "a new database has nothing to keep yet"
    files = []
    for n in range(1, 10):
        at = night + timedelta(days=n)
        file = await nightly.run(desk, tmp_path, now=at)
        assert file is not None
        files.append(file)
        assert await nightly.run(desk, tmp_path, now=at + timedelta(minutes=1)) is None
    assert files[0].name == "xiaolaba-20261125-0340.zip"
    assert sorted((tmp_path / "backups").iterdir()) == files[-7:]
    assert {backup.check(one).privacy_key for one in files[-7:]} == {desk.secret.decode()}

    (tmp_path / "backups").rename(tmp_path / "kept")
    (tmp_path / "backups").write_text("in the way")
    at += timedelta(days=1)
    with pytest.raises(OSError, match="backups"):
        await nightly.run(desk, tmp_path, now=at)
    assert await standing_alarms(database) == {"backup": True}
    (tmp_path / "backups").unlink()
    assert await nightly.run(desk, tmp_path, now=at + timedelta(minutes=59)) is None
    assert await nightly.run(desk, tmp_path, now=at + timedelta(hours=1)) is not None
    assert await standing_alarms(database) == {"backup": False}
    async with database.reading() as unit:
        assert await updates.mark(unit, BOT, "backup_good") == (at + timedelta(hours=1)).isoformat()


async def standing_alarms(database: Database) -> dict[str, bool]:
    """Every alarm that is remembered, and whether it lasts."""
    alarms = metadata.tables["alarms"]
    async with database.reading() as unit:
        return {row.key: row.over_at is None for row in await unit.execute(select(alarms))}
