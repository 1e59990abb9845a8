"""Counts what one person does in a while, in memory: enough to slow a guesser, or a flood, down."""

from __future__ import annotations

from collections import deque
from enum import Enum


class SlidingCount:
    """At most `limit` in any `window` seconds for each key; forgets keys that fell quiet."""

    def __init__(self, limit: int, window: float) -> None:
        self._limit, self._window = limit, window
        self._seen: dict[int, deque[float]] = {}

    def allows(self, key: int, now: float) -> bool:
        """Count one more, and say whether it is within the limit. `now` in seconds."""
        if len(self._seen) > 10_000:
            self._forget(now)
        times = self._seen.setdefault(key, deque())
        # A clock that stepped back must not lock anyone out for the length of its step.
        while times and not now - self._window < times[0] <= now:
            times.popleft()
        if len(times) >= self._limit:
            return False
        times.append(now)
        return True

    def _forget(self, now: float) -> None:
        quiet = [key for key, times in self._seen.items() if not times or times[-1] <= now - self._window]
        for key in quiet:
            del self._seen[key]


class Answer(Enum):
    """What somebody who writes gets now."""

    SPEAK = "speak"
    PAUSE = "pause"
    SILENCE = "silence"


class Calm:
    """At most `limit` answers to one person in `window` seconds; then a wish for a pause, said once."""

    def __init__(self, limit: int, window: float) -> None:
        self._count = SlidingCount(limit, window)
        self._window = window
        self._paused: dict[int, float] = {}

    def answer(self, key: int, now: float) -> Answer:
        """Count one more message. `now` in seconds."""
        if self._count.allows(key, now):
            return Answer.SPEAK
        if len(self._paused) > 10_000:
            self._paused = {one: at for one, at in self._paused.items() if at > now - self._window}
        asked = self._paused.get(key)
        if asked is not None and now - self._window < asked <= now:
            return Answer.SILENCE
        self._paused[key] = now
        return Answer.PAUSE


class Albums:
    """An album comes as several messages; the first one answers for all. Remembers the newest few hundred."""

    def __init__(self, kept: int = 500) -> None:
        self._kept = kept
        self._seen: dict[tuple[int, str], None] = {}

    def seen_before(self, chat: int, album: str | None) -> bool:
        """Whether another message of the same album was here already; a message without one never."""
        if album is None:
            return False
        key = (chat, album)
        known = key in self._seen
        self._seen[key] = None
        while len(self._seen) > self._kept:
            del self._seen[next(iter(self._seen))]
        return known
