"""Which of the chores has something new to look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from core.desk import Desk
from core.words import Glance

# What comes by the clock, or was written by another process, waits no longer than so.
ASLEEP_FOR = timedelta(seconds=5)


class News:
    """Remembers for each chore when it last looked, and at which tables."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looks: dict[str, tuple[datetime, Glance]] = {}

    @contextmanager
    def looking(self, chore: str, now: datetime) -> Iterator[None]:
        """The chore's look, of which it is remembered what it reads."""
        with self._desk.database.glance() as glance:
            self._looks[chore] = now, glance
            yield

    def written(self, chore: str) -> bool:
        """Whether we wrote to what it read since its last look began."""
        return chore in self._looks and self._looks[chore][1].is_old

    def concern(self, chore: str, now: datetime) -> bool:
        """Whether it should look: that, or its last look is a while ago by its clock."""
        if chore not in self._looks:
            return True
        return self.written(chore) or abs(now - self._looks[chore][0]) >= ASLEEP_FOR
