"""The nightly backup: into the data folder, read back at once, the newest seven kept."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core import alarms, backup
from core.alarms import Alarm, Trouble
from core.desk import Desk
from storage import updates

AT = time(3, 40)
KEPT = 7
AGAIN_AFTER = timedelta(hours=1)
FOLDER = "backups"

_GOOD, _TRIED = "backup_good", "backup_tried"
_ALARM = Alarm(key="backup", kind=Trouble.BACKUP)


def is_due(good: datetime, tried: datetime | None, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the last 03:40 has no good backup yet and none was tried within the hour.

    What lies ahead of `now` was noted by a wrong clock and counts for nothing.
    """
    today = datetime.combine(now.astimezone(zone).date(), AT, zone)
    last = today if today <= now else today - timedelta(days=1)
    if last <= good <= now:
        return False
    return tried is None or not now - AGAIN_AFTER < tried <= now


async def run(desk: Desk, folder: Path, *, now: datetime) -> Path | None:
    """Take the backup where one is due; its file. A failure raises the alarm, and is raised itself."""
    if not await _take_turn(desk, now):
        return None
    file = folder / FOLDER / f"xiaolaba-{now.astimezone(desk.rules.hours.zone):%Y%m%d-%H%M}.zip"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        await backup.take(desk.database, file, desk.secret, now=now)
        _keep_newest(file)
    except Exception:
        await alarms.sound(desk, _ALARM, now=now)
        raise
    async with desk.database.unit() as unit:
        await updates.set_mark(unit, desk.bot, _GOOD, now.isoformat())
    await alarms.end(desk, _ALARM, now=now)
    return file


async def _take_turn(desk: Desk, now: datetime) -> bool:
    """Whether it is time, noted at once. A new database has nothing to keep before its first night."""
    async with desk.database.reading() as unit:
        good = await updates.mark(unit, desk.bot, _GOOD)
        tried = await updates.mark(unit, desk.bot, _TRIED)
    if good is not None and not is_due(
        datetime.fromisoformat(good),
        datetime.fromisoformat(tried) if tried else None,
        desk.rules.hours.zone,
        now,
    ):
        return False
    async with desk.database.unit() as unit:
        await updates.set_mark(unit, desk.bot, _GOOD if good is None else _TRIED, now.isoformat())
    return good is not None


def _keep_newest(newest: Path) -> None:
    """By the time of writing, not by name: a clock that was wrong once must not cost the good ones."""
    files = sorted(newest.parent.glob("xiaolaba-*.zip"), key=lambda file: file.stat().st_mtime, reverse=True)
    others = [file for file in files if file != newest]
    for old in others[KEPT - 1 :]:
        old.unlink(missing_ok=True)
