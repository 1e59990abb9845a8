"""The demo's own time: a file of seconds that the bot adds to its clock, moved on by buttons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY, OPENS_AT = 1, timedelta(hours=10, minutes=5)


class Clock:
    """The machine's time plus an offset; `file` None keeps it to ourselves."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.offset = timedelta()
        self.travelling = False

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC) + self.offset

    def move_to(self, moment: datetime) -> None:
        """Set the clock, and through its file the bot's."""
        self.offset = moment - datetime.now(UTC)
        if self.file is not None:
            new = self.file.with_suffix(".new")
            new.write_text(str(self.offset.total_seconds()))
            new.rename(self.file)


def opening_hour(now: datetime) -> datetime:
    """Tuesday morning of the running week: the village's weekly tip is due in the evening."""
    local = now.astimezone(ZONE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=TUESDAY - local.weekday()) + OPENS_AT
