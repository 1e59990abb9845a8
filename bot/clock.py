"""Where time is read: the system's clock, or one shifted by a file for practice and tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The machine's own time, aware UTC."""

    shifted = False

    def now(self) -> datetime:
        return datetime.now(UTC)

    def reread(self) -> bool:
        """Whether the clock was moved since the last look: never."""
        return False


class ShiftedClock:
    """The machine's time plus the seconds that a file holds; a missing or odd file shifts nothing."""

    shifted = True

    def __init__(self, file: Path) -> None:
        self._file = file
        self._offset = self._read()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def reread(self) -> bool:
        """Read the file again; True when it moved the clock."""
        before, self._offset = self._offset, self._read()
        return before != self._offset

    def _read(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._file.read_text().strip() or 0))
        except (OSError, ValueError, OverflowError):
            return getattr(self, "_offset", timedelta())
