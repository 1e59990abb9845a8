"""The demo's own time: a file of seconds that the bot adds to its clock, moved on by buttons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """The machine's time plus the offset that a file holds; without a file it is kept to ourselves."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        seconds = file.read_text() if file is not None and file.exists() else "0"
        self.offset = timedelta(seconds=float(seconds))
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
